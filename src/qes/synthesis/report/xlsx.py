"""The report as a spreadsheet: every table on a sheet of its own, and every coding it rests on."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from qes.errors import CannotWrite
from qes.synthesis.report.archive import WHEN, Change, timeless
from qes.synthesis.report.content import Report
from qes.synthesis.report.parts import Table
from qes.synthesis.report.wording import printable
from qes.synthesis.report.xlsx_sheets import read_me, sheets

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_FORMULA = re.compile("^[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")
"""What a formula may begin with, the full-width signs of East Asian keyboards included."""
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?%?")
_NO_NUMBER = frozenset({"", "NE", "–", "-", "undefined", "no date"})
"""What a column of numbers may hold beside them."""
_CELL_LIMIT = 32_767
"""UTF-16 units a cell holds."""
_WRAPPED = 12
"""Tables of more columns are not wrapped: their rows would be too tall to scan."""
_WIDEST, _NARROWEST = 60, 8
_LOOKED_AT = 200
"""Rows by which the width of a column is chosen."""
_RECURRING = 5000
"""Different texts of a sheet that are kept as they are written: those of most columns recur."""

_NAMES = {"levels": "Standing", "entreq": "ENTREQ", "raise": "RAISE"}
"""What sheets of tables are called whose id says less."""

Cell = str | int | float


def render_xlsx(report: Report) -> bytes:
    """The report's tables as an .xlsx file; the same report gives the same bytes.

    Text stays text: what a spreadsheet might run as a formula is stored and marked as text, unchanged.

    Raises:
        CannotWrite: A text is longer than a cell holds.
    """
    from openpyxl import Workbook

    given = [(name, table, _typed(name, table)) for name, table in _sheets(report)]
    book = Workbook(write_only=True)
    properties = book.properties
    properties.title, properties.creator = printable(report.title)[:255], "qes"
    properties.created = WHEN.replace(tzinfo=None)
    changed: dict[str, Change] = {"docProps/core.xml": _undated}
    for number, (name, table, rows) in enumerate(given, start=1):
        sheet = book.create_sheet(name)
        _head(sheet, table, rows)
        changed[f"xl/worksheets/sheet{number}.xml"] = _filler(_rows(rows, table, _Styles.of(sheet)))
    buffer = io.BytesIO()
    book.save(buffer)
    return timeless(buffer, changed)


def _sheets(report: Report) -> Iterator[tuple[str, Table]]:
    """Name of each sheet and what it holds; names are unlike each other without regard to case."""
    given = [("Read me", read_me(report)), *sheets(report)]
    given += [(_NAMES.get(table.id, table.id), table) for table in report.tables if table.id]
    if report.evidence is not None:
        given.append(("Evidence", report.evidence))
    taken: set[str] = set()
    for name, table in given:
        if table.rows or name == "Read me":
            yield _free(name, taken), table


def _free(name: str, taken: set[str]) -> str:
    """A name Excel takes (31 characters, without some signs) that no other sheet has."""
    wanted = re.sub(r"[\[\]:*?/\\']", " ", printable(name)).strip()[:31] or "Table"
    wanted = wanted[0].upper() + wanted[1:]
    number, found = 1, wanted
    while found.casefold() in taken:
        number += 1
        found = f"{wanted[:27]} {number}"
    taken.add(found.casefold())
    return found


# --- Cells ----------------------------------------------------------------------------------------


def _typed(name: str, table: Table) -> list[tuple[Cell, ...]]:
    """The rows with numbers as numbers in columns that hold nothing else."""
    columns = [_column(name, each) for each in zip(*table.rows, strict=True)]
    return list(zip(*columns, strict=True))


def _column(name: str, cells: Sequence[str]) -> Sequence[Cell]:
    once = set(cells)
    numeric = all(each in _NO_NUMBER or _NUMBER.fullmatch(each) or each.startswith("< ") for each in once)
    if numeric and any(map(_NUMBER.fullmatch, once)):
        shown: dict[str, Cell] = {each: _number(each) for each in once}
    else:
        shown = {each: _fitting(name, each) for each in once}
    return [shown[each] for each in cells]


def _number(text: str) -> Cell:
    if not _NUMBER.fullmatch(text):
        return printable(text)
    if text.endswith("%"):
        return round(float(text[:-1]) / 100, 12)
    return float(text) if "." in text else int(text)


def _fitting(name: str, text: str) -> str:
    shown = printable(text).replace("\r", "\n")
    if len(shown) > _CELL_LIMIT // 2 and len(shown.encode("utf-16-le")) // 2 > _CELL_LIMIT:
        problem = f"a text on the sheet {name!r} has {len(shown)} characters, a cell holds {_CELL_LIMIT}"
        error = CannotWrite("report.xlsx", problem)
        error.hint = (
            "Write the other forms of the report, which have no such limit (for instance `--format html,json`)."
        )
        raise error
    return shown


# --- Sheets ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Styles:
    """Numbers of the styles that cells may have."""

    folded: int
    marked: int
    """Text that looks like a formula."""
    marked_folded: int
    percent: int

    @classmethod
    def of(cls, sheet: WriteOnlyWorksheet) -> _Styles:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment

        cells = [WriteOnlyCell(sheet) for _ in range(4)]
        cells[0].alignment = cells[2].alignment = Alignment(wrap_text=True, vertical="top")
        cells[1].quotePrefix = cells[2].quotePrefix = True
        cells[3].number_format = "0%"
        return cls(*(cell.style_id for cell in cells))


def _head(sheet: Any, table: Table, rows: Sequence[tuple[Cell, ...]]) -> None:
    """All of a sheet but its rows; `Any`, as the type stubs leave out what write-only sheets take."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for number, header in enumerate(table.headers):
        letter = get_column_letter(number + 1)
        sheet.column_dimensions[letter].width = _width(header, [row[number] for row in rows[:_LOOKED_AT]])
    top = [WriteOnlyCell(sheet, printable(each)) for each in table.headers]
    for cell in top:
        cell.font, cell.data_type = Font(bold=True), "s"
    sheet.append(top)
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(table.headers)))}{len(rows) + 1}"


