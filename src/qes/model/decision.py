"""A decision, how disputes are settled, and the coding that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qes.model.source import Span


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
    """Given by the log when it is appended, or by whoever asks: what is sent twice under one id counts once."""
    at: str = ""
    """UTC, ISO 8601; given by the log."""
    action: str = ""
    """Names the step it was part of; steps are undone whole."""

    def __post_init__(self) -> None:
        if (self.code is None) != (self.verdict is Verdict.NOTHING):
            raise ValueError("a decision names a code unless its verdict is NOTHING")
        if (self.replacement is None) == (self.verdict is Verdict.REPLACED):
            raise ValueError("a replacement is given if and only if the verdict is REPLACED")

    @property
    def applied(self) -> str | None:
        """The code the coder gives the passage by this decision, if any."""
        if self.verdict is Verdict.ACCEPTED:
            return self.code
        return self.replacement if self.verdict is Verdict.REPLACED else None

    @property
    def refused(self) -> str | None:
        """The code the coder denies the passage by this decision, if any."""
        return self.code if self.verdict in (Verdict.REJECTED, Verdict.REPLACED) else None


class ErrorKind(StrEnum):
    """Why coders differed, as whoever settles it sees it; the value stands in logs and tables and never changes."""

    SPAN = "span"
    """They mean the same, and chose other words for it."""
    CODE = "code"
    """Somebody took the wrong code."""
    MISSED = "missed"
    """Somebody overlooked it."""
    DEFINITION = "definition"
    """The codebook does not say clearly enough, so either reading can be defended."""


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
    kind: ErrorKind | None = None
    """Why the coders differed; None when that was not said."""


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
