"""How much of each code is still unfound, while people go on reading in whatever order they like."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qes.coding.stopping import CONFIDENCE, carriers_at_most, recall_at_least


@dataclass(frozen=True, slots=True)
class Unfound:
    """What the audit says about one code; the bound holds for this code, not for all codes at once."""

    code: str
    found: int
    """Passages anywhere on which somebody gave the code."""
    audited: int
    """Passages of the audit that count: the longest stretch of the random order that is read without a gap."""
    found_in_audit: int
    unfound_at_most: int
    """Passages not read yet that may carry it."""
    recall_at_least: float
    """Share found of what may be there; 0 while nothing is found and something may be."""
    to_goal: int | None
    """So many more audit passages, if none carries the code, raise `recall_at_least` to the goal; None for a code that
    is found nowhere. It suffices, and need not be the smallest such number."""

    @property
    def sentence(self) -> str:
        """The same in words."""
        left = f"at most {self.unfound_at_most} unread {_passages(self.unfound_at_most)}"
        if not self.found:
            return f"{self.code} is found nowhere; after an audit of {self.audited}, {left} may carry it."
        audit = f"of {self.audited} audited {_passages(self.audited)}, {self.found_in_audit} with it"
        share = f"at least {percent(self.recall_at_least)} of it is found"
        return f"{self.code}: {self.found} found ({audit}); {left} may carry it, so {share}."


def percent(share: float) -> str:
    """A share as whole percent, never rounded up: it stands for a lower bound."""
    return f"{int(share * 100 + 1e-9)} %"


def _passages(count: int) -> str:
    return "passage" if count == 1 else "passages"


def unfound(
    order: Sequence[str],
    read: Collection[str],
    carriers: Mapping[str, Collection[str]],
    *,
    goal: float,
    confidence: float = CONFIDENCE,
) -> list[Unfound]:
    """Bound what is unfound of each code by the longest stretch of a random order that is read without a gap.

    Whatever was read elsewhere, and why, has no part in which passages stand first in that order. How far the stretch
    reaches may well depend on what was found, so the bound is one that holds for all stretches at once.

    Args:
        order: All passages in random order (`queue.shuffled`).
        read: Those that somebody has read.
        carriers: Per code, those on which it was found; all of them are among `read`.
        goal: The share found that `Unfound.to_goal` leads to.
        confidence: How often a code's bound is to hold.
    """
    places = {passage: place for place, passage in enumerate(order)}
    gaps = [place for passage, place in places.items() if passage not in read]
    found = {code: sorted(places[each] for each in given if each in places) for code, given in carriers.items()}
    return [_unfound(code, len(order), gaps, found[code], goal, confidence) for code in found]


def _unfound(
    code: str, size: int, gaps: Sequence[int], found: Sequence[int], goal: float, confidence: float
) -> Unfound:
    """Of one code, from the places in an order of that size that nobody has read, and those it was found at."""
    ends = [*gaps, size]

    def missing(further: int) -> int:
        """Bound on what is unfound once so many more of the unread are read, in order and in vain."""
        most = carriers_at_most(bisect_left(found, ends[further]), ends[further], size, confidence)
        return min(max(0, most - len(found)), len(gaps) - further)

    def reached(further: int) -> bool:
        return recall_at_least(len(found), missing(further)) >= goal

    to_goal = bisect_left(range(len(gaps)), True, key=reached) if found else None
    audited, left = ends[0], missing(0)
    within = bisect_left(found, audited)
    return Unfound(code, len(found), audited, within, left, recall_at_least(len(found), left), to_goal)