def _rows(rows: Sequence[tuple[Cell, ...]], table: Table, styles: _Styles) -> Iterator[bytes]:
    """The rows as the file holds them; openpyxl needs several times as long for a million cells."""
    from openpyxl.utils import get_column_letter

    letters = [get_column_letter(number + 1) for number in range(len(table.headers))]
    written = lru_cache(_RECURRING)(partial(_written, wraps=len(table.headers) <= _WRAPPED, styles=styles))
    for number, (row, given) in enumerate(zip(rows, table.rows, strict=True), start=2):
        parts = [f'<row r="{number}">']
        for letter, value, text in zip(letters, row, given, strict=True):
            if isinstance(value, str):
                if value:
                    parts.append(f'<c r="{letter}{number}"{written(value)}')
            else:
                style = f' s="{styles.percent}"' if text.endswith("%") else ""
                parts.append(f'<c r="{letter}{number}"{style}><v>{value}</v></c>')
        parts.append("</row>")
        yield "".join(parts).encode()


def _written(text: str, *, wraps: bool, styles: _Styles) -> str:
    """A cell that holds text, from behind its place."""
    return f'{_style(text, wraps, styles)} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _style(text: str, wraps: bool, styles: _Styles) -> str:
    folded, marked = wraps and len(text) > _WIDEST, _FORMULA.match(text) is not None
    if not folded and not marked:
        return ""
    return f' s="{styles.marked_folded if folded and marked else styles.marked if marked else styles.folded}"'


def _filler(rows: Iterable[bytes]) -> Change:
    def filled(sheet: bytes) -> Iterator[bytes]:
        head, end, tail = sheet.partition(b"</sheetData>")
        yield head
        yield from rows
        yield end + tail

    return filled


def _width(header: str, cells: Sequence[Cell]) -> float:
    longest = max((len(line) for each in (header, *cells) for line in str(each).split("\n")), default=0)
    return float(min(_WIDEST, max(_NARROWEST, longest + 2)))


def _undated(core: bytes) -> tuple[bytes]:
    """The file's properties without the moment it was saved, which openpyxl writes into them."""
    when = WHEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return (re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + when, core),)
