"""An assessment: a proposed level and everything it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from qes.model.confidence import Concern


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion or gate of a rubric, whether it is met, and by which codings."""

    id: str
    text: str
    met: bool
    why: str
    evidence: tuple[str, ...] = ()
    """Ids of the codings that speak for it being met."""
    against: tuple[str, ...] = ()
    level: int | None = None
    """The level it belongs to; None for a gate."""
    mixed: tuple[str, ...] = ()
    """Ids of the codings about the same that point both ways; those that count for it are among `evidence`, too."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The proposed level of one capability of one case, and everything it rests on."""

    case: str
    capability: str
    level: int | None
    """None is NE: not enough evidence, which is not a low level."""
    confidence: str | None
    """high, moderate, low or very low; None when the level is NE."""
    rubric: str
    evidence: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    gates: tuple[Check, ...] = ()
    concerns: tuple[Concern, ...] = ()
    """One per component of confidence, in the rubric's order, those without any concern too; none where the level is
    NE."""
    next_level: tuple[str, ...] = ()
    """What is missing for the next level up."""

    @property
    def label(self) -> str:
        """The level as it is shown: a number, or NE."""
        return "NE" if self.level is None else str(self.level)
