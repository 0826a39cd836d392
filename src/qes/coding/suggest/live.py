"""Following decisions one by one: the codes concerned are learned anew, all else of the last full fit stays.

The blend, the calibration and the share of unread passages stay as the full fit found them: they rest on all decisions
together, and one more changes them next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest import labels
from qes.coding.suggest.learned import LearnedSuggester, learnable, taught
from qes.coding.suggest.ridge import solve
from qes.coding.suggest.signals import Signal
from qes.coding.suggest.state import LearnedState
from qes.coding.suggest.task import Scores, Task
from qes.model import Decision

MOST_CELLS = 100_000_000
"""Likenesses held between decisions, 4 bytes each; with very many passages fewer of them are learned from."""
ROOM = 64
"""Passages for which there is room before likenesses have to be moved."""


class Live:
    """A fit that follows."""

    def __init__(self, task: Task, state: LearnedState) -> None:
        """Start from a full fit of the same task.

        Args:
            task: With the decisions the fit was learned from.
            state: Of the fit's scores.
        """
        self._task, self._state = task, state
        self._most = max(1, MOST_CELLS // max(1, len(task.passages)))
        rows = state.rows
        if len(rows) > self._most:
            rows = taught(state.labels, state.columns, task.settings.seed, self._most)
        self._rows = np.zeros(0, dtype=np.intp)
        self._room = np.zeros((0, len(task.passages)), dtype=np.float32)
        self._place(rows)
        self._weights = state.weights[np.isin(state.rows, rows)]
        self._left_out = state.scores.copy()
        self.scores: Scores = state.outcome(task, LearnedSuggester.name)
        """What the decisions so far amount to."""

    @classmethod
    def start(cls, suggester: LearnedSuggester, task: Task) -> Live | None:
        """A full fit to follow from; None while there is nothing to learn."""
        scores = suggester.score(task)
        return cls(task, scores.state) if isinstance(scores.state, LearnedState) else None

    @property
    def task(self) -> Task:
        """With the decisions so far."""
        return self._task

    def follow(self, decisions: Sequence[Decision], signals: Sequence[Signal] | None = None) -> bool:
        """Take in all decisions that now stand, and weigh voices anew.

        Args:
            decisions: In the order they were made.
            signals: What voices have said by now; None: what they said before.

        Returns:
            Whether that was enough; False when a code can now be learned that could not before, or one no longer, which
            takes a full fit.
        """
        state = self._state
        self._task = replace(
            self._task, decisions=decisions, signals=self._task.signals if signals is None else signals
        )
        known = labels.collect(self._task)
        columns = [each for each in range(len(self._task.codes)) if learnable(known, each)]
        before, now = state.labels.of(state.columns).teaches, known.of(state.columns).teaches
        changed = ~((before == now) | (np.isnan(before) & np.isnan(now)))
        concerned = np.flatnonzero(changed.any(axis=0))
        fresh = np.isnan(before) & ~np.isnan(now)
        self._left_out[fresh] = state.scores[fresh]  # made without these labels
        self._add(np.flatnonzero(fresh.any(axis=1)))
        scores = state.scores.copy()
        self._learn(known, concerned, scores)
        self._state = replace(state, labels=known, rows=self._rows, weights=self._weights, scores=scores)
        self.scores = self._state.outcome(self._task, LearnedSuggester.name)
        return columns == state.columns

    def _add(self, fresh: NDArray[np.intp]) -> None:
        """Passages not learned from so far."""
        fresh = fresh[~np.isin(fresh, self._rows)][: max(0, self._most - len(self._rows))]
        if not len(fresh):
            return
        self._place(fresh)
        self._weights = np.vstack([self._weights, np.zeros((len(fresh), self._weights.shape[1]))])

    def _place(self, fresh: NDArray[np.intp]) -> None:
        """Keep the likenesses of more passages to all, with room for those to come."""
        count, wanted = len(self._rows), len(self._rows) + len(fresh)
        if wanted > len(self._room):
            room = np.zeros((wanted + ROOM, self._room.shape[1]), dtype=np.float32)
            room[:count] = self._room[:count]
            self._room = room
        for start in range(0, len(fresh), ROOM):
            part = fresh[start : start + ROOM]
            self._room[count + start : count + start + len(part)] = self._state.kernel.columns(part).T
        self._rows = np.concatenate([self._rows, fresh])

    def _learn(self, known: labels.Labels, concerned: NDArray[np.intp], scores: NDArray[np.float64]) -> None:
        part = known.among(self._rows).of(self._state.columns)
        weights, likeness = self._weights.copy(), self._room[: len(self._rows)]
        gram = likeness[:, self._rows]
        for rows, codes in part.alike(concerned.tolist()):
            if not len(rows):
                continue
            ridge = solve(gram[np.ix_(rows, rows)], part.teaches[np.ix_(rows, codes)])
            weights[:, codes] = 0.0
            weights[np.ix_(rows, codes)] = ridge.weights
            scores[:, codes] = (weights[:, codes].T.astype(np.float32) @ likeness).T + ridge.intercept
            own = np.ix_(self._rows, codes)
            scores[own] = np.where(np.isnan(part.teaches[:, codes]), scores[own], self._left_out[own])
        self._weights = weights
