"""How many tokens and how much money: estimated without a tokenizer, and corrected by what replies report.

Byte-pair tokens of today's models hold about four bytes of UTF-8, whatever the script: four letters of English, two of
Greek or Cyrillic, one and a third characters of Chinese. Tokenizers are not used, for each model has its own and most
must be downloaded.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from qes.model import Prompt

BYTES_A_TOKEN = 4.0
OVERHEAD = 12
"""Tokens of a call beside its words: roles and separators."""
_MILLION = 1_000_000
_TRUSTED = 2_000
"""Reported tokens at which the estimate is corrected half-way."""


def tokens_in(text: str) -> int:
    """About how many tokens a text is; 0 only for the empty one."""
    return -int(-len(text.encode(errors="replace")) // BYTES_A_TOKEN)


def prompt_tokens(prompt: Prompt) -> int:
    """About how many tokens a prompt is, its schema included, as it is sent too."""
    return tokens_in(prompt.system) + tokens_in(prompt.user) + tokens_in(prompt.schema) + OVERHEAD


@dataclass(frozen=True, slots=True)
class Prices:
    """Of a million tokens, in whatever currency; both 0: not known."""

    sent: float = 0.0
    answered: float = 0.0

    @property
    def known(self) -> bool:
        """Whether the team has said what the model costs."""
        return self.sent > 0 or self.answered > 0

    def of(self, sent: int, answered: int) -> float:
        """What so many tokens cost."""
        return (sent * self.sent + answered * self.answered) / _MILLION


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run will about take."""

    calls: int
    tokens_in: int
    tokens_out: int
    price: float | None
    """None where prices are not known."""


def estimate(prompts: Iterable[Prompt], reply_tokens: int, prices: Prices, meter: Meter | None = None) -> Estimate:
    """What it will about take to ask these prompts once each.

    Args:
        prompts: Taken one by one; they need not fit into memory.
        reply_tokens: Tokens of a usual reply.
        prices: What tokens cost.
        meter: What replies of the same model have reported so far.
    """
    calls, sent = 0, 0
    for prompt in prompts:
        calls, sent = calls + 1, sent + prompt_tokens(prompt)
    sent = (meter or Meter()).corrected(sent)
    answered = calls * reply_tokens
    return Estimate(calls, sent, answered, prices.of(sent, answered) if prices.known else None)


class Meter:
    """Corrects estimates by what replies report; may be shared by threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._estimated = 0
        self._reported = 0

    def learn(self, estimated: int, reported: int) -> None:
        """That a prompt thought to be so many tokens was so many; nothing where nothing was reported."""
        if estimated > 0 and reported > 0:
            with self._lock:
                self._estimated += estimated
                self._reported += reported

    def corrected(self, estimated: int) -> int:
        """An estimate, times the ratio seen so far; a few replies move it little."""
        with self._lock:
            ratio = (self._reported + _TRUSTED) / (self._estimated + _TRUSTED)
        return round(estimated * ratio)
