"""What can be made ready before anyone decides anything, and kept while they do."""

from __future__ import annotations

from dataclasses import dataclass

from qes.coding.suggest.scale import Floats, standardised
from qes.coding.suggest.similarity import SimilaritySuggester
from qes.coding.suggest.task import Scores, Task
from qes.coding.suggest.views import Views, views
from qes.model import digest


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything about the passages that no decision changes."""

    views: Views
    base: Scores
    """Of the similarity suggester."""
    closeness: Floats
    """Of passages to codes by the codebook alone, standardised per code."""


class Preparing:
    """Prepares a task, or takes what it prepared last when only the decisions are new."""

    def __init__(self) -> None:
        self.similarity = SimilaritySuggester()
        self._last: tuple[str, Prepared] | None = None

    def __call__(self, task: Task) -> Prepared:
        """The same for tasks that differ in decisions alone."""
        key = _key(task)
        if self._last is None or self._last[0] != key:
            base = self.similarity.score(task)
            self._last = key, Prepared(views(task), base, standardised(base.state.raw))
        return self._last[1]


def _key(task: Task) -> str:
    passages = (part for p in task.passages for part in (p.id, p.source_id, p.text, p.question or "", p.heading or ""))
    codebook = (repr(task.codebook.codable), task.embedder_id, repr(task.settings.context))
    return digest(*codebook, *passages)
