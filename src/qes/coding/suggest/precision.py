"""Average precision: how good an order is, in one figure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest.scale import Floats


def average_precision(scores: Floats, labels: NDArray[np.int8]) -> float:
    """Mean precision at each rise of recall, items with equal scores taken together; at least one label is 1."""
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(labels[order] == 1)
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    gained = np.diff(hits[ends], prepend=0)
    return float((gained * hits[ends] / (ends + 1)).sum() / hits[-1])
