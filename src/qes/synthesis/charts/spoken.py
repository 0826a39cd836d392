"""Where in the sources each capability is spoken of, and which way: asked for at once, or only near the end."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from qes.synthesis.charts import words
from qes.synthesis.charts.data import Mention, WhereSpoken
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
from qes.synthesis.charts.look import EDGE, FILL, LABELS, MARGIN, WORDS
from qes.synthesis.charts.sheet import Sheet, circle, diamond, square, triangle
from qes.synthesis.report.parts import Figure
from qes.synthesis.rubric import Side

ACROSS = 3
MOST_ROWS = 24
"""Sources beyond this are pooled."""
BINS = 25
"""Parts of a source within which pooled mentions are counted."""
LANE = 15
"""Height of the lane of one side."""
LARGEST, SMALLEST = 6.5, 1.6
"""Radius of a pooled mark: the largest, and the least."""
RADIUS = 3.8
LANES = (Side.FOR, Side.AGAINST, Side.MIXED, Side.ASPIRATION, Side.UNSTATED)
SHIFT = {Side.FOR: -3.5, Side.AGAINST: 3.5}
"""From the middle of a row."""


def where_spoken(data: WhereSpoken) -> Figure | None:
    """Mentions by their place in the source; None where there are none."""
    if not data.mentions:
        return None
    sheet = Sheet()
    pooled = data.pooled or len(data.sources) > MOST_ROWS
    sides = [side for side in LANES if any(each.side is side for each in data.mentions)]
    top = key(sheet, _key(sheet, sides, pooled))
    height = _pooled(sheet, data, sides, top) if pooled else _by_source(sheet, data, top)
    sheet.height = top + height + MARGIN - 6
    whose = data.case or ("pooled" if data.pooled else "")
    return figure(
        sheet,
        id=words.name_of("where-spoken", whose),
        title="Where each capability is spoken of" + (f": {data.case}" if data.case else ""),
        caption="How far into "
        + ("the sources, all taken together," if pooled else "each source")
        + " the passages stand that were coded, from beginning to end, and which way they speak.",
        alt=_alt(data),
        case=data.case,
    )


def _by_source(sheet: Sheet, data: WhereSpoken, top: float) -> float:
    """A panel per capability and a row per source; what speaks for stands a little above the row's line."""
    row = row_height(len(data.sources))
    across = min(ACROSS, len(data.capabilities))
    panels = Panels(len(data.capabilities), across, LABELS, 26, len(data.sources) * row, foot=28)
    places = {source: number for number, source in enumerate(data.sources)}
    for panel in panels.places(top):
        capability = data.capabilities[panel.number]
        heading(sheet, panel, capability)
        _ground(sheet, panel, named=True)
        faint_rows(sheet, panel, len(places), row)
        if panel.first:
            for source, number in places.items():
                name(sheet, panel.y + (number + 0.5) * row, source, lines=lines_of(row))
        own = [each for each in data.mentions if each.capability == capability]
        found = {(LANES.index(each.side), places[each.source], round(each.at * 100)) for each in own}
        for side, number, percent in sorted(found):
            y = panel.y + (number + 0.5) * row + SHIFT.get(LANES[side], 0.0)
            _mark(sheet, panel.x + percent / 100 * panel.width, y, LANES[side], RADIUS)
    return panels.total


def _pooled(sheet: Sheet, data: WhereSpoken, sides: list[Side], top: float) -> float:
    """A panel per capability under one another, a lane per side, the size of a mark telling how many."""
    panels = Panels(len(data.capabilities), 1, LABELS, 8, len(sides) * LANE + 4, foot=4)
    found = Counter((each.capability, each.side, _bin(each.at)) for each in data.mentions)
    most = max(found.values())
    for panel in panels.places(top):
        _ground(sheet, panel, named=panel.number == len(data.capabilities) - 1)
        capability = data.capabilities[panel.number]
        name(sheet, panel.y + panel.height / 2, capability, lines=2)
        for lane, side in enumerate(sides):
            for part in range(BINS):
                if count := found[capability, side, part]:
                    x = panel.x + (part + 0.5) / BINS * panel.width
                    _mark(sheet, x, panel.y + 2 + (lane + 0.5) * LANE, side, _radius(count, most))
    return panels.total + 22


def _bin(at: float) -> int:
    return min(int(at * BINS), BINS - 1)


def _radius(count: int, most: int) -> float:
    """So that the area of a mark stands for the number of mentions."""
    return max(LARGEST * math.sqrt(count / most), SMALLEST)


def _ground(sheet: Sheet, panel: Panel, *, named: bool) -> None:
    for quarter in range(5):
        x = panel.x + quarter / 4 * panel.width
        sheet.rule(x, panel.y, x, panel.y + panel.height)
    if named:
        sheet.note(panel.x, panel.y + panel.height + 11, "0 %")
        sheet.note(panel.x + panel.width, panel.y + panel.height + 11, "100 %", align="right")


def _mark(sheet: Sheet, x: float, y: float, side: Side, radius: float) -> None:
    sheet.path(x, y, _shape(side, radius), fill=FILL[side], stroke=EDGE[side])


def _shape(side: Side, radius: float) -> str:
    shapes = {
        Side.FOR: triangle(radius, up=True),
        Side.AGAINST: triangle(radius, up=False),
        Side.MIXED: diamond(radius),
        Side.ASPIRATION: circle(radius * 0.85),
    }
    return shapes.get(side) or square(radius * 0.75)


def _key(sheet: Sheet, sides: Iterable[Side], pooled: bool) -> list[Item]:
    items = [Item(sample(sheet, _shape(side, 5), FILL[side], EDGE[side], 1), WORDS[side]) for side in sides]
    if pooled:
        items.append(Item(lambda _x, _y: None, "the larger a mark, the more passages", 0))
    return items


def _alt(data: WhereSpoken) -> str:
    head = f"Places in {words.several(len(data.sources), 'source')} where capabilities are spoken of."
    few = len(data.mentions) <= words.MANY
    told = [_in_words(each, data.mentions, few) for each in data.capabilities]
    heard = {each.source for each in data.mentions}
    silent = [each for each in data.sources if each not in heard]
    nothing = f"Nothing in {words.some(silent)}." if silent else ""
    return words.text(head, *told, nothing, "" if few else words.ELSEWHERE)


def _in_words(capability: str, mentions: Iterable[Mention], few: bool) -> str:
    own = [each for each in mentions if each.capability == capability]
    if not own:
        return f"{capability}: not spoken of."
    if few:
        places = sorted(own, key=lambda each: (each.source, each.at))
        return (
            f"{capability}: " + "; ".join(f"{e.source} at {words.percent(e.at)}, {WORDS[e.side]}" for e in places) + "."
        )
    thirds = Counter(min(int(each.at * 3), 2) for each in own)
    parts = " / ".join(words.percent(thirds[third] / len(own)) for third in range(3))
    sides = Counter(each.side for each in own)
    ways = words.listed([f"{sides[side]} {WORDS[side]}" for side in LANES if sides[side]])
    return f"{capability}: {words.several(len(own), 'passage')}, {ways}; by third of the source {parts}."
