"""What a language model's server was asked, and what it can be told to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from model_dialects import SCHEMA, example_of


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came."""

    number: int
    """From 1, in the order in which they came."""
    path: str
    model: str
    system: str
    user: str
    schema: dict[str, Any] | None
    """JSON Schema of the reply, wherever the dialect puts it."""
    headers: dict[str, str]
    body: dict[str, Any]
    at: float
    """Seconds on a clock that never goes back."""

    @property
    def good(self) -> str:
        """A reply that fits the schema."""
        return json.dumps(example_of(self.schema or SCHEMA))


# --- What it can do -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Say:
    """Answer with this text, whatever it is; in the dialect of whoever asks."""

    text: str
    finish: str = "stop"
    """Or `length`, where the limit of tokens cut it off."""
    tokens: tuple[int, int] = (100, 20)
    wait: float = 0.0
    """Seconds before it answers."""
    pieces: int = 1
    """Sent in so many parts of the body, a tenth of a second apart."""


@dataclass(frozen=True, slots=True)
class Status:
    """Answer with a status, headers and body of one's own."""

    status: int
    body: str = '{"error": {"message": "no", "type": "error"}}'
    headers: Sequence[tuple[str, str]] = ()
    kind: str = "application/json"


@dataclass(frozen=True, slots=True)
class Drop:
    """Begin to answer, then close the connection."""


@dataclass(frozen=True, slots=True)
class Endless:
    """A body that never ends: as fast as it goes, or byte by byte."""

    fast: bool = True


Act = Say | Status | Drop | Endless
Script = Callable[[Call], Act]

MANNERS: dict[str, Script] = {
    "good": lambda call: Say(call.good),
    "slow": lambda call: Say(call.good, wait=600),
    "drips": lambda _: Endless(fast=False),
    "endless": lambda _: Endless(),
    "drops": lambda _: Drop(),
    "broken-json": lambda _: Say('{"codes": [{"code": "a'),
    "prose": lambda call: Say(f"Of course! Here it is:\n```json\n{call.good}\n```\nAnything else?"),
    "wrong-schema": lambda _: Say('{"something": "else"}'),
    "empty": lambda _: Say(""),
    "cut-short": lambda call: Say(call.good[:-3], finish="length"),
    "half-surrogate": lambda _: Say('{"answer": "half \ud83d of it"}'),
    "nul": lambda _: Say('{"answer": "zero\\u0000 and \u0000"}'),
    "busy": lambda _: Status(429, headers=[("retry-after", "1")]),
    "fails": lambda _: Status(500),
    "refuses": lambda _: Status(401, '{"error": {"message": "Incorrect API key provided", "type": "auth"}}'),
    "missing": lambda _: Status(404, '{"error": {"message": "model \'missing\' not found", "type": "not_found"}}'),
    "page": lambda _: Status(200, "<html><body>Welcome to the hotel's network</body></html>", kind="text/html"),
}
"""Model name → how it behaves; any other name is good."""


def by_name(call: Call) -> Act:
    """What the model's name asks for."""
    return MANNERS.get(call.model, MANNERS["good"])(call)
