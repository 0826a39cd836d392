"""Transcripts as tables: a row a turn, with columns for the speaker, the time and the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from qes.errors import EmptyFile, UnreadableFile
from qes.ingest.document import Document, Piece, ReadOptions
from qes.ingest.encoding import decode
from qes.ingest.readers.clock import seconds
from qes.ingest.readers.files import empty_if_no_pieces, kind_of, not_what_it_says, read_bytes
from qes.ingest.readers.lines import split_lines
from qes.ingest.readers.table_rows import Columns, Row, find_columns, mended, parse
from qes.model import BlockKind

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

EXPECTED = (
    "Name a column `text` (or words, utterance, content, transcript, speech, sentence) in the first row; "
    "`speaker` and `start` are read too. Columns may be parted by comma, semicolon, tab or |."
)

EXCEL_HINT = re.compile(r"\A\"?sep=[^\r\n]{0,3}(?:\r\n|\r|\n)", re.IGNORECASE)
"""The line by which Excel is told the delimiter."""

BLANK = ' ,;\t|"'

RIGHT_TABLE = "Check that the right table was saved."

MOST_BROKEN = 0.2
"""Share of rows that may be broken before the file is refused."""


class CsvReader:
    """Reads transcripts saved as a table of plain text."""

    suffixes = (".csv", ".tsv")

    def read(self, path: Path, options: ReadOptions, /) -> Document:
        """Read a CSV file: a turn for each row, or a paragraph where no column names speakers.

        Rows with more fields than columns are mended where the surplus can only belong to the
        text (commas that were not quoted); other broken rows keep all their text. Notes name the
        lines.

        Raises:
            EmptyFile: It has no row with text.
            UnreadableFile: No column of text is recognised, a quotation mark is never closed, or
                more than a fifth of the rows is broken.
            GarbledText: It was decoded wrongly before.
        """
        data = read_bytes(path)
        if (kind := kind_of(data)) is not None:
            raise not_what_it_says(path, "a CSV file", kind)
        text, notes = decode(data, str(path), options.encoding)
        text = EXCEL_HINT.sub("\n", text)
        delimiter, columns = _header(text, path)
        parsed, remarks = parse(text, delimiter, path)
        columns, rows = mended(parsed[1:], columns, delimiter)
        if not rows:
            raise EmptyFile(str(path), "has column names, but no rows below them", RIGHT_TABLE)
        _refuse_broken(rows, columns, path)
        pieces = tuple(piece for row in rows for piece in _piece(row, columns))
        document = Document(pieces, (*notes, *remarks, *_notes(rows, columns, DELIMITERS[delimiter])))
        return empty_if_no_pieces(path, document, RIGHT_TABLE)


def _header(text: str, path: Path) -> tuple[str, Columns]:
    """The delimiter under which the first row names a column of text, and the columns."""
    lines = enumerate(split_lines(text), 1)
    number, line = next(((number, line) for number, line in lines if line.strip(BLANK)), (1, ""))
    split = {delimiter: _cells(line, delimiter) for delimiter in DELIMITERS}
    usable = [(delimiter, columns) for delimiter in DELIMITERS if (columns := find_columns(split[delimiter]))]
    if not usable:
        shown = ", ".join(repr(name[:40]) for name in max(split.values(), key=len)[:12])
        raise UnreadableFile(str(path), f"line {number}: no column of text among {shown}", EXPECTED)
    return max(usable, key=lambda pair: len(pair[1].names))


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"').strip() for cell in line.split(delimiter)]


def _refuse_broken(rows: Sequence[Row], columns: Columns, path: Path) -> None:
    broken = [row.line for row in rows if row.broken]
    if len(broken) > MOST_BROKEN * len(rows):
        problem = f"{len(broken)} of {len(rows)} rows do not have {len(columns.names)} fields: {listed(broken)}"
        hint = "Quote the fields that hold commas or line breaks, or save the table anew as CSV (UTF-8)."
        raise UnreadableFile(str(path), problem, hint)


def _piece(row: Row, columns: Columns) -> Iterator[Piece]:
    """The turn of a row; none for a row without words."""
    kind = BlockKind.PARAGRAPH if columns.speaker is None else BlockKind.TURN
    if row.broken:
        yield Piece(" ".join(filter(None, row.cells)), kind)
    elif words := row.cells[columns.text]:
        speaker = row.cells[columns.speaker] or None if columns.speaker is not None else None
        time = seconds(row.cells[columns.start]) if columns.start is not None else None
        yield Piece(words, kind, speaker, time)


def _notes(rows: Sequence[Row], columns: Columns, commas: str) -> Iterator[str]:
    if ignored := columns.ignored:
        yield f"column{'s'[: len(ignored) > 1]} not read: {', '.join(ignored)}"
    if joined := [row.line for row in rows if row.rejoined]:
        what, whose = ("row", "its") if len(joined) == 1 else ("rows", "their")
        yield f"{len(joined)} {what} had unquoted {commas}; {whose} text was re-joined: {listed(joined)}"
    if broken := [row.line for row in rows if row.broken]:
        do = "row does" if len(broken) == 1 else "rows do"
        kept = "all their text was kept, without speaker or time"
        yield f"{len(broken)} {do} not fit the columns; {kept}: {listed(broken)}"
    sound = [row for row in rows if not row.broken]
    if unread := [row.line for row in sound if _time_unread(row, columns)]:
        yield f"time not understood: {listed(unread)}"
    if nameless := [row.line for row in sound if _nameless(row, columns)]:
        yield f"no speaker named: {listed(nameless)}"


def _time_unread(row: Row, columns: Columns) -> bool:
    return columns.start is not None and bool(row.cells[columns.start]) and seconds(row.cells[columns.start]) is None


def _nameless(row: Row, columns: Columns) -> bool:
    return columns.speaker is not None and not row.cells[columns.speaker] and bool(row.cells[columns.text])


def listed(lines: Sequence[int]) -> str:
    """`line 3` or `lines 3, 4, 9`, at most 20 of them."""
    more = f" and {len(lines) - 20} more" if len(lines) > 20 else ""
    return f"line{'s'[: len(lines) > 1]} {', '.join(map(str, lines[:20]))}{more}"
