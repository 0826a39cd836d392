"""From scores to probabilities that mean what they say, and to the point from which a code is proposed.

One logistic regression for all codes (Platt 1999) takes what was learned and what the codebook says to log-odds. It is
fitted on scores of passages by models that had not seen them, each code departing from the common line only as far as
its own decisions carry it; and where there are few decisions in all, the line stays near one that served elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest.labels import Labels
from qes.coding.suggest.scale import PRIOR, Floats, log_odds, logistic

SLOPE, SLOPE_SPREAD = 6.0, 2.0
"""Log-odds for each unit of the learned score, before any decision says otherwise, and how far that may be off."""
CODEBOOK, CODEBOOK_SPREAD = 0.6, 0.2
"""The same for closeness to the codebook, in standard deviations of a code's own."""
INTERCEPT_SPREAD = 10.0
OWN_SLOPE, OWN_INTERCEPT = 1.0, 1.0
"""How far a code may depart from the common line."""
FADING = 8
"""Positives at which the codebook's word weighs half of what it did at first."""

PULL = 0.75
"""How far the share of unread passages with a code is taken to lie towards `PRIOR`: what is read first is rarely a
random sample, but what seemed likely."""
SHARE_SPREAD = 0.7
"""How far that may be off, in log-odds."""
POOL_WORTH = 30.0
"""As how many passages the scores of all unread ones count, in setting it right."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """The line from scores to log-odds of each code."""

    slope: Floats
    codebook: Floats
    intercept: Floats

    def log_odds(self, scores: Floats, closeness: Floats) -> Floats:
        """Of passages × codes."""
        return scores * self.slope + closeness * self.codebook + self.intercept


def calibrate(scores: Floats, closeness: Floats, labels: Labels) -> Calibration:
    """Fit the line.

    Args:
        scores: Shape (passages, codes), of labelled passages by models that had not seen them.
        closeness: To the codebook, standardised per code.
        labels: What people decided.
    """
    from scipy.optimize import minimize

    codes = scores.shape[1]
    cells = _Cells.of(scores, closeness * _fade(labels), labels)
    start = np.concatenate([[SLOPE, CODEBOOK, 0.0], np.zeros(2 * codes)])
    spread = np.concatenate(
        [[SLOPE_SPREAD, CODEBOOK_SPREAD, INTERCEPT_SPREAD], np.full(codes, OWN_SLOPE), np.full(codes, OWN_INTERCEPT)]
    )

    def loss(line: Floats) -> tuple[float, Floats]:
        value, gradient = cells.loss(line, codes)
        off = (line - start) / spread
        return value + 0.5 * float(off @ off), gradient + off / spread

    line = np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)
    return Calibration(line[0] + line[3 : 3 + codes], line[1] * _fade(labels), line[2] + line[3 + codes :])


def _fade(labels: Labels) -> Floats:
    return np.asarray(1.0 / (1.0 + (labels.target == 1).sum(axis=0) / FADING))


@dataclass(frozen=True, slots=True)
class _Cells:
    """The labelled pairs of passage and code, one after another."""

    score: Floats
    closeness: Floats
    code: NDArray[np.intp]
    label: Floats

    @classmethod
    def of(cls, scores: Floats, closeness: Floats, labels: Labels) -> _Cells:
        given = (labels.target == 1).any(axis=0)
        rows, columns = np.nonzero((labels.target >= 0) & given)
        where = (rows, columns)
        return cls(scores[where], closeness[where], columns, labels.target[where].astype(np.float64))

    def loss(self, line: Floats, codes: int) -> tuple[float, Floats]:
        """Log loss and its gradient."""
        slope, own, off = line[0] + line[3 : 3 + codes][self.code], line[1], line[3 + codes :][self.code]
        odds = slope * self.score + own * self.closeness + line[2] + off
        value = float(np.sum(np.logaddexp(0.0, odds) - self.label * odds))
        error = logistic(odds) - self.label
        by_score = np.bincount(self.code, error * self.score, minlength=codes)
        by_code = np.bincount(self.code, error, minlength=codes)
        shared = [by_score.sum(), float(error @ self.closeness), by_code.sum()]
        return value, np.concatenate([shared, by_score, by_code])


def share_shift(odds: Floats, labels: Labels, column: int) -> float:
    """What to add to a code's log-odds because unread passages carry it less often than those read so far.

    The share is estimated from the scores of the unread (Saerens et al. 2002), held near a prior guess, since scores
    learned from a few decisions are no census. Nothing is shifted where single codes were judged: there is no telling
    what the rest would be like.

    Args:
        odds: Of all passages for the code.
        labels: What people decided.
        column: The code.
    """
    unread = labels.target[:, column] < 0
    if labels.single[column] or not unread.any():
        return 0.0
    known = labels.known(column)
    share = np.clip(np.array([len(labels.positives(column)) / len(known)]), 1e-3, 1 - 1e-3)
    here, usual = float(log_odds(share)[0]), float(log_odds(np.array([PRIOR]))[0])
    guess = min(0.0, usual - here) * PULL * float(unread.mean())
    shifts = np.linspace(-5.0, 2.0, 71)
    shares = logistic(here + shifts)
    chance = logistic(odds[unread])[:, None]
    fit = np.log(chance * (shares / share) + (1 - chance) * ((1 - shares) / (1 - share))).mean(axis=0)
    weighed = min(POOL_WORTH, float(unread.sum())) * fit - 0.5 * ((shifts - guess) / SHARE_SPREAD) ** 2
    belief = np.exp(weighed - weighed.max())
    return float(belief @ shifts / belief.sum())


def best_threshold(chances: Floats) -> float:
    """The score from which proposing promises the highest F1 on passages with these probabilities.

    Source: Lipton, Elkan and Naryanaswamy 2014, ECML PKDD; the expectation by its plug-in form.
    """
    ranked = np.sort(chances)[::-1]
    promised = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + ranked.sum())
    return float(ranked[np.argmax(promised)])


def precision_threshold(chances: Floats, precision: float) -> float:
    """The lowest score from which as large a share of the proposals as asked is expected to be right.

    Returns:
        More than 1 where no passage promises it: then nothing is proposed.
    """
    ranked = np.sort(chances)[::-1]
    right = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    last_of_ties = np.append(ranked[:-1] > ranked[1:], True)
    enough = np.flatnonzero((right >= precision) & last_of_ties)
    return float(ranked[enough[-1]]) if len(enough) else 1.01
