"""What the team decided about other passages, as examples for a model: the nearest in meaning, and never the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest.task import Task
from qes.model import Decision, Passage, Span
from qes.text import around, collapse

ACCEPTED, REJECTED = 2, 1
"""How many are shown for a code."""
LONGEST = 300
"""Characters of one."""


@dataclass(frozen=True, slots=True)
class Case:
    """The nearest examples of a code, nearest first."""

    accepted: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Passages with a text to show, and their vectors."""

    rows: NDArray[np.intp]
    texts: tuple[str, ...]

    def nearest(self, task: Task, row: int, most: int) -> tuple[str, ...]:
        likeness = task.vectors[self.rows] @ task.vectors[row]
        likeness[self.rows == row] = -np.inf
        order = np.argsort(-likeness, kind="stable")[:most].tolist()
        return tuple(self.texts[place] for place in order if self.rows[place] != row)


class Precedents:
    """Accepted and rejected passages of each code."""

    def __init__(self, task: Task, never: Collection[str]) -> None:
        """Gather what people agree on.

        Args:
            task: With passages, their vectors, and decisions.
            never: Ids of passages that must not be shown: those coded blind, and those that speak to a machine.
        """
        self._task = task
        rows = {each.id: row for row, each in enumerate(task.passages) if each.id not in never}
        given, denied = _votes(task.decisions, rows)
        # Where people differ there is no example of anything.
        self._accepted = _shelves(task, {key: each for key, each in given.items() if key not in denied}, rows)
        self._rejected = _shelves(task, {key: each for key, each in denied.items() if key not in given}, rows)

    def of(self, row: int, code: str) -> Case:
        """The nearest to the passage of a row, which is itself never among them."""
        accepted, rejected = self._accepted.get(code), self._rejected.get(code)
        return Case(
            accepted.nearest(self._task, row, ACCEPTED) if accepted else (),
            rejected.nearest(self._task, row, REJECTED) if rejected else (),
        )


_Votes = dict[tuple[str, str], Decision]
"""Passage and code → the last decision that says so."""


def _votes(decisions: Sequence[Decision], known: Collection[str]) -> tuple[_Votes, _Votes]:
    given: _Votes = {}
    denied: _Votes = {}
    for each in decisions:
        if each.passage_id not in known:
            continue
        if each.applied is not None:
            given[each.passage_id, each.applied] = each
        if each.refused is not None:
            denied[each.passage_id, each.refused] = each
    return given, denied


def _shelves(task: Task, votes: _Votes, rows: dict[str, int]) -> dict[str, _Shelf]:
    by_code: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for (passage_id, code), decision in votes.items():
        row = rows[passage_id]
        by_code[code].append((row, _shown(task.passages[row], decision.span)))
    return {
        code: _Shelf(np.array([row for row, _ in found], dtype=np.intp), tuple(text for _, text in found))
        for code, each in by_code.items()
        for found in (sorted(each),)
    }


def _shown(passage: Passage, span: Span | None) -> str:
    """The words the code was given to, or the passage; cut where it is long."""
    text = passage.text
    if span is not None and span.within(passage.span):
        text = text[span.start - passage.span.start : span.end - passage.span.start]
    text = collapse(text)
    cut = around(text, (), LONGEST).of(text) if text else ""
    return cut if cut == text else f"{cut} …"
