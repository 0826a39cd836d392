"""The report as a Word document with real styles, tables and captions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING

from qes.synthesis.report.content import CapabilitySection, Report
from qes.synthesis.report.parts import Group, Quote, Reason, Table
from qes.synthesis.report.wording import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row

# A document that says when it was made would differ each time; the zip format knows no earlier year.
_WHEN = datetime(1980, 1, 1, tzinfo=UTC)


def render_docx(report: Report) -> bytes:
    """The report as a .docx file; the same report gives the same bytes."""
    import docx

    writer = _Writer(docx.Document())
    writer.front(report)
    for case in report.cases:
        writer.heading(case.name, 1)
        writer.text(f"{case.summary}.")
        for part in case.capabilities:
            writer.capability(part)
    if report.codes:
        writer.heading(report.codes_title, 1)
        writer.text(report.codes_about)
    for code in report.codes:
        writer.heading(code.label, 2)
        writer.text(code.brief)
        for group in code.groups:
            writer.group(group, 3)
    writer.group(report.disputes, 1)
    writer.back(report)
    return writer.finish(report.title)


class _Writer:
    """Adds parts to a document; every text passes `printable`, as XML cannot hold control characters."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tables = 0
        _styles(document)

    def heading(self, text: str, level: int) -> None:
        self.document.add_heading(printable(text), level)

    def text(self, text: str, style: str = "Normal") -> None:
        if text:
            self.document.add_paragraph(printable(text), style)

    def bullets(self, title: str, items: Sequence[str]) -> None:
        if items:
            self.heading(title, 3)
            for item in items:
                self.text(item, "List Bullet")

    def table(self, table: Table) -> None:
        if not table.rows:
            self.text(f"{table.caption}: none.")
            return
        self.tables += 1
        self.text(f"Table {self.tables}. {table.caption}", "Caption")
        grid = self.document.add_table(rows=0, cols=len(table.headers), style="Table Grid")
        for row in (table.headers, *table.rows):
            for cell, value in zip(grid.add_row().cells, row, strict=True):
                cell.paragraphs[0].add_run(printable(value))
        _header(grid.rows[0])
        self.text(" ")

    def front(self, report: Report) -> None:
        self.heading(report.title, 0)
        self.text(report.banner, "Intense Quote")
        for paragraph in report.about:
            self.text(paragraph)
        if report.matrix:
            self.heading("Levels at a glance", 1)
            rows = tuple(
                (
                    row.case,
                    *(
                        f"{each.level.label} {each.level.name}\n{_sure(each.level.confidence)}\n{each.evidence}"
                        for each in row.cells
                    ),
                )
                for row in report.matrix
            )
            self.table(Table("Level, confidence, and quotes for and against", ("Case", *report.columns), rows))
            for label, text in report.legend:
                self.text(f"{label}: {text}", "List Bullet")

    def capability(self, part: CapabilitySection) -> None:
        self.heading(part.label, 2)
        if part.level is not None:
            self.text(f"Level {part.level.label}: {part.level.name}. {part.level.text} {_sure(part.level.confidence)}.")
            self.bullets("Why this level", [_reason(each) for each in part.met])
            self.bullets("Why not the next level", part.missing)
            self.bullets("Gates", [_reason(each) for each in part.gates])
            self.bullets("What lowers confidence", part.concerns)
        if part.directed:
            self.side_by_side(part.sides)
        for group in part.apart:
            self.group(group, 3)

    def side_by_side(self, sides: Sequence[Group]) -> None:
        """Evidence for beside evidence against, a row for each pair, so that pages break between quotes."""
        if not all(group.quotes for group in sides):
            for group in sides:
                self.group(group, 3)
            return
        grid = self.document.add_table(rows=1, cols=len(sides), style="Table Grid")
        for cell, group in zip(grid.rows[0].cells, sides, strict=True):
            cell.paragraphs[0].add_run(printable(f"{group.title} ({len(group.quotes)})"))
        for quotes in zip_longest(*(group.quotes for group in sides)):
            for cell, quote in zip(grid.add_row().cells, quotes, strict=True):
                if quote is not None:
                    _quote(cell, quote)
                    # A cell starts with an empty paragraph, which would stand above the quote.
                    cell._tc.remove(cell.paragraphs[0]._p)
        _header(grid.rows[0])
        self.text(" ")

    def group(self, group: Group, level: int) -> None:
        self.heading(f"{group.title} ({len(group.quotes)})", level)
        for quote in group.quotes:
            _quote(self.document, quote)
        if not group.quotes:
            self.text(group.empty)

    def back(self, report: Report) -> None:
        for title, tables in (("Coverage", (report.coverage, report.counts)), ("Agreement", (report.agreement,))):
            self.heading(title, 1)
            for table in tables:
                self.table(table)
        self.heading("Method", 1)
        for label, text in report.method:
            self.text(f"{label}: {text}")
        self.rubric(report)
        self.heading("Sources", 1)
        self.table(report.sources)

    def rubric(self, report: Report) -> None:
        if report.rubric is None:
            return
        self.heading("Rubric", 2)
        self.text(report.rubric.description)
        for level in report.rubric.levels:
            self.heading(f"{level.level} {level.label}", 3)
            self.text(level.text)
            for each in level.criteria:
                self.text(f"{each.text}{_judged(each.judgement)}", "List Bullet")
        self.bullets("Gates", [f"{each.text}{_judged(each.judgement)}" for each in report.rubric.gates])
        self.text(report.rubric.confidence.text)

    def finish(self, title: str) -> bytes:
        core = self.document.core_properties
        core.title, core.author, core.last_modified_by, core.comments = printable(title)[:255], "qes", "qes", ""
        core.created = core.modified = _WHEN.replace(tzinfo=None)
        buffer = io.BytesIO()
        self.document.save(buffer)
        return _without_times(buffer)


