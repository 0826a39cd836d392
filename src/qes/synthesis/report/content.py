"""A report as pure data: what stands in it and in which order, before any format."""

from __future__ import annotations

from dataclasses import dataclass

from qes.synthesis.report.parts import Cited, Figure, Group, Judgement, Level, Reason, SourceText, Standing, Table
from qes.synthesis.rubric import Rubric


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
    """What is missing for the next level, one thing each: as those who scored say, else as the codings show."""
    gates: tuple[Reason, ...]
    concerns: tuple[str, ...]
    sides: tuple[Group, Group]
    """Evidence for and against, to be read side by side."""
    apart: tuple[Group, ...]
    """Mixed evidence, mere intentions, and evidence without a direction; only what is not empty."""
    standing: Standing | None = None
    """None when nothing was assessed."""
    charted: Cited | None = None
    """The summary of its cell of the framework matrix."""
    judgement: Judgement | None = None
    """How people came to the level; None where nobody scored it, or not everybody may know yet."""

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
    facts: tuple[tuple[str, str], ...] = ()
    """What the table of cases says of it: attribute and value."""
    peers: tuple[str, ...] = ()
    """The cases most like it by the variables chosen, nearest first, in words."""


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
    mark: str = ""
    """Whether it is signed off, in a word or two; empty where people have not scored at all."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One case of the picture at a glance."""

    anchor: str
    case: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class FindingSection:
    """An approved finding."""

    anchor: str
    number: int
    statement: str
    scope: str
    """Which cases and which capability it speaks of."""
    confidence: str
    """Overall, such as "moderate"; "not judged" where nobody has."""
    explanation: str
    concerns: tuple[tuple[str, str, str], ...]
    """Label of the component, how serious the concern is, and why."""
    sides: tuple[Group, Group]
    """Quotes for and against it."""
    search: str
    """What the search for counter-evidence looked through and found, also when that was nothing."""
    approved: str
    """By whom and when."""


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """A pattern among what fits nowhere in the framework."""

    anchor: str
    name: str
    memo: str
    words: tuple[str, ...]
    group: Group


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """One case of the framework matrix: a summary per code that has one, by the code's label."""

    anchor: str
    case: str
    cells: tuple[tuple[str, Cited], ...]


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
    findings: tuple[FindingSection, ...] = ()
    framework: tuple[FrameworkRow, ...] = ()
    framework_columns: tuple[str, ...] = ()
    """Labels of all codes in any of its rows, in the codebook's order."""
    themes: tuple[ThemeSection, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    """Further tables, such as the evidence profile and the reporting items, each under its caption."""
    evidence: Table | None = None
    """Every coding the report rests on, one a row; in the spreadsheet and in JSON."""
    texts: tuple[SourceText, ...] = ()
    """Where quotes stand; empty for readers outside the team."""
    audience: str = "team"
    withheld: tuple[str, ...] = ()
    """What is left out for this audience, and why, one sentence each."""
    shows: tuple[tuple[str, str], ...] = ()
    """Case and scored code of every unit whose level stands in it."""
    ranked: bool = False
    """Whether cases are put in an order by their levels."""
