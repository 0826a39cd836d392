"""Why a learned code is suggested: decided passages close to this one, and the words that weighed most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest.features import Features
from qes.coding.suggest.labels import Labels
from qes.coding.suggest.scale import Floats
from qes.coding.suggest.task import Scores, Task
from qes.coding.suggest.words import shown
from qes.model import Example, ExampleKind, Reason

ACCEPTED_SHOWN = 2
REJECTED_SHOWN = 1

Cell = tuple[int, int]
"""Row and column: a passage and a code."""


@dataclass(frozen=True, slots=True)
class LearnedCode:
    """What was learned of one code, as far as a reason needs it."""

    coefficients: Floats
    trust: float
    """Weight of the classifier; the rest is similarity to the codebook."""
    positives: int
    negatives: int

    @property
    def note(self) -> str:
        """How the score came about, in plain words."""
        return (
            f"Learned from {self.positives} passages with this code and {self.negatives} read without it; "
            f"closeness to the codebook's wording counts for {1 - self.trust:.0%}."
        )


@dataclass(frozen=True, slots=True)
class LearnedState:
    """What the learned suggester keeps in order to explain."""

    features: Features
    labels: Labels
    learned: dict[int, LearnedCode]
    """By column."""
    base: Scores
    """Of the similarity suggester."""


def reasons(task: Task, state: LearnedState, cells: Sequence[Cell]) -> dict[Cell, Reason]:
    """Explain cells of learned codes, column by column so that cosines are computed in one product."""
    by_column: dict[int, list[int]] = {}
    for row, column in cells:
        by_column.setdefault(column, []).append(row)
    found: dict[Cell, Reason] = {}
    for column, rows in by_column.items():
        code = state.learned[column]
        accepted = _nearest(task, rows, state.labels.positives(column), ExampleKind.ACCEPTED, ACCEPTED_SHOWN)
        refused = np.flatnonzero(state.labels.refused[:, column])
        rejected = _nearest(task, rows, refused, ExampleKind.REJECTED, REJECTED_SHOWN)
        for row, yes, no in zip(rows, accepted, rejected, strict=True):
            found[row, column] = Reason((*yes, *no), shown(_words(state.features, code, row)), code.note)
    return found


def _nearest(
    task: Task, rows: Sequence[int], others: NDArray[np.intp], kind: ExampleKind, most: int
) -> list[tuple[Example, ...]]:
    """For each row, the closest of the others by cosine; never the passage itself."""
    if not len(others):
        return [() for _ in rows]
    cosines = task.vectors[list(rows)] @ task.vectors[others].T
    cosines[np.asarray(rows)[:, None] == others[None, :]] = -np.inf
    order = np.argsort(-cosines, axis=1, kind="stable")[:, :most]
    return [
        tuple(_example(task, int(others[index]), kind, float(line[index])) for index in best if line[index] > -np.inf)
        for line, best in zip(cosines, order, strict=True)
    ]


def _example(task: Task, row: int, kind: ExampleKind, cosine: float) -> Example:
    passage = task.passages[row]
    return Example(kind, passage.text, round(cosine, 4), passage.id)


def _words(features: Features, code: LearnedCode, row: int) -> list[tuple[str, float]]:
    """Coefficient times value of each word of the passage, as a share of everything that moved its score."""
    matrix = features.matrix
    here = slice(matrix.indptr[row], matrix.indptr[row + 1])
    columns = matrix.indices[here]
    moved = matrix.data[here] * code.coefficients[columns]
    total = float(np.abs(moved).sum())
    telling = np.flatnonzero((columns < len(features.names)) & (moved > 0))
    return [
        (features.names[column], share / total)
        for column, share in zip(columns[telling].tolist(), moved[telling].tolist(), strict=True)
        if column not in features.hidden
    ]
