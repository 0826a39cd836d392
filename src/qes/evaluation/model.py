"""A language model under test: each held-out item is asked about once for every draw, and nothing is paid twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from qes.coding.llm.questions import Asking, Questions
from qes.coding.llm.suggester import LlmSuggester
from qes.coding.llm.voice import SUGGESTER
from qes.coding.suggest import Suggester, Task
from qes.evaluation.signalled import LEARNED_WITH_MODEL, SignalledSuggester
from qes.llm.cost import Prices
from qes.model import Chat
from qes.pipeline.models.estimating import Forecast, forecast
from qes.store import Store

ASKING = (SUGGESTER, LEARNED_WITH_MODEL)
"""Suggesters that ask a model."""

Agree = Callable[[Forecast], None]
"""Told what it will take before anything is sent; raises to call it off."""


def _agreed(_: Forecast) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Model:
    """A language model and how it is asked."""

    open: Callable[[Store], Chat]
    """The model, keeping its replies in a store."""
    name: str
    remote: bool
    asking: Asking = field(default_factory=Asking)
    masked: bool = False
    prices: Prices = field(default_factory=Prices)
    agree: Agree = _agreed

    def foretell(self, task: Task, times: float) -> None:
        """Tell what it takes to ask about all items of a task, so many times over at most."""
        questions = Questions(task, self.asking)
        todo = [(passage, set[str]()) for passage in task.passages]
        calls, sent, answered = (round(each * times) for each in forecast(questions, todo, self.prices))
        price = self.prices.of(sent, answered) if self.prices.known else None
        told = (self.name, self.remote, self.masked)
        self.agree(Forecast(*told, len(todo), 0, calls, sent, answered, price))


def pays(suggester: Suggester) -> bool:
    """Whether every item that is scored has a price, so that only those looked at are scored."""
    return suggester.name in ASKING


def ask_for(name: str, model: Model) -> Suggester:
    """One of `ASKING`, asking as it is told to."""
    return LlmSuggester(model.asking) if name == SUGGESTER else SignalledSuggester(model.asking)
