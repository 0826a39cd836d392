"""What a run of a language model took."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from qes.model import Exchange


@dataclass(slots=True)
class Spent:
    """What a run took; what came from the record cost nothing."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    asked: set[str] = field(default_factory=set)
    """Passages."""
    failed: dict[tuple[str, str], str] = field(default_factory=dict)
    """Prompts, by what they are about and their hash, whose last reply was of no use → why."""

    @property
    def trouble(self) -> str:
        """Why most of them failed; empty where none did."""
        return max(Counter(sorted(self.failed.values())).items(), key=lambda each: each[1], default=("", 0))[0]

    def add(self, exchange: Exchange) -> None:
        """Count an exchange; one that was kept before has a time."""
        key = (exchange.prompt.about, exchange.prompt.sha256)
        if exchange.usable:
            self.failed.pop(key, None)
        else:
            self.failed[key] = exchange.trouble
        if exchange.attempt > 0 and not exchange.at:
            self.calls += 1
            self.tokens_in += exchange.tokens_in
            self.tokens_out += exchange.tokens_out
            self.asked.add(exchange.prompt.about)
