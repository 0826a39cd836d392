"""What people said of a unit, one thing after the other, and which scores were given without having seen anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qes.model import Consensus, Reopening, Score, SignOff
from qes.model.people import name_key

Record = Score | Consensus | SignOff | Reopening


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That something said was taken back, by whom and why."""

    author: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Past:
    """Something that was said of a unit."""

    record: Record
    withdrawn: Withdrawal | None = None
    """None: it is in force."""


def scored_apart(history: Iterable[Past], needed: int) -> frozenset[str]:
    """Ids of the scores in force whose authors could know neither the proposal nor others' scores of the unit.

    Once two or more have completed a round, everybody may have seen what it showed, and whoever scores the unit anew
    does not do so blind. What one person's score alone has shown was shown to them, and to whoever acted upon it.

    Args:
        history: Everything said of the unit, in the order of the log, also what was taken back.
        needed: How many people are asked to score a unit, for scores that do not say how many were asked then.
    """
    seeing = _Seeing(needed)
    for past in history:
        if isinstance(past.record, Score):
            seeing.score(past.record, kept=past.withdrawn is None)
        else:
            seeing.act(past.record)
    return frozenset(seeing.apart)


class _Seeing:
    """Who may have seen what, as a history goes on."""

    def __init__(self, needed: int) -> None:
        self.needed = needed
        self.apart: set[str] = set()
        self.everybody = False
        self.seen: set[str] = set()
        """Those to whom one person's score alone has shown the proposal."""
        self.current: set[str] = set()
        """Who has scored it in this round."""

    def score(self, score: Score, *, kept: bool) -> None:
        """Somebody locks a score, which may be taken back later."""
        key, asked = name_key(score.author), score.needed or self.needed
        if kept:
            self.current.add(key)
            if key not in self.seen and not self.everybody:
                self.apart.add(score.id)
        self.everybody = self.everybody or len(self.current) >= max(2, asked)
        if asked == 1:
            self.seen.add(key)

    def act(self, record: Consensus | SignOff | Reopening) -> None:
        """Somebody settles, signs off or reopens; only what is shown is settled or signed, but anything reopened."""
        if not isinstance(record, Reopening) or self.seen:
            self.seen.add(name_key(record.author))
        if isinstance(record, Reopening):
            self.current = set()
