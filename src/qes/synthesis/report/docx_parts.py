"""What a Word document is written into, piece by piece: headings, lists, tables, quotes and pictures, all numbered."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from qes.synthesis.report.archive import WHEN, timeless
from qes.synthesis.report.docx_xml import (
    NAMESPACES,
    TEXT_WIDTH,
    bookmark,
    caption,
    contents,
    drawing,
    grid,
    links,
    paragraph,
    run,
    section_break,
    widths,
)
from qes.synthesis.report.markdown_parts import source_line
from qes.synthesis.report.parts import Cited, Figure, Group, Quote, Reason, Table
from qes.synthesis.report.wording import partly, printable

if TYPE_CHECKING:
    from docx.document import Document

_WIDE = 6
"""A table of more columns is printed on a page that is turned."""
_PICTURE = 6_120_000
"""Width of a picture: that of the text, 17 cm, in English metric units."""
_TALLEST = 8_280_000
"""Height of one, 23 cm."""


class Writer:
    """Collects the body of a document; every text passes `run`, so none can break out of its place."""

    def __init__(self, *, elsewhere: bool) -> None:
        import docx

        self.document: Document = docx.Document()
        self.footer = _prepared(self.document)
        self.body: list[str] = []
        self.entries: list[str] = []
        self.elsewhere = elsewhere
        self._counts = {"Table": 0, "Figure": 0}
        self._quoted: set[int] = set()
        self._contents_at = 0

    def heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        """A heading; 0 is the title."""
        if level == 1:
            self.entries.append(text)
        style = f"Heading{level}" if level else "Title"
        self.body.append(paragraph(run(text), style, new_page=new_page))

    def text(self, text: str, style: str = "Normal") -> None:
        """A paragraph, unless it would be empty."""
        if text:
            self.body.append(paragraph(run(text), style))

    def bullets(self, title: str, items: Sequence[str]) -> None:
        """A list under a small heading; nothing where there are no items."""
        if items:
            self.heading(title, 4)
            self.body += [paragraph(run(item), "ListBullet") for item in items]

    def reasons(self, title: str, found: Sequence[Reason]) -> None:
        """Criteria or gates with the numbers of their quotes."""
        if found:
            self.heading(title, 4)
        for each in found:
            met = "Met" if each.met else "Not met"
            runs = run(f"{met}: {each.text.rstrip('.')} ({each.why}).")
            more = f" and {each.more} more" if each.more and each.refs else ""
            runs += f"{run(' Quotes ')}{links(each.refs)}{run(f'{more}.')}" if each.refs else ""
            self.body.append(paragraph(runs, "ListBullet"))

    def cited(self, words: Cited, lead: str = "") -> None:
        """What a person wrote, with the numbers of its quotes."""
        runs = (run(f"{lead}: ", bold=True) if lead else "") + run(words.text)
        runs += f"{run(' [')}{links(words.refs)}{run(']')}" if words.refs else ""
        runs += f"{run(' [against it: ')}{links(words.against)}{run(']')}" if words.against else ""
        self.body.append(paragraph(runs + (run(f" ({words.author})") if words.author else "")))

    def contents_here(self) -> None:
        """Where the table of contents will stand."""
        self._contents_at = len(self.body)

    # --- Tables and pictures --------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        """A table under its numbered caption; a wide one on pages of its own that are turned."""
        if not table.rows:
            self.text(f"{table.caption}: none.")
            return
        across = len(table.headers) > _WIDE
        turned = section_break(self.footer, across=True)
        if across and self.body and self.body[-1] == turned:
            # One wide table after another: the page stays turned, or an empty one would stand between them.
            self.body.pop()
        elif across:
            self.body.append(section_break(self.footer, across=False))
        self.body.append(self._caption("Table", table.caption))
        head = [paragraph(run(header, bold=True), "TableText") for header in table.headers]
        rows = [[paragraph(run(cell), "TableText") for cell in row] for row in table.rows]
        columns = widths((table.headers, *table.rows), TEXT_WIDTH[across])
        self.body.append(grid([head, *rows], columns))
        if across:
            self.body.append(turned)

    def figures(self, figures: Sequence[Figure]) -> None:
        """Pictures with their numbered captions, each told in words for whoever cannot see it."""
        for each in figures:
            relation, image = self.document.part.get_or_add_image(io.BytesIO(each.png))
            width = min(_PICTURE, int(_TALLEST * image.px_width / image.px_height))
            size = width, int(width * image.px_height / image.px_width)
            self.body.append(drawing(self._counts["Figure"] + 1, relation, each.title, each.alt, size))
            self.body.append(self._caption("Figure", f"{each.title}. {each.caption}"))

    def _caption(self, kind: str, text: str) -> str:
        self._counts[kind] += 1
        return caption(kind, self._counts[kind], text)

    # --- Quotes ---------------------------------------------------------------------------------------

    def group(self, group: Group, level: int, quotes: Sequence[Quote] | None = None) -> None:
        """Quotes of a group, or some of them, as a list under a heading."""
        self.heading(f"{group.title} ({group.total or len(group.quotes)})", level)
        self.text(partly(len(group.quotes), group.total, elsewhere=self.elsewhere))
        if not group.quotes:
            self.text(group.empty)
        self.body += [self._quote(each) for each in (group.quotes if quotes is None else quotes)]

    def side_by_side(self, sides: Sequence[tuple[str, Sequence[Quote]]]) -> None:
        """Quotes for beside quotes against, a row for each pair, so that pages break between quotes."""
        half = TEXT_WIDTH[False] // len(sides)
        head = [paragraph(run(title, bold=True), "TableText") for title, _ in sides]
        pairs = zip_longest(*(quotes for _, quotes in sides))
        rows = [[self._quote(quote) if quote else "" for quote in pair] for pair in pairs]
        self.body.append(grid([head, *rows], [half] * len(sides)))

    def _quote(self, quote: Quote) -> str:
        """A quote and, below it, where it comes from."""
        inner = run(quote.text)
        if quote.number not in self._quoted:
            self._quoted.add(quote.number)
            inner = bookmark(quote.number, f"quote_{quote.number}", inner)
        lines = [paragraph(inner, "Quote", keep=True)]
        lines.append(paragraph(run(f"[{quote.number}] {source_line(quote)}"), "Attribution"))
        lines += [paragraph(run(f"Note: {note}"), "Attribution") for note in quote.notes]
        return "".join(lines)

    # --- The end --------------------------------------------------------------------------------------

    def finish(self, title: str) -> bytes:
        """The document as a file; the same body gives the same bytes."""
        from docx.oxml import parse_xml

        self.body.insert(self._contents_at, contents(self.entries))
        end = self.document.element.body[-1]
        for element in list(parse_xml(f"<w:body {NAMESPACES}>{''.join(self.body)}</w:body>")):
            end.addprevious(element)
        core = self.document.core_properties
        core.title, core.author, core.last_modified_by, core.comments = printable(title)[:255], "qes", "qes", ""
        core.created = core.modified = WHEN.replace(tzinfo=None)
        buffer = io.BytesIO()
        self.document.save(buffer)
        return timeless(buffer)


def _prepared(document: Document) -> str:
    """Calm type on A4, styles of their own for lines below quotes and for tables, page numbers; id of the footer."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import parse_xml
    from docx.shared import Cm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    styles = document.styles
    styles["Normal"].font.size = styles["Quote"].font.size = Pt(10.5)
    styles["Quote"].paragraph_format.space_after = Pt(2)
    for name, size, after in (("Attribution", 8.5, 8), ("Table Text", 8.5, 0), ("Contents", 10.5, 2)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size, style.paragraph_format.space_after = Pt(size), Pt(after)
    line = page.footer.paragraphs[0]
    line.alignment = 2
    numbers = f'<w:fldSimple {NAMESPACES} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    line._p.append(parse_xml(numbers))
    reference = page._sectPr.find("{*}footerReference")
    return str(next(value for name, value in reference.attrib.items() if name.endswith("}id")))
