"""Suggestions learned from decisions, leaning on the codebook while they are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest import blend, calibrate, labels
from qes.coding.suggest.explain import reasons
from qes.coding.suggest.kernel import Kernel
from qes.coding.suggest.labels import Labels
from qes.coding.suggest.prepare import Prepared, Preparing
from qes.coding.suggest.ridge import cross_fit
from qes.coding.suggest.scale import Floats
from qes.coding.suggest.state import LearnedState
from qes.coding.suggest.task import Scores, Task
from qes.model import Reason

MOST_ROWS = 4_000
"""Passages learned from; of more than these, a random part of those without any code is left out."""
MANY = 2_000
"""Passages from which more than one core is of use."""
MOST_CELLS = 10_000_000
"""Likenesses worked out at once: 4 bytes each, a few times over."""


@dataclass(frozen=True, slots=True)
class _Fitted:
    """The codes that could be learned; arrays of codes have one entry for each of `columns`."""

    columns: list[int]
    rows: NDArray[np.intp]
    """Passages learned from."""
    weights: Floats
    """Shape (rows, columns)."""
    scores: Floats
    """Shape (passages, columns); of labelled passages by models that had not seen them."""


class LearnedSuggester:
    """Learns from every decision so far; a code never given yet is scored by similarity, and says so."""

    name = "learned"

    def __init__(self) -> None:
        self._preparing = Preparing()

    def score(self, task: Task, /) -> Scores:
        """Score by what people decided; no passage's score rests on the decisions about that passage itself."""
        from threadpoolctl import threadpool_limits

        import_module("scipy.linalg")  # only what is loaded can be limited
        # Spreading small sums over cores costs more than it saves, many times over where others work beside.
        with threadpool_limits(1 if len(task.passages) < MANY else None):
            return self._score(task)

    def _score(self, task: Task) -> Scores:
        known = labels.collect(task)
        columns = [each for each in range(len(task.codes)) if learnable(known, each)]
        if not columns:
            return self._preparing.similarity.score(task)
        prepared = self._preparing(task)
        sources = [passage.source_id for passage in task.passages]
        mixture = blend.choose(prepared.views, known, sources, task.settings.seed)
        kernel = Kernel(prepared.views, mixture)
        fitted = _fit(kernel, known, columns, sources, task.settings.seed)
        return _state(prepared, kernel, known, fitted).outcome(task, self.name)

    def explain(self, task: Task, scores: Scores, cells: Sequence[tuple[int, int]], /) -> list[Reason]:
        """The passages, words and sentences that weighed most; where similarity did the scoring, its reasons."""
        similarity = self._preparing.similarity
        if not isinstance(scores.state, LearnedState):
            return similarity.explain(task, scores, cells)
        state = scores.state
        learned = [cell for cell in cells if cell[1] in state.columns]
        rest = [cell for cell in cells if cell[1] not in state.columns]
        found = dict(zip(learned, reasons(task, state, learned), strict=True))
        found |= dict(zip(rest, similarity.explain(task, state.base, rest), strict=True))
        return [_with_voices(found[cell], state, cell) for cell in cells]


def _with_voices(reason: Reason, state: LearnedState, cell: tuple[int, int]) -> Reason:
    said = state.weighed.note(*cell) if state.weighed is not None else ""
    return replace(reason, note=f"{reason.note} {said}") if said else reason


def _state(prepared: Prepared, kernel: Kernel, known: Labels, fitted: _Fitted) -> LearnedState:
    columns, closeness, part = fitted.columns, prepared.closeness[:, fitted.columns], known.of(fitted.columns)
    line = calibrate.calibrate(fitted.scores, closeness, part)
    odds = line.log_odds(fitted.scores, closeness)
    shift = np.array([calibrate.share_shift(odds[:, place], part, place) for place in range(len(columns))])
    rows, weights, scores = fitted.rows, fitted.weights, fitted.scores
    return LearnedState(kernel, known, columns, rows, weights, scores, closeness, line, shift, prepared.base)


def learnable(known: Labels, column: int) -> bool:
    """Whether there is anything to tell apart."""
    teaches = known.teaches[:, column]
    return bool((teaches > 0).any() and (teaches < 0).any())


def _fit(kernel: Kernel, known: Labels, columns: list[int], sources: list[str], seed: int) -> _Fitted:
    rows = taught(known, columns, seed)
    part = known.among(rows).of(columns)
    gram = kernel.block(rows, rows)
    weights = np.zeros((len(rows), len(columns)))
    intercept, left_out = np.zeros(len(columns)), np.full((len(rows), len(columns)), np.nan)
    for known_rows, codes in part.alike(range(len(columns))):
        names = [sources[row] for row in rows[known_rows].tolist()]
        cells = np.ix_(known_rows, codes)
        ridge, scores = cross_fit(gram[np.ix_(known_rows, known_rows)], part.teaches[cells], names)
        weights[cells], intercept[codes], left_out[cells] = ridge.weights, ridge.intercept, scores
    scores = _scored(kernel, rows, weights) + intercept
    scores[rows] = np.where(np.isnan(left_out), scores[rows], left_out)
    return _Fitted(columns, rows, weights, scores)


def taught(known: Labels, columns: list[int], seed: int, most: int = MOST_ROWS) -> NDArray[np.intp]:
    """The passages to learn from, those with a code first where there are too many."""
    teaches = known.teaches[:, columns]
    rows = np.flatnonzero(~np.isnan(teaches).all(axis=1))
    if len(rows) <= most:
        return rows
    given = np.asarray((teaches[rows] > 0).any(axis=1))
    order = np.random.default_rng([seed, 1]).permutation(len(rows))
    return np.sort(rows[order[np.argsort(~given[order], kind="stable")][:most]])


def _scored(kernel: Kernel, rows: NDArray[np.intp], weights: Floats) -> Floats:
    """Scores of every passage, so many likenesses at a time as memory allows."""
    passages = len(kernel.views)
    step = max(1, MOST_CELLS // max(1, passages))
    total = np.zeros((passages, weights.shape[1]))
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        total += kernel.columns(rows[part]) @ weights[part].astype(np.float32)
    return total
