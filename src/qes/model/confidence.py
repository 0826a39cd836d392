"""How far something the synthesis says can be trusted, as a person has judged it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How serious a concern about the evidence is."""

    NONE = "none"
    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"


@dataclass(frozen=True, slots=True)
class Concern:
    """How serious the concern about one component of confidence is, and why."""

    component: str
    """Its id in the rubric."""
    label: str
    grade: Grade
    reason: str
    """A sentence, with or without its full stop; empty where there is no concern."""

    @property
    def sentence(self) -> str:
        """The concern in words; empty where there is none."""
        if self.grade is Grade.NONE:
            return ""
        reason = self.reason.rstrip()
        end = "" if not reason or reason.endswith((".", "!", "?", "…")) else "."
        return f"{self.label}: {self.grade} concern. {reason}{end}".rstrip()


@dataclass(frozen=True, slots=True)
class Confidence:
    """A judgement on the components of the rubric, and overall."""

    overall: str
    """One of the rubric's scale, such as "moderate"."""
    concerns: tuple[Concern, ...] = ()
    """One per component of the rubric, in its order."""
    explanation: str = ""
    """Why this overall level, in a sentence or two of the person's own."""

    def __post_init__(self) -> None:
        """A judgement says something."""
        if not self.overall:
            raise ValueError("a confidence has an overall level")

    @property
    def words(self) -> tuple[str, ...]:
        """Every text in it that reports print."""
        return (self.explanation, *(each.reason for each in self.concerns))
