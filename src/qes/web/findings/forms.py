"""What pages send of findings."""

from __future__ import annotations

from pydantic import Field

from qes.model import Concern, Confidence, Finding, Grade, Weight
from qes.web.fields import Act, Body, Name, Part, Words
from qes.web.findings.citations import MOST, Cited, Pointed


class OnVersion(Act):
    """Something done to one version of a finding."""

    seen: Name = Field(description="Id of the version that was read.")


class Judged(Part):
    """Confidence as a person judges it."""

    class Component(Part):
        """The concern about one component."""

        component: Name
        label: Name
        grade: Grade
        reason: Words = ""

    overall: Name = Field(min_length=1)
    concerns: list[Component] = Field([], max_length=50)
    explanation: Words = ""

    @property
    def confidence(self) -> Confidence:
        """The same as the model has it."""
        given = [Concern(each.component, each.label, each.grade, each.reason) for each in self.concerns]
        return Confidence(self.overall, tuple(given), self.explanation)


class Written(Act):
    """A version of a finding."""

    finding: Name = Field("", description="Its key; empty: a new one.")
    statement: Words
    citations: list[Cited] = Field([], max_length=MOST)
    cases: list[Name] = Field([], max_length=1000, description="Those it speaks of; none: all.")
    capability: Name | None = None
    confidence: Judged | None = None
    reason: Words = Field("", description="Why this version.")
    seen: Name | None = Field(None, description="Id of the version the edit started from; null: there was none.")
    draft: Name = Field("", description="Id of the draft by a model that a new one was made of, which it closes.")

    @property
    def version(self) -> Finding:
        """The same as the model has it.

        Raises:
            BadFinding: A quote of it is at no place.
        """
        return Finding(
            key=self.finding,
            statement=self.statement,
            citations=tuple(each.citation for each in self.citations),
            cases=tuple(self.cases),
            capability=self.capability or None,
            confidence=self.confidence.confidence if self.confidence else None,
            reason=self.reason,
        )


class Tried(Body):
    """A finding that is being written."""

    statement: Words = ""
    citations: list[Pointed] = Field([], max_length=MOST)


class Withdrawn(OnVersion):
    """That a finding is withdrawn."""

    reason: Words


class Word(Act):
    """What somebody says of a candidate."""

    counter: Name = Field(description="Id of the search.")
    candidate: int = Field(ge=0)
    weight: Weight
    note: Words = ""
    seen: Name | None = Field(None, description="Id of the word on it that was in force, if any.")
