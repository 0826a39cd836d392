"""Kernel ridge regression: one solution for many codes, and what it would have said of each passage without its label.

Source: Saunders, Gammerman and Vovk 1998, ICML; leaving out in closed form as in Rasmussen and Williams 2006, ch. 5.4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest.scale import Floats

Solver = Callable[[Floats], Floats]

NOISE = 0.2
"""How far labels are trusted: the variance of their error, where a passage's likeness to itself is 1."""
FEW_SOURCES = 5
"""With fewer sources than this one passage is left out at a time, or next to nothing would be left to learn from."""


@dataclass(frozen=True, slots=True)
class Ridge:
    """What was learned of some codes that are known of the same passages."""

    weights: Floats
    """Shape (passages learned from, codes): how much each speaks for each code."""
    intercept: Floats
    """Shape (codes,)."""


def solve(gram: NDArray[np.float32], target: Floats) -> Ridge:
    """Learn codes from passages.

    Args:
        gram: Likeness of the passages with one another.
        target: Shape (passages, codes), about 1 where a code applies and -1 where not.
    """
    from scipy.linalg import cho_factor, cho_solve

    factor = cho_factor(_noisy(gram), lower=True, overwrite_a=True, check_finite=False)
    return _ridge(lambda right: np.asarray(cho_solve(factor, right, check_finite=False)), target)


def cross_fit(gram: NDArray[np.float32], target: Floats, sources: Sequence[str]) -> tuple[Ridge, Floats]:
    """Learn codes, and score each passage by what the other sources alone would have taught.

    Passages of one source resemble one another, so leaving out one passage at a time flatters; that is done only where
    there are too few sources for anything else.

    Args:
        gram: Likeness of the passages with one another.
        target: Shape (passages, codes).
        sources: Of each passage.

    Returns:
        What was learned of all, and the scores, of the shape of `target`.
    """
    inverse = _inverse(_noisy(gram))
    ridge = _ridge(lambda right: inverse @ right, target)
    names, belongs = np.unique(np.array(sources, dtype=object).astype(str), return_inverse=True)
    if len(names) < FEW_SOURCES:
        return ridge, target - ridge.weights / np.diag(inverse)[:, None]
    scores = np.empty_like(target)
    order = np.argsort(belongs, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(belongs[order])) + 1):
        scores[rows] = target[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], ridge.weights[rows])
    return ridge, scores


def _noisy(gram: NDArray[np.float32]) -> Floats:
    noisy = gram.astype(np.float64)
    noisy[np.diag_indices(len(noisy))] += NOISE
    return noisy


def _ridge(solver: Solver, target: Floats) -> Ridge:
    ones = solver(np.ones(len(target)))
    intercept = (ones @ target) / ones.sum()
    return Ridge(solver(target - intercept), intercept)


def _inverse(matrix: Floats) -> Floats:
    """By Cholesky, which takes half of what a general inverse takes."""
    from scipy.linalg.lapack import dpotrf, dpotri

    factor, _ = dpotrf(matrix, lower=True, overwrite_a=True)
    lower, _ = dpotri(factor, lower=True, overwrite_c=True)
    return np.asarray(np.tril(lower) + np.tril(lower, -1).T)
