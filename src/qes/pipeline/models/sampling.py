"""The same prompts asked several times over, to see whether a model's answers hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from qes.coding.llm.check import problem_of
from qes.coding.llm.questions import Questions
from qes.errors import BudgetSpent, ModelUnavailable, QesError
from qes.llm.cost import Prices
from qes.model import Chat, Codebook, Passage, Prompt
from qes.pipeline import Progress, quiet
from qes.pipeline.models.alone import alone
from qes.pipeline.models.asking import closable, heard_before
from qes.pipeline.models.estimating import Forecast, forecast
from qes.pipeline.models.privacy import Masking
from qes.pipeline.models.spent import Spent
from qes.project import Project


@dataclass(frozen=True, slots=True)
class Sampled:
    """What a run of samples came to."""

    samples: int
    passages: int
    """Drawn."""
    calls: int
    tokens_in: int
    tokens_out: int
    failed: int
    """Prompts to which no usable reply came."""
    stopped: QesError | None
    """Why it ended before all was asked."""


class Sampling:
    """One run, prepared; a passage all of whose samples are there is not asked about again."""

    def __init__(
        self,
        project: Project,
        chat: Chat,
        questions: Questions,
        codebook: Codebook,
        masking: Masking,
        passages: Sequence[Passage],
        samples: int,
        *,
        remote: bool,
        prices: Prices,
    ) -> None:
        """See which samples are there.

        Args:
            project: Holds the exchanges.
            chat: The model, free to answer otherwise each time.
            questions: As passages are asked about.
            codebook: The one asked about.
            masking: How texts are sent.
            passages: Those to be asked about.
            samples: How often each; at least 2, or nothing could differ.
            remote: Whether what is sent leaves this machine.
            prices: By which it is estimated.
        """
        if samples < 2:
            raise ValueError(f"with {samples} samples nothing can differ")
        self._project, self._chat, self._questions = project, chat, questions
        self._passages, self._samples = passages, samples
        self._told = (chat.name, remote, masking.masked)
        self._prices = prices
        # Codes that any sample lacks are asked about anew in all: only answers to one prompt can be compared.
        known: dict[str, set[str]] = {}
        for number in range(1, samples + 1):
            for passage, had in heard_before(
                project.store, chat.name, chat.settings, passages, codebook, masking.mask, sample=number
            ):
                known[passage.id] = known.get(passage.id, had.codes) & had.codes
        self._todo = [(each, known[each.id]) for each in passages if questions.left(each.id, known[each.id])]

    def forecast(self) -> Forecast:
        """What `run` will about take."""
        calls, sent, answered = (self._samples * each for each in forecast(self._questions, self._todo, self._prices))
        price = self._prices.of(sent, answered) if self._prices.known else None
        reused = len(self._passages) - len(self._todo)
        return Forecast(*self._told, len(self._todo), reused, calls, sent, answered, price)

    def run(self, progress: Progress = quiet) -> Sampled:
        """Ask; what comes is kept by the chat, and what is not there when it has to stop is asked by the next run.

        Raises:
            AlreadyAsking: Another run is under way.
        """
        spent, stopped, done = Spent(), None, 0
        try:
            with alone(self._project), closing(closable(self._chat.ask(self._prompts(), problem_of))) as came:
                for exchange in came:
                    spent.add(exchange)
                    done += exchange.usable
                    progress("asking again", done, max(done, self._samples * len(self._todo)))
        except (ModelUnavailable, BudgetSpent) as error:
            stopped = error
        told = (spent.calls, spent.tokens_in, spent.tokens_out, len(spent.failed))
        return Sampled(self._samples, len(self._passages), *told, stopped)

    def _prompts(self) -> Iterator[Prompt]:
        for passage, known in self._todo:
            for prompt in self._questions.of(passage.id, known):
                yield from (replace(prompt, sample=number) for number in range(1, self._samples + 1))
