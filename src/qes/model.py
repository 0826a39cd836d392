"""The nouns of qes, in the order data flows: source, passage, code, suggestion, decision, coding, assessment.

All are frozen and refuse illegal states. Offsets are Unicode codepoints into the stored text of a source,
start inclusive, end exclusive.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


def digest(*parts: str) -> str:
    """A stable 16-character id of some strings, safe against parts that run into one another."""
    joined = "\x1f".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def sha256(data: str | bytes) -> str:
    """Hex SHA-256 of text (as UTF-8) or bytes."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


# --- Source -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A non-empty stretch of a source's text, in codepoints."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def of(self, text: str) -> str:
        """The text the span covers; raises ValueError when the text ends before it."""
        if self.end > len(text):
            raise ValueError(f"span {self.start}-{self.end} reaches beyond the text ({len(text)} characters)")
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Span) -> bool:
        """Whether this span lies wholly inside the other."""
        return other.start <= self.start and self.end <= other.end


class BlockKind(StrEnum):
    """What a stretch of a source is, as far as its format tells."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TURN = "turn"
    """What one speaker says before another speaks, or one cue of it."""
    TABLE_ROW = "table-row"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, turn or table row of a source, where it stands and who speaks."""

    kind: BlockKind
    span: Span
    speaker: str | None = None
    time: float | None = None
    """Seconds from the start of the recording."""
    page: int | None = None
    level: int | None = None
    """Depth of a heading, 1 at the top."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the manifest says of a source, or of the section of it that belongs to one case."""

    case: str | None = None
    kind: str = "document"
    """`interview`, `document`, or the team's own word."""
    date: str | None = None
    """ISO 8601, to the precision known: 2024, 2024-05 or 2024-05-17."""
    role: str | None = None
    """Role of the person interviewed."""
    issuer: str | None = None
    independent: bool | None = None
    """Whether the issuer is independent of the people interviewed; None when not said."""
    language: str | None = None
    consent: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The stretch of a source that belongs to one case."""

    span: Span
    facts: Facts
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One file as taken in: its text, normalised once and never changed, and what stands where."""

    id: str
    path: str
    """Path relative to the corpus folder, with forward slashes; the name people know it by."""
    text: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    file_sha256: str
    """Of the original file, which is kept under this name."""
    language: str | None = None
    interviewers: tuple[str, ...] = ()
    """Names of the speakers who ask; their turns are kept and not coded."""
    notes: tuple[str, ...] = ()
    """What was dropped, guessed or repaired on the way in, for people to read."""

    @property
    def text_sha256(self) -> str:
        """Identity of the stored text."""
        return sha256(self.text)

    def facts_at(self, span: Span) -> Facts | None:
        """Facts of the section in which the span starts; None before the first section."""
        for section in self.sections:
            if section.span.start <= span.start < section.span.end:
                return section.facts
        return None


# --- Passage ----------------------------------------------------------------------------------


class PassageKind(StrEnum):
    """What a passage holds, which decides whether it is coded."""

    SPEECH = "speech"
    PROSE = "prose"
    TABLE = "table"
    QUESTION = "question"
    """The interviewer's own turn: context, never coded."""
    HEADING = "heading"
    ASIDE = "aside"
    """Page numbers, lone marks and the like: kept, because nothing is dropped, and not coded."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of coding: whole sentences of one speaker or paragraph, at a fixed place."""

    id: str
    source_id: str
    ordinal: int
    """Position in the source, from 0."""
    span: Span
    text: str
    kind: PassageKind
    case: str | None = None
    speaker: str | None = None
    question: str | None = None
    """The interviewer's words this passage answers, verbatim."""
    heading: str | None = None
    """The nearest heading above, verbatim."""
    page: int | None = None
    time: float | None = None

    @property
    def codable(self) -> bool:
        """Whether people are asked to code it: it belongs to a case and is speech, prose or a table."""
        return self.case is not None and self.kind in (PassageKind.SPEECH, PassageKind.PROSE, PassageKind.TABLE)

    @property
    def place(self) -> str:
        """Where it stands, as a reader would look it up: page, time or paragraph number."""
        if self.time is not None:
            seconds = int(self.time)
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        if self.page is not None:
            return f"p. {self.page}"
        return f"¶ {self.ordinal + 1}"


# --- Codebook ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Code:
    """One code with the six fields dispersed teams need (MacQueen et al. 1998)."""

    code: str
    label: str
    brief: str
    definition: str
    when_to_use: str = ""
    when_not_to_use: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    parent: str | None = None
    codable: bool = True
    """False for a folder that only groups other codes."""
    scored: bool = False
    """Whether the rubric gives a level for it, from its own codings and those below it."""
    attributes: bool = True
    """Whether its codings carry the codebook's attributes (context codes do not)."""


