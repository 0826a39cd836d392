"""What stands around a passage: the passages before and after it in the same source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qes.coding.embed import Vectors
from qes.model import Passage

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

STEPS = ((1, 1.0), (2, 0.5))
"""Distance in passages and its weight."""


def neighbours(sources: Sequence[str]) -> csr_matrix:
    """Shape (passages, passages): the weight of each passage in the surroundings of each; nothing across sources.

    Args:
        sources: Of each passage; those of one source together and in reading order.
    """
    from scipy.sparse import coo_matrix

    names = np.unique(np.array(sources, dtype=object).astype(str), return_inverse=True)[1] if sources else np.array([])
    rows, columns, weights = [], [], []
    for distance, weight in STEPS:
        first = np.flatnonzero(names[distance:] == names[:-distance])
        rows += [first, first + distance]
        columns += [first + distance, first]
        weights += [np.full(2 * len(first), weight, dtype=np.float32)]
    size = (len(sources), len(sources))
    return coo_matrix((np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns))), shape=size).tocsr()


def surroundings(passages: Sequence[Passage], vectors: Vectors) -> Vectors:
    """Unit vectors of what stands around each passage; zero for a passage alone in its source.

    Args:
        passages: Those of one source together and in reading order.
        vectors: Shape (passages, dimensions).
    """
    return unit(neighbours([passage.source_id for passage in passages]) @ vectors)


def unit(vectors: NDArray[np.float32]) -> Vectors:
    """Rows brought to unit length; zero rows stay zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
