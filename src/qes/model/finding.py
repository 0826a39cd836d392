"""What a lead says in their own words, with the quotes it rests on and those against it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qes.model.confidence import Confidence
from qes.model.source import Span


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote that something written rests on; it is re-read wherever it is printed."""

    source_id: str
    span: Span
    """Into the source's stored text."""
    quote: str
    against: bool = False
    """Whether it speaks against what is written."""
    passage_id: str = ""
    coding: str | None = None
    """Id of the coding it is the quote of; None where nobody coded it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One version of a finding."""

    key: str
    """Names the finding through all its versions."""
    statement: str
    citations: tuple[Citation, ...]
    cases: tuple[str, ...] = ()
    """Those it speaks of; none: all."""
    capability: str | None = None
    """Code it is about, if it is about one."""
    confidence: Confidence | None = None
    withdrawn: bool = False
    author: str = ""
    reason: str = ""
    """Why this version, if somebody said so."""
    id: str = ""
    """Of the event by which this version was saved."""
    at: str = ""
    draft: str = ""
    """Id of the draft by a language model that it began as; empty where a person wrote it."""

    @property
    def supporting(self) -> tuple[Citation, ...]:
        """The quotes it rests on."""
        return tuple(each for each in self.citations if not each.against)

    @property
    def opposing(self) -> tuple[Citation, ...]:
        """The quotes against it."""
        return tuple(each for each in self.citations if each.against)


class Origin(StrEnum):
    """Where counter-evidence was looked for."""

    OPPOSITE = "opposite"
    """Coded with the opposite polarity, and not cited."""
    UNCITED = "uncited"
    """Coded otherwise in its cases and for its capability, and not cited: a critical finding may rest on evidence that
    is coded as support, so that the polarity of what it cites does not tell which way it points."""
    SAME_CASES = "same-cases"
    """Near in meaning, in its cases, and coded by nobody."""
    OTHER_CASES = "other-cases"
    """Near in meaning, in other cases, and coded by nobody."""
    MODEL = "model"
    """Coded by nobody, and said by a language model to speak against it, in words that stand there."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may speak against a finding."""

    source_id: str
    passage_id: str
    span: Span
    quote: str
    origin: Origin
    likeness: float
    """Cosine to the finding, in [-1, 1]."""
    coding: str | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """A search for counter-evidence to one version of a finding; kept even where nothing was found."""

    finding: str
    """Key of the finding."""
    version: str
    """Id of the version that was searched for."""
    candidates: tuple[Candidate, ...]
    searched: tuple[tuple[Origin, int], ...]
    """How many codings or passages were looked through, per place."""
    embedder: str
    """Id of the embedder whose vectors were compared."""
    author: str = ""
    id: str = ""
    at: str = ""


class Weight(StrEnum):
    """What a person says of a candidate."""

    AGAINST = "against"
    """It speaks against the finding."""
    FOR = "for"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A person's word on one candidate of a search."""

    counter: str
    """Id of the search."""
    candidate: int
    """Its place among the candidates, from 0."""
    weight: Weight
    note: str = ""
    author: str = ""
    id: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """A lead's word that one version of a finding stands, all candidates of its last search being weighed."""

    finding: str
    version: str
    counter: str
    author: str
    id: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Charted:
    """The summary of one cell of the framework matrix, in a person's own words, with its quotes."""

    case: str
    code: str
    text: str
    citations: tuple[Citation, ...] = ()
    author: str = ""
    id: str = ""
    at: str = ""
    draft: str = ""
    """Id of the draft by a language model that it began as; empty where a person wrote it."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A pattern among passages that the codebook has no place for."""

    key: str
    name: str
    passages: tuple[str, ...]
    """Ids, the most telling first."""
    words: tuple[str, ...] = ()
    memo: str = ""
    code: str | None = None
    """The code it has become, if it has."""
    withdrawn: bool = False
    """Dropped, or merged into another."""
    author: str = ""
    reason: str = ""
    id: str = ""
    at: str = ""
