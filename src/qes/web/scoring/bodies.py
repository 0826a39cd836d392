"""What a page sends when somebody scores."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from qes.model import Answer, Concern, Confidence, Grade, Unit
from qes.synthesis.rubric import Rubric

LONGEST = 20_000
"""Characters of what somebody writes."""

Words = Annotated[str, Field(max_length=LONGEST)]


class _Act(BaseModel):
    """Something said of a unit."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(min_length=8, max_length=64, description="Names the act; sent twice, it counts once.")
    case: str
    capability: str
    seen: str | None = Field(None, description="Id of the last thing on the sheet, if any.")

    @property
    def unit(self) -> Unit:
        """Which."""
        return Unit(self.case, self.capability)


class Judged(BaseModel):
    """Confidence as a person judges it."""

    class Component(BaseModel):
        """The concern about one component."""

        model_config = ConfigDict(extra="forbid")
        component: str
        grade: Grade
        reason: Words = ""

    model_config = ConfigDict(extra="forbid")
    overall: str = Field(min_length=1)
    concerns: list[Component] = []
    explanation: Words = ""

    def confidence(self, rubric: Rubric) -> Confidence:
        """The same with the rubric's names."""
        labels = {each.id: each.label for each in rubric.confidence.components}
        concerns = [
            Concern(each.component, labels.get(each.component, each.component), each.grade, each.reason)
            for each in self.concerns
        ]
        return Confidence(self.overall, tuple(concerns), self.explanation)


class Levelled(_Act):
    """A level for a unit."""

    rubric: str = Field(description="The one on the sheet, by name and version.")
    evidence: str = Field(description="Names the evidence on the sheet: the level is given on just that.")
    level: int | None = Field(description="null: NE, not enough evidence.")
    confidence: Judged | None = Field(None, description="Left out for NE.")


class Given(Levelled):
    """A score, or what several have settled on."""

    answers: dict[str, Answer] = {}
    reason: Words = ""


class Signed(Levelled):
    """A lead's word."""

    statement: Words = ""


class Reopened(_Act):
    """That a unit is to be scored anew."""

    reason: Words


class Withdrawn(_Act):
    """That something is taken back."""

    event: str
    reason: Words
