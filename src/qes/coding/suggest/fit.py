"""One code's classifier: logistic regression whose scores of labelled passages never rest on their own label."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest.folds import FOLDS
from qes.coding.suggest.scale import Floats, log_odds

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

INVERSE_PENALTY = 10.0
TOLERANCE = 1e-3
MOST_STEPS = 200
BALANCE = 0.5
"""Exponent of class balancing: 0 leaves rare codes to drown, 1 lets noise in a few positives decide."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The labelled passages of one code; arrays are aligned, with both labels among `target`."""

    rows: NDArray[np.intp]
    target: NDArray[np.int8]
    weight: Floats
    fold: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learned of one code."""

    log_odds: Floats
    """Per passage; for labelled ones from the fold that left them out."""
    coefficients: Floats
    """Per column of the matrix, of the model fitted on everything labelled."""


def fit(matrix: csr_matrix, sample: Sample) -> Fitted:
    """Fit on all labelled passages, and once per fold for the scores of the labelled ones themselves.

    Args:
        matrix: Shape (passages, features), of all passages.
        sample: Which of them are labelled, and how.
    """
    scores, coefficients = _scores(matrix, sample, np.ones(len(sample.rows), dtype=bool), matrix)
    for fold in range(FOLDS):
        left_out = sample.fold == fold
        if left_out.any():
            rows = sample.rows[left_out]
            scores[rows], _ = _scores(matrix, sample, ~left_out, matrix[rows])
    return Fitted(scores, coefficients)


def _scores(matrix: csr_matrix, sample: Sample, chosen: NDArray[np.bool_], wanted: csr_matrix) -> tuple[Floats, Floats]:
    """Log-odds of the wanted rows by a model of the chosen labels; the share of positives where one label is absent."""
    target, weight = sample.target[chosen], sample.weight[chosen]
    positive, negative = float(weight[target == 1].sum()), float(weight[target == 0].sum())
    if not positive or not negative:
        share = log_odds(np.array([(positive + 1) / (positive + negative + 2)]))
        return np.repeat(share, wanted.shape[0]), np.zeros(matrix.shape[1])
    ratio = negative / positive
    balanced = weight * np.where(target == 1, ratio**BALANCE, 1.0)
    model = _regression(matrix[sample.rows[chosen]], target, balanced / balanced.mean())
    coefficients = np.asarray(model.coef_[0], dtype=np.float64)
    # balancing shifts the odds by a known factor, which is taken back so that they mean what they say
    shift = float(model.intercept_[0]) - BALANCE * float(np.log(ratio))
    return np.asarray(wanted @ coefficients, dtype=np.float64) + shift, coefficients


def _regression(matrix: csr_matrix, target: NDArray[np.int8], weight: Floats) -> LogisticRegression:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=INVERSE_PENALTY, tol=TOLERANCE, max_iter=MOST_STEPS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # near enough is enough for an order
        return model.fit(matrix, target, sample_weight=weight)


def platt(scores: Floats, target: NDArray[np.int8]) -> tuple[float, float]:
    """Slope and intercept that turn log-odds into calibrated ones; (1, 0) where the scores carry no signal.

    Source: Platt 1999, Advances in Large Margin Classifiers, with regularisation in place of smoothed targets.
    """
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=100.0).fit(scores[:, None], target)
    slope = float(model.coef_[0, 0])
    return (slope, float(model.intercept_[0])) if slope > 0 else (1.0, 0.0)


def best_f1_threshold(probabilities: Floats, target: NDArray[np.int8], weight: Floats) -> float:
    """The score from which proposing gives the highest F1 on these labels; halfway to the next score below."""
    order = np.argsort(-probabilities, kind="stable")
    ranked, hits = probabilities[order], np.cumsum((target * weight)[order])
    f1 = 2 * hits / (np.cumsum(weight[order]) + hits[-1])
    last_of_ties = np.append(ranked[:-1] > ranked[1:], True)
    best = int(np.argmax(np.where(last_of_ties, f1, -1.0)))
    below = float(ranked[best + 1]) if best + 1 < len(ranked) else float(ranked[best])
    return (float(ranked[best]) + below) / 2
