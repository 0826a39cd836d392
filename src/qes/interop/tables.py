"""Rows to CSV, XLSX, Parquet and JSON Lines, so that data lives where people work; `read_tables` is the way back.

Text comes back exactly as it went out: a spreadsheet must neither run it as a formula nor swallow characters, so
cells that look like one are marked on the way out and unmarked on the way in. What a format has no room for is left
out: NUL in CSV, control characters other than tab and line ends (and U+FFFE, U+FFFF) in XLSX.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from qes.errors import CannotWrite
from qes.plugins import EXPORTERS, names

Row = Mapping[str, Any]
Writer = Callable[[Sequence[Row], Path], None]

_START = "[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]"
"""What a formula may begin with, the full-width signs of East Asian keyboards included."""
_FORMULA = re.compile(f"^'*{_START}")
_MARKED = re.compile(f"^'+{_START}")
_CELL_LIMIT = 32_767
"""UTF-16 units an XLSX cell holds."""
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
            writer.writerows({name: guard(_without_nul(_flat(value))) for name, value in row.items()} for row in rows)

    _atomically(path, write)


def _without_nul(value: Any) -> Any:
    return value.replace("\x00", "") if isinstance(value, str) else value


def write_xlsx(rows: Sequence[Row], path: Path) -> None:
    """One sheet with a frozen, filterable header; text cells are text, never formulas.

    Raises:
        CannotWrite: A text is longer than a cell holds; CSV has no such limit.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    header = columns(rows)
    # Before the workbook is begun, because openpyxl cannot drop one half-way without a noise.
    fitting = [[_fitting(row.get(name, ""), name, path) for name in header] for row in rows]
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
    for values in fitting:
        cells = []
        for name, value in zip(header, values, strict=True):
            cell = WriteOnlyCell(sheet, value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=name in ("text", "quote", "question"), vertical="top")
            cells.append(cell)
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{_letter(max(0, len(header) - 1))}{len(rows) + 1}"
    whole = io.BytesIO()  # since openpyxl litters the screen when the disk it writes to is full
    book.save(whole)
    _atomically(path, lambda target: _write_bytes(target, whole.getvalue()))


def _fitting(value: Any, name: str, path: Path) -> Any:
    """What goes into an XLSX cell; raises CannotWrite when it does not fit."""
    flat = _flat(value)
    if not isinstance(flat, str):
        return flat
    text: str = guard(_XML_ILLEGAL.sub("", flat))
    length = len(text.encode("utf-16-le")) // 2
    if length > _CELL_LIMIT:
        raise CannotWrite(str(path), f"a {name} has {length} characters, a cell holds {_CELL_LIMIT}; use csv")
    return text


def write_parquet(rows: Sequence[Row], path: Path) -> None:
    """For notebooks and statistics packages; a column keeps its type, and what is missing in it is null."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pydict({name: _column([_flat(row.get(name)) for row in rows]) for name in columns(rows)})
    _atomically(path, lambda target: pq.write_table(table, target))


def _column(values: list[Any]) -> list[Any]:
    """Values of one type: empty cells among flags or numbers are nulls; what is mixed otherwise becomes text."""
    kinds = {type(value) for value in values if value != ""}
    if kinds <= {bool} or kinds <= {int, float}:
        return [None if value == "" else value for value in values] if kinds else values
    return [value if isinstance(value, str) else str(value) for value in values]


def write_jsonl(rows: Sequence[Row], path: Path) -> None:
    """One JSON object a line."""
    lines = "".join(json.dumps(dict(row), ensure_ascii=False, default=str) + "\n" for row in rows)
    _atomically(path, lambda target: _write_text(target, lines))


def _write_bytes(target: Path, data: bytes) -> None:
    target.write_bytes(data)


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


def formats() -> list[str]:
    """The formats tables can be written in."""
    return names(EXPORTERS)
