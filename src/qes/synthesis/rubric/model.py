"""A rubric as data: levels with criteria, gates, and how confidence is judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qes.model import Grade
from qes.synthesis.rubric.needs import Needs, Polarity, Where


@dataclass(frozen=True, slots=True)
class Criterion:
    """What must hold for a level."""

    id: str
    text: str
    needs: Needs
    judgement: bool = False
    """Codings cannot show it: the tool lists what may speak for it, and a person confirms it."""


@dataclass(frozen=True, slots=True)
class Level:
    """A step of the rubric; it is reached when its criteria and those of every lower level hold."""

    level: int
    label: str
    text: str
    criteria: tuple[Criterion, ...]


class Openness(StrEnum):
    """What a gate waits for people to settle."""

    CONTRADICTIONS = "contradictions"
    DISPUTES = "disputes"


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition that caps the level while it is not met."""

    id: str
    text: str
    cap: int
    needs: Needs | None = None
    open: Openness | None = None
    """Set instead of `needs`: the gate is unmet while something of this kind is open."""
    judgement: bool = False
    """Whether a person may open the gate by confirming it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to look for a concern; each threshold left out can never be reached."""

    text: str
    measure: str
    """`share`, `split` and `disputed` give 0 to 1, and a concern from the threshold up; `few` gives a count of
    `unit`, and a concern below the threshold."""
    where: Where
    unit: str
    minor: float | None
    moderate: float | None
    serious: float | None

    def grade(self, value: float) -> Grade:
        """The gravest threshold the value passes."""
        gravest_first = ((Grade.SERIOUS, self.serious), (Grade.MODERATE, self.moderate), (Grade.MINOR, self.minor))
        for grade, threshold in gravest_first:
            if threshold is not None and (value < threshold if self.measure == "few" else value >= threshold):
                return grade
        return Grade.NONE


@dataclass(frozen=True, slots=True)
class Component:
    """One of the four components of confidence, looked at by some measures; the gravest decide, and are all told."""

    id: str
    label: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class ConfidenceRules:
    """How confidence is proposed from concerns about the evidence."""

    scale: tuple[str, ...]
    """From the highest down; judgement starts at the first."""
    text: str
    moderate_per_step: int
    """How many moderate concerns lower confidence as much as a serious one does."""
    components: tuple[Component, ...]
    highest_allows: Grade | None = None
    """The gravest concern beside which the highest confidence is still proposed; None: no rule but the steps."""


@dataclass(frozen=True, slots=True)
class Rubric:
    """One version of a rubric."""

    name: str
    version: str
    title: str
    description: str
    not_enough: str
    """What NE means, for people to read."""
    polarity: Polarity
    levels: tuple[Level, ...]
    gates: tuple[Gate, ...]
    confidence: ConfidenceRules
    sha256: str = ""
    """Of the file's meaning (not its layout), so that an edit after use is noticed."""

    @property
    def id(self) -> str:
        """Name and version, as people cite it."""
        return f"{self.name}@{self.version}"

    def level(self, level: int | None) -> Level | None:
        """The level of that number, or None."""
        return next((each for each in self.levels if each.level == level), None)
