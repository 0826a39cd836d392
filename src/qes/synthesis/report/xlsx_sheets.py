"""What the sheets of the spreadsheet hold that no table of the report does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qes.synthesis.report.content import Report
from qes.synthesis.report.parts import Ref, Table


def sheets(report: Report) -> Iterator[tuple[str, Table]]:
    """Name and table of each sheet that stands in every report, whether anything is on it or not."""
    matrix = tuple(
        (row.case, cell.capability, cell.level.label, cell.level.name, cell.level.confidence or "", cell.evidence)
        for row in report.matrix
        for cell in row.cells
    )
    headers = ("Case", "Capability", "Level", "Meaning", "Confidence", "Evidence")
    yield "Levels", Table("Level and confidence of each capability of each case", headers, matrix)
    wide = tuple((row.case, *(cell.level.label for cell in row.cells)) for row in report.matrix)
    yield "Matrix", Table("Levels at a glance", ("Case", *report.columns), wide)
    yield "Scores", _scores(report)
    yield "Criteria", _criteria(report)
    yield "Summaries", _summaries(report)
    yield "Themes", _themes(report)
    yield "Disputes", _disputes(report)
    yield "Counts", report.counts
    yield "Coverage", report.coverage
    yield "Agreement", report.agreement
    yield "Sources", report.sources


def _scores(report: Report) -> Table:
    rows = []
    for case in report.cases:
        for part in (each for each in case.capabilities if each.judgement):
            found = part.judgement
            said = [(each, "scored") for each in found.scores] if found else []
            said += [(found.settled, "settled")] if found and found.settled else []
            rows += [
                (
                    *(case.name, part.label, each.author, what, each.level, each.name, each.confidence),
                    *(each.reason or each.left_out, each.at),
                )
                for each, what in said
            ]
    headers = ("Case", "Capability", "Who", "Did", "Level", "Meaning", "Confidence", "Reason", "On")
    return Table("What those who scored gave, and what they settled on", headers, tuple(rows))


def _criteria(report: Report) -> Table:
    rows = tuple(
        (case.name, part.label, kind, each.text, each.label, each.why)
        for case in report.cases
        for part in case.capabilities
        for kind, reasons in (("criterion", part.met), ("gate", part.gates))
        for each in reasons
    )
    headers = ("Case", "Capability", "What", "Asks for", "Verdict", "Why")
    return Table("Criteria of each level and gates, as they were answered", headers, rows)


def _summaries(report: Report) -> Table:
    rows = tuple(
        (row.case, code, words.text, words.author, _numbers(words.refs), _numbers(words.against))
        for row in report.framework
        for code, words in row.cells
    )
    headers = ("Case", "Code", "Summary", "Author", "Quotes", "Quotes against it")
    return Table("Framework matrix: what was charted by case and code", headers, rows)


def _themes(report: Report) -> Table:
    rows = tuple(
        (
            each.name,
            each.memo,
            ", ".join(each.words),
            str(quote.number),
            quote.text,
            quote.case,
            quote.source,
            quote.place,
        )
        for each in report.themes
        for quote in each.group.quotes
    )
    headers = ("Theme", "Memo", "Telling words", "Quote", "Text", "Case", "Source", "Place")
    return Table("Themes beyond the framework, with quotes from their passages", headers, rows)


def _disputes(report: Report) -> Table:
    rows = tuple(
        (str(each.number), each.case, each.code, each.text, each.source, each.place, each.coders, "\n".join(each.notes))
        for each in report.disputes.quotes
    )
    headers = ("Quote", "Case", "Code", "Text", "Source", "Place", "Coders", "Notes")
    return Table("Open disputes: they count for nothing until they are settled", headers, rows)


def _numbers(refs: Iterable[Ref]) -> str:
    return ", ".join(str(each.number) for each in refs)


def read_me(report: Report) -> Table:
    """The first sheet: what the file is, and how it came about."""
    lines = [("Report", report.title), *([("Notice", report.banner)] if report.banner else [])]
    lines += [("For", "readers outside the team" if report.audience == "public" else "the team")]
    lines += [("About", each) for each in report.about]
    lines += [("Withheld", each) for each in report.withheld]
    lines += [(f"Level {label}", text) for label, text in report.legend]
    lines += [("Text", "Cells that begin like a formula are stored as text, exactly as they stand in the source.")]
    lines += [("Method", f"{label}: {text}") for label, text in report.method]
    return Table("What this file is", ("What", "Says"), tuple(lines))
