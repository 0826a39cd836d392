"""Cases that are alike in what a team chooses to compare on: company for one case, never a ranking of all.

Likeness is Gower's general coefficient (Gower 1971, Biometrics 27(4), 857-871): the mean, over the variables known of
both cases, of how alike the two are in each. Words are alike or not. Numbers are compared by their rank among the cases
(ties share one), as Podani (1999, Taxon 48(2), 331-340) extends the coefficient, and not by their distance: by
distance, a capital ten times the size of any other city would make all the others look the same, and so would the
choice between a scale and its logarithm change who is whose peer. What is lost is how far apart neighbours are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qes.text import collapse

Table = Mapping[str, Mapping[str, str | float]]
"""Case → variable → value; what is not known is not there. The values of a variable are all numbers, or all words."""

LEAST_SHARED = 0.5
"""Share of the variables that must be known of both cases; with fewer, nothing is said of how alike they are."""
_CLOSE = 0.75
"""A number whose ranks are at least so alike is called close to people, and below `_FAR` far apart."""
_FAR = 0.25


@dataclass(frozen=True, slots=True)
class Peer:
    """Another case, and how like the one it is compared with it is."""

    case: str
    similarity: float
    """In [0, 1]; 1 where the two are the same in all that is known of both."""
    likeness: Mapping[str, float]
    """By variable that is known of both, in the order chosen; each in [0, 1]."""
    unknown: tuple[str, ...] = ()
    """Chosen variables that are not known of one of them, or of both; they count neither for nor against it."""
    words: frozenset[str] = field(default=frozenset())
    """Those of the shared variables that are words."""

    @property
    def shared(self) -> tuple[str, ...]:
        """The variables known of both."""
        return tuple(self.likeness)

    @property
    def nearness(self) -> float:
        """What peers are put in order by: as `similarity`, what is not known counted as half alike."""
        known, unknown = len(self.likeness), len(self.unknown)
        return (self.similarity * known + 0.5 * unknown) / (known + unknown)

    @property
    def sentence(self) -> str:
        """The same for people to read."""
        told = (_told(name, value, name in self.words) for name, value in self.likeness.items())
        count = len(self.likeness) + len(self.unknown)
        missing = f"; not known of both: {', '.join(self.unknown)}" if self.unknown else ""
        alike = f"{self.case} is {self.similarity:.0%} alike on {len(self.likeness)} of {count}"
        return f"{alike} variable{'' if count == 1 else 's'}: {', '.join(told)}{missing}."


def peers(table: Table, variables: Sequence[str], case: str, most: int | None = None) -> list[Peer]:
    """The cases most like one, the nearest first and ties by name.

    Args:
        table: What is known of the cases; ranks are among all of them.
        variables: What to compare on; one that is named twice counts once.
        case: The one whose peers are wanted.
        most: So many at most; None: all that can be compared.

    Returns:
        Without those that share too few variables with the case (see `apart`). In the order, though not in the figure,
        what is not known counts as half alike: to be alike in the one thing that is known is no proof of likeness.
    """
    scales = _scales(table, variables)
    found = [peer for other in table if other != case and (peer := _peer(table, scales, case, other)) is not None]
    return sorted(found, key=lambda each: (-each.nearness, each.case))[:most]


def apart(table: Table, variables: Sequence[str], case: str) -> list[str]:
    """The cases that cannot be compared with one, by name: fewer than half of the variables are known of both."""
    compared = {peer.case for peer in peers(table, variables, case)}
    return sorted(other for other in table if other != case and other not in compared)


def similarity(table: Table, variables: Sequence[str], one: str, other: str) -> float | None:
    """How alike two cases are, in [0, 1]; None where too few variables are known of both."""
    peer = _peer(table, _scales(table, variables), one, other)
    return None if peer is None else peer.similarity


@dataclass(frozen=True, slots=True)
class _Scale:
    """What a variable's values are measured by."""

    values: tuple[float, ...]
    """All numbers of it in order; none for words."""

    def rank(self, value: float) -> float:
        """The mean place among the numbers of those that are equal to it."""
        return (bisect_left(self.values, value) + bisect_right(self.values, value) - 1) / 2

    def likeness(self, one: str | float, other: str | float) -> float:
        """How alike two values are, in [0, 1]."""
        if isinstance(one, str) or isinstance(other, str):
            return float(collapse(str(one)).casefold() == collapse(str(other)).casefold())
        span = self.rank(self.values[-1]) - self.rank(self.values[0])
        return 1.0 - abs(self.rank(one) - self.rank(other)) / span if span else 1.0


def _scales(table: Table, variables: Sequence[str]) -> dict[str, _Scale]:
    return {
        name: _Scale(tuple(sorted(value for row in table.values() if isinstance(value := row.get(name), float | int))))
        for name in dict.fromkeys(variables)
    }


def _peer(table: Table, scales: Mapping[str, _Scale], one: str, other: str) -> Peer | None:
    here, there = table.get(one, {}), table.get(other, {})
    likeness = {
        name: scale.likeness(here[name], there[name])
        for name, scale in scales.items()
        if name in here and name in there
    }
    if not likeness or len(likeness) < LEAST_SHARED * len(scales):
        return None
    unknown = tuple(name for name in scales if name not in likeness)
    words = frozenset(name for name in likeness if isinstance(here[name], str))
    return Peer(other, sum(likeness.values()) / len(likeness), likeness, unknown, words)


def _told(name: str, value: float, word: bool) -> str:
    if value == 1.0:
        return f"same {name}"
    if word:
        return f"another {name}"
    if value >= _CLOSE:
        return f"{name} close"
    return f"{name} far apart" if value < _FAR else f"{name} some way off"
