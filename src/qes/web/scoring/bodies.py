"""What a page sends when somebody scores."""

from __future__ import annotations

from pydantic import Field

from qes.model import Answer, Concern, Confidence, Grade, Unit
from qes.synthesis.rubric import Rubric
from qes.web.fields import Act, Part, Words


class _OnUnit(Act):
    """Something said of a unit."""

    case: str
    capability: str
    seen: str | None = Field(None, description="Id of the last thing on the sheet, if any.")

    @property
    def unit(self) -> Unit:
        """Which."""
        return Unit(self.case, self.capability)


class Judged(Part):
    """Confidence as a person judges it."""

    class Component(Part):
        """The concern about one component."""

        component: str
        grade: Grade
        reason: Words = ""

    overall: str = Field(min_length=1)
    concerns: list[Component] = Field([])
    explanation: Words = ""

    def confidence(self, rubric: Rubric) -> Confidence:
        """The same with the rubric's names."""
        labels = {each.id: each.label for each in rubric.confidence.components}
        concerns = [
            Concern(each.component, labels.get(each.component, each.component), each.grade, each.reason)
            for each in self.concerns
        ]
        return Confidence(self.overall, tuple(concerns), self.explanation)


class Levelled(_OnUnit):
    """A level for a unit."""

    rubric: str = Field(description="The one on the sheet, by name and version.")
    evidence: str = Field(description="Names the evidence on the sheet: the level is given on just that.")
    level: int | None = Field(description="null: NE, not enough evidence.")
    confidence: Judged | None = Field(None, description="Left out for NE.")


class Given(Levelled):
    """A score, or what several have settled on."""

    answers: dict[str, Answer] = Field({})
    reason: Words = ""


class Signed(Levelled):
    """A lead's word."""

    statement: Words = ""


class Reopened(_OnUnit):
    """That a unit is to be scored anew."""

    reason: Words


class Withdrawn(_OnUnit):
    """That something is taken back."""

    event: str
    reason: Words
