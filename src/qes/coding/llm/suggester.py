"""A language model as a suggester: every passage is a question of its own, and only what passes the gate counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from qes.coding.llm.answers import Counts, answers_of
from qes.coding.llm.check import problem_of
from qes.coding.llm.questions import Asking, Questions
from qes.coding.llm.reply import Answer
from qes.coding.llm.voice import SUGGESTER, reason_of, score_of
from qes.coding.suggest.task import Scores, Task
from qes.errors import ModelUnavailable
from qes.model import Chat, Prompt, Reason

PROPOSED = 0.5
"""Score from which a code is proposed: between an answer that is open and the least of a yes."""
_UNASKED = 0.3
"""Codes that were not asked about come after those that are open, and before those that were denied."""
_LEANING = 0.05
"""What the order of asking adds at most: where the model says the same of two codes, the likelier one comes first."""


@dataclass(slots=True)
class Heard:
    """What a model said of a task's passages."""

    answers: dict[tuple[int, str], Answer] = field(default_factory=dict)
    """By row and code."""
    flags: dict[str, str] = field(default_factory=dict)
    """Passage that speaks to a machine → why it seems so."""
    counts: Counts = field(default_factory=Counts)
    failed: int = 0
    """Prompts to which no usable reply came."""


class LlmSuggester:
    """Asks a task's language model about its passages; of a code it did not ask about it says nothing."""

    name = SUGGESTER

    def __init__(self, asking: Asking | None = None) -> None:
        """Nothing is asked yet.

        Args:
            asking: How to ask.
        """
        self._asking = asking or Asking()

    def score(self, task: Task, /) -> Scores:
        """Ask about every passage, or those wanted.

        Raises:
            ModelUnavailable: The task has no language model, or it does not answer.
            BudgetSpent: The next call might cost more than is allowed.
        """
        chat, questions = _chat_of(task), Questions(task, self._asking)
        heard = self._ask(task, chat, questions)
        matrix = np.full((len(task.passages), len(task.codes)), _UNASKED)
        for (row, code), answer in heard.answers.items():
            matrix[row, task.codes.index(code)] = score_of(answer)
        matrix += questions.leaning * _LEANING
        sources, thresholds = (self.name,) * len(task.codes), np.full(len(task.codes), PROPOSED)
        return Scores(task.codes, matrix, thresholds, sources, (), heard, chat.name)

    def hear(self, task: Task) -> Heard:
        """The answers themselves; errors as in `score`."""
        return self._ask(task, _chat_of(task), Questions(task, self._asking))

    def explain(self, task: Task, scores: Scores, cells: Sequence[tuple[int, int]], /) -> list[Reason]:
        """The model's sentence, marked as its own, and the words of the passage that it found."""
        heard: Heard = scores.state
        reasons = []
        for row, column in cells:
            passage, answer = task.passages[row], heard.answers.get((row, scores.codes[column]))
            flag = heard.flags.get(passage.id, "")
            reasons.append(reason_of(passage, answer, flag) if answer else Reason(note="The model was not asked."))
        return reasons

    def _ask(self, task: Task, chat: Chat, questions: Questions) -> Heard:
        heard, rows = Heard(flags=questions.flags), {each.id: row for row, each in enumerate(task.passages)}
        for exchange in chat.ask(_prompts(task, questions), problem_of):
            if not exchange.usable:
                heard.failed += 1
                continue
            row = rows[exchange.prompt.about]
            masked = self._asking.mask(task.passages[row].text)
            gated = answers_of(exchange, task.passages[row], task.codebook, masked)
            heard.counts += gated.counts
            heard.answers |= {(row, each.code): each for each in gated.answers}
        return heard


def _chat_of(task: Task) -> Chat:
    if task.chat is None:
        raise ModelUnavailable(
            SUGGESTER,
            "no language model is named",
            "Name one with `--model provider:name`, such as ollama:llama3.1, or as `[llm] model` in qes.toml.",
        )
    return task.chat


def _prompts(task: Task, questions: Questions) -> Iterator[Prompt]:
    rows = range(len(task.passages)) if task.wanted is None else task.wanted
    for row in rows:
        yield from questions.of(task.passages[row].id)
