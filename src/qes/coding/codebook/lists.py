"""Codebooks kept as a plain list: JSON with `code`, `label` and `definition`, or a CSV table."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from qes.coding.codebook.findings import Findings
from qes.coding.codebook.schema import CODE, FieldKind
from qes.coding.codebook.tree import MAX_DEPTH, Item, Kind

_SPACE = re.compile(r"[\s,]*")
_TRUE = ("true", "yes", "1")
_FALSE = ("false", "no", "0")


def parse_json(text: str, report: Findings) -> Item | None:
    """A JSON list of codes as an item; None, with the reason reported, when it is none."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        report.error(error.lineno, f"this is not valid JSON: {error.msg}")
        return None
    except (ValueError, RecursionError) as error:
        report.error(1, f"this is no list of codes: {error}")
        return None
    if not isinstance(content, list):
        report.error(1, "a JSON codebook is a list of {code, label, definition}")
        return None
    return Item(Kind.LIST, 1, items=tuple(item_of(value, line) for value, line in _elements(text)))


def _elements(text: str) -> Iterator[tuple[Any, int]]:
    """Each element of a valid JSON list with the line it starts on."""
    decoder = json.JSONDecoder()
    at, line = text.index("[") + 1, text.count("\n", 0, text.index("[")) + 1
    while True:
        space = _SPACE.match(text, at)
        start = space.end() if space else at
        line += text.count("\n", at, start)
        if text[start] == "]":
            return
        value, at = decoder.raw_decode(text, start)
        yield value, line
        line += text.count("\n", start, at)


def item_of(value: Any, line: int, depth: int = 0) -> Item:
    """The item of a parsed value; what lies deeper than any codebook reaches is left out."""
    match value:
        case dict() | list() if depth > MAX_DEPTH:
            return Item(Kind.NOTHING, line)
        case dict():
            return Item(Kind.MAP, line, fields={key: item_of(each, line, depth + 1) for key, each in value.items()})
        case list():
            return Item(Kind.LIST, line, items=tuple(item_of(each, line, depth + 1) for each in value))
        case bool():
            return Item(Kind.FLAG, line, text=str(value).lower())
        case int() | float():
            return Item(Kind.NUMBER, line, text=str(value))
        case None:
            return Item(Kind.NOTHING, line)
        case _:
            return Item(Kind.TEXT, line, text=value)


def parse_csv(text: str, report: Findings) -> Item | None:
    """A table with a row for each code; several examples stand in one cell, a line each."""
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Item] = []
    before = 1
    try:
        if "code" not in (reader.fieldnames or ()):
            report.error(1, "the first row must name the columns, at least code, label and definition")
            return None
        for row in reader:
            rows.append(_from_row(row, before + 1, report))
            before = reader.line_num
    except csv.Error as error:
        report.error(before + 1, f"this is not a valid CSV table: {error}")
        return None
    return Item(Kind.LIST, 1, items=tuple(rows))


def _from_row(row: dict[str | Any, str | Any], line: int, report: Findings) -> Item:
    if None in row:
        report.error(line, "this row has more cells than the first one has columns")
    required = {each.name for each in CODE if each.in_lists}
    cells = {key: value for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}
    return Item(
        Kind.MAP,
        line,
        fields={key: _cell(key, value, line) for key, value in cells.items() if value.strip() or key in required},
    )


def _cell(column: str, value: str, line: int) -> Item:
    kind = next((each.kind for each in CODE if each.name == column), FieldKind.TEXT)
    if kind is FieldKind.TEXTS:
        lines = [each.strip() for each in value.splitlines() if each.strip()]
        return Item(Kind.LIST, line, items=tuple(Item(Kind.TEXT, line, text=each) for each in lines))
    if kind is FieldKind.FLAG and value.strip().lower() in _TRUE + _FALSE:
        return Item(Kind.FLAG, line, text="true" if value.strip().lower() in _TRUE else "false")
    return Item(Kind.TEXT, line, text=value)
