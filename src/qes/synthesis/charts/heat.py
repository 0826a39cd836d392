"""The heat map: which level each case has on each capability, how sure that is, and whether it is signed off."""

from __future__ import annotations

from dataclasses import dataclass

from qes.synthesis.charts import words
from qes.synthesis.charts.data import HeatCell, HeatMap
from qes.synthesis.charts.drawing import figure
from qes.synthesis.charts.labels import width, wrap
from qes.synthesis.charts.layout import Item, Mark, key, lines_of, name
from qes.synthesis.charts.look import (
    INK,
    LABELS,
    LINE,
    MARGIN,
    PAPER,
    SMALL,
    SOFT,
    STRONG,
    TEXT,
    WIDTH,
    level_colour,
    text_on,
)
from qes.synthesis.charts.sheet import Sheet
from qes.synthesis.report.parts import Figure

BROAD = 78
"""A column at least so wide has its name above it on level lines; a narrower one aslant."""
WIDEST = 104
SLANT = 0.71
"""Of a text's length, as its height and as its breadth, when it stands aslant."""
NAME = 105
"""Longest line of a name that is set aslant."""
SLANTED_LINE = 7.8
"""From a slanted line to the next, down and to the right."""
HATCH = 7
STILL = "–"
"""In a cell that is not scored yet."""
CORNER = "M0,0h7v7Z"
"""Folded over a cell that is signed off."""


