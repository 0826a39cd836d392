"""A source: one file as taken in, and what stands where in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qes.model.identity import sha256


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
