"""What a rubric file may hold; the JSON Schema for editors is made from these classes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z0-9]+([/-][a-z0-9]+)*$", description="Lower-case words joined by '-'.")]
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Values = Annotated[list[str], Field(min_length=1)]


class Part(BaseModel):
    """A part of the file: no other keys than these, and no silent conversions."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SourceFilter(Part):
    """Facts of the source, as the manifest gives them."""

    kind: list[str] = Field(default=[], description="One of these kinds of source, such as interview or document.")
    not_kind: list[str] = Field(default=[], description="None of these kinds of source.")
    independent: bool | None = Field(
        default=None, description="Whether the issuer is said to be independent of the speakers."
    )
    dated: bool | None = Field(default=None, description="Whether the source has a date.")


class Filter(Part):
    """Which codings are meant; all that is given must hold."""

    attributes: dict[str, Values] = Field(default={}, description="Attribute of a coding and the values it may have.")
    codes: list[str] = Field(default=[], description="Only these codes.")
    status: list[Literal["single", "agreed", "settled"]] = Field(
        default=[], description="How firmly the coding stands."
    )
    source: SourceFilter = Field(default_factory=SourceFilter)


class NeedsPart(Part):
    """How much evidence of which kind must be there."""

    where: Filter = Field(default_factory=Filter)
    codings: Count = Field(default=1, description="Different texts; a repeated text counts once.")
    codes: Count = Field(default=0, description="Different codes.")
    sources: Count = Field(default=0, description="Different sources.")
    speakers: Count = Field(default=0, description="Different speakers.")
    voices: Count = Field(default=0, description="Speakers or sources, whichever are more.")


class CriterionPart(Part):
    """What must hold for a level."""

    id: Name
    text: Text = Field(description="What a person reads.")
    judgement: bool = Field(default=False, description="Codings cannot show it: unmet until a person confirms it.")
    needs: NeedsPart


class LevelPart(Part):
    """A level; reached when its criteria and those of every lower level hold."""

    level: int = Field(ge=1)
    label: Text
    text: Text
    criteria: list[CriterionPart] = Field(min_length=1)


class GatePart(Part):
    """A condition that caps the level while it is not met."""

    id: Name
    text: Text
    cap: int = Field(ge=1, description="The highest level while the gate is not met.")
    judgement: bool = Field(default=False, description="Whether a person may open it by confirming it.")
    needs: NeedsPart | None = None
    open: Literal["contradictions", "disputes"] | None = Field(
        default=None, description="Unmet while something of this kind is open; instead of `needs`."
    )


class PolarityPart(Part):
    """Which attribute says which way evidence points, and which values stand for what."""

    attribute: Text
    supports: list[str] = Field(min_length=1)
    contradicts: list[str] = Field(min_length=1)
    mixed: list[str] = []
    aspiration: list[str] = Field(default=[], description="Intentions without practice: they raise no level.")


class MeasurePart(Part):
    """One way to look for a concern, with the value from which it is minor, moderate or serious."""

    text: Text = Field(description="The concern, as a sentence without its full stop.")
    measure: Literal["share", "split", "disputed", "few"] = Field(
        description="share of the evidence that `where` lets through; split: share outside the larger side; "
        "disputed: share still in dispute; few: fewer of `unit` than the threshold."
    )
    where: Filter = Field(default_factory=Filter)
    unit: Literal["codings", "codes", "sources", "speakers", "voices", "words"] = "codings"
    minor: float | None = None
    moderate: float | None = None
    serious: float | None = None


class ComponentPart(Part):
    """A component of confidence; the gravest of its measures decides."""

    id: Name
    label: Text
    measures: list[MeasurePart] = Field(min_length=1)


class ConfidencePart(Part):
    """How confidence is proposed."""

    text: Text
    scale: list[str] = Field(min_length=2, description="From the highest down; judgement starts at the first.")
    moderate_per_step: int = Field(
        default=2, ge=1, description="So many moderate concerns lower it as one serious one does."
    )
    highest_allows: Literal["none", "minor", "moderate"] | None = Field(
        default=None,
        description="The gravest concern beside which the highest confidence is still proposed; left out: what "
        "`moderate_per_step` gives.",
    )
    components: list[ComponentPart] = Field(min_length=1)


class RubricFile(Part):
    """A rubric of qes."""

    name: Name
    version: Text
    title: Text
    description: str = ""
    not_enough: Text = Field(description="What NE means; it is given while a criterion of the lowest level is unmet.")
    polarity: PolarityPart
    levels: list[LevelPart] = Field(min_length=2)
    gates: list[GatePart] = []
    confidence: ConfidencePart
