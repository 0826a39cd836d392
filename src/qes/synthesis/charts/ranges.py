"""Levels with their ranges: how far each would move if a source, a coder or the assisted codings were left out."""

from __future__ import annotations

from qes.synthesis.charts import words
from qes.synthesis.charts.data import Facet, LevelRange, LevelRanges
from qes.synthesis.charts.drawing import figure
from qes.synthesis.charts.layout import (
    Item,
    Panel,
    Panels,
    faint_rows,
    heading,
    key,
    lines_of,
    name,
    row_height,
    sample,
)
from qes.synthesis.charts.look import ACCENT, FAINT, INK, LABELS, MARGIN, PAPER, SOFT, TINT
from qes.synthesis.charts.sheet import Sheet, circle, diamond
from qes.synthesis.report.parts import Figure

ACROSS = 5
"""Most panels side by side."""
HEAD = 50
DOT, SQUARE = 4.5, 5.0
BAR = 6


def level_ranges(data: LevelRanges) -> Figure | None:
    """Levels and their ranges, in a panel per capability or per case; None where there are none."""
    if not data.ranges:
        return None
    sheet = Sheet()
    by_case = data.facet is Facet.CASE or bool(data.case)
    titles = list(dict.fromkeys(each.case if by_case else each.capability for each in data.ranges))
    rows = list(dict.fromkeys(each.capability if by_case else each.case for each in data.ranges))
    row = row_height(len(rows))
    panels = Panels(len(titles), min(ACROSS, len(titles)), LABELS, 22 if data.case else HEAD, len(rows) * row, foot=6)
    top = key(sheet, _key(sheet, data))
    for panel in panels.places(top):
        _panel(sheet, panel, "" if data.case else titles[panel.number], rows, row, data.highest)
        for each in data.ranges:
            title, line = (each.case, each.capability) if by_case else (each.capability, each.case)
            if title == titles[panel.number]:
                _range(sheet, panel, panel.y + (rows.index(line) + 0.5) * row, each, data.highest)
    sheet.height = top + panels.total + MARGIN - 6
    return figure(
        sheet,
        id=words.name_of("level-ranges", data.case or ("by-case" if by_case else "")),
        title="How firm the levels are" + (f": {data.case}" if data.case else ""),
        caption="Each level with the range of levels that come out when a source, a coder or the assisted codings are "
        "left out. NE, not enough evidence, has a place of its own left of 1.",
        alt=_alt(data),
        case=data.case,
    )


def _panel(sheet: Sheet, panel: Panel, title: str, rows: list[str], row: int, highest: int) -> None:
    heading(sheet, panel, title, above=14, more=10)
    slot = panel.width / (highest + 1)
    sheet.box(panel.x, panel.y, slot, panel.height, FAINT)
    for level in range(highest + 1):
        x = _x(panel, level, highest)
        sheet.rule(x, panel.y, x, panel.y + panel.height)
        sheet.note(x, panel.y - 9, str(level or "NE"), align="center")
    faint_rows(sheet, panel, len(rows), row)
    if panel.first:
        for number, label in enumerate(rows):
            name(sheet, panel.y + (number + 0.5) * row, label, lines=lines_of(row))


def _x(panel: Panel, level: int | None, highest: int) -> float:
    return panel.x + ((level or 0) + 0.5) * panel.width / (highest + 1)


def _range(sheet: Sheet, panel: Panel, y: float, each: LevelRange, highest: int) -> None:
    """The bar from level to level; between NE and 1, which are no neighbours, it is a dashed line."""
    low, high = _x(panel, each.low, highest), _x(panel, each.high, highest)
    if each.low is None and each.high is not None:
        first = _x(panel, 1, highest)
        sheet.line([(low, y), (first, y)], SOFT, 1.6, (3, 2))
        low = first if each.high > 1 else high
        sheet.path(_x(panel, None, highest), y, diamond(3.2), fill=PAPER, stroke=SOFT)
    if high > low:
        sheet.box(low - BAR / 2, y - BAR / 2, high - low + BAR, BAR, TINT)
    _dot(sheet, _x(panel, each.level, highest), y, each.level)


def _dot(sheet: Sheet, x: float, y: float, level: int | None) -> None:
    if level is None:
        sheet.path(x, y, diamond(SQUARE), fill=PAPER, stroke=INK, weight=1.4)
    else:
        sheet.path(x, y, circle(DOT), fill=ACCENT, stroke=PAPER)


def _key(sheet: Sheet, data: LevelRanges) -> list[Item]:
    def bar(x: float, y: float) -> None:
        sheet.box(x - 12, y - BAR / 2, 24, BAR, TINT)

    def dashes(x: float, y: float) -> None:
        sheet.line([(x - 12, y), (x + 12, y)], SOFT, 1.6, (3, 2))

    items = [
        Item(sample(sheet, circle(DOT), ACCENT, PAPER), "level"),
        Item(bar, "range when something is left out", 24),
    ]
    if any(each.level is None for each in data.ranges):
        items.append(Item(sample(sheet, diamond(SQUARE), PAPER, INK, 1.4), "NE: not enough evidence"))
    if any(each.low is None and each.high is not None for each in data.ranges):
        items.append(Item(dashes, "without something, too little evidence is left", 24))
    return items


def _alt(data: LevelRanges) -> str:
    firm = [each for each in data.ranges if each.low == each.high]
    head = (
        f"{words.several(len(data.ranges), 'level')} with the range that comes out when something is left out; "
        f"{len(firm)} stay as they are."
    )
    if len(data.ranges) <= words.MANY:
        return words.text(head, "; ".join(_in_words(each, data.case) for each in data.ranges) + ".")
    moving = sorted((each for each in data.ranges if each not in firm), key=_breadth, reverse=True)
    named = words.some([f"{each.case}, {_in_words(each, each.case)}" for each in moving])
    return words.text(head, f"The widest ranges: {named}." if moving else "", words.ELSEWHERE)


def _breadth(each: LevelRange) -> int:
    return (each.high or 0) - (each.low or 0)


def _in_words(each: LevelRange, case: str) -> str:
    what = each.capability if case else f"{each.case}, {each.capability}"
    spans = "" if each.low == each.high else f" (range {words.span(each.low, each.high)})"
    return f"{what}: {words.level(each.level)}{spans}"
