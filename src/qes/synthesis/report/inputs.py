"""What a report is made from; the caller gathers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qes.model import (
    Approval,
    Assessment,
    Charted,
    Codebook,
    Confidence,
    Consensus,
    Counter,
    Facts,
    Finding,
    Score,
    Theme,
    Unit,
    Weighed,
)
from qes.synthesis.evidence import Evidence
from qes.synthesis.report.quotes import Read
from qes.synthesis.robustness import Robustness
from qes.synthesis.rubric import Rubric
from qes.synthesis.saturation import Saturation


@dataclass(frozen=True, slots=True)
class SourceInput:
    """A source as the report lists it."""

    id: str
    path: str
    title: str
    facts: Facts
    """Of the source, or of its section on the case it stands under."""
    passages: int
    """How many passages people are asked to code."""
    coded: int
    """How many of these carry at least one code."""
    length: int = 0
    """Of its stored text, in characters; 0: not known."""


@dataclass(frozen=True, slots=True)
class CaseInput:
    """A case and the sources on it."""

    name: str
    sources: tuple[SourceInput, ...]
    facts: tuple[tuple[str, str], ...] = ()
    """Of the table of cases: attribute and value."""
    peers: tuple[tuple[str, str], ...] = ()
    """Cases most like it, nearest first, each with a sentence on what they share."""


@dataclass(frozen=True, slots=True)
class LevelInput:
    """Where one unit stands between the rubric's proposal and a lead's signature."""

    unit: Unit
    level: int | None
    """The one to print: signed off, else settled, else proposed."""
    confidence: Confidence | None
    """As a person judged it; None: as it is proposed."""
    status: str
    """In words, with who and when."""
    signed: bool = False
    stale: str = ""
    """What has changed since it was signed off."""
    statement: str = ""
    author: str = ""
    """Of the statement."""
    scores: tuple[Score, ...] = ()
    """What everybody said who scored it, once all may know; their answers stand for the criteria in the report."""
    consensus: Consensus | None = None
    """What they settled on; None where they did not have to."""


@dataclass(frozen=True, slots=True)
class FindingInput:
    """An approved finding, and the search for counter-evidence on which its approval rests."""

    finding: Finding
    counter: Counter
    weighed: tuple[Weighed, ...]
    approval: Approval


@dataclass(frozen=True, slots=True)
class ItemInput:
    """What a reporting statement asks to be told, and what is told."""

    statement: str
    """"ENTREQ" or "RAISE"."""
    number: str
    item: str
    answer: str
    """From the log, or in a person's words."""
    by: str = ""
    """Who wrote it, or added to what the log says; empty: nobody."""
    logged: bool = False
    """Whether the log answers it."""


@dataclass(frozen=True, slots=True)
class PassageText:
    """A passage as it is shown around quotes."""

    id: str
    source_id: str
    start: int
    end: int
    place: str
    speaker: str
    question: str


@dataclass(frozen=True, slots=True)
class ReportInput:
    """Everything a report is made from."""

    title: str
    codebook: Codebook
    rubric: Rubric | None
    cases: Sequence[CaseInput]
    evidence: Sequence[Evidence]
    """Disputed codings too; evidence on cases not listed is left out."""
    assessments: Sequence[Assessment]
    read: Read
    """Re-reads the stored text; ValueError or LookupError means that it is not there."""
    agreement: Sequence[Mapping[str, object]] = ()
    """A row per code, all with the same keys."""
    method: Sequence[tuple[str, str]] = ()
    """Label and text: who coded, which model suggested, versions, counts."""
    banner: str = ""
    """Shown on top; says so when the cases are fictional."""
    levels: Mapping[Unit, LevelInput] = field(default_factory=dict)
    robustness: Mapping[Unit, Robustness] = field(default_factory=dict)
    saturation: Mapping[Unit, Saturation] = field(default_factory=dict)
    findings: Sequence[FindingInput] = ()
    unapproved: int = 0
    """Findings that nobody has approved yet; they are counted and not printed."""
    charted: Sequence[Charted] = ()
    themes: Sequence[Theme] = ()
    items: Sequence[ItemInput] = ()
    passages: Mapping[str, PassageText] = field(default_factory=dict)
    """By id: those quotes stand on; empty where no texts are to be shown around quotes."""
    case_of: Mapping[str, str] = field(default_factory=dict)
    """Passage → the case it is about; a source may be about several."""
    audience: str = "team"
    """`team`, or `public`: for readers outside it."""
    withheld: Sequence[str] = ()
    """What was left out for this audience, one sentence each."""
    suppressed: frozenset[tuple[str, str]] = frozenset()
    """Case and code, or case and scored code, whose counts are shown as "< 3" or not at all, because too few people
    spoke; so are the totals that would give them away. See `disclosure`."""
    ranking: bool = False
    """Whether cases are put in an order by their levels; only when somebody asked for it."""
    unscored: frozenset[Unit] = frozenset()
    """Units that people are still to score without having seen the rubric's proposal: printed as not scored yet, with
    their evidence, and with nothing that follows from the proposal. See `blind`."""
    team: frozenset[str] = frozenset()
    """Names of the people who made all this."""
    speakers: frozenset[str] = frozenset()
    """Names of those who speak in the sources, quoted or not."""
    unnamed: frozenset[str] = frozenset()
    """What those are called in the sources whom these do not name, such as "A" or "Respondent 2"."""
    smallest: int = 3
    """Of so many people at least counts are told; see `suppressed`."""
