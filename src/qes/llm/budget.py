"""What a run may cost: no call is begun that might exceed it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from qes.errors import BudgetSpent
from qes.llm.cost import Meter, Prices, prompt_tokens
from qes.model import Prompt


@dataclass(frozen=True, slots=True)
class Hold:
    """Set aside for a call under way: the most it may take."""

    sent: int
    answered: int


@dataclass(slots=True)
class Budget:
    """Tokens and money spent and set aside; a limit of 0 is none. May be shared by threads."""

    model: str
    tokens: int = 0
    """Most tokens, in and out."""
    money: float = 0.0
    """Most money, where prices are known."""
    prices: Prices = field(default_factory=Prices)
    meter: Meter = field(default_factory=Meter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _sent: int = 0
    _answered: int = 0
    _held: dict[int, Hold] = field(default_factory=dict)

    @property
    def spent(self) -> tuple[int, int]:
        """Tokens sent and answered so far."""
        with self._lock:
            return self._sent, self._answered

    @property
    def price(self) -> float | None:
        """Of what was spent; None where prices are not known."""
        return self.prices.of(*self.spent) if self.prices.known else None

    def hold(self, prompt: Prompt, most_answered: int) -> Hold:
        """Set aside what a call may take.

        Raises:
            BudgetSpent: With what is spent and set aside already it might exceed the budget.
        """
        wanted = Hold(self.meter.corrected(prompt_tokens(prompt)), most_answered)
        with self._lock:
            sent = self._sent + wanted.sent + sum(each.sent for each in self._held.values())
            answered = self._answered + wanted.answered + sum(each.answered for each in self._held.values())
            if self.tokens and sent + answered > self.tokens:
                spent = f"{self._sent + self._answered:,} tokens"
                raise BudgetSpent(self.model, spent, f"{self.tokens:,} tokens")
            if self.money and self.prices.of(sent, answered) > self.money:
                raise BudgetSpent(self.model, f"{self.prices.of(self._sent, self._answered):.2f}", f"{self.money:.2f}")
            self._held[id(wanted)] = wanted
        return wanted

    def settle(self, hold: Hold, sent: int, answered: int) -> None:
        """Replace what was set aside by what it came to."""
        with self._lock:
            del self._held[id(hold)]
            self._sent += sent
            self._answered += answered
