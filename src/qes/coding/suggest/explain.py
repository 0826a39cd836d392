"""Why a learned code is suggested: the decided passages, words and sentences that carried it there.

The score of a passage is a sum over decided passages, each weighed by how it was decided and how alike it is. What each
adds is known exactly; to first order so is what each word and each sentence adds to that likeness.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qes.coding.embed import Vectors
from qes.coding.suggest.parts import parts
from qes.coding.suggest.scale import Floats
from qes.coding.suggest.spans import Carried, carried
from qes.coding.suggest.state import LearnedState
from qes.coding.suggest.task import Task
from qes.coding.suggest.words import Words, shown
from qes.model import Example, ExampleKind, Reason

ACCEPTED_SHOWN = 2
REJECTED_SHOWN = 1
WEIGHTIEST = 32
"""Decided passages considered for words and sentences: the rest cancels out."""
AT_ONCE = 512

Cell = tuple[int, int]
"""Row and column: a passage and a code."""


def reasons(task: Task, state: LearnedState, cells: Sequence[Cell]) -> list[Reason]:
    """Explain cells of learned codes."""
    words: list[Words] = []
    pulls: list[Vectors] = []
    examples: list[tuple[Example, ...]] = []
    for part in parts(cells, AT_ONCE):
        added, cosine = _weigh(state, part)
        strongest = _strongest(added)
        words += _words(state, part, strongest)
        pulls.append(strongest.astype(np.float32) @ task.vectors[state.rows])
        examples += [_examples(task, state, *each) for each in zip(part, added, cosine, strict=True)]
    pull = np.vstack(pulls) if pulls else np.zeros((0, task.vectors.shape[1]), dtype=np.float32)
    spans = carried(task, cells, pull, words)
    return [
        _reason(state, cell, example, word, span)
        for cell, example, word, span in zip(cells, examples, words, spans, strict=True)
    ]


def _reason(state: LearnedState, cell: Cell, examples: tuple[Example, ...], words: Words, span: Carried) -> Reason:
    return Reason(examples, words, _note(state, cell[1]), span.span, span.criterion, span.caution)


def _note(state: LearnedState, column: int) -> str:
    place = state.columns.index(column)
    positives, negatives = len(state.labels.positives(column)), len(state.labels.negatives(column))
    return (
        f"Learned from {positives} passages with this code and {negatives} read without it; "
        f"closeness to the codebook's wording counts for {state.codebook_share(place):.0%}."
    )


def _weigh(state: LearnedState, cells: Sequence[Cell]) -> tuple[Floats, Vectors]:
    """What each passage learned from adds to the score of each cell, nothing for the passage itself; and its cosine."""
    wanted = np.array([row for row, _ in cells], dtype=np.intp)
    places = [state.columns.index(column) for _, column in cells]
    rows, place = np.unique(wanted, return_inverse=True)
    added = state.kernel.block(rows, state.rows)[place] * state.weights[:, places].T
    added[wanted[:, None] == state.rows[None, :]] = 0.0
    meaning = state.kernel.views.meaning
    return added, (meaning[rows] @ meaning[state.rows].T)[place]


def _strongest(added: Floats) -> Floats:
    """Only the largest of each row."""
    if added.shape[1] <= WEIGHTIEST:
        return added
    cut = np.partition(np.abs(added), -WEIGHTIEST, axis=1)[:, -WEIGHTIEST][:, None]
    return np.where(np.abs(added) >= cut, added, 0.0)


def _examples(
    task: Task, state: LearnedState, cell: Cell, added: Floats, cosine: NDArray[np.float32]
) -> tuple[Example, ...]:
    """The passages with the code that speak most for it here, and without it that speak most against it.

    What a passage adds may come from where it stands; a reader compares what is said, so that counts as well.
    """
    added = added * np.maximum(cosine, 0.0)
    target = state.labels.target[state.rows, cell[1]]
    found = []
    for label, kind, most in ((1, ExampleKind.ACCEPTED, ACCEPTED_SHOWN), (0, ExampleKind.REJECTED, REJECTED_SHOWN)):
        speaks = np.where(target == label, added if label else -added, 0.0)
        best = np.argsort(-speaks, kind="stable")[:most]
        found += [_example(task, int(state.rows[each]), kind, float(cosine[each])) for each in best if speaks[each] > 0]
    return tuple(found)


def _example(task: Task, row: int, kind: ExampleKind, cosine: float) -> Example:
    passage = task.passages[row]
    return Example(kind, passage.text, round(cosine, 4), passage.id)


def _words(state: LearnedState, cells: Sequence[Cell], added: Floats) -> list[Words]:
    """The words shared with the decided passages, by what they add, as shares of all that words add or take away."""
    from scipy.sparse import csr_matrix

    views = state.kernel.views
    here = views.words[[row for row, _ in cells]]
    moved = csr_matrix(here.multiply(csr_matrix(added) @ views.words[state.rows]))
    found = []
    for start, stop in zip(moved.indptr[:-1], moved.indptr[1:], strict=True):
        columns, shares = moved.indices[start:stop], moved.data[start:stop]
        total = float(np.abs(shares).sum()) or 1.0
        telling = [
            (views.names[column], share / total)
            for column, share in zip(columns.tolist(), shares.tolist(), strict=True)
            if share > 0 and column not in views.hidden
        ]
        found.append(shown(telling))
    return found
