"""Shares with intervals, and differences of shares with theirs; made for small counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)

Interval = tuple[float, float]
"""Lower and upper bound."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    hits: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.total:
            raise ValueError(f"{self.hits} of {self.total} is no share")

    @property
    def value(self) -> float | None:
        """The share, in [0, 1]; None of nothing."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> Interval | None:
        """95 % interval of the share; None of nothing."""
        return wilson(self.hits, self.total) if self.total else None

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.hits + other.hits, self.total + other.total)


@dataclass(frozen=True, slots=True)
class Stratum:
    """Two groups that are comparable with each other."""

    first: Rate
    second: Rate

    @property
    def both(self) -> bool:
        """Whether there is anything to compare."""
        return self.first.total > 0 and self.second.total > 0


@dataclass(frozen=True, slots=True)
class Gap:
    """By how much a share is larger in the second group than in the first."""

    difference: float
    interval: Interval

    @property
    def clear(self) -> bool:
        """Whether the interval leaves 0 out."""
        return not self.interval[0] <= 0 <= self.interval[1]


def wilson(hits: int, total: int) -> Interval:
    """95 % score interval of a share, which neither leaves [0, 1] nor vanishes at its ends.

    Source: Wilson 1927, J. Am. Stat. Assoc. 22(158).
    """
    share, spread = hits / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    # At the ends it is exact, where rounding would leave a trace of a difference.
    return (max(0.0, middle - half) if hits else 0.0, min(1.0, middle + half) if hits < total else 1.0)


def newcombe(pair: Stratum) -> Gap:
    """Difference of two independent shares with its 95 % hybrid score interval.

    Source: Newcombe 1998, Stat. Med. 17(8), 873-890, method 10.
    """
    first, second = pair.first.hits / pair.first.total, pair.second.hits / pair.second.total
    (low, high), (second_low, second_high) = (wilson(each.hits, each.total) for each in (pair.first, pair.second))
    difference = second - first
    lower = difference - sqrt((second - second_low) ** 2 + (high - first) ** 2)
    upper = difference + sqrt((second_high - second) ** 2 + (first - low) ** 2)
    return Gap(difference, (lower, upper))


def mantel_haenszel(strata: Sequence[Stratum]) -> Gap | None:
    """Common difference of two shares over strata, each compared within itself, with its 95 % interval.

    The variance holds for a few large strata and for many small ones. Where it is 0, because every share is 0 or 1 and
    so tells nothing of how sure it is, the interval is `newcombe`'s of all strata together.

    Returns:
        None where no stratum holds both groups; those that hold one only count for nothing.

    Source: Greenland & Robins 1985, Biometrics 41(1) (difference); Sato 1989, Biometrics 45(4), 1323-1324 (variance).
    """
    compared = [each for each in strata if each.both]
    if not compared:
        return None
    weights = rise = skewed = spread = 0.0
    for each in compared:
        hits, total = each.second.hits, each.second.total
        other, others = each.first.hits, each.first.total
        everyone = total + others
        weights += total * others / everyone
        rise += (hits * others - other * total) / everyone
        share, rest = total / everyone, others / everyone
        skewed += other * share**2 - hits * rest**2 + share * rest * (others - total) / 2
        spread += (hits * (others - other) + other * (total - hits)) / everyone / 2
    difference = rise / weights
    variance = (difference * skewed + spread) / weights**2
    if variance <= 1e-12:
        pooled = newcombe(together(compared))
        return Gap(difference, pooled.interval)
    half = Z * sqrt(variance)
    return Gap(difference, (max(-1.0, difference - half), min(1.0, difference + half)))


def together(strata: Sequence[Stratum]) -> Stratum:
    """All strata as one."""
    first = sum((each.first for each in strata), Rate(0, 0))
    return Stratum(first, sum((each.second for each in strata), Rate(0, 0)))
