"""How a passage looks to the learned suggester: its words, its spelling, its meaning, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qes.coding.embed import Vectors
from qes.coding.suggest.context import neighbours, unit
from qes.coding.suggest.parts import parts
from qes.coding.suggest.task import Task
from qes.coding.suggest.words import SPELLING_SAMPLE, common, weighted

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ENOUGH_TO_PRUNE = 50
"""Below this many passages every word is kept, since nothing is known of which are rare or common."""
SPELLING_DIMENSIONS = 100

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Views:
    """All passages side by side, read or not; nothing of the labels enters. Rows have unit length, or none."""

    words: csr_matrix
    """TF-IDF of one and two words."""
    names: list[str]
    """Of the columns of `words`."""
    hidden: set[int]
    """Columns too common to be shown as a reason."""
    spelling: Vectors
    """Latent directions of character n-grams: what is left of meaning where the embedder does not know the language."""
    meaning: Vectors
    around: csr_matrix
    """Shape (passages, passages): how much each counts as surrounding each."""
    questions: Vectors
    """Of the distinct questions and headings."""
    asked: Rows
    """Per passage, the row of `questions` it stands under; -1 for none."""

    def __len__(self) -> int:
        """How many passages."""
        return len(self.meaning)


def views(task: Task) -> Views:
    """Look at every passage of the task."""
    texts = [passage.text for passage in task.passages]
    many = len(texts) >= ENOUGH_TO_PRUNE
    words, names = weighted(texts, ngram_range=(1, 2), min_df=2 if many else 1)
    questions, asked = _asked(task)
    around = neighbours([passage.source_id for passage in task.passages])
    return Views(words, names, common(words, names), _spelling(texts, many), task.vectors, around, questions, asked)


def _asked(task: Task) -> tuple[Vectors, Rows]:
    """The question answered, or else the heading above."""
    texts = [(passage.question or passage.heading or "").strip() for passage in task.passages]
    distinct = sorted({text for text in texts if text})
    place = {text: row for row, text in enumerate(distinct)}
    vectors = task.embed(distinct) if distinct else np.zeros((0, task.vectors.shape[1]), dtype=np.float32)
    return vectors, np.array([place.get(text, -1) for text in texts], dtype=np.intp)


def _spelling(texts: Sequence[str], many: bool) -> Vectors:
    """Latent semantic analysis of character n-grams (Deerwester et al. 1990), learned from evenly spaced passages."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    step = max(1, len(texts) // SPELLING_SAMPLE)
    vectoriser = TfidfVectorizer(
        sublinear_tf=True,
        dtype=np.float32,
        analyzer="char_wb",
        ngram_range=(3, 5),
        min_df=3 if many else 1,
        max_df=0.25 if many else 1.0,
    )
    try:
        sample = vectoriser.fit_transform(texts[::step])
    except ValueError:  # scikit-learn's way to say that nothing is left after pruning
        return np.zeros((len(texts), 1), dtype=np.float32)
    dimensions = min(SPELLING_DIMENSIONS, min(sample.shape) - 1)
    if dimensions < 1:
        return np.zeros((len(texts), 1), dtype=np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):  # texts that are all alike have no variance to be explained
        latent = TruncatedSVD(dimensions, n_iter=3, random_state=0).fit(sample)
    counted = [sample] if step == 1 else map(vectoriser.transform, parts(texts, SPELLING_SAMPLE))
    return unit(np.vstack([latent.transform(part) for part in counted]).astype(np.float32))
