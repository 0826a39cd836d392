"""The tables at a glance, as text, HTML and frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from qes.errors import QesError
from qes.notebook.columns import Column, Table, frame, text, whole
from qes.notebook.reading import Reading
from qes.notebook.tables import TABLES
from qes.text import collapse

if TYPE_CHECKING:
    from pandas import DataFrame

_HINT = "study.NAME() gives a table, study.columns(NAME) tells its columns."

_COLUMNS: tuple[Column[Column[Any]], ...] = (
    text("column", "", lambda each: each.name),
    text("dtype", "", lambda each: each.dtype),
    text("meaning", "", lambda each: collapse(each.meaning)),
)

_Row = tuple[Table[Any], int | None]
_TABLES: tuple[Column[_Row], ...] = (
    text("table", "", lambda each: each[0].name),
    whole("rows", "", lambda each: each[1]),
    text("row", "", lambda each: each[0].row),
)


def columns(declared: Sequence[Column[Any]]) -> DataFrame:
    """A row for each column."""
    return frame(_COLUMNS, declared)


def tables(reading: Reading) -> DataFrame:
    """A row for each table."""
    return frame(_TABLES, list(_rows(reading)))


def plain(reading: Reading) -> str:
    """For terminals."""
    wide = max(map(len, TABLES))
    lines = [f"  {table.name:{wide}}  {_told(rows):>7}  {table.row}" for table, rows in _rows(reading)]
    return "\n".join([_title(reading), *lines, _HINT])


def html(reading: Reading) -> str:
    """For notebooks."""
    rows = "".join(
        f"<tr><td><code>{escape(table.name)}</code></td><td>{_told(rows)}</td>"
        f'<td style="text-align: left">{escape(table.row)}</td></tr>'
        for table, rows in _rows(reading)
    )
    head = "<tr><th>table</th><th>rows</th><th>a row is</th></tr>"
    return f"<p>{escape(_title(reading))}</p><table>{head}{rows}</table><p>{escape(_HINT)}</p>"


def _title(reading: Reading) -> str:
    newest = reading.project.store.latest(1)
    events = newest[0].event.seq if newest else 0
    return f"Study {reading.project.name!r} ({reading.project.folder}), {events:,} events in its log"


def _rows(reading: Reading) -> Iterator[_Row]:
    for table in TABLES.values():
        try:
            rows = reading.rows(table)
        except QesError:  # an overview tells what it can; the table itself says what is wrong
            rows = None
        yield table, rows


def _told(rows: int | None) -> str:
    return "" if rows is None else f"{rows:,}"