# --- Parts of the document --------------------------------------------------------------------


def _styles(document: Document) -> None:
    """Calm type on A4, and a style of their own for the lines below quotes."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)

    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Quote"].font.size = Pt(10.5)
    document.styles["Quote"].paragraph_format.space_after = Pt(2)
    attribution = document.styles.add_style("Attribution", WD_STYLE_TYPE.PARAGRAPH)
    attribution.base_style = document.styles["Normal"]
    attribution.font.size = Pt(8.5)
    attribution.paragraph_format.space_after = Pt(8)


def _quote(place: Document | _Cell, quote: Quote) -> None:
    """A quote and, below it, where it comes from."""
    for line in quote.text.split("\n"):
        place.add_paragraph(printable(line), "Quote")
    details = [f"{name}: {value}" for name, value in quote.details]
    facts = [quote.case, quote.code, quote.who, quote.source, quote.place, quote.date, f"coded by {quote.coders}"]
    line = f"[{quote.number}] {' · '.join(each for each in (*facts, *details) if each)}"
    place.add_paragraph(printable(line), "Attribution")
    for note in quote.notes:
        place.add_paragraph(printable(f"Note: {note}"), "Attribution")


def _header(row: _Row) -> None:
    """Make a row the header that is repeated on every page and read out with each cell."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _sure(confidence: str | None) -> str:
    return f"Confidence: {confidence}" if confidence else "No confidence, as there is no level"


def _judged(judgement: bool) -> str:
    return " (for a person to confirm)" if judgement else ""


def _reason(reason: Reason) -> str:
    refs = f" Quotes {', '.join(str(ref.number) for ref in reason.refs)}." if reason.refs else ""
    return f"{'Met' if reason.met else 'Not met'}: {reason.text.rstrip('.')} ({reason.why}).{refs}"


def _without_times(buffer: io.BytesIO) -> bytes:
    """The same archive with every entry dated alike, as its library writes the time of day into it."""
    result = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _WHEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return result.getvalue()
