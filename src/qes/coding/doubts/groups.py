"""Many small sets of unit vectors, each split into two groups, with how well separated they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_POWER_STEPS = 12
_MOST_STEPS = 20


def two_groups(cosines: Floats) -> tuple[Bools, Floats]:
    """Spherical 2-means of each set, started from the sign of its first principal component, and its silhouette.

    Args:
        cosines: Between the vectors of each set; shape (sets, n, n).

    Returns:
        Whether each vector is in the second group, shape (sets, n); and the mean silhouette in [-1, 1] by cosine
        distance, shape (sets,), 0 where a group is empty.

    Source: Dhillon & Modha 2001, Machine Learning 42; Rousseeuw 1987, J. Comput. Appl. Math. 20.
    """
    second = _principal(cosines) > 0
    for _ in range(_MOST_STEPS):
        moved = _nearer_second(cosines, second)
        if np.array_equal(moved, second):
            break
        second = moved
    return second, _silhouette(1.0 - cosines, second)


def _principal(cosines: Floats) -> Floats:
    """First principal component's score of each vector, by power iteration; shape (sets, n)."""
    centred = cosines - cosines.mean(axis=1, keepdims=True)
    centred = centred - centred.mean(axis=2, keepdims=True)
    farthest = np.argmax(np.diagonal(centred, axis1=1, axis2=2), axis=1)
    scores = np.take_along_axis(centred, farthest[:, None, None], axis=2)
    for _ in range(_POWER_STEPS):
        scores = centred @ scores
        scores /= np.maximum(np.linalg.norm(scores, axis=1, keepdims=True), 1e-12)
    found: Floats = scores[..., 0]
    return found


def _nearer_second(cosines: Floats, second: Bools) -> Bools:
    """Whether each vector is nearer to the direction of the second group than to that of the first."""
    similarity = []
    for member in (~second, second):
        weights = member.astype(np.float64)[..., None]
        sums = (cosines @ weights)[..., 0]
        length = np.sqrt(np.maximum((sums * weights[..., 0]).sum(axis=1, keepdims=True), 1e-12))
        similarity.append(sums / length)
    nearer: Bools = similarity[1] > similarity[0]
    return nearer


def _silhouette(distances: Floats, second: Bools) -> Floats:
    inside = second.astype(np.float64)
    sizes = np.stack([(1 - inside).sum(axis=1), inside.sum(axis=1)], axis=1)[:, None, :]
    sums = np.stack([(distances @ member[..., None])[..., 0] for member in (1 - inside, inside)], axis=2)
    own = second[..., None] == np.array([False, True])
    mean = sums / np.maximum(np.where(own, sizes - 1, sizes), 1)
    within, beyond = (mean * own).sum(axis=2), (mean * ~own).sum(axis=2)
    alone = (np.where(own, sizes, 0).sum(axis=2) == 1) | (sizes.min(axis=2) == 0)
    widths = (beyond - within) / np.maximum(np.maximum(within, beyond), 1e-12)
    result: Floats = np.where(alone, 0.0, widths).mean(axis=1)
    return result
