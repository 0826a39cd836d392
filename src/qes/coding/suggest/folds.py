"""Splitting what is labelled, so that a passage is scored by a model that has not seen its label."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FOLDS = 3


def folds(sources: Sequence[str], target: NDArray[np.int8], seed: int) -> NDArray[np.int64]:
    """Assign labelled passages to folds: by source where the positives come from enough of them, else by label.

    Passages of one source resemble one another, so splitting a source flatters the model.

    Args:
        sources: Source of each labelled passage.
        target: 1 or 0 for each.
        seed: For the order within a label.

    Returns:
        A fold in 0 to FOLDS - 1 for each passage.
    """
    with_positives = {source for source, label in zip(sources, target, strict=True) if label == 1}
    if len(with_positives) >= FOLDS:
        return _by_source(sources, target)
    return _by_label(target, seed)


def _by_source(sources: Sequence[str], target: NDArray[np.int8]) -> NDArray[np.int64]:
    """The sources richest in positives first, each to the fold that has fewest so far."""
    positives: dict[str, int] = {}
    rows: dict[str, int] = {}
    for source, label in zip(sources, target, strict=True):
        positives[source] = positives.get(source, 0) + int(label)
        rows[source] = rows.get(source, 0) + 1
    load = [(0, 0, fold) for fold in range(FOLDS)]
    chosen: dict[str, int] = {}
    for source in sorted(rows, key=lambda name: (-positives[name], -rows[name], name)):
        least = min(load)
        chosen[source] = least[2]
        load[least[2]] = (least[0] + positives[source], least[1] + rows[source], least[2])
    return np.array([chosen[source] for source in sources], dtype=np.int64)


def _by_label(target: NDArray[np.int8], seed: int) -> NDArray[np.int64]:
    generator = np.random.default_rng(seed)
    result = np.zeros(len(target), dtype=np.int64)
    for label in (0, 1):
        rows = generator.permutation(np.flatnonzero(target == label))
        result[rows] = np.arange(len(rows)) % FOLDS
    return result
