"""A passage as the classifier sees it: its words, its spelling, its meaning, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qes.coding.embed import Vectors
from qes.coding.suggest.context import surroundings
from qes.coding.suggest.task import Task
from qes.coding.suggest.words import common, weighted
from qes.model import Passage

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ENOUGH_TO_PRUNE = 50
"""Below this many passages every word is kept, since nothing is known of which are rare or common."""
QUESTION_WEIGHT = 0.25
"""Weight of the question answered (or the heading above), against 1 for the passage itself."""


@dataclass(frozen=True, slots=True)
class Features:
    """All passages side by side, read or not; nothing of the labels enters."""

    matrix: csr_matrix
    """Shape (passages, features): words first, then character n-grams, meaning, context, question."""
    names: list[str]
    """Of the word columns, which come first."""
    hidden: set[int]
    """Word columns too common to be shown as a reason."""


def features(task: Task) -> Features:
    """Build the features; each block has rows of unit length times the root of its weight."""
    from scipy.sparse import csr_matrix, hstack

    texts = [passage.text for passage in task.passages]
    many = len(texts) >= ENOUGH_TO_PRUNE
    words, names = weighted(texts, ngram_range=(1, 2), min_df=2 if many else 1)
    spelling, _ = weighted(
        texts, analyzer="char_wb", ngram_range=(3, 5), min_df=3 if many else 1, max_df=0.25 if many else 1.0
    )
    around = surroundings(task.passages, task.vectors) * np.float32(np.sqrt(task.settings.context))
    blocks = [words, spelling, csr_matrix(task.vectors), csr_matrix(around)]
    if (questions := _questions(task)) is not None:
        blocks.append(csr_matrix(questions * np.float32(np.sqrt(QUESTION_WEIGHT))))
    return Features(csr_matrix(hstack(blocks, format="csr", dtype=np.float32)), names, common(words))


def _questions(task: Task) -> Vectors | None:
    """Vectors of the question or heading each passage stands under; None when there is none at all."""
    asked = [_asked(passage) for passage in task.passages]
    distinct = sorted({text for text in asked if text})
    if not distinct:
        return None
    return _spread(asked, dict(zip(distinct, task.embed(distinct), strict=True)), task.vectors.shape[1])


def _asked(passage: Passage) -> str:
    return (passage.question or passage.heading or "").strip()


def _spread(texts: Sequence[str], vectors: dict[str, Vectors], dimensions: int) -> Vectors:
    empty = np.zeros(dimensions, dtype=np.float32)
    return np.stack([vectors.get(text, empty) for text in texts])
