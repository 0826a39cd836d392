"""What a Word document is written into, piece by piece: headings, lists, tables, quotes and pictures, all numbered."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from qes.synthesis.report.archive import WHEN, timeless
from qes.synthesis.report.docx_page import prepared
from qes.synthesis.report.docx_xml import (
    NAMESPACES,
    TEXT_WIDTH,
    bookmark,
    caption,
    contents,
    drawing,
    grid,
    least_width,
    links,
    paragraph,
    run,
    section_break,
    widths,
)
from qes.synthesis.report.flow import flowing
from qes.synthesis.report.markdown_parts import source_line
from qes.synthesis.report.parts import Cited, Figure, Group, Quote, Reason, Table
from qes.synthesis.report.wording import partly, printable

if TYPE_CHECKING:
    from docx.document import Document

_WIDE = 6
"""A table of more columns is printed on a page that is turned, unless its words are short."""
_PICTURE = 6_120_000
"""Width of a picture: that of the text, 17 cm, in English metric units."""
_TALLEST = 8_280_000
"""Height of one, 23 cm."""


_HEADINGS = 100_000_000
"""Numbers of the bookmarks around headings begin here, and those around quotes at 1."""


_ENTRIES = 60
"""Of more headings, only those of the first level are listed in the contents."""


class Writer:
    """Collects the body of a document; every text passes `run`, so none can break out of its place."""

    def __init__(self, *, elsewhere: bool) -> None:
        import docx

        self.document: Document = docx.Document()
        self.footer = prepared(self.document)
        self.body: list[str] = []
        self.entries: list[tuple[int, str, str]] = []
        self.elsewhere = elsewhere
        self._counts = {"Table": 0, "Figure": 0}
        self._quoted: set[int] = set()
        self._contents_at = 0

    def heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        """A heading; 0 is the title."""
        inner = run(text)
        if level in (1, 2):
            number, name = _HEADINGS + len(self.entries), f"_Toc{_HEADINGS + len(self.entries)}"
            self.entries.append((level, text, name))
            inner = bookmark(number, name, inner)
        style = f"Heading{level}" if level else "Title"
        self.body.append(paragraph(inner, style, new_page=new_page))

    def text(self, text: str, style: str = "Normal") -> None:
        """A paragraph, unless it would be empty."""
        if text:
            self.body.append(paragraph(run(text), style))

    def bullets(self, title: str, items: Sequence[str]) -> None:
        """A list under a small heading; nothing where there are no items."""
        if items:
            self.heading(title, 4)
            self.body += [paragraph(run(item), "ListBullet") for item in items]

    def led(self, items: Sequence[tuple[str, str]]) -> None:
        """A list whose items each begin with a few words in bold."""
        self.body += [paragraph(f"{run(f'{lead}: ', bold=True)}{run(text)}", "ListBullet") for lead, text in items]

    def reasons(self, title: str, found: Sequence[Reason]) -> None:
        """Criteria or gates with the numbers of their quotes."""
        if found:
            self.heading(title, 4)
        for each in found:
            runs = run(f"{each.label}: {each.text.rstrip('.')} ({each.why}).")
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
        across = _across(table.filled)
        turned = section_break(self.footer, across=True)
        if across and self.body and self.body[-1] == turned:
            # One wide table after another: the page stays turned, or an empty one would stand between them.
            self.body.pop()
        elif across:
            self.body.append(section_break(self.footer, across=False))
        self._put(table.filled, across=across)
        if across:
            self.body.append(turned)

    def tables(self, title: str, tables: Sequence[Table]) -> None:
        """Tables under a heading, on pages that are turned from the first wide one to the last."""
        wide = [at for at, each in enumerate(tables) if _across(each.filled)]
        first, last = (wide[0], wide[-1]) if wide else (-1, -1)
        if not first:
            self.body.append(section_break(self.footer, across=False))
        self.heading(title, 1, new_page=bool(first))
        for at, each in enumerate(tables):
            if at == first > 0:
                self.body.append(section_break(self.footer, across=False))
            self._put(each.filled, across=first <= at <= last)
            if at == last:
                self.body.append(section_break(self.footer, across=True))

    def _put(self, table: Table, *, across: bool) -> None:
        self.body.append(self._caption("Table", table.caption))
        head = [paragraph(run(header, bold=True), "TableText") for header in table.headers]
        rows = [[paragraph(run(cell), "TableText") for cell in row] for row in table.rows]
        columns = widths((table.headers, *table.rows), TEXT_WIDTH[across])
        self.body.append(grid([head, *rows], columns))

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
        if not group.quotes and level > 1:
            self.body.append(paragraph(f"{run(f'{group.title}: ', bold=True)}{run(group.empty)}"))
            return
        self.heading(f"{group.title} ({group.total or len(group.quotes)})", level)
        self.text(partly(len(group.quotes), group.total, elsewhere=self.elsewhere))
        if not group.quotes:
            self.text(group.empty)
        self.body += [self._quote(each) for each in (group.quotes if quotes is None else quotes)]

    def quotes(self, title: str, quotes: Sequence[Quote]) -> None:
        """A few quotes under a line of their own."""
        self.body.append(paragraph(run(title, bold=True), "TableText", keep=True))
        self.body += [self._quote(each) for each in quotes]

    def side_by_side(self, sides: Sequence[tuple[str, Sequence[Quote]]]) -> None:
        """Quotes for beside quotes against, a row for each pair, so that pages break between quotes."""
        half = TEXT_WIDTH[False] // len(sides)
        head = [paragraph(run(title, bold=True), "TableText") for title, _ in sides]
        pairs = zip_longest(*(quotes for _, quotes in sides))
        # Rows are never split; kept with the next they would all be kept on one page.
        rows = [[self._quote(quote, keep=False) if quote else "" for quote in pair] for pair in pairs]
        self.body.append(grid([head, *rows], [half] * len(sides)))

    def _quote(self, quote: Quote, *, keep: bool = True) -> str:
        """A quote and, below it, where it comes from."""
        inner = run(flowing(quote.text))
        if quote.number not in self._quoted:
            self._quoted.add(quote.number)
            inner = bookmark(quote.number, f"quote_{quote.number}", inner)
        lines = [paragraph(inner, "Quote", keep=keep)]
        lines.append(paragraph(run(f"[{quote.number}] {source_line(quote)}"), "Attribution"))
        lines += [paragraph(run(f"Note: {note}"), "Attribution") for note in quote.notes]
        return "".join(lines)

    # --- The end --------------------------------------------------------------------------------------

    def finish(self, title: str) -> bytes:
        """The document as a file; the same body gives the same bytes."""
        from docx.oxml import parse_xml

        deep = 2 if len(self.entries) <= _ENTRIES else 1
        listed = [each for each in self.entries if each[0] <= deep]
        self.body.insert(self._contents_at, contents(listed, deep))
        end = self.document.element.body[-1]
        for element in list(parse_xml(f"<w:body {NAMESPACES}>{''.join(self.body)}</w:body>")):
            end.addprevious(element)
        core = self.document.core_properties
        core.title, core.author, core.last_modified_by, core.comments = printable(title)[:255], "qes", "qes", ""
        core.created = core.modified = WHEN.replace(tzinfo=None)
        buffer = io.BytesIO()
        self.document.save(buffer)
        return timeless(buffer)


def _across(table: Table) -> bool:
    """Whether a table needs more room than a page that stands upright gives it."""
    return len(table.headers) > _WIDE and least_width((table.headers, *table.rows)) > TEXT_WIDTH[False]
