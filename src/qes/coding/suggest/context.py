"""What stands around a passage: the passages before and after it in the same source."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qes.coding.embed import Vectors
from qes.model import Passage

STEPS = ((1, 1.0), (2, 0.5))
"""Distance in passages and its weight."""


def surroundings(passages: Sequence[Passage], vectors: Vectors) -> Vectors:
    """Unit vectors of what stands around each passage; zero for a passage alone in its source.

    Args:
        passages: Those of one source together and in reading order.
        vectors: Shape (passages, dimensions).
    """
    sources = np.array([passage.source_id for passage in passages])
    total = np.zeros_like(vectors)
    for distance, weight in STEPS:
        same = (sources[distance:] == sources[:-distance])[:, None]
        total[distance:] += weight * same * vectors[:-distance]
        total[:-distance] += weight * same * vectors[distance:]
    return unit(total)


def unit(vectors: NDArray[np.float32]) -> Vectors:
    """Rows brought to unit length; zero rows stay zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
