"""How good a model is as a coder: agreement with what people said blind, and with itself; never the other way round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import comb

import numpy as np
from numpy.typing import NDArray

from qes.coding.agreement.bootstrap import interval
from qes.coding.agreement.coefficients import Ratings, ac1, kappa, percent
from qes.coding.anchoring.proportions import Rate
from qes.coding.anchoring.quality import FEWEST_POSITIVES
from qes.coding.suggest.scale import Floats

LEVEL = 0.05
"""Chance of calling any guessing voice better than guessing on some code."""
GUESSING = "no better than guessing"
TOO_FEW = "too few blind labels to tell"
UNSURE = 2
"""Category of an answer that is open, beside 0 for no and 1 for yes."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A voice on one code, on passages that people read blind and of which it said yes or no."""

    code: str
    units: int
    """Such passages."""
    given: int
    """Of these, with the code by what people said."""
    said: int
    """Of these, with the code by what the voice said."""
    right: int
    """Both."""
    percent: float | None
    """Share of the passages on which they agree; this and what follows is None where nothing was read blind."""
    kappa: float | None
    """Cohen's; None also where both said the same throughout."""
    ac1: float | None
    interval: tuple[float, float] | None
    """95 % bootstrap interval of Krippendorff's alpha, drawn by passage, as in tables of agreement."""
    chance: float
    """That a coder who says yes equally often, but at random, is right as often or more; 1 where nothing is known."""
    corrected: float | None
    """The same among all codes that can be told anything of (Holm 1979); None for those that cannot."""
    flag: str = ""
    """What to beware of: `GUESSING` or `TOO_FEW`; empty where it is better than guessing."""

    @property
    def prevalence(self) -> float | None:
        """Share of the passages with the code."""
        return Rate(self.given, self.units).value

    @property
    def precision(self) -> Rate:
        """Of what it said yes to, the part that people gave."""
        return Rate(self.right, self.said)

    @property
    def recall(self) -> Rate:
        """Of what people gave, the part it said yes to."""
        return Rate(self.right, self.given)


@dataclass(frozen=True, slots=True)
class Steadiness:
    """Whether a voice says the same of one code when it is asked the same again."""

    code: str
    passages: int
    """Asked twice or more."""
    alike: float
    """Share of pairs of answers to one prompt that are the same: yes, no, or open."""
    chance: float
    """What that share would be if each answer were drawn at random, as often yes, no and open as it really is."""


def measures(says: Floats, truth: NDArray[np.int8], codes: Sequence[str], seed: int = 0) -> list[Measure]:
    """Each code, against what people said blind.

    Args:
        says: Shape (passages, codes): 1 yes, 0 no, NaN open or not asked.
        truth: Of the same shape: 1, 0, or -1 where nobody read blind.
        codes: The columns.
        seed: Of the bootstrap.
    """
    found = [_measure(code, says[:, column], truth[:, column], seed) for column, code in enumerate(codes)]
    told = [each for each in found if not _too_few(each)]
    corrected = dict(zip((each.code for each in told), holm([each.chance for each in told]), strict=True))
    return [_flagged(each, corrected.get(each.code)) for each in found]


def _measure(code: str, says: Floats, truth: NDArray[np.int8], seed: int) -> Measure:
    both = ~np.isnan(says) & (truth >= 0)
    ratings: Ratings = np.column_stack([truth[both], says[both]]).astype(np.int8)
    given, said = (int(total) for total in ratings.sum(axis=0, dtype=np.int64))
    right, units = int((ratings.sum(axis=1) == 2).sum()), len(ratings)
    chance = by_chance(units, given, said, right)
    if not units:
        return Measure(code, 0, 0, 0, 0, None, None, None, None, chance, None)
    figures = (percent(ratings), kappa(ratings), ac1(ratings), interval(ratings, seed=seed))
    return Measure(code, units, given, said, right, *figures, chance, None)


def _too_few(each: Measure) -> bool:
    """Whether even a voice without fault could not be told from one that guesses, or hardly."""
    return min(each.given, each.units - each.given) < FEWEST_POSITIVES


def _flagged(each: Measure, corrected: float | None) -> Measure:
    if corrected is None:
        return replace(each, flag=TOO_FEW)
    return replace(each, corrected=corrected, flag=GUESSING if corrected > LEVEL else "")


def by_chance(units: int, given: int, said: int, right: int) -> float:
    """Probability that yes given to so many passages at random hits as many of those with the code, or more.

    Exact, one-sided: the upper tail of the hypergeometric distribution (Fisher 1935).

    Args:
        units: Passages.
        given: With the code.
        said: To which yes was said.
        right: Both.
    """
    ways = sum(comb(given, hits) * comb(units - given, said - hits) for hits in range(right, min(given, said) + 1))
    return ways / comb(units, said)


def holm(chances: Sequence[float]) -> list[float]:
    """Each probability corrected for there being several of them, so that any one below a level may be believed.

    Source: Holm 1979, Scand. J. Stat. 6(2), 65-70.
    """
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    corrected, least = [0.0] * len(chances), 0.0
    for rank, place in enumerate(order):
        least = max(least, min(1.0, chances[place] * (len(chances) - rank)))
        corrected[place] = least
    return corrected


def steadiness(answers: NDArray[np.int8], codes: Sequence[str]) -> list[Steadiness]:
    """Each code that one and the same prompt was answered on twice or more.

    Args:
        answers: Shape (prompts, samples, codes): 0 no, 1 yes, `UNSURE`, -1 for none.
        codes: The last axis.
    """
    found = []
    for column, code in enumerate(codes):
        ratings = answers[:, :, column]
        ratings = ratings[(ratings >= 0).sum(axis=1) >= 2]
        if len(ratings):
            shares = np.bincount(ratings[ratings >= 0], minlength=UNSURE + 1) / (ratings >= 0).sum()
            found.append(Steadiness(code, len(ratings), percent(ratings), float(shares @ shares)))
    return found
