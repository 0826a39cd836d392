"""Learning while people work: each decision is learned in the background, and what is still to be read re-ordered."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qes.coding.queue import Item
from qes.coding.suggest import Scores, Task, proposed
from qes.coding.suggest.propose import DECIMALS
from qes.errors import QesError
from qes.model import Suggestion
from qes.pipeline.models.signals import Listening
from qes.pipeline.suggest import log_run
from qes.pipeline.task import embedded, task_of
from qes.pipeline.voices import joined, spoken
from qes.project import Project

if TYPE_CHECKING:
    from qes.coding.suggest.learned import LearnedSuggester

FULL_AFTER = 0.1
"""Everything is fitted anew when so large a share of the decisions has come since the last time."""


def ranked(scores: Scores) -> list[int]:
    """Rows by their likeliest code that is proposed, then those for which nothing is; ties in reading order."""
    import numpy as np

    proposed_scores = np.where(scores.matrix >= scores.thresholds, scores.matrix, -1.0)
    best = proposed_scores.max(axis=1) if proposed_scores.shape[1] else np.zeros(len(proposed_scores))
    order: list[int] = np.argsort(-np.round(best, DECIMALS), kind="stable").tolist()
    return order


@dataclass(frozen=True, slots=True)
class _Learned:
    """The newest outcome: scores, and the task with the decisions they rest on."""

    number: int
    """Counts outcomes."""
    task: Task
    scores: Scores


class Learner:
    """Follows a project's decisions on a thread of its own; use as a context manager.

    Whatever goes wrong while learning is kept in `trouble` and ends the learning, never the coding.
    """

    def __init__(self, project: Project, order: str) -> None:
        """Begin to learn.

        Args:
            project: Whose decisions are followed, whoever makes them.
            order: Of the queue; passages move only under `likely`, proposals are renewed under all orders.
        """
        self.trouble: QesError | None = None
        self._project, self._moves = project, order == "likely"
        self._codebook = project.use_codebook()
        self._wake, self._idle, self._telling = threading.Event(), threading.Event(), threading.Lock()
        self._stop = False
        self._newest: _Learned | None = None
        self._offered: set[str] = set()
        self._suggester: LearnedSuggester | None = None
        self._thread = threading.Thread(target=self._run, name="qes-learner", daemon=True)

    def __enter__(self) -> Learner:
        """Start the thread."""
        self._wake.set()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it, at the latest when the fit it is at is done."""
        self._stop = True
        self._wake.set()
        self._thread.join()
        if self._offered and self._newest is not None and self.trouble is None:
            self._log(self._newest.task)

    def _log(self, task: Task) -> None:
        """That proposals were renewed; with no fingerprint, so that the next `qes suggest` makes all of them anew."""
        name = self._project.settings.suggest.suggester
        standing = len(self._project.store.suggestions(suggester=name))
        log_run(self._project, name, task, standing, renewed=len(self._offered), fingerprint="")

    def decided(self) -> None:
        """A decision was made or taken back."""
        with self._telling:
            self._idle.clear()
            self._wake.set()

    def settle(self, seconds: float) -> bool:
        """Wait until all that was decided is learned; whether it was in time."""
        return self._idle.wait(seconds)

    @property
    def outcomes(self) -> int:
        """How often something new was learned so far."""
        return self._newest.number if self._newest is not None else 0

    def ranking(self) -> list[str]:
        """Ids of all passages by the newest scores; empty while nothing is learned."""
        newest = self._newest
        return [newest.task.passages[row].id for row in ranked(newest.scores)] if newest is not None else []

    def renew(self, passage_ids: Collection[str]) -> None:
        """Offer fresh proposals, with fresh reasons, for some passages."""
        newest, suggester = self._newest, self._suggester
        if newest is None or suggester is None:
            return
        rows = [(each.id, row) for row, each in enumerate(newest.task.passages) if each.id in passage_ids]
        for passage_id, row in rows:
            self._offer(newest, suggester, passage_id, row)

    def _offer(self, newest: _Learned, suggester: LearnedSuggester, passage_id: str, row: int) -> list[Suggestion]:
        fresh = proposed(suggester, newest.task, newest.scores, [row])
        self._project.store.offer_suggestions(suggester.name, passage_id, fresh)
        self._offered.add(passage_id)
        return fresh

    def reorder(self, items: Sequence[Item]) -> list[Item]:
        """What is still to be read, by the newest scores, and the first of it with fresh proposals and reasons.

        Passages of the blind share move like the others and stay without proposals.
        """
        newest, suggester = self._newest, self._suggester
        if newest is None or suggester is None or self.trouble is not None or not items:
            return list(items)
        rows = {passage.id: row for row, passage in enumerate(newest.task.passages)}
        waiting = list(items)
        if self._moves:
            place = {row: number for number, row in enumerate(ranked(newest.scores))}
            last = len(place)
            waiting.sort(key=lambda item: place.get(rows.get(item.passage.id, -1), last))
        first = waiting[0]
        if not first.blind and first.passage.id in rows:
            waiting[0] = self._renewed(first, newest, suggester, rows[first.passage.id])
        return waiting

    def _renewed(self, item: Item, newest: _Learned, suggester: LearnedSuggester, row: int) -> Item:
        try:
            fresh = self._offer(newest, suggester, item.passage.id, row)
        except QesError as error:
            self.trouble = error
            return item
        heard = [each for each in item.suggestions if spoken(each)]
        return Item(item.passage, tuple(joined(fresh, heard)), item.blind)

    def _run(self) -> None:
        try:
            self._follow()
        except QesError as error:
            self.trouble = error
        finally:
            self._idle.set()

    def _follow(self) -> None:
        from qes.coding.suggest.learned import LearnedSuggester
        from qes.coding.suggest.live import Live

        self._suggester = suggester = LearnedSuggester()
        given = embedded(self._project)
        voices = Listening(self._project, given.passages, self._codebook)
        live: Live | None = None
        fitted = 0
        while self._awaited():
            task = task_of(self._project, self._codebook, given, voices.now())
            count = len(task.decisions)
            grown = count - fitted > FULL_AFTER * fitted
            if live is None or grown or not live.follow(task.decisions, task.signals):
                live, fitted = Live.start(suggester, task), count
            self._newest = _Learned(self.outcomes + 1, live.task, live.scores) if live is not None else None
            with self._telling:
                if not self._wake.is_set():
                    self._idle.set()

    def _awaited(self) -> bool:
        """Sleep until there is something to learn; False when it is time to stop."""
        self._wake.wait()
        self._wake.clear()
        return not self._stop
