"""Coefficients of agreement on fixed units.

No single one is enough: where a code is rare, two coders may agree on 93 of 100 passages with kappa at .34
and AC1 at .93. All of them take the same ratings;
units that fewer than two coders rated are left out.
"""

from __future__ import annotations

from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qes.errors import TooFewCoders

Ratings = NDArray[np.integer]
"""Units by coders; categories as integers from 0, -1 where a coder has not rated the unit."""

Level = Literal["nominal", "ordinal", "interval"]
"""Whether categories only differ, have an order, or have distances."""

Floats = NDArray[np.float64]


def percent(ratings: Ratings) -> float:
    """Share of agreeing pairs of ratings of a unit, averaged over units; in [0, 1].

    Raises:
        TooFewCoders: No unit was rated by two coders.
    """
    counts = _counts(_paired(ratings))
    raters = counts.sum(axis=1)
    return float(np.mean((counts * (counts - 1)).sum(axis=1) / (raters * (raters - 1))))


def prevalence(ratings: Ratings, category: int = 1) -> float:
    """Share of the ratings that give a category, over the units agreement is computed on.

    Raises:
        TooFewCoders: No unit was rated by two coders.
    """
    paired = _paired(ratings)
    return float(np.mean(paired[paired >= 0] == category))


def kappa(ratings: Ratings) -> float | None:
    """Cohen's kappa of two coders; of more, the mean over their pairs (Light's kappa), by the units each pair shares.

    A pair that shares three passages says little, and must not count as much as one that shares hundreds.

    Returns:
        Agreement in [-1, 1], 0 where it is what the coders' own frequencies would give by chance;
        None where every pair used one and the same category throughout, so that chance cannot be told.

    Raises:
        TooFewCoders: No unit was rated by two coders.

    Source: Cohen 1960, Educ. Psychol. Meas. 20(1); Light 1971, Psychol. Bull. 76(5).
    """
    paired = _paired(ratings)
    pairs = [paired[:, each] for each in combinations(range(paired.shape[1]), 2)]
    shared = [int(np.sum((pair >= 0).all(axis=1))) for pair in pairs]
    defined = [(value, units) for pair, units in zip(pairs, shared, strict=True) if (value := _cohen(pair)) is not None]
    if not defined:
        return None
    return sum(value * units for value, units in defined) / sum(units for _, units in defined)


def _cohen(ratings: Ratings) -> float | None:
    both = ratings[(ratings >= 0).all(axis=1)]
    units = len(both)
    if units == 0:
        return None
    agreed = int(np.sum(both[:, 0] == both[:, 1]))
    first, second = (np.bincount(both[:, side], minlength=int(both.max()) + 1) for side in (0, 1))
    chance = int(np.sum(first * second))
    return None if chance == units * units else (units * agreed - chance) / (units * units - chance)


def alpha(ratings: Ratings, level: Level = "nominal") -> float | None:
    """Krippendorff's alpha, for any number of coders and with missing ratings.

    Returns:
        Agreement up to 1; 0 is what pairing ratings at random would give, below 0 is systematic
        disagreement. None where only one category was used, so that there is nothing to disagree on.

    Raises:
        TooFewCoders: No unit was rated by two coders.

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, sections C and D.
    """
    blocks, values = coincidences(ratings)
    result = float(alpha_of(blocks.sum(axis=0), values, level))
    return None if np.isnan(result) else result


def ac1(ratings: Ratings, categories: int | None = None) -> float:
    """Gwet's AC1, which unlike kappa and alpha stays meaningful when a code is rare.

    Args:
        ratings: Units by coders.
        categories: How many categories the scale has; by default those used, at least two.

    Returns:
        Agreement in [-1, 1]; 1 when every coder agrees on every unit.

    Raises:
        TooFewCoders: No unit was rated by two coders.

    Source: Gwet 2008, Br. J. Math. Stat. Psychol. 61(1), eq. 5-8.
    """
    observed = percent(ratings)
    counts = _counts(ratings[(ratings >= 0).any(axis=1)])
    scale: int = max(categories or 2, counts.shape[1])
    shares = np.mean(counts / counts.sum(axis=1, keepdims=True), axis=0)
    chance = float(np.sum(shares * (1 - shares))) / (scale - 1)
    return (observed - chance) / (1 - chance)


def coincidences(ratings: Ratings) -> tuple[Floats, Floats]:
    """What each unit adds to Krippendorff's coincidence matrix, and the categories it counts.

    Returns:
        Units by categories by categories, and the categories in ascending order.

    Raises:
        TooFewCoders: No unit was rated by two coders.
    """
    paired = _paired(ratings)
    counts = _counts(paired).astype(np.float64)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(counts.shape[1])
    return pairs / (counts.sum(axis=1) - 1)[:, None, None], _categories(paired)


def alpha_of(matrix: Floats, values: Floats, level: Level) -> Floats:
    """Alpha of one coincidence matrix, or of many stacked (… by categories by categories); NaN where undefined."""
    totals = matrix.sum(axis=-1)
    distance = _distance(totals, values, level)
    total = totals.sum(axis=-1)
    observed = (matrix * distance).sum(axis=(-2, -1)) * (total - 1)
    expected = (totals[..., :, None] * totals[..., None, :] * distance).sum(axis=(-2, -1))
    undefined = np.full_like(expected, np.nan)
    return np.asarray(1 - np.divide(observed, expected, out=undefined, where=expected > 0), dtype=np.float64)


def _distance(totals: Floats, values: Floats, level: Level) -> Floats:
    """Squared distances between categories; for ordinal ones, of the middles of their ranks."""
    if level == "nominal":
        return 1 - np.eye(len(values))
    places = np.cumsum(totals, axis=-1) - totals / 2 if level == "ordinal" else values
    return np.asarray((places[..., :, None] - places[..., None, :]) ** 2, dtype=np.float64)


def _paired(ratings: Ratings) -> Ratings:
    """The units that at least two coders rated."""
    paired: Ratings = ratings[(ratings >= 0).sum(axis=1) >= 2]
    if not len(paired):
        raise TooFewCoders("no passage has been read by two coders")
    return paired


def _categories(ratings: Ratings) -> Floats:
    return np.unique(ratings[ratings >= 0]).astype(np.float64)


def _counts(ratings: Ratings) -> NDArray[np.int64]:
    """How many coders gave each category, units by categories used."""
    return np.stack([np.sum(ratings == each, axis=1) for each in _categories(ratings)], axis=1)
