"""Evidence as the synthesis sees it: a coding together with where it stands and who says it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from qes.model import Coding, Facts


@dataclass(frozen=True, slots=True)
class Evidence:
    """A coding and what is known of the place its quote stands in."""

    coding: Coding
    facts: Facts
    """Of the section the quote stands in."""
    source_path: str
    title: str
    """What the source is called where its path says too little; may be empty."""
    speaker: str | None
    place: str
    """Where a reader would look it up: "p. 3", "0:12:40" or "¶ 14"."""
    capability: str | None
    """The scored code it counts towards; None when it counts towards none."""
    question: str | None = None
    wording: str = field(init=False, repr=False, compare=False)
    """The quote without differences of case, spacing or typography, to recognise repeated text."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "wording", _wording(self.coding.quote))

    @property
    def id(self) -> str:
        """The coding's id."""
        return self.coding.id

    @property
    def case(self) -> str:
        """The case it is evidence for."""
        return self.coding.case

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sorts evidence by source, place in it, code and id, whatever order it came in."""
        span = self.coding.span
        return self.source_path, span.start, span.end, self.coding.code, self.coding.id

    def attribute(self, name: str) -> str | None:
        """Value of an attribute; None when it was not given, or when the coders differ on it."""
        return None if name in self.coding.differing else self.coding.attributes.get(name)


@lru_cache(maxsize=1000)  # of a few passages: the codes given to one stand on the same words
def _wording(quote: str) -> str:
    plain = quote if quote.isascii() else unicodedata.normalize("NFKC", quote)
    return " ".join(plain.casefold().split())


def in_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The same evidence in reading order, so that the order it arrives in changes nothing."""
    return sorted(evidence, key=lambda each: each.order)


def counted(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence that counts, in reading order.

    Disputed codings count for nothing until they are adjudicated, and a text that is repeated within a case
    (a press release quoted in a report, say) is one piece of evidence for a code, not two.
    """
    first: dict[tuple[str, str, str], Evidence] = {}
    for each in in_order(evidence):
        if each.coding.counts:
            first.setdefault((each.case, each.coding.code, each.wording), each)
    return list(first.values())


def wordings(evidence: Iterable[Evidence]) -> int:
    """How many different texts there are, which is the number of pieces of evidence."""
    return len({each.wording for each in evidence})
