"""Rows of a table as programs save it: which column is which, and how broken rows are mended."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qes.errors import UnreadableFile
from qes.ingest.readers.clock import seconds

TEXT = ("text", "words", "utterance", "content", "transcript", "speech", "sentence")
SPEAKER = ("speaker", "name", "who", "participant")
START = ("start", "timestamp", "time", "start time", "begin")
TIMES = (*START, "end", "end time", "stop", "stop time", "finish")
"""Columns that hold a time in every row, by which a shifted row shows itself."""

CLOSE_IT = "Close the quotation mark there, or double the quotation marks inside the text."


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, by position."""

    names: tuple[str, ...]
    text: int
    speaker: int | None
    start: int | None
    times: tuple[int, ...]

    @property
    def ignored(self) -> tuple[str, ...]:
        """Names of the columns that are not read."""
        read = (self.text, self.speaker, self.start)
        return tuple(name or f"column {at + 1}" for at, name in enumerate(self.names) if at not in read)


@dataclass(frozen=True, slots=True)
class Row:
    """A row and the line it begins on; as many cells as columns, unless broken."""

    line: int
    cells: tuple[str, ...]
    rejoined: bool = False
    broken: bool = False


def find_columns(names: Sequence[str]) -> Columns | None:
    """Which columns hold text, speaker and start, by their names in any case; None without one of text."""
    plain = [" ".join(name.casefold().replace("_", " ").replace("-", " ").split()) for name in names]

    def first(wanted: Sequence[str]) -> int | None:
        return next((plain.index(name) for name in wanted if name in plain), None)

    text = first(TEXT)
    if text is None:
        return None
    times = tuple(at for at, name in enumerate(plain) if name in TIMES)
    return Columns(tuple(names), text, first(SPEAKER), first(START), times)


def parse(text: str, delimiter: str, path: Path) -> tuple[list[Row], list[str]]:
    """The rows that are not blank, header first, and notes.

    Raises:
        UnreadableFile: A quotation mark is never closed, so that it swallows the rest of the file.
    """
    notes = []
    try:
        rows = _parsed(text, delimiter, path, strict=True)
    except _LooseQuotesError as error:
        rows = _parsed(text, delimiter, path, strict=False)
        notes.append(f"quotation marks inside a quoted field, first on line {error.line}; check that row")
    return [row for row in rows if any(map(str.strip, row.cells))], notes


class _LooseQuotesError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _parsed(text: str, delimiter: str, path: Path, *, strict: bool) -> list[Row]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, strict=strict)
    rows: list[Row] = []
    begun = 1
    try:
        for cells in reader:
            rows.append(Row(begun, tuple(cells)))
            begun = reader.line_num + 1
    except csv.Error as error:
        if strict and "expected after" in str(error):
            raise _LooseQuotesError(reader.line_num) from error
        problem = f"line {begun}: a quotation mark opened in this row is never closed"
        if "limit" in str(error):
            problem = f"line {begun}: a field of more than {csv.field_size_limit():,} characters"
        raise UnreadableFile(str(path), problem, CLOSE_IT) from error
    swallowed = next((row.line for row in rows if _holds_rows(row, rows, delimiter)), None)
    if swallowed is not None:
        problem = f"line {swallowed}: a quotation mark opened in this row is closed only in a later row"
        raise UnreadableFile(str(path), problem, CLOSE_IT)
    return rows


def _holds_rows(row: Row, rows: Sequence[Row], delimiter: str) -> bool:
    """Whether a cell runs over lines that are rows themselves: as many cells, and a first one known from others."""
    lines = [line.split(delimiter) for cell in row.cells for line in cell.split("\n")[1:]]
    if not lines:
        return False
    width, known = len(rows[0].cells), {each.cells[0] for each in rows if each.cells}
    return any(len(cells) >= max(width, 2) and cells[0] in known for cells in lines)


def mended(rows: Sequence[Row], columns: Columns, delimiter: str) -> tuple[Columns, list[Row]]:
    """The rows with as many cells as there are columns where there is only one way to get there.

    Also the columns, with those times only by which a shifted row can be told: most rows have a
    readable one there.
    """
    rows = _without_empty_tail(rows, len(columns.names))
    whole = [row for row in rows if len(row.cells) == len(columns.names)]
    telling = (at for at in columns.times if 2 * sum(_time_fits(row, at) for row in whole) > len(whole))
    columns = replace(columns, times=tuple(telling))
    return columns, [_stripped(_mended(row, columns, delimiter)) for row in rows]


def _without_empty_tail(rows: Sequence[Row], width: int) -> Sequence[Row]:
    """The rows without the empty cells by which most of them are longer than the header."""
    surplus = Counter(len(row.cells) - width for row in rows if not any(row.cells[width:]))
    tail, often = surplus.most_common(1)[0] if surplus else (0, 0)
    if tail <= 0 or 2 * often <= len(rows):
        return rows
    return [row if any(row.cells[-tail:]) else replace(row, cells=row.cells[:-tail]) for row in rows]


def _stripped(row: Row) -> Row:
    return replace(row, cells=tuple(cell.strip() for cell in row.cells))


def _mended(row: Row, columns: Columns, delimiter: str) -> Row:
    """One row mended.

    Too many cells mean commas that were not quoted. They are taken to be the text's: it alone is
    free prose. What stands before and after the text is counted off from both ends; a time that
    then stands in the wrong column shows that this was wrong. A short row lacks columns after
    the text, which is no harm, or it is broken.
    """
    at = columns.text
    surplus = len(row.cells) - len(columns.names)
    if surplus < 0:
        filled = replace(row, cells=row.cells + ("",) * -surplus)
        return filled if len(row.cells) > at and _times_fit(filled, columns) else replace(row, broken=True)
    if surplus > 0:
        after = at + surplus + 1
        text = delimiter.join(row.cells[at:after])
        joined = replace(row, cells=(*row.cells[:at], text, *row.cells[after:]), rejoined=True)
        return joined if _times_fit(joined, columns) else replace(row, broken=True)
    return row


def _times_fit(row: Row, columns: Columns) -> bool:
    return all(not row.cells[at].strip() or _time_fits(row, at) for at in columns.times)


def _time_fits(row: Row, at: int) -> bool:
    return seconds(row.cells[at]) is not None
