"""What is learned, with a language model's word beside it: does the word add anything?

The labels that are shown stand as given blind, as people coded these items without proposals; on them the model is
weighed. So it is asked about the items that are looked at and those that are shown, about none of them with its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qes.coding.llm.heard import says_of
from qes.coding.llm.questions import Asking
from qes.coding.llm.suggester import LlmSuggester
from qes.coding.suggest import Scores, Task
from qes.coding.suggest.learned import LearnedSuggester
from qes.coding.suggest.signals import Signal
from qes.model import Reason

LEARNED_WITH_MODEL = "learned+llm"


class SignalledSuggester:
    """`learned` with what `llm` says as a signal."""

    name = LEARNED_WITH_MODEL

    def __init__(self, asking: Asking | None = None) -> None:
        """Nothing is asked yet.

        Args:
            asking: How the model is asked.
        """
        self._model, self._learned = LlmSuggester(asking), LearnedSuggester()

    def score(self, task: Task, /) -> Scores:
        """Ask about what is wanted and what is decided, and score everything; with no label it is `learned`.

        Raises:
            ModelUnavailable, BudgetSpent: See `LlmSuggester.score`.
        """
        if not task.decisions:  # on nothing it can be weighed, so it is not paid for
            return self._learned.score(replace(task, chat=None, wanted=None))
        heard = self._model.hear(replace(task, wanted=_spoken_of(task)))
        answers = ((row, answer) for (row, _), answer in heard.answers.items())
        signal = Signal(task.chat.name if task.chat else "", says_of(answers, len(task.passages), task.codes))
        blind = [replace(each, blind=True) for each in task.decisions]
        return self._learned.score(replace(task, decisions=blind, signals=(signal,), chat=None, wanted=None))

    def explain(self, task: Task, scores: Scores, cells: Sequence[tuple[int, int]], /) -> list[Reason]:
        """As `learned` does, with what the model said."""
        return self._learned.explain(task, scores, cells)


def _spoken_of(task: Task) -> list[int] | None:
    """Rows to ask about; None for all."""
    if task.wanted is None:
        return None
    decided = {decision.passage_id for decision in task.decisions}
    return sorted({*task.wanted, *(row for row, each in enumerate(task.passages) if each.id in decided)})
