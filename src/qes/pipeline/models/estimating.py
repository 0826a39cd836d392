"""What asking a model will take, told before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.coding.llm.questions import Questions
from qes.coding.llm.schema import asked
from qes.llm.cost import Prices, estimate
from qes.model import Passage

_SAMPLE = 100
"""Passages whose prompts are really made for an estimate; the others are taken to be like them."""
REPLY_TOKENS = 45
"""For a code: its id, a verdict and a sentence; few carry a quote."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run will about take."""

    model: str
    remote: bool
    """Whether texts leave this machine."""
    masked: bool
    """Whether names stand as pseudonyms in what is sent."""
    passages: int
    """To be asked about."""
    reused: int
    """Answered already; nothing is paid for them again."""
    calls: int
    tokens_in: int
    tokens_out: int
    price: float | None
    """None where `[llm] price_in` and `price_out` are not set."""


def forecast(questions: Questions, todo: Sequence[tuple[Passage, set[str]]], prices: Prices) -> tuple[int, int, int]:
    """About how many calls, tokens in and tokens out it takes to ask about some passages, codes known left out."""
    step = max(1, len(todo) // _SAMPLE)
    sample = todo[::step]
    if not sample:
        return 0, 0, 0
    made = [(passage, questions.of(passage.id, known)) for passage, known in sample]
    prompts = [prompt for _, each in made for prompt in each]
    scale = len(todo) / len(sample)
    counted = estimate(prompts, 0, prices)
    codes = sum(len(asked(prompt).codes) for prompt in prompts)
    return round(counted.calls * scale), round(counted.tokens_in * scale), round(codes * REPLY_TOKENS * scale)
