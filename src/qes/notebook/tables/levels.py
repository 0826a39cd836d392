"""From evidence to levels: matrix, summary, proposals and their checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qes.model import Assessment, Check
from qes.notebook.columns import Table, choice, flag, several, text, whole
from qes.notebook.reading import Reading
from qes.pipeline.evidence import Cell, Row, matrix
from qes.synthesis.matrix import code_counts
from qes.synthesis.summary import Summary, summaries

CRITERION, GATE = "criterion", "gate"


class Square(NamedTuple):
    """One cell of the matrix."""

    case: str
    row: Row
    cell: Cell
    texts: int | None


class Asked(NamedTuple):
    """A criterion or a gate, for one unit."""

    assessment: Assessment
    kind: str
    check: Check


def _squares(reading: Reading) -> Sequence[Square]:
    found = matrix(reading.evidence, reading.codebook, reading.gathered.cases)
    texts = code_counts(reading.evidence, reading.codebook, found.cases)
    return [
        Square(case, row, found.cell(case, row.code), texts[case].get(row.code))
        for case in found.cases
        for row in found.rows
    ]


def _tests(reading: Reading) -> Sequence[Asked]:
    return [
        Asked(each, kind, check)
        for each in reading.scored.assessments
        for kind, checks in ((CRITERION, each.checks), (GATE, each.gates))
        for check in checks
    ]


MATRIX: Table[Square] = Table(
    "matrix",
    "a case and a code, those without evidence too; cases × codes by `pivot`",
    (
        text("case", "the case", lambda each: each.case),
        text("code", "the code, in the order of the codebook", lambda each: each.row.code),
        text("label", "what it is called", lambda each: each.row.label),
        whole("depth", "0 at the top of the codebook", lambda each: each.row.depth),
        whole("codings", "codings that count, of it and all codes below it", lambda each: each.cell.codings),
        whole("passages", "different passages that carry it or one below", lambda each: each.cell.passages),
        whole("sources", "sources these stand in", lambda each: each.cell.sources),
        whole("disputed", "codings in open dispute, which count for nothing", lambda each: each.cell.disputed),
        whole(
            "texts",
            "different texts with this very code, as the report counts; `<NA>` for codes that only group others",
            lambda each: each.texts,
        ),
    ),
    _squares,
)

SUMMARY: Table[Summary] = Table(
    "summary",
    "a case and a capability: its evidence in numbers; repeated text counts once, open disputes not at all",
    (
        text("case", "the case", lambda each: each.unit.case),
        text("capability", "the scored code", lambda each: each.unit.capability),
        whole("for", "different texts for it", lambda each: each.supporting),
        whole("against", "different texts against it", lambda each: each.contradicting),
        whole("mixed", "different texts that say both", lambda each: each.mixed),
        whole("aspiration", "different texts with an intention only", lambda each: each.aspiration),
        whole("unstated", "different texts whose direction was not said, or is differed on", lambda e: e.unstated),
        whole("texts", "all of these together", lambda each: each.texts),
        whole("disputed", "codings in open dispute", lambda each: each.disputed),
        whole("sources", "sources", lambda each: each.sources),
        several("kinds", "kinds of source with their numbers, such as `interview: 2`", lambda each: _kinds(each)),
        whole("speakers", "people who speak", lambda each: each.speakers),
        whole("independent_dated", "dated documents of an independent issuer", lambda each: each.independent_dated),
        text("first", "earliest date of a source, as precise as it is known", lambda each: each.first),
        text("last", "latest date of a source", lambda each: each.last),
        whole("undated", "sources without a date", lambda each: each.undated),
    ),
    lambda reading: list(summaries(reading.evidence, reading.rubric, reading.units).values()),
)


def _kinds(summary: Summary) -> Sequence[str]:
    return [f"{kind}: {count}" for kind, count in summary.kinds.items()]


ASSESSMENTS: Table[Assessment] = Table(
    "assessments",
    "a case and a capability: what the rubric proposes; empty where the codebook has no rubric",
    (
        text("case", "the case", lambda each: each.case),
        text("capability", "the scored code", lambda each: each.capability),
        whole(
            "level", "the level proposed; `<NA>` is NE, not enough evidence, and no low level", lambda each: each.level
        ),
        text("label", "the level as it is shown: a number, or `NE`", lambda each: each.label),
        text("confidence", "as it is proposed, on the rubric's scale; `<NA>` for NE", lambda each: each.confidence),
        several("concerns", "why confidence is not higher, a sentence each", lambda each: _concerns(each)),
        several("next_level", "what is missing for the next level, a sentence each", lambda each: each.next_level),
        several("evidence", "ids of the codings for it", lambda each: each.evidence),
        several("against", "ids of the codings against it", lambda each: each.against),
        text("rubric", "name and version", lambda each: each.rubric),
    ),
    lambda reading: reading.scored.assessments,
)


def _concerns(assessment: Assessment) -> Sequence[str]:
    return [each.sentence for each in assessment.concerns if each.sentence]


CHECKS: Table[Asked] = Table(
    "checks",
    "a criterion or gate of the rubric, for a case and a capability",
    (
        text("case", "the case", lambda each: each.assessment.case),
        text("capability", "the scored code", lambda each: each.assessment.capability),
        choice(
            "kind", "a criterion is needed for its level, a gate caps the level", (CRITERION, GATE), lambda e: e.kind
        ),
        text("check", "its id in the rubric", lambda each: each.check.id),
        whole("level", "the level it belongs to; `<NA>` for a gate", lambda each: each.check.level),
        text("text", "what it asks for", lambda each: each.check.text),
        flag("met", "whether it is met", lambda each: each.check.met),
        text("why", "why, or why not", lambda each: each.check.why),
        several("evidence", "ids of the codings that speak for it being met", lambda each: each.check.evidence),
        several("against", "ids of the codings that speak against it", lambda each: each.check.against),
    ),
    _tests,
)
