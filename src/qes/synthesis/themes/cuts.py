"""Groups among vectors, and how many there are, by a criterion that nobody has to tune.

Every way to cut the tree of an agglomerative clustering is tried, and the one with the best mean silhouette is taken.
A vector is compared with the nearest other group or with all vectors, whichever is closer: against the nearest group
alone, one vast group beside a few strays would look best. What would be in a group of fewer than `SMALLEST` is in
none, and counts as 0 in that mean: many tight little groups that leave most aside are no better than wide ones. Of the
groups found, those whose own mean is below `LEAST_APART` are none either: their members just have nowhere else to be.

Sources: Rousseeuw 1987, J. Comput. Appl. Math. 20 (silhouettes); Sokal & Michener 1958 (average linkage); Campello,
Moulavi & Sander 2013, PAKDD (HDBSCAN).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.intp]
"""A number per vector; -1: in no group."""

SMALLEST = 3
"""Vectors that make a group."""
LARGEST_TREE = 1_500
"""Vectors up to which the tree is built, which takes room for all pairs; beyond, groups are found by density."""
DENSITIES = (5, 10, 20, 40)
"""Smallest sizes of a group that are tried there."""
_DIRECTIONS = 32
LEAST_APART = 0.05
"""Mean silhouette of a group: its members are closer to each other by a twentieth than to what is nearest."""
_SAME = 1e-9
"""Distances that differ by less are taken for equal."""


def groups(vectors: Floats, largest_tree: int = LARGEST_TREE) -> Labels:
    """The groups among vectors.

    Args:
        vectors: Rows of unit length.
        largest_tree: Vectors up to which the tree is built; beyond, groups are found by density.

    Returns:
        Labels from 0; all -1 where nothing lies closer together than the rest.
    """
    labels = by_tree(vectors) if len(vectors) <= largest_tree else by_density(vectors)
    apart = np.full(len(vectors), -1.0)
    apart[labels >= 0] = _of_labels(vectors, labels)
    kept = [label for label in range(labels.max(initial=-1) + 1) if apart[labels == label].mean() >= LEAST_APART]
    return np.array([kept.index(label) if label in kept else -1 for label in labels.tolist()], dtype=np.intp)


# --- By the tree ----------------------------------------------------------------------------------


def by_tree(vectors: Floats) -> Labels:
    """Average linkage on cosine distance, cut where the mean silhouette is best; the coarsest of equals."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    distances = np.asarray(np.clip(1.0 - vectors @ vectors.T, 0.0, 2.0).round(9), dtype=np.float64)
    np.fill_diagonal(distances, 0.0)
    cut = _Cut(distances)
    best, found = 0.0, cut.labels()
    merges = linkage(squareform(distances, checks=False), "average")
    for number, (one, other, height, _) in enumerate(merges[:-1]):
        cut.merge(int(one), int(other))
        if merges[number + 1][2] - height > _SAME and (mean := cut.silhouette()) > max(_SAME, best - _SAME):
            best, found = mean, cut.labels()
    return found


class _Cut:
    """The tree at one height: sums of distances from every vector to every group, kept up to date at each merge."""

    def __init__(self, distances: Floats) -> None:
        self._count = len(distances)
        self._sums = distances.copy()
        """A row per group, a column per vector."""
        self._to_all = distances.sum(axis=1) / (self._count - 1)
        self._sizes = np.ones(self._count)
        self._row = {number: number for number in range(self._count)}
        """Number of a node of the tree → the row that stands for it."""
        self._own: Labels = np.arange(self._count, dtype=np.intp)

    def merge(self, one: int, other: int) -> None:
        """Join two nodes, as the linkage numbers them: those it makes follow the vectors, one by one."""
        made = 2 * self._count - len(self._row)
        kept, gone = self._row.pop(one), self._row.pop(other)
        self._sums[kept] += self._sums[gone]
        self._sizes[kept] += self._sizes[gone]
        self._sizes[gone] = 0
        self._own[self._own == gone] = kept
        self._row[made] = kept

    def labels(self) -> Labels:
        """The groups that are large enough."""
        real = np.flatnonzero(self._sizes >= SMALLEST)
        places = np.full(self._count, -1, dtype=np.intp)
        places[real] = np.arange(len(real))
        labels: Labels = places[self._own]
        return labels

    def silhouette(self) -> float:
        """Mean over all vectors, 0 for those in no group."""
        real = np.flatnonzero(self._sizes >= SMALLEST)
        members = np.flatnonzero(self._sizes[self._own] >= SMALLEST)
        if not len(real):
            return 0.0
        means = self._sums[np.ix_(real, members)] / self._sizes[real, None]
        own = self.labels()[members]
        return float(_silhouettes(means, self._to_all[members], own, self._sizes[real]).sum()) / self._count


def _silhouettes(means: Floats, to_all: Floats, own: Labels, sizes: Floats) -> Floats:
    """The silhouette of each vector in a group.

    Args:
        means: Mean distance of each to those of each group, itself included, shape (groups, members); it is changed.
        to_all: Mean distance of each to all other vectors.
        own: The group of each.
        sizes: Of the groups.
    """
    columns = np.arange(len(own))
    inside = means[own, columns] * sizes[own] / (sizes[own] - 1)
    means[own, columns] = np.inf
    outside = np.minimum(means.min(axis=0), to_all)
    larger = np.maximum(inside, outside)
    apart: Floats = np.divide(outside - inside, larger, out=np.zeros_like(larger), where=larger > _SAME)
    return apart


# --- By density -----------------------------------------------------------------------------------


def by_density(vectors: Floats) -> Labels:
    """HDBSCAN with the smallest size of a group, among `DENSITIES`, whose mean silhouette is best.

    It looks at the `_DIRECTIONS` in which the vectors differ most, as densities mean little in hundreds of dimensions
    and take minutes there; silhouettes are of the vectors themselves. On unit vectors Euclidean distance orders as
    cosine distance does.
    """
    from sklearn.cluster import HDBSCAN
    from threadpoolctl import threadpool_limits

    seen = _projected(vectors)
    best, found = 0.0, np.full(len(vectors), -1, dtype=np.intp)
    with threadpool_limits(1):
        for size in DENSITIES:
            finder: Any = HDBSCAN(min_cluster_size=size, min_samples=SMALLEST, copy=True)
            labels: Labels = finder.fit_predict(seen).astype(np.intp)
            if (mean := float(_of_labels(vectors, labels).sum()) / len(vectors)) > best + _SAME:
                best, found = mean, labels
    return found


def _projected(vectors: Floats) -> Floats:
    centred = vectors - vectors.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    projected: Floats = centred @ directions[:, ::-1][:, :_DIRECTIONS]
    return projected


def _of_labels(vectors: Floats, labels: Labels) -> Floats:
    """The same silhouettes; mean cosines are products with the means of groups, so pairs need not be looked at."""
    members = np.flatnonzero(labels >= 0)
    if not len(members):
        return np.zeros(0)
    sizes = np.bincount(labels[members]).astype(np.float64)
    centres = np.array([vectors[labels == label].mean(axis=0) for label in range(len(sizes))])
    means = np.maximum(1.0 - centres @ vectors[members].T, 0.0)
    to_all = (1.0 - vectors[members] @ vectors.mean(axis=0)) * len(vectors) / (len(vectors) - 1)
    return _silhouettes(means, to_all, labels[members], sizes)
