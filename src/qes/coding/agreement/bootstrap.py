"""How far alpha could have come out otherwise with other passages of the same kind."""

from __future__ import annotations

import numpy as np

from qes.coding.agreement.coefficients import Floats, Level, Ratings, alpha_of, coincidences

RESAMPLES = 2000
CONFIDENCE = 0.95
MOST_UNDEFINED = 0.1
"""Where more than this share of the resamples never uses the code, any interval would be of the lucky ones only."""

_AT_ONCE = 250


def interval(
    ratings: Ratings,
    level: Level = "nominal",
    *,
    resamples: int = RESAMPLES,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> tuple[float, float] | None:
    """Percentile bootstrap interval of Krippendorff's alpha, drawing whole units with replacement.

    Alpha is chosen over AC1 because its width shows how little a rare code has been tested, which AC1 hides.
    Where coders agree throughout, it is (1, 1) however few the units are: read it with their number.

    Returns:
        Lower and upper bound; None where alpha is undefined, or in more than a tenth of the resamples.

    Raises:
        TooFewCoders: No unit was rated by two coders.

    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13; units are drawn, not pairs of
    ratings, as advised by Zapf et al. 2016, BMC Med. Res. Methodol. 16:93.
    """
    blocks, values = coincidences(ratings)
    return interval_of(blocks, values, level, resamples=resamples, confidence=confidence, seed=seed)


def interval_of(
    blocks: Floats, values: Floats, level: Level, *, resamples: int, confidence: float, seed: int
) -> tuple[float, float] | None:
    """The same from what each unit adds to the coincidence matrix (units by categories by categories).

    Units that add the same are drawn together, which gives the same distribution in a fraction of the time and
    makes the result independent of the order of units and coders.
    """
    patterns, counts = np.unique(blocks.reshape(len(blocks), -1), axis=0, return_counts=True)
    generator = np.random.default_rng(seed)
    drawn: list[Floats] = []
    for start in range(0, resamples, _AT_ONCE):
        size = min(_AT_ONCE, resamples - start)
        weights = generator.multinomial(len(blocks), counts / len(blocks), size=size)
        drawn.append(alpha_of((weights @ patterns).reshape(size, *blocks.shape[1:]), values, level))
    found = np.concatenate(drawn)
    defined = found[~np.isnan(found)]
    if len(defined) < (1 - MOST_UNDEFINED) * len(found):
        return None
    tail = (1 - confidence) / 2
    return float(np.quantile(defined, tail)), float(np.quantile(defined, 1 - tail))
