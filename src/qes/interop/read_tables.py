"""Rows from CSV, XLSX, Parquet and JSON Lines, whoever wrote them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from qes.errors import BadTable
from qes.interop.tables import unguard

Rows = Iterator[tuple[int, dict[str, Any]]]


def read_rows(path: Path) -> Rows:
    """Rows of a table with their row numbers as a spreadsheet or editor shows them; blank rows are skipped.

    Names of columns come in lower case.

    Raises:
        BadTable: The file is missing, broken, of an unknown kind, or has no header.
    """
    readers: dict[str, Callable[[Path], Rows]] = {
        ".csv": _read_csv,
        ".xlsx": _read_xlsx,
        ".parquet": _read_parquet,
        ".jsonl": _read_jsonl,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise BadTable(str(path), [(0, f"unknown kind of table; qes reads {', '.join(sorted(readers))}")])
    if not path.is_file():
        raise BadTable(str(path), [(0, "there is no such file")])
    for number, row in reader(path):
        tidy = {str(name).strip().lower(): value for name, value in row.items() if name}
        if any(str(value).strip() for value in tidy.values() if value is not None):
            yield number, tidy


def _text(path: Path, otherwise: str) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable(str(path), [(0, f"is not UTF-8 (byte {error.start}); {otherwise}")]) from error
    except OSError as error:
        raise BadTable(str(path), [(0, f"cannot be read ({error.strerror or error})")]) from error


def _read_csv(path: Path) -> Rows:
    text = _text(path, "save it as CSV UTF-8 or XLSX")
    if "\x00" in text:
        raise BadTable(str(path), [(0, "holds NUL characters; it is no CSV file")])
    first = text.split("\n", 1)[0]
    # The limit is the process's, and transcripts are read under the usual one; so all at once, and back.
    usual = csv.field_size_limit(2**31 - 1)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)))
    finally:
        csv.field_size_limit(usual)
    header = _header(path, lines[0] if lines else [])
    for number, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells[len(header) :]):
            raise BadTable(str(path), [(number, "has more fields than the header; quote fields with commas")])
        yield number, {name: unguard(cell) for name, cell in zip(header, cells, strict=False)}


def _header(path: Path, names: Iterable[str]) -> list[str]:
    """The names of the columns; of two with the same name one would be lost."""
    header = [name.strip().lower() for name in names]
    if twice := next((name for name, often in Counter(header).items() if name and often > 1), ""):
        raise BadTable(str(path), [(1, f"has the column {twice!r} twice")])
    return header


def _read_xlsx(path: Path) -> Rows:
    from openpyxl import load_workbook

    damaged = (zipfile.BadZipFile, zlib.error, KeyError, IndexError, ValueError, SyntaxError, EOFError)
    try:
        # From memory, because openpyxl leaves the file of a damaged workbook open.
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
        try:
            # All at once: damage further down in the file shows only when a row is read.
            rows = list(book.worksheets[0].iter_rows(values_only=True))
        finally:
            book.close()
    except (*damaged, OSError) as error:
        problem = "cannot be opened as XLSX; save it anew from the spreadsheet program"
        raise BadTable(str(path), [(0, problem)]) from error
    header = _header(path, ["" if name is None else str(name) for name in (rows[0] if rows else ())])
    for number, values in enumerate(rows[1:], start=2):
        yield number, {name: unguard(value) for name, value in zip(header, values, strict=False) if name}


def _read_parquet(path: Path) -> Rows:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise BadTable(str(path), [(0, "cannot be opened as Parquet")]) from error
    yield from enumerate(table.to_pylist(), start=1)


def _read_jsonl(path: Path) -> Rows:
    for number, line in enumerate(_text(path, "save it as UTF-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadTable(str(path), [(number, f"is not JSON: {error.msg}")]) from error
        if not isinstance(row, dict):
            raise BadTable(str(path), [(number, "is not a JSON object")])
        yield number, row
