"""Passages and code texts as weighted words (TF-IDF)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TOO_COMMON = 0.25
"""A word in more than this share of the texts explains nothing to a reader and is not shown."""
SHOWN = 5
"""Most words shown in one reason."""
Words = tuple[tuple[str, float], ...]
"""Words with their shares."""

LEAST_SHARE = 0.005
"""A word that weighs less than this is not worth a reader's time."""


def weighted(texts: Sequence[str], **options: Any) -> tuple[csr_matrix, list[str]]:
    """TF-IDF rows of unit length with dampened counts, and the name of each column.

    Texts without a single usable word (only digits or signs, say) give a matrix with no columns.
    """
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options)
    try:
        matrix = vectoriser.fit_transform(texts)
    except ValueError:  # scikit-learn's way to say that nothing is left after pruning
        return csr_matrix((len(texts), 0), dtype=np.float32), []
    return csr_matrix(matrix), list(vectoriser.get_feature_names_out())


def common(matrix: csr_matrix) -> set[int]:
    """Columns of words too common to explain anything; none while there are too few texts to tell."""
    rows = matrix.shape[0]
    if rows < 1 / TOO_COMMON * 3:
        return set()
    counts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return set(np.flatnonzero(counts > TOO_COMMON * rows).tolist())


def shown(weights: Sequence[tuple[str, float]]) -> Words:
    """The words with the largest shares, largest first; none that counts for nothing or against."""
    cut = ((word, math.floor(share * 10_000) / 10_000) for word, share in weights if share >= LEAST_SHARE)
    ranked = sorted(cut, key=_by_share)
    return tuple(ranked[:SHOWN])


def _by_share(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]
