"""Scores of different codes on one scale, and the point from which a code is proposed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PRIOR = 0.05
"""Share of passages that carry a code, assumed while nothing is known about it."""
SHARE = 0.1
"""Share of passages proposed for a code while nothing is known: twice the prior, since omissions cost more."""
PRIOR_PASSAGES = 20
"""How many read passages weigh as much as `SHARE`."""
SMALL_SAMPLE = 5
"""How many passages the spread common to all codes weighs, against a code's own."""

LEAST_SPREAD = 1e-6
"""Differences smaller than this are rounding, not closeness."""


def logistic(values: Floats) -> Floats:
    """Log-odds to probabilities."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -30.0, 30.0))), dtype=np.float64)


def log_odds(values: Floats) -> Floats:
    """Probabilities to log-odds, finite at 0 and 1."""
    clipped = np.clip(values, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(clipped / (1.0 - clipped)), dtype=np.float64)


def standardised(raw: Floats) -> Floats:
    """Each column as deviations from its own mean in its own spread, which few rows pull to the common one.

    A code worded so generally that everything is close to it loses its head start this way.

    Args:
        raw: Shape (passages, codes).
    """
    if not raw.size:
        return raw
    rows = len(raw)
    own = raw.var(axis=0)
    spread = np.sqrt((rows * own + SMALL_SAMPLE * own.mean()) / (rows + SMALL_SAMPLE))
    return np.asarray((raw - raw.mean(axis=0)) / np.maximum(spread, LEAST_SPREAD), dtype=np.float64)


def squashed(raw: Floats) -> Floats:
    """Standardised columns as values in [0, 1] around the prior."""
    return logistic(standardised(raw) + float(np.log(PRIOR / (1 - PRIOR))))


def share_threshold(scores: Floats, positives: float = 0.0, read: float = 0.0) -> float:
    """The score that as many passages reach as are expected to carry the code.

    Args:
        scores: Of one code, over all passages.
        positives: Passages known to carry it.
        read: Passages read for it.
    """
    if not len(scores):
        return 1.0
    share = (positives + SHARE * PRIOR_PASSAGES) / (read + PRIOR_PASSAGES)
    return float(np.quantile(scores, 1.0 - min(1.0, share)))
