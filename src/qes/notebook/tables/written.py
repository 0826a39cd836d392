"""What people write: findings, summaries of the framework matrix, the quotes of both, and themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from qes.model import Passage, Theme
from qes.notebook.columns import Table, choice, flag, several, text, time, whole
from qes.notebook.reading import Reading
from qes.pipeline import charting
from qes.pipeline.charting import Cell
from qes.pipeline.citing import Reread
from qes.pipeline.findings import acts as findings
from qes.pipeline.findings.standings import Standing
from qes.pipeline.themes.acts import themes
from qes.synthesis.findings import Status, sentence

FINDING, SUMMARY = "finding", "summary"


class Cited(NamedTuple):
    """A quote that something written rests on, re-read."""

    of: str
    key: str
    again: Reread
    path: str
    passage: Passage | None


def _cited(reading: Reading) -> Sequence[Cited]:
    return [
        Cited(of, key, again, reading.path((again.now or again.stored).source_id), _passage(reading, again))
        for of, key, again in _rereads(reading)
    ]


def _rereads(reading: Reading) -> Iterator[tuple[str, str, Reread]]:
    for each in reading.findings:
        yield from ((FINDING, each.finding.key, again) for again in each.citations)
    for cell in reading.cells:
        key = charting.key_of(cell.charted.case, cell.charted.code)
        yield from ((SUMMARY, key, again) for again in cell.citations)


def _passage(reading: Reading, again: Reread) -> Passage | None:
    return reading.gathered.passages.get(again.now.passage_id) if again.now else None


FINDINGS: Table[Standing] = Table(
    "findings",
    "a finding in its newest version, drafts and withdrawn ones too",
    (
        text("finding", "its key, the same in all versions", lambda each: each.finding.key),
        text("statement", "what it says", lambda each: each.finding.statement),
        choice("status", "where it stands", Status, lambda each: each.status),
        flag("printable", "whether a report prints it", lambda each: each.printable),
        several("cases", "those it speaks of; none: all", lambda each: each.finding.cases),
        text("capability", "the code it is about", lambda each: each.finding.capability),
        text("confidence", "as a person judged it", lambda e: e.finding.confidence and e.finding.confidence.overall),
        text("explanation", "why that confidence", lambda e: e.finding.confidence and e.finding.confidence.explanation),
        whole("for", "quotes it rests on that still stand", lambda each: len(each.finding.supporting)),
        whole("against", "quotes against it that still stand", lambda each: len(each.finding.opposing)),
        several("lost", "why quotes of it cannot be printed", lambda each: each.record.lost),
        several("missing", "what it needs before it can be approved", lambda each: each.record.missing),
        text("searched", "the search for counter-evidence, in a sentence", lambda each: _searched(each)),
        whole("versions", "how many there are", lambda each: len(each.record.versions)),
        text("author", "of the newest version", lambda each: each.finding.author),
        time("at", "when that was saved", lambda each: each.finding.at),
        text("reason", "why that version", lambda each: each.finding.reason),
        text("approved_by", "who approved it as it stands", lambda e: e.record.approval and e.record.approval.author),
        time("approved_at", "when", lambda each: each.record.approval and each.record.approval.at),
    ),
    lambda reading: reading.findings,
    quick=lambda reading: len(findings.listed(reading.project)),
)


def _searched(standing: Standing) -> str | None:
    record = standing.record
    return sentence(record.counter, record.weighed) if record.counter else None


CITATIONS: Table[Cited] = Table(
    "citations",
    "a quote that a finding or a summary rests on, or that speaks against it, re-read",
    (
        choice("of", "what cites it", (FINDING, SUMMARY), lambda each: each.of),
        text("key", "of the finding or the summary", lambda each: each.key),
        flag("against", "whether it speaks against what is written", lambda each: each.again.stored.against),
        text("quote", "verbatim", lambda each: each.again.stored.quote),
        text("case", "the case of the passage it stands on now", lambda each: each.again.case),
        text("source", "path of its source", lambda each: each.path),
        text("place", "page, time or paragraph", lambda each: each.passage and each.passage.place),
        text("speaker", "who speaks", lambda each: each.passage and each.passage.speaker),
        flag("lost", "whether it stands nowhere any more, and must not be printed", lambda e: e.again.now is None),
        text("lost_why", "why", lambda each: each.again.why),
        flag("moved", "whether it stands elsewhere than where it was saved", lambda each: each.again.moved),
        whole(
            "start",
            "first character in the source's stored text, from 0",
            lambda e: e.again.now and e.again.now.span.start,
        ),
        whole("end", "the character after the last", lambda each: each.again.now and each.again.now.span.end),
        text("coding", "id of the coding it is the quote of", lambda each: each.again.stored.coding),
        text(
            "passage", "id of the passage it stands on now", lambda each: each.again.now and each.again.now.passage_id
        ),
    ),
    _cited,
)

THEMES: Table[Theme] = Table(
    "themes",
    "a theme that stands, among the passages that fit nowhere",
    (
        text("theme", "its key, the same in all versions", lambda each: each.key),
        text("name", "in the team's words", lambda each: each.name),
        several("passages", "ids, the most telling first", lambda each: each.passages),
        whole("size", "how many these are", lambda each: len(each.passages)),
        several("words", "that told it from the rest", lambda each: each.words),
        text("memo", "what the team makes of it", lambda each: each.memo),
        text("code", "the code it has become", lambda each: each.code),
        text("author", "of the newest version", lambda each: each.author),
        time("at", "when that was saved", lambda each: each.at),
        text("reason", "why that version", lambda each: each.reason),
    ),
    lambda reading: reading.themes,
    quick=lambda reading: len(themes(reading.project)),
)

CHARTED: Table[Cell] = Table(
    "charted",
    "a cell of the framework matrix that somebody has summarised",
    (
        text("case", "the case", lambda each: each.charted.case),
        text("code", "the code", lambda each: each.charted.code),
        text("text", "the summary, in a person's own words", lambda each: each.charted.text),
        whole("quotes", "quotes it rests on that still stand", lambda each: len(each.charted.citations)),
        several("lost", "why it cannot be printed", lambda each: each.lost),
        text("author", "who wrote it", lambda each: each.charted.author),
        time("at", "when", lambda each: each.charted.at),
        text("key", "names it in `citations`", lambda e: charting.key_of(e.charted.case, e.charted.code)),
    ),
    lambda reading: reading.cells,
    quick=lambda reading: len(charting.listed(reading.project)),
)
