"""Tables as they fit on a page of the PDF."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from qes.synthesis.report.parts import Table
from qes.synthesis.report.plain import plain

_COLUMNS = 10
"""A wider table is printed in several parts."""
_UPRIGHT = 130
"""A table that takes more than so many characters across is printed on a page turned sideways."""
_LEAST, _GAP = 15, 3
"""Characters across that a column of texts takes at least, and those between two columns."""
_SHORT = 12
"""Longest text, in characters, of a column that is as wide as it needs."""


def tables_data(tables: Iterable[Table]) -> Iterator[dict[str, Any]]:
    """Tables as they are printed: in parts where they have too many columns, each part with the first column."""
    for table in (each.filled for each in tables):
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
    across = sum(min(_LEAST, _longest(header, [row[i] for row in rows])) + _GAP for i, header in enumerate(headers))
    return found | {"widths": widths, "wide": across > _UPRIGHT and bool(rows)}


def runs(tables: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tables in order, those that follow each other on the same kind of page together.

    What would fit upright stands sideways with the rest where it is followed by a wide one, so that no page is wasted.
    """
    given = list(tables)
    last = max((at for at, each in enumerate(given) if each["wide"]), default=-1)
    first = next((at for at, each in enumerate(given) if each["wide"]), 0)
    turned = [(first <= at <= last, each) for at, each in enumerate(given)]
    return [{"wide": wide, "tables": [each for _, each in group]} for wide, group in groupby(turned, key=itemgetter(0))]


def _width(header: str, cells: Sequence[str]) -> float:
    """0 for a column of short values, which takes what it needs; else its share of the rest."""
    if _longest(header, cells) <= _SHORT:
        return 0
    mean = sum(len(each) for each in cells) / max(1, len(cells))
    return round(min(6.0, max(1.0, math.sqrt(mean / 8))), 2)


def _longest(header: str, cells: Sequence[str]) -> int:
    """Of the lines of a column, in characters."""
    return max((len(line) for each in (header, *cells) for line in each.split("\n")), default=0)
