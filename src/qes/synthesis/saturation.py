"""Saturation: what each further source adds to what is known of a capability of a case."""

from __future__ import annotations

from dataclasses import dataclass

from qes.model import Unit


@dataclass(frozen=True, slots=True)
class Step:
    """One source, taken after those before it."""

    source: str
    """Its path."""
    date: str
    """As the manifest gives it; may be empty."""
    codings: int
    """Different texts it adds."""
    fresh: int
    """Kinds of evidence (code and direction) that no source before had."""
    kinds: int
    """All kinds so far."""
    level: int | None
    """That comes out of the sources so far."""


@dataclass(frozen=True, slots=True)
class Saturation:
    """One unit, source by source."""

    unit: Unit
    steps: tuple[Step, ...]
