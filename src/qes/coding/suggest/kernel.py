"""How alike two passages are, all views taken together."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

import numpy as np

from qes.coding.embed import Vectors
from qes.coding.suggest.context import unit
from qes.coding.suggest.views import Rows, Views

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

WIDTH = 0.7
"""How quickly likeness falls as passages differ: near ones teach more than a sum of cosines would have them."""

PART = 5_000
"""Passages worked on at once where all of them would take too much memory."""


@dataclass(frozen=True, slots=True)
class Blend:
    """Weight of each view; only their ratios matter."""

    words: float = 1.0
    spelling: float = 1.0
    meaning: float = 1.0
    around: float = 0.5
    """Of the meaning of what stands around."""
    around_words: float = 0.5
    question: float = 0.25

    @property
    def total(self) -> float:
        """What two equal passages in equal surroundings would reach."""
        return float(sum(astuple(self)))


class Kernel:
    """Likeness of passages: exp((blend of cosines - 1) / WIDTH), positive definite, 1 for the same in all views."""

    def __init__(self, views: Views, blend: Blend) -> None:
        self.views, self.blend = views, blend
        self._meaning_lengths = _lengths(views.around @ views.meaning)
        self._word_lengths = _word_lengths(views) if blend.around_words else None

    def block(self, rows: Rows, others: Rows) -> Vectors:
        """Of some passages with others, shape (rows, others)."""
        views, blend = self.views, self.blend
        total = blend.words * _dense(views.words[rows] @ views.words[others].T)
        total += blend.spelling * (views.spelling[rows] @ views.spelling[others].T)
        total += blend.meaning * (views.meaning[rows] @ views.meaning[others].T)
        total += blend.around * (self._around(rows) @ self._around(others).T)
        total += blend.around_words * _dense(self._around_words(rows) @ self._around_words(others).T)
        total += blend.question * self._asked(rows, others)
        return self._narrowed(total)

    def columns(self, rows: Rows) -> Vectors:
        """Of every passage with some of them, shape (passages, rows)."""
        views, blend = self.views, self.blend
        total = blend.words * _dense(views.words @ views.words[rows].T)
        total += views.spelling @ (blend.spelling * views.spelling[rows]).T
        total += views.meaning @ (blend.meaning * views.meaning[rows]).T
        # What stands around each passage is never laid out: its likeness is that of the neighbours, summed.
        beside = views.around @ (views.meaning @ (blend.around * self._around(rows)).T)
        total += beside / self._meaning_lengths[:, None]
        if self._word_lengths is not None:
            beside = views.around @ _dense(views.words @ (blend.around_words * self._around_words(rows)).T)
            total += beside / self._word_lengths[:, None]
        total += blend.question * self._asked(np.arange(len(views)), rows)
        return self._narrowed(total)

    def _narrowed(self, total: Vectors) -> Vectors:
        total /= np.float32(self.blend.total * WIDTH)
        total -= np.float32(1 / WIDTH)
        return np.asarray(np.exp(total, out=total))

    def _around(self, rows: Rows) -> Vectors:
        return unit(self.views.around[rows] @ self.views.meaning)

    def _around_words(self, rows: Rows) -> csr_matrix:
        from scipy.sparse import csr_matrix, diags

        words = csr_matrix(self.views.around[rows] @ self.views.words)
        return csr_matrix(diags(1 / _sparse_lengths(words)) @ words)

    def _asked(self, rows: Rows, others: Rows) -> Vectors:
        """Cosine of the questions; 0 where either passage has none."""
        questions, asked = self.views.questions, self.views.asked
        table = np.zeros((len(questions) + 1, len(questions) + 1), dtype=np.float32)
        table[:-1, :-1] = questions @ questions.T
        return np.asarray(table[np.ix_(asked[rows], asked[others])])


def _dense(matrix: csr_matrix) -> Vectors:
    return np.asarray(matrix.toarray(), dtype=np.float32)


def _lengths(vectors: Vectors) -> Vectors:
    return np.asarray(np.maximum(np.linalg.norm(vectors, axis=1), 1e-9), dtype=np.float32)


def _word_lengths(views: Views) -> Vectors:
    """Lengths of the words around each passage, a part at a time: laid out at once they would not fit."""
    found = [np.zeros(0, dtype=np.float32)]
    for start in range(0, len(views), PART):
        part = views.around[start : start + PART] @ views.words
        found.append(_sparse_lengths(part))
    return np.concatenate(found).astype(np.float32)


def _sparse_lengths(matrix: csr_matrix) -> Vectors:
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    return np.asarray(np.maximum(np.sqrt(squares), 1e-9), dtype=np.float32)
