"""What several pictures share: keys to their marks, panels side by side, names beside rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qes.synthesis.charts.labels import cut, width, wrap
from qes.synthesis.charts.look import INK, LABELS, MARGIN, SMALL, TEXT, WIDTH
from qes.synthesis.charts.sheet import Sheet

Mark = Callable[[float, float], None]
"""Draws a sample of a mark around a place."""

KEY = 18
"""Height of a line of a key."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a key."""

    mark: Mark
    text: str
    room: float = 16
    """Width of the sample."""


def key(sheet: Sheet, items: Sequence[Item], top: float = MARGIN) -> float:
    """Say what the marks mean, on as many lines as it takes; the height at which the next thing may begin."""
    x, y = float(MARGIN), top + KEY / 2
    for item in items:
        long = item.room + 5 + width(item.text, SMALL) + 14
        if x > MARGIN and x + long - 14 > sheet.width - MARGIN:
            x, y = float(MARGIN), y + KEY
        item.mark(x + item.room / 2, y)
        text = cut(item.text, sheet.width - MARGIN - x - item.room - 5, SMALL)
        sheet.text(x + item.room + 5, y, text, size=SMALL)
        x += long
    return y + KEY / 2 + 6 if items else top


@dataclass(frozen=True, slots=True)
class Panel:
    """A place for one small picture."""

    number: int
    x: float
    y: float
    width: float
    height: float
    first: bool
    """Whether it stands left of the others of its row."""


@dataclass(frozen=True, slots=True)
class Panels:
    """Small pictures in rows, all of one size."""

    number: int
    across: int
    left: float
    """Room for names left of each row."""
    head: float
    """Room above each panel."""
    height: float
    foot: float = 0.0
    """Room below."""
    gap: float = 16.0
    right: float = 0.0
    """Room right of each panel, within its column."""

    @property
    def total(self) -> float:
        """Height of all rows."""
        return -(-self.number // self.across) * (self.head + self.height + self.foot)

    def places(self, top: float) -> Iterator[Panel]:
        """Where the panels are, row by row."""
        column = (WIDTH - 2 * MARGIN - self.left - self.gap * (self.across - 1)) / self.across
        for number in range(self.number):
            down, over = divmod(number, self.across)
            x = MARGIN + self.left + over * (column + self.gap)
            y = top + down * (self.head + self.height + self.foot) + self.head
            yield Panel(number, x, y, column - self.right, self.height, over == 0)


def heading(sheet: Sheet, panel: Panel, text: str, above: float = 0.0, more: float = 0.0) -> None:
    """The name of a panel, over it, on one or two lines."""
    lines = wrap(text, panel.width + more, 2, TEXT, bold=True)
    sheet.lines(panel.x, panel.y - above - 7 - 6.5 * (len(lines) - 1), lines, bold=True)


def name(sheet: Sheet, y: float, text: str, room: float = LABELS, lines: int = 1) -> None:
    """The name of a row, left of it; right-aligned, so that it stands by its marks."""
    sheet.lines(MARGIN + room - 10, y, wrap(text, room - 12, lines), align="right")


def row_height(rows: int) -> int:
    """Rows come closer the more of them there are."""
    return 30 if rows <= 8 else 24 if rows <= 16 else 18


def lines_of(row: float) -> int:
    """How many lines a name beside a row may take."""
    return 2 if row >= 28 else 1


def faint_rows(sheet: Sheet, panel: Panel, rows: int, row: float) -> None:
    """A quiet line through the middle of every row, to lead the eye."""
    for number in range(rows):
        y = panel.y + (number + 0.5) * row
        sheet.rule(panel.x, y, panel.x + panel.width, y, "#eceeee")


def sample(sheet: Sheet, shape: str, fill: str, stroke: str = INK, weight: float = 1.2) -> Mark:
    """A mark for the key that is a shape."""
    return lambda x, y: sheet.path(x, y, shape, fill=fill, stroke=stroke, weight=weight)
