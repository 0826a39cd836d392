"""How much may be made of what chance could have done."""

from __future__ import annotations

from collections.abc import Sequence

LEVEL = 0.05
"""Chance of a single false report among all tests of one kind, where there is nothing to report."""
_FINENESS = 40
"""Trials per test, so that the smallest p there can be stays at half of `LEVEL` after Holm's correction."""


def trials(tests: int, least: int) -> int:
    """How many random trials each of so many tests needs, for its result to be able to count."""
    return max(least, _FINENESS * tests)


def holm(chances: Sequence[float]) -> list[float]:
    """The p-values of several tests, corrected so that one false report among all of them is as rare as stated.

    Returns:
        Corrected values in the order given, each at least as large as its own and at most 1.

    Source: Holm 1979, Scand. J. Statist. 6(2), 65-70.
    """
    corrected = [0.0] * len(chances)
    so_far = 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=lambda each: chances[each])):
        so_far = max(so_far, min(1.0, (len(chances) - rank) * chances[place]))
        corrected[place] = so_far
    return corrected
