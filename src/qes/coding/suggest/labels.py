"""From decisions to training labels: who gave a code, who refused it, and who read the passage without giving it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest.task import Task
from qes.model import Decision, Verdict, digest

UNKNOWN = -1
REFUSED_WEIGHT = 2.0
"""A code refused outright teaches more than one merely not given."""
UNFINISHED_WEIGHT = 0.5
"""Not given by coders of whom none has said that no further code applies."""
TIE_WEIGHT = 0.5
"""Coders are split evenly: taken as a positive, at half weight."""
WEAK_WEIGHT = 0.3
"""A passage nobody has read, taken as a negative because most passages are."""
WEAK_PER_POSITIVE = 3
WEAK_LEAST = 20


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of each passage for each code; all arrays have shape (passages, codes)."""

    target: NDArray[np.int8]
    """1 carries the code, 0 does not, -1 unknown."""
    weight: NDArray[np.float64]
    refused: NDArray[np.bool_]
    """Somebody refused the code outright, and the label is 0."""
    decision_ids: tuple[str, ...]
    """Those that were used, sorted."""

    def positives(self, column: int) -> NDArray[np.intp]:
        """Rows that carry the code."""
        return np.flatnonzero(self.target[:, column] == 1)

    def negatives(self, column: int) -> NDArray[np.intp]:
        """Rows known not to."""
        return np.flatnonzero(self.target[:, column] == 0)


@dataclass(slots=True)
class _Tally:
    """Counts of coders: who read a passage, who finished it, and who gave or refused a code."""

    readers: NDArray[np.int64]
    finished: NDArray[np.int64]
    given: NDArray[np.int64]
    refused: NDArray[np.int64]


def collect(task: Task) -> Labels:
    """Labels by majority of those who read the passage; an even split is a positive at half weight."""
    rows = {passage.id: row for row, passage in enumerate(task.passages)}
    used = [decision for decision in task.decisions if decision.passage_id in rows]
    tally = _tally(task, used, rows)
    readers = tally.readers[:, None]
    positive = (tally.given > 0) & (2 * tally.given >= readers)
    target = np.where(readers == 0, UNKNOWN, positive.astype(np.int8)).astype(np.int8)
    refused = (target == 0) & (tally.refused > 0)
    weight = np.where(tally.finished[:, None] > 0, 1.0, UNFINISHED_WEIGHT) * np.ones(target.shape)
    weight[positive] = 1.0
    weight[positive & (2 * tally.given == readers)] = TIE_WEIGHT
    weight[refused] = REFUSED_WEIGHT
    return Labels(target, weight, refused, tuple(sorted(_identity(decision) for decision in used)))


def _tally(task: Task, decisions: list[Decision], rows: dict[str, int]) -> _Tally:
    columns = {code: column for column, code in enumerate(task.codes)}
    votes: dict[tuple[int, str], dict[int, bool]] = {}
    finished: set[tuple[int, str]] = set()
    for decision in decisions:
        reading = (rows[decision.passage_id], decision.coder)
        vote = votes.setdefault(reading, {})
        if decision.verdict is Verdict.NOTHING:
            finished.add(reading)
        for code, gives in ((decision.refused, False), (decision.applied, True)):
            if code in columns:
                vote[columns[code]] = gives
    shape = (len(task.passages), len(columns))
    tally = _Tally(*(np.zeros(size, dtype=np.int64) for size in (shape[0], shape[0], shape, shape)))
    for (row, coder), vote in votes.items():
        tally.readers[row] += 1
        tally.finished[row] += (row, coder) in finished
        for column, gives in vote.items():
            (tally.given if gives else tally.refused)[row, column] += 1
    return tally


def _identity(decision: Decision) -> str:
    """The log's id, or one made of the content for decisions that were never logged (a replay, say)."""
    parts = (decision.passage_id, decision.coder, decision.verdict, decision.code or "", decision.replacement or "")
    return decision.id or digest(*parts)


def weak_negatives(labels: Labels, column: int, code: str, seed: int) -> NDArray[np.intp]:
    """Unread passages to learn from as negatives, where too few are known; the same ones whatever other codes exist."""
    wanted = max(WEAK_LEAST, WEAK_PER_POSITIVE * len(labels.positives(column))) - len(labels.negatives(column))
    unread = np.flatnonzero(labels.target[:, column] == UNKNOWN)
    if wanted <= 0 or not len(unread):
        return np.empty(0, dtype=np.intp)
    generator = np.random.default_rng([seed, int(digest(code), 16)])
    return np.sort(generator.choice(unread, size=min(wanted, len(unread)), replace=False))