def heat_map(data: HeatMap) -> Figure | None:
    """Levels by case and capability; None where there is no cell."""
    if not data.cells:
        return None
    sheet = Sheet()
    grid = _grid(data)
    sheet.width = grid.right + grid.spill + MARGIN
    top = key(sheet, _key(sheet, data)) + grid.head
    for number, label in enumerate(data.capabilities):
        _header(sheet, grid, number, label, top)
    row, column = _places(data.cases), _places(data.capabilities)
    for case, number in row.items():
        name(sheet, top + (number + 0.5) * grid.row, case, lines=lines_of(grid.row))
    for cell in data.cells:
        _cell(
            sheet, data, cell, grid.left + column[cell.capability] * grid.column, top + row[cell.case] * grid.row, grid
        )
    sheet.height = top + len(data.cases) * grid.row + MARGIN
    return figure(
        sheet,
        id="heat-map",
        title="Levels by case and capability",
        caption="The level of each case on each capability. NE, not enough evidence, is not a low level; cases "
        "stand in no order of merit.",
        alt=_alt(data),
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    left: float
    column: float
    row: float
    columns: int
    slanted: bool
    head: float
    spill: float
    """Room that the last slanted name takes right of its column."""

    @property
    def right(self) -> float:
        return self.left + self.column * self.columns


def _grid(data: HeatMap) -> _Grid:
    columns, rows = len(data.capabilities), len(data.cases)
    left = float(MARGIN + LABELS)
    room = WIDTH - left - MARGIN
    row = 36 if rows <= 10 else 28 if rows <= 20 else 20
    column = max(min(room / columns, WIDEST), 1)
    if column >= BROAD:
        most = max(len(wrap(each, column - 4, 3, bold=True)) for each in data.capabilities)
        return _Grid(left, column, row, columns, slanted=False, head=most * (TEXT + 2) + 8, spill=0.0)
    lines = [line for each in data.capabilities for line in wrap(each, NAME, 2, SMALL)]
    longest = max(width(line, SMALL) for line in lines) * SLANT
    return _Grid(left, (room - longest) / columns, row, columns, slanted=True, head=longest + 20, spill=longest)


def _header(sheet: Sheet, grid: _Grid, number: int, label: str, top: float) -> None:
    middle = grid.left + (number + 0.5) * grid.column
    if grid.slanted:
        aslant = wrap(label, NAME, 2, SMALL)
        for down, line in enumerate(aslant):
            shift = SLANTED_LINE * (down - (len(aslant) - 1) / 2)
            sheet.text(middle - 3 + shift, top - 12 + shift, line, size=SMALL, angle=-45)
        return
    lines = wrap(label, grid.column - 4, 3, bold=True)
    sheet.lines(middle, top - 9 - 6.5 * (len(lines) - 1), lines, align="center", bold=True)


def _cell(sheet: Sheet, data: HeatMap, cell: HeatCell, x: float, y: float, grid: _Grid) -> None:
    wide, high = grid.column - 2, grid.row - 2
    x, y = x + 1, y + 1
    if not cell.scored:
        sheet.box(x, y, wide, high, PAPER, LINE)
        sheet.text(x + wide / 2, y + high / 2, STILL, colour=SOFT, align="center")
        return
    fill = _box(sheet, cell.level, data.highest, x, y, wide, high)
    ink = SOFT if cell.level is None else text_on(fill)
    label, size = ("NE", TEXT) if cell.level is None else (str(cell.level), STRONG)
    left = x + wide / 2 - (11 if cell.confidence else 0)
    sheet.text(left, y + high / 2, label, size=size, colour=ink, align="center", bold=True)
    if cell.signed:
        sheet.path(x + wide - 8.5, y + 1.5, CORNER, fill=ink)
    if cell.confidence:
        pips = _pips(data.confidences.index(cell.confidence) + 1, len(data.confidences))
        sheet.path(x + wide / 2 - 5, y + high / 2 + 4, pips, fill=ink)


def _box(sheet: Sheet, level: int | None, highest: int, x: float, y: float, wide: float, high: float) -> str:
    """The ground of a cell: filled for a level; white, hatched and dashed for NE."""
    if level is None:
        sheet.box(x, y, wide, high, PAPER, SOFT, (3, 2))
        sheet.path(x, y, _hatch(wide, high), stroke=LINE)
        return PAPER
    fill = level_colour(level, highest)
    sheet.box(x, y, wide, high, fill)
    return fill


def _hatch(wide: float, high: float) -> str:
    """Slanted lines within a box, as a path from its corner."""
    strokes = []
    for at in range(HATCH, int(wide + high), HATCH):
        start, end = (min(at, wide), max(at - wide, 0)), (max(at - high, 0), min(at, high))
        strokes.append(f"M{start[0]:.0f},{start[1]:.0f}L{end[0]:.0f},{end[1]:.0f}")
    return "".join(strokes)


def _pips(filled: int, of: int) -> str:
    """So many filled bars, and a thin line where others might be."""
    bars = (f"M{number * 4},0h3v-{6 if number < filled else 1}h-3Z" for number in range(of))
    return "".join(bars)


def _key(sheet: Sheet, data: HeatMap) -> list[Item]:
    """What occurs, explained."""
    levels = [(None, "not enough evidence"), *enumerate((*data.names, *[""] * data.highest)[: data.highest], 1)]
    items = [Item(_swatch(sheet, level, data.highest), label, 24) for level, label in levels]
    if any(not cell.scored for cell in data.cells):
        items.append(Item(lambda x, y: _still_sample(sheet, x, y), "not scored yet", 24))
    if any(cell.confidence for cell in data.cells):
        of = len(data.confidences)
        ends = f"confidence, from one bar ({data.confidences[0]}) to {of} ({data.confidences[-1]})"
        items.append(Item(lambda x, y: sheet.path(x - 2 * of, y + 3, _pips(of - 1, of), fill=INK), ends, 4 * of))
    if any(cell.signed for cell in data.cells):
        items.append(Item(lambda x, y: _signed_sample(sheet, x, y), "signed off by a lead"))
    return items


def _swatch(sheet: Sheet, level: int | None, highest: int) -> Mark:
    def draw(x: float, y: float) -> None:
        fill = _box(sheet, level, highest, x - 12, y - 7, 24, 14)
        ink = SOFT if level is None else text_on(fill)
        sheet.text(x, y, "NE" if level is None else str(level), size=SMALL, colour=ink, align="center", bold=True)

    return draw


def _still_sample(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 12, y - 7, 24, 14, PAPER, LINE)
    sheet.text(x, y, STILL, size=SMALL, colour=SOFT, align="center")


def _signed_sample(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 8, y - 7, 16, 14, PAPER, SOFT)
    sheet.path(x - 0.5, y - 5.5, CORNER, fill=INK)


def _places(names: tuple[str, ...]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _alt(data: HeatMap) -> str:
    columns = words.several(len(data.capabilities), "capability", "capabilities")
    head = f"Levels of {words.several(len(data.cases), 'case')} on {columns}."
    if len(data.cells) <= words.MANY:
        return words.text(head, *(_case_in_words(data, case) for case in data.cases))
    return words.text(head, *(_capability_in_words(data, each) for each in data.capabilities), words.ELSEWHERE)


def _case_in_words(data: HeatMap, case: str) -> str:
    cells = [cell for cell in data.cells if cell.case == case]
    return f"{case}: {'; '.join(map(_cell_in_words, cells))}." if cells else ""


def _cell_in_words(cell: HeatCell) -> str:
    if not cell.scored:
        return f"{cell.capability} not scored yet"
    parts = [f"{cell.capability} {words.level(cell.level)}"]
    parts += [f"confidence {cell.confidence}"] if cell.confidence else []
    parts += ["signed off"] if cell.signed else []
    return ", ".join(parts)


def _capability_in_words(data: HeatMap, capability: str) -> str:
    own = [cell for cell in data.cells if cell.capability == capability]
    cells = [cell for cell in own if cell.scored]
    signed, still = sum(cell.signed for cell in cells), len(own) - len(cells)
    found = [words.counts([cell.level for cell in cells], data.highest)] if cells else []
    found += [f"{still} not scored yet"] if still else []
    return f"{capability}: {'; '.join(found)}; {signed} of {len(own)} signed off." if own else ""
