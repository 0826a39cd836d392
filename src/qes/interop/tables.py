"""Rows to and from CSV, XLSX, Parquet and JSON Lines, so that data lives where people work.

Text comes back exactly as it went out: a spreadsheet must neither run it as a formula nor swallow characters, so
cells that look like one are marked on the way out and unmarked on the way in.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from qes.errors import BadTable, CannotWrite
from qes.plugins import EXPORTERS, names

Row = Mapping[str, Any]
Writer = Callable[[Sequence[Row], Path], None]

_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_MARKED = re.compile(r"^'+[=+\-@\t\r]")
_CELL_LIMIT = 32_767
"""Characters an XLSX cell holds."""
_XML_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def guard(value: Any) -> Any:
    """A text cell that a spreadsheet would run gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def unguard(value: Any) -> Any:
    """The cell as it was before `guard`."""
    return value[1:] if isinstance(value, str) and _MARKED.match(value) else value


def columns(rows: Sequence[Row]) -> list[str]:
    """Every column of some rows, in order of first appearance."""
    return list(dict.fromkeys(name for row in rows for name in row))


def _atomically(path: Path, write: Callable[[Path], None]) -> None:
    """Write beside the target, then rename: a full disk or a kill leaves the old file, never half a new one.

    Raises:
        CannotWrite: The disk is full or the folder may not be written to.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
        os.close(handle)
        temporary = Path(name)
        write(temporary)
        temporary.replace(path)
    except OSError as error:
        raise CannotWrite(str(path), error.strerror or str(error)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_csv(rows: Sequence[Row], path: Path) -> None:
    """UTF-8 with a mark at the front, which Excel needs to read it as such."""

    def write(target: Path) -> None:
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, columns(rows), restval="", lineterminator="\r\n")
            writer.writeheader()
            writer.writerows({name: guard(_flat(value)) for name, value in row.items()} for row in rows)

    _atomically(path, write)


def write_xlsx(rows: Sequence[Row], path: Path) -> None:
    """One sheet with a frozen, filterable header; text cells are text, never formulas.

    Raises:
        CannotWrite: A text is longer than a cell holds; CSV has no such limit.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    header = columns(rows)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("qes")
    sheet.freeze_panes = "A2"
    for number, name in enumerate(header):
        letter = _letter(number)
        sheet.column_dimensions[letter].width = 60 if name in ("text", "quote", "question", "reason") else 16
    top = [WriteOnlyCell(sheet, name) for name in header]
    for cell in top:
        cell.font = Font(bold=True)
    sheet.append(top)
    for row in rows:
        cells = []
        for name in header:
            value = _XML_ILLEGAL.sub("", flat) if isinstance(flat := _flat(row.get(name, "")), str) else flat
            if isinstance(value, str) and len(value) > _CELL_LIMIT:
                raise CannotWrite(
                    str(path), f"a {name} has {len(value)} characters, a cell holds {_CELL_LIMIT}; use csv"
                )
            cell = WriteOnlyCell(sheet, guard(value))
            if isinstance(value, str):
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=name in ("text", "quote", "question"), vertical="top")
            cells.append(cell)
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{_letter(max(0, len(header) - 1))}{len(rows) + 1}"
    _atomically(path, lambda target: book.save(target))


def write_parquet(rows: Sequence[Row], path: Path) -> None:
    """For notebooks and statistics packages; cells keep their types."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist([{name: _flat(row.get(name)) for name in columns(rows)} for row in rows])
    _atomically(path, lambda target: pq.write_table(table, target))


def write_jsonl(rows: Sequence[Row], path: Path) -> None:
    """One JSON object a line."""
    lines = "".join(json.dumps(dict(row), ensure_ascii=False, default=str) + "\n" for row in rows)
    _atomically(path, lambda target: _write_text(target, lines))


def _write_text(target: Path, text: str) -> None:
    target.write_text(text, encoding="utf-8", newline="")


def _flat(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(str(each) for each in value)
    return value if isinstance(value, str | int | float | bool) else str(value)


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number + 1))


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of a table with their row numbers as a spreadsheet shows them; blank rows are skipped.

    Raises:
        BadTable: The file is missing, broken, of an unknown kind, or has no header.
    """
    readers: dict[str, Callable[[Path], Iterator[tuple[int, dict[str, Any]]]]] = {
        ".csv": _read_csv,
        ".xlsx": _read_xlsx,
        ".parquet": _read_parquet,
        ".jsonl": _read_jsonl,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise BadTable(str(path), [(1, f"unknown kind of table; qes reads {', '.join(sorted(readers))}")])
    if not path.is_file():
        raise BadTable(str(path), [(1, "there is no such file")])
    for number, row in reader(path):
        tidy = {str(name).strip().lower(): unguard(value) for name, value in row.items() if name}
        if any(str(value).strip() for value in tidy.values() if value is not None):
            yield number, tidy


def _read_csv(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable(str(path), [(1, f"is not UTF-8 (byte {error.start}); save it as CSV UTF-8 or XLSX")]) from error
    if "\x00" in text:
        raise BadTable(str(path), [(1, "holds NUL characters; it is no CSV file")])
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(2**31 - 1)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    for row in reader:
        if None in row:
            raise BadTable(str(path), [(reader.line_num, "has more fields than the header; quote fields with commas")])
        yield reader.line_num, row


def _read_xlsx(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadTable(
            str(path), [(1, "cannot be opened as XLSX; save it anew from the spreadsheet program")]
        ) from error
    try:
        rows = book.worksheets[0].iter_rows(values_only=True)
        header = [str(name).strip() if name is not None else "" for name in next(rows, ())]
        for number, values in enumerate(rows, start=2):
            yield number, {name: value for name, value in zip(header, values, strict=False) if name}
    finally:
        book.close()


def _read_parquet(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise BadTable(str(path), [(1, "cannot be opened as Parquet")]) from error
    yield from enumerate(table.to_pylist(), start=1)


def _read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise BadTable(str(path), [(number, f"is not JSON: {error.msg}")]) from error
            if not isinstance(row, dict):
                raise BadTable(str(path), [(number, "is not a JSON object")])
            yield number, row


def formats() -> list[str]:
    """The formats tables can be written in."""
    return names(EXPORTERS)
