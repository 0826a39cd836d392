"""A report as pure data: what stands in it and in which order, before any format."""

from __future__ import annotations

from dataclasses import dataclass

from qes.synthesis.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim quote as it is printed; `text` is what the stored source reads at its place."""

    number: int
    """By which the report refers to it, counting from 1 in reading order."""
    anchor: str
    text: str
    case: str
    code: str
    """Label of the code."""
    source: str
    source_anchor: str
    who: str
    """Role of the person, or the issuer of the document; a name only where neither is known."""
    place: str
    date: str
    coders: str
    details: tuple[tuple[str, str], ...]
    """Attributes of the coding and their values."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Quotes under one heading, and what to say when there are none."""

    id: str
    title: str
    quotes: tuple[Quote, ...]
    empty: str = "None found."


@dataclass(frozen=True, slots=True)
class Ref:
    """Points to a printed quote."""

    number: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A criterion or gate, whether it is met, why, and the quotes that speak for it."""

    text: str
    met: bool
    why: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A level as it is shown."""

    label: str
    """The number, or NE."""
    name: str
    text: str
    number: int = 0
    """0 for NE."""
    highest: int = 5
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class CapabilitySection:
    """One capability of one case."""

    anchor: str
    label: str
    brief: str
    level: Level | None
    """None when nothing was assessed because there is no rubric."""
    met: tuple[Reason, ...]
    missing: tuple[str, ...]
    gates: tuple[Reason, ...]
    concerns: tuple[str, ...]
    sides: tuple[Group, Group]
    """Evidence for and against, to be read side by side."""
    apart: tuple[Group, ...]
    """Mixed evidence, mere intentions, and evidence without a direction; only what is not empty."""

    @property
    def directed(self) -> bool:
        """Whether the two sides are shown: always beside a level, and otherwise when there is something on them."""
        return self.level is not None or any(group.quotes for group in self.sides)


@dataclass(frozen=True, slots=True)
class CaseSection:
    """One case."""

    anchor: str
    name: str
    summary: str
    capabilities: tuple[CapabilitySection, ...]


@dataclass(frozen=True, slots=True)
class CodeSection:
    """A code that bears on no level, with its quotes by case."""

    anchor: str
    label: str
    brief: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What the picture at a glance shows of one capability of one case."""

    anchor: str
    capability: str
    level: Level
    evidence: str
    """For and against, in words."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One case of the picture at a glance."""

    anchor: str
    case: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    anchors: tuple[str, ...] = ()
    """One per row, where rows are pointed to."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report holds, in order; every quote in it was read from its source when it was built."""

    title: str
    banner: str
    about: tuple[str, ...]
    columns: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    legend: tuple[tuple[str, str], ...]
    cases: tuple[CaseSection, ...]
    codes_title: str
    codes_about: str
    codes: tuple[CodeSection, ...]
    disputes: Group
    counts: Table
    coverage: Table
    agreement: Table
    method: tuple[tuple[str, str], ...]
    rubric: Rubric | None
    sources: Table
    quotes: int
    """How many quotes it prints."""
    quotes_verified: int
    """How many of them were re-read from their source and found to be verbatim."""
