"""What people have said of passages, and what it amounts to: decisions, adjudications, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qes.model import Adjudication, CodingStatus, Decision, ErrorKind, Passage, Source, Span, Verdict
from qes.notebook.columns import Column, Table, attribute_columns, choice, flag, several, text, time, whole
from qes.notebook.reading import Reading
from qes.synthesis.evidence import Evidence, counted
from qes.synthesis.rubric import Side


class Said(NamedTuple):
    """A decision, and where it stands; nowhere, if its words are no longer in the project's texts."""

    decision: Decision
    passage: Passage | None
    source: Source | None

    @property
    def span(self) -> Span | None:
        """Of the words it is about."""
        return (self.decision.span or self.passage.span) if self.passage else None

    @property
    def quote(self) -> str | None:
        """The words it is about."""
        return self.span.of(self.source.text) if self.span and self.source else None


class Settled(NamedTuple):
    """An adjudication, and where it stands."""

    adjudication: Adjudication
    passage: Passage | None
    path: str | None


class Piece(NamedTuple):
    """A coding with where it stands, and how it counts."""

    evidence: Evidence
    side: Side
    counted: bool


def _said(reading: Reading) -> Sequence[Said]:
    found = reading.gathered
    placed = ((each, found.passages.get(each.passage_id)) for each in found.decisions)
    return [Said(each, passage, found.sources[passage.source_id] if passage else None) for each, passage in placed]


def _settled(reading: Reading) -> Sequence[Settled]:
    found = reading.gathered
    placed = ((each, found.passages.get(each.passage_id)) for each in found.adjudications)
    return [
        Settled(each, passage, found.sources[passage.source_id].path if passage else None) for each, passage in placed
    ]


def _pieces(reading: Reading) -> Sequence[Piece]:
    polarity = reading.rubric.polarity if reading.rubric else None
    first = {each.id for each in counted(reading.evidence)}
    return [
        Piece(each, polarity.side(each) if polarity else Side.UNSTATED, each.id in first) for each in reading.evidence
    ]


_DECISIONS: tuple[Column[Said], ...] = (
    text("decision", "id of its event in the log", lambda each: each.decision.id),
    time("at", "when", lambda each: each.decision.at),
    text("coder", "who", lambda each: each.decision.coder),
    choice("verdict", "what was decided", Verdict, lambda each: each.decision.verdict),
    text("code", "the code decided about; `<NA>` for `nothing`", lambda each: each.decision.code),
    text("replacement", "the code given instead", lambda each: each.decision.replacement),
    text("case", "the case of the passage", lambda each: each.passage and each.passage.case),
    text(
        "source",
        "path; `<NA>` where the words are no longer in the texts",
        lambda each: each.source and each.source.path,
    ),
    text("quote", "the words it is about, read from the source", lambda each: each.quote),
    text("memo", "a note", lambda each: each.decision.memo),
    flag("blind", "whether suggestions were hidden while it was made", lambda each: each.decision.blind),
    text("suggestion", "id of the suggestion it answers", lambda each: each.decision.suggestion_id),
    whole(
        "start", "first character of the words in the source's stored text, from 0", lambda e: e.span and e.span.start
    ),
    whole("end", "the character after the last", lambda each: each.span and each.span.end),
    text("passage", "id of the passage", lambda each: each.decision.passage_id),
    text("codebook", "name and version", lambda each: each.decision.codebook),
)

DECISIONS: Table[Said] = Table(
    "decisions",
    "a decision of a coder that is in force, in the order of the log; undone ones are left out",
    _DECISIONS,
    _said,
    lambda reading: attribute_columns(reading.codebook, _DECISIONS, lambda e, name: e.decision.attributes.get(name)),
    "one for each attribute of the codebook, such as `polarity`: a category, as the coder gave it",
)

ADJUDICATIONS: Table[Settled] = Table(
    "adjudications",
    "how a lead or reviewer settled whether a code applies, in the order of the log; undone ones are left out",
    (
        text("adjudication", "id of its event in the log", lambda each: each.adjudication.id),
        time("at", "when", lambda each: each.adjudication.at),
        text("author", "who", lambda each: each.adjudication.author),
        text("code", "the code", lambda each: each.adjudication.code),
        flag("applies", "whether it applies", lambda each: each.adjudication.applies),
        text("reason", "why", lambda each: each.adjudication.reason),
        choice("error", "why the coders had differed", ErrorKind, lambda each: each.adjudication.kind),
        text("case", "the case of the passage", lambda each: each.passage and each.passage.case),
        text("source", "path of its source", lambda each: each.path),
        text("passage", "id of the passage", lambda each: each.adjudication.passage_id),
        text("codebook", "name and version", lambda each: each.adjudication.codebook),
    ),
    _settled,
)

_EVIDENCE: tuple[Column[Piece], ...] = (
    text("coding", "id; `study.quote(id)` re-reads its source", lambda each: each.evidence.id),
    text("case", "the case it is evidence for", lambda each: each.evidence.case),
    text("capability", "the scored code it counts towards", lambda each: each.evidence.capability),
    text("code", "the code", lambda each: each.evidence.coding.code),
    choice("side", "which way it points by the rubric's polarity", Side, lambda each: each.side),
    text("quote", "verbatim", lambda each: each.evidence.coding.quote),
    text("source", "path of its source", lambda each: each.evidence.source_path),
    text("place", "page, time or paragraph, as a reader would look it up", lambda each: each.evidence.place),
    text("speaker", "who speaks", lambda each: each.evidence.speaker),
    text("question", "the interviewer's words the passage answers, verbatim", lambda each: each.evidence.question),
    text("role", "role of the person interviewed", lambda each: each.evidence.facts.role),
    text("issuer", "who issued the source", lambda each: each.evidence.facts.issuer),
    text("kind", "kind of source, such as `interview`", lambda each: each.evidence.facts.kind),
    text("date", "of the source, ISO 8601, as precise as it is known", lambda each: each.evidence.facts.date),
    flag("independent", "whether the issuer is said to be independent", lambda each: each.evidence.facts.independent),
    several("coders", "who gave it", lambda each: each.evidence.coding.coders),
    choice("status", "how firmly it stands", CodingStatus, lambda each: each.evidence.coding.status),
    flag("counts", "whether it is evidence: everything but an open dispute", lambda each: each.evidence.coding.counts),
    flag(
        "counted",
        "whether it counts and is the first of its wording in its case and code: repeated text counts once",
        lambda each: each.counted,
    ),
    flag("blind", "whether all of it was coded with suggestions hidden", lambda each: each.evidence.coding.blind),
    several("differing", "attributes on which its coders differ", lambda each: each.evidence.coding.differing),
    several("memos", "notes of its coders", lambda each: each.evidence.coding.memos),
    whole("start", "first character in the source's stored text, from 0", lambda each: each.evidence.coding.span.start),
    whole("end", "the character after the last", lambda each: each.evidence.coding.span.end),
    text("passage", "id of the passage", lambda each: each.evidence.coding.passage_id),
    text("source_id", "id of the source", lambda each: each.evidence.coding.source_id),
)

EVIDENCE: Table[Piece] = Table(
    "evidence",
    "a coding: a code on a verbatim quote, disputed ones too, in reading order",
    _EVIDENCE,
    _pieces,
    lambda reading: attribute_columns(reading.codebook, _EVIDENCE, lambda e, name: e.evidence.attribute(name)),
    "one for each attribute of the codebook, such as `polarity`: a category, missing where it was not given or the "
    "coders differ on it",
)
