"""Which items are held out, and which of the others are shown to the suggester: the same for all suggesters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from qes.evaluation.dataset import Dataset

FOLDS = 5
FEWEST_DOCUMENTS = 3
"""With fewer documents than this, folds are random."""
UNCODED_PER_CODE = 3
"""Uncoded items drawn, as a multiple of the budget."""
FOLDING = 20
"""Marks the random stream of the folds off from those of the draws."""

Rows = NDArray[np.intp]


def folds(data: Dataset) -> NDArray[np.int64]:
    """The fold of each item: whole documents together, or random; stratified by code and verdict for verdicts.

    They depend neither on the seed nor, but for verdicts, on any label.

    Returns:
        Shape (items,), from 0; as many folds as documents where those are fewer than five.
    """
    if data.verdicts:
        return _stratified(data)
    if data.documents >= FEWEST_DOCUMENTS:
        return _by_document(data)
    return _dealt(len(data.items), np.random.default_rng(FOLDING))


def _by_document(data: Dataset) -> NDArray[np.int64]:
    """The longest documents first, each to the fold with fewest items so far."""
    names = np.array([passage.source_id for passage in data.passages])
    documents, sizes = np.unique(names, return_counts=True)
    load = np.zeros(min(FOLDS, len(documents)), dtype=np.int64)
    result = np.zeros(len(names), dtype=np.int64)
    for place in np.argsort(-sizes, kind="stable"):
        fold = int(np.argmin(load))
        result[names == documents[place]] = fold
        load[fold] += sizes[place]
    return result


def _dealt(count: int, generator: np.random.Generator, start: int = 0) -> NDArray[np.int64]:
    """Folds of equal size in random order."""
    return generator.permutation((start + np.arange(count)) % FOLDS)


def _stratified(data: Dataset) -> NDArray[np.int64]:
    """Each code's accepted and refused items dealt evenly; an item judged for several codes goes by the first."""
    generator = np.random.default_rng(FOLDING)
    result = np.full(len(data.items), -1, dtype=np.int64)
    for column in range(len(data.codes)):
        start = 0
        for label in (1, 0):
            rows = np.flatnonzero((data.target[:, column] == label) & (result < 0))
            result[rows] = _dealt(len(rows), generator, start)
            start += len(rows)
    return result


def draw(data: Dataset, training: Rows, budget: int | None, seed: int, fold: int) -> Rows:
    """The training items whose labels are shown: k per code and 3k that carry none, or all of them.

    Of verdicts, k accepted and k refused ones per code. A larger budget holds all of a smaller one, and no label
    outside `training` has any part in it.

    Args:
        data: The items.
        training: Rows that may be shown.
        budget: k; None for all.
        seed: Of the draw.
        fold: The one held out; part of the random stream.

    Returns:
        Rows in reading order.
    """
    if budget is None:
        return training
    chosen: set[int] = set()
    for number, (candidates, most) in enumerate(_strata(data, training, budget)):
        generator = np.random.default_rng([seed, fold, number])
        chosen.update(generator.permutation(candidates)[:most].tolist())
    return np.array(sorted(chosen), dtype=np.intp)


def _strata(data: Dataset, training: Rows, budget: int) -> Iterator[tuple[Rows, int]]:
    known = data.target[training]
    for column in range(len(data.codes)):
        yield training[known[:, column] == 1], budget
        if data.verdicts:
            yield training[known[:, column] == 0], budget
    if not data.verdicts:
        yield training[~(known == 1).any(axis=1)], UNCODED_PER_CODE * budget
