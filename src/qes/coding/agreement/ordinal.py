"""Agreement where the categories have an order, so that a near miss is not as bad as a far one."""

from __future__ import annotations

from typing import Literal

import numpy as np

from qes.coding.agreement.coefficients import Ratings
from qes.errors import TooFewCoders

Weights = Literal["linear", "quadratic"]
"""How fast disagreement grows with the number of steps between two categories."""


def weighted_kappa(ratings: Ratings, weights: Weights = "quadratic") -> float | None:
    """Cohen's weighted kappa of two coders.

    Disagreements are weighed by the steps between the categories, or by their square; a category nobody used is a step
    all the same. Quadratic weights give much the same as an intraclass correlation, and grow with the spread of what is
    rated: read both beside the share that agrees.

    Args:
        ratings: Units by two coders, -1 for missing; neighbouring integers are one step apart.
        weights: Which.

    Returns:
        Agreement in [-1, 1], 0 where it is what the coders' own frequencies would give by chance; None where both used
        one and the same category throughout, so that chance cannot be told.

    Raises:
        TooFewCoders: No unit was rated by both.
        ValueError: There are not two coders.

    Source: Cohen 1968, Psychol. Bull. 70(4); Fleiss & Cohen 1973, Educ. Psychol. Meas. 33(3), on quadratic weights.
    """
    from sklearn.metrics import cohen_kappa_score

    both = _both(ratings)
    if both.min() == both.max():
        return None
    scale = np.arange(both.min(), both.max() + 1)
    return float(cohen_kappa_score(both[:, 0], both[:, 1], labels=scale, weights=weights))


def within(ratings: Ratings, steps: int = 1) -> float:
    """Share of the units that two coders rate no more than so many steps apart; in [0, 1].

    Args:
        ratings: As in `weighted_kappa`.
        steps: 0 for exact agreement.

    Raises:
        TooFewCoders: No unit was rated by both.
        ValueError: There are not two coders.
    """
    both = _both(ratings)
    return float(np.mean(np.abs(both[:, 0] - both[:, 1]) <= steps))


def _both(ratings: Ratings) -> Ratings:
    if ratings.ndim != 2 or ratings.shape[1] != 2:
        raise ValueError("ratings are units by two coders here")
    both: Ratings = ratings[(ratings >= 0).all(axis=1)]
    if not len(both):
        raise TooFewCoders("no unit has been rated by both")
    return both
