"""Vectors without a model: hashed character n-grams.

They know spelling and nothing of meaning, so they are for languages no model at hand knows, for machines without one,
and for tests that need real vectors at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qes.coding.embed import Vectors
from qes.errors import ModelUnavailable


class HashingEmbedder:
    """Character 3- to 5-grams within words, hashed with alternating signs into a fixed number of dimensions.

    Source: Weinberger et al. 2009, Feature hashing for large scale multitask learning.
    """

    dimensions = 512
    id = "hashing/char-3-5@512"

    def __init__(self, model: str = "") -> None:
        if model:
            raise ModelUnavailable(model, "hashing takes no model", "Leave `[embed] model` empty in qes.toml.")

    def embed(self, texts: Sequence[str], /) -> Vectors:
        """Vectors of unit length, (texts, 512); a text without letters is the first unit vector."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        from sklearn.feature_extraction.text import HashingVectorizer

        hasher = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=self.dimensions, dtype=np.float32)
        vectors: Vectors = hasher.transform(texts).toarray().astype(np.float32)
        vectors[~vectors.any(axis=1), 0] = 1.0
        return vectors
