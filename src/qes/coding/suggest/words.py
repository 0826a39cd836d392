"""Passages and code texts as weighted words (TF-IDF)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest.parts import parts

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SAMPLE = 20_000
"""Evenly spaced texts that words are taken from, where there are twice as many: pairs of words met only once or twice
in the rest would fill the memory and tell nothing."""
SPELLING_SAMPLE = 5_000
"""The same for character n-grams, of which there are many more."""
TOO_COMMON = 0.1
"""A word in more than this share of the texts explains nothing to a reader and is not shown."""
FEWEST_TEXTS = 30
"""With fewer texts nothing is known of which words are common."""
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
    from scipy.sparse import csr_matrix, vstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options)
    step = max(1, len(texts) // SAMPLE)
    try:
        if step == 1:
            return csr_matrix(vectoriser.fit_transform(texts)), list(vectoriser.get_feature_names_out())
        vectoriser.fit(texts[::step])
    except ValueError:  # scikit-learn's way to say that nothing is left after pruning
        return csr_matrix((len(texts), 0), dtype=np.float32), []
    rows = vstack([vectoriser.transform(part) for part in parts(texts, SAMPLE)])
    return csr_matrix(rows), list(vectoriser.get_feature_names_out())


def common(matrix: csr_matrix, names: Sequence[str]) -> set[int]:
    """Columns of words too common to explain anything, and of phrases with such a word.

    None while there are too few texts to tell. No list of stop words is needed, so it works in any language.

    Args:
        matrix: Of weighted words, a row per text.
        names: Of its columns.
    """
    rows = matrix.shape[0]
    if rows < FEWEST_TEXTS:
        return set()
    counts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    often = {
        names[column] for column in np.flatnonzero(counts > TOO_COMMON * rows).tolist() if " " not in names[column]
    }
    return {column for column, name in enumerate(names) if not often.isdisjoint(name.split())}


def shown(weights: Sequence[tuple[str, float]]) -> Words:
    """The words with the largest shares, largest first; none that counts for nothing or against."""
    cut = ((word, math.floor(share * 10_000) / 10_000) for word, share in weights if share >= LEAST_SHARE)
    ranked = sorted(cut, key=_by_share)
    return tuple(ranked[:SHOWN])


def _by_share(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]


def spelt_alike(texts: Sequence[str], others: Sequence[str]) -> NDArray[np.float64]:
    """Cosine of character n-grams, shape (texts, others): the same stem counts however it is inflected.

    How rare an n-gram is, is taken from evenly spaced texts and all the others.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not texts or not others:
        return np.zeros((len(texts), len(others)))
    vectoriser = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, analyzer="char_wb", ngram_range=(3, 5))
    step = max(1, len(texts) // SPELLING_SAMPLE)
    try:
        counted = vectoriser.fit_transform([*texts[::step], *others])
    except ValueError:  # there is not one letter
        return np.zeros((len(texts), len(others)))
    wanted = counted[-len(others) :].T
    rows = [counted[: -len(others)]] if step == 1 else map(vectoriser.transform, parts(texts, SPELLING_SAMPLE))
    cosines = [(each @ wanted).toarray() for each in rows]
    return np.vstack(cosines).astype(np.float64)
