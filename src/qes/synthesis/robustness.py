"""What a level hangs on: how it would come out without one source, without one coder, and on blind codings only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qes.model import Unit


class Without(StrEnum):
    """What is left out."""

    SOURCE = "source"
    CODER = "coder"
    ASSISTED = "assisted"
    """Everything that was coded with suggestions shown."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The level that comes out when something is left out."""

    without: Without
    name: str
    """Path of the source, or name of the coder; empty for assisted codings."""
    level: int | None
    codings: int
    """How many are left that count."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """The levels of one unit under every variant."""

    unit: Unit
    level: int | None
    """With everything."""
    variants: tuple[Variant, ...]