@dataclass(frozen=True, slots=True)
class AttributeRule:
    """One attribute of a coding and the values it may take."""

    name: str
    values: tuple[str, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """One version of a codebook; frozen once it has been used."""

    name: str
    version: str
    title: str
    codes: tuple[Code, ...]
    description: str = ""
    attributes: tuple[AttributeRule, ...] = ()
    sha256: str = ""
    """Of the file's meaning (not its layout), so that an edit after use is noticed."""

    @property
    def id(self) -> str:
        """Name and version, as people cite it."""
        return f"{self.name}@{self.version}"

    def get(self, code: str) -> Code | None:
        """The code of that id, or None."""
        return next((each for each in self.codes if each.code == code), None)

    @property
    def codable(self) -> tuple[Code, ...]:
        """The codes a passage may be given."""
        return tuple(each for each in self.codes if each.codable)

    @property
    def scored(self) -> tuple[Code, ...]:
        """The codes a rubric gives levels for."""
        return tuple(each for each in self.codes if each.scored)

    def capability(self, code: str) -> str | None:
        """The scored code that this one counts towards: itself or the nearest above; None if there is none."""
        seen: set[str] = set()
        current = self.get(code)
        while current is not None and current.code not in seen:
            if current.scored:
                return current.code
            seen.add(current.code)
            current = self.get(current.parent) if current.parent else None
        return None


# --- Suggestion -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a suggestion, exactly enough to make it again."""

    suggester: str
    model: str
    """Embedder or language model, with revision and settings."""
    codebook: str
    settings: str
    """Hash of everything else that shaped the result: settings, seed, decisions learned from."""
    prompt: str | None = None
    """Hash of the prompt; language models only."""


class ExampleKind(StrEnum):
    """Where an example that speaks for (or against) a suggestion comes from."""

    CODEBOOK = "codebook"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Example:
    """A text close to the passage, with its cosine similarity to it."""

    kind: ExampleKind
    text: str
    similarity: float
    passage_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a code is suggested, in terms a person can check."""

    examples: tuple[Example, ...] = ()
    words: tuple[tuple[str, float], ...] = ()
    """Words or stems of the passage that weighed most, with their share of the score."""
    note: str = ""

    @property
    def text(self) -> str:
        """All of it as one line, for a cell of a table."""
        parts = [self.note] if self.note else []
        if self.words:
            parts.append(f"Words: {', '.join(word for word, _ in self.words)}.")
        parts += [f"Near ({each.kind}, {each.similarity:.2f}): {each.text[:160]}" for each in self.examples[:1]]
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed coding of a passage."""

    id: str
    passage_id: str
    code: str
    score: float
    """In [0, 1]; an order of likelihood, comparable within a code."""
    maker: Maker
    reason: Reason = field(default_factory=Reason)
    span: Span | None = None
    """The part of the passage that carried it; None for the whole."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score {self.score} is not in [0, 1]")


# --- Decision ---------------------------------------------------------------------------------


class Verdict(StrEnum):
    """What a coder decides about a code on a passage."""

    ACCEPTED = "accept"
    """The code applies (also without a suggestion)."""
    REJECTED = "reject"
    REPLACED = "replace"
    """The suggested code does not apply, another does."""
    NOTHING = "nothing"
    """The coder has read the passage and no (further) code applies."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A coder's decision on a passage; appended, never edited."""

    passage_id: str
    coder: str
    verdict: Verdict
    codebook: str
    code: str | None = None
    """The code decided about; None if and only if the verdict is NOTHING."""
    replacement: str | None = None
    """Code chosen instead; set if and only if the verdict is REPLACED."""
    span: Span | None = None
    """The quote, in the source's text; None for the whole passage."""
    suggestion_id: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    memo: str = ""
    blind: bool = False
    """Whether suggestions were hidden while it was made."""
    id: str = ""
    """Given by the log when it is appended."""
    at: str = ""
    """UTC, ISO 8601; given by the log."""

    def __post_init__(self) -> None:
        if (self.code is None) != (self.verdict is Verdict.NOTHING):
            raise ValueError("a decision names a code unless its verdict is NOTHING")
        if (self.replacement is None) == (self.verdict is Verdict.REPLACED):
            raise ValueError("a replacement is given if and only if the verdict is REPLACED")

    @property
    def applied(self) -> str | None:
        """The code the coder gives the passage by this decision, if any."""
        return {Verdict.ACCEPTED: self.code, Verdict.REPLACED: self.replacement}.get(self.verdict)

    @property
    def refused(self) -> str | None:
        """The code the coder denies the passage by this decision, if any."""
        return self.code if self.verdict in (Verdict.REJECTED, Verdict.REPLACED) else None


@dataclass(frozen=True, slots=True)
class Adjudication:
    """How a lead or reviewer settled whether a code applies to a passage, with the reason."""

    passage_id: str
    code: str
    author: str
    applies: bool
    reason: str
    codebook: str
    span: Span | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    at: str = ""


class CodingStatus(StrEnum):
    """How firmly a coding stands."""

    SINGLE = "single"
    """One coder has read the passage and gave the code."""
    AGREED = "agreed"
    DISPUTED = "disputed"
    """Coders who read the passage differ; it waits for adjudication and counts for nothing."""
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Coding:
    """Evidence: a code on a verbatim quote, with whoever gave it."""

    id: str
    passage_id: str
    source_id: str
    span: Span
    quote: str
    code: str
    case: str
    status: CodingStatus
    coders: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)
    differing: tuple[str, ...] = ()
    """Attributes on which the coders differ."""
    memos: tuple[str, ...] = ()
    blind: bool = False
    """Whether all of it was coded with suggestions hidden."""

    @property
    def counts(self) -> bool:
        """Whether it is evidence: everything but an open dispute."""
        return self.status is not CodingStatus.DISPUTED


# --- Assessment -------------------------------------------------------------------------------


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
    concerns: tuple[str, ...] = ()
    """Why confidence is lowered, one sentence each."""
    next_level: tuple[str, ...] = ()
    """What is missing for the next level up."""

    @property
    def label(self) -> str:
        """The level as it is shown: a number, or NE."""
        return "NE" if self.level is None else str(self.level)


# --- Log --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the append-only log; its hash covers its content and the hash before it."""

    seq: int
    id: str
    at: str
    author: str
    kind: str
    body: Mapping[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something `verify` found: where it is and what is wrong."""

    where: str
    what: str
