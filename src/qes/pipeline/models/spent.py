"""What a run of a language model took."""

from __future__ import annotations

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
    failed: set[tuple[str, str]] = field(default_factory=set)
    """Prompts, by what they are about and their hash, whose last reply was of no use."""

    def add(self, exchange: Exchange) -> None:
        """Count an exchange; one that was kept before has a time."""
        key = (exchange.prompt.about, exchange.prompt.sha256)
        if exchange.usable:
            self.failed.discard(key)
        else:
            self.failed.add(key)
        if exchange.attempt > 0 and not exchange.at:
            self.calls += 1
            self.tokens_in += exchange.tokens_in
            self.tokens_out += exchange.tokens_out
            self.asked.add(exchange.prompt.about)
