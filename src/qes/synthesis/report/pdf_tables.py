"""Tables as they fit on a page of the PDF."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from qes.synthesis.report.parts import Table
from qes.synthesis.report.plain import plain

_COLUMNS = 10
"""A wider table is printed in several parts."""
_UPRIGHT = 7
"""A table of more columns is printed on a page turned sideways."""
_SHORT = 12
"""Longest text, in characters, of a column that is as wide as it needs."""


def tables_data(tables: Iterable[Table]) -> Iterator[dict[str, Any]]:
    """Tables as they are printed: in parts where they have too many columns, each part with the first column."""
    for table in tables:
        others = range(1, len(table.headers))
        count = max(1, math.ceil(len(others) / _COLUMNS))
        each = math.ceil(len(others) / count)
        for part in range(count):
            keep = [*range(min(1, len(table.headers))), *others[part * each : (part + 1) * each]]
            caption = f"{table.caption} (part {part + 1} of {count})" if count > 1 else table.caption
            yield _table(caption, [table.headers[i] for i in keep], [[row[i] for i in keep] for row in table.rows])


def _table(caption: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    found: dict[str, Any] = plain({"caption": caption, "headers": headers, "rows": rows})
    widths = [_width(header, [row[i] for row in rows]) for i, header in enumerate(headers)]
    return found | {"widths": widths, "wide": len(headers) > _UPRIGHT and bool(rows)}


def _width(header: str, cells: Sequence[str]) -> float:
    """0 for a column of short values, which takes what it needs; else its share of the rest."""
    longest = max((len(line) for each in (header, *cells) for line in each.split("\n")), default=0)
    if longest <= _SHORT:
        return 0
    mean = sum(len(each) for each in cells) / max(1, len(cells))
    return round(min(6.0, max(1.0, math.sqrt(mean / 8))), 2)
