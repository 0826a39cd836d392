"""Saturation: how many kinds of evidence are known after each source, and whether further ones still add any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from qes.synthesis.charts import words
from qes.synthesis.charts.data import Curve, Saturation
from qes.synthesis.charts.drawing import figure
from qes.synthesis.charts.labels import cut
from qes.synthesis.charts.layout import Item, Mark, Panel, Panels, heading, key, sample
from qes.synthesis.charts.look import ACCENT, DASHES, INK, MARGIN, PAPER, SMALL, SOFT, TINT
from qes.synthesis.charts.sheet import Sheet, circle
from qes.synthesis.report.parts import Figure

ACROSS = 3
HEIGHT = 104
NAMES, NUMBERS = 86, 66
"""Room for names, or for numbers, at the ends of lines."""
TOLD_APART = 5
"""More lines than this are drawn alike, with their median."""
STEP = 12
"""Between names at the ends of lines that end close together."""

Points = list[tuple[float, float]]
End = tuple[tuple[float, float], str]
"""Where a line ends, and what it is called."""


def saturation(data: Saturation) -> Figure | None:
    """Curves in a panel per capability; None where no source has been read."""
    curves = [each for each in data.curves if each.kinds]
    if not curves:
        return None
    sheet = Sheet()
    titles = list(dict.fromkeys(each.capability for each in curves))
    named = 1 < max(Counter(each.capability for each in curves).values()) <= TOLD_APART
    right = NAMES if named else NUMBERS
    panels = Panels(len(titles), min(ACROSS, len(titles)), 22, 42, HEIGHT, foot=34, gap=22, right=right)
    top = key(sheet, _key(sheet, curves)) - 10
    most = max(len(each.kinds) for each in curves), max(each.kinds[-1] for each in curves)
    for panel in panels.places(top):
        own = [each for each in curves if each.capability == titles[panel.number]]
        heading(sheet, panel, titles[panel.number], above=7, more=right)
        _axes(sheet, panel, *most)
        _curves(sheet, panel, own, most, right)
    sheet.height = top + panels.total + MARGIN - 4
    return figure(
        sheet,
        id=words.name_of("saturation", data.case),
        title="What each further source adds" + (f": {data.case}" if data.case else ""),
        caption="Kinds of evidence (code and direction) known after each source, in the order the sources are taken. "
        "Where a line runs level, further sources have added nothing new.",
        alt=_alt(data, curves),
        case=data.case,
    )


def _axes(sheet: Sheet, panel: Panel, sources: int, kinds: int) -> None:
    """Both begin at nothing read and nothing known, and are the same in all panels."""
    bottom = panel.y + panel.height
    for number in _ticks(kinds, 4):
        y = bottom - number / max(kinds, 1) * panel.height
        sheet.rule(panel.x, y, panel.x + panel.width, y)
        sheet.note(panel.x - 5, y, str(number), align="right")
    for number in _ticks(sources, 6):
        sheet.note(panel.x + number / sources * panel.width, bottom + 10, str(number), align="center")
    sheet.note(panel.x, bottom + 23, "sources")


def _ticks(most: int, at_most: int) -> list[int]:
    step = next(
        each for power in range(9) for each in (10**power, 2 * 10**power, 5 * 10**power) if most / each <= at_most
    )
    return list(range(0, most + 1, step))


def _curves(sheet: Sheet, panel: Panel, curves: list[Curve], most: tuple[int, int], right: float) -> None:
    sources, kinds = most

    def place(at: float, known: float) -> tuple[float, float]:
        height = known / max(kinds, 1) * panel.height
        return panel.x + at / sources * panel.width, panel.y + panel.height - height

    alike = len(curves) > TOLD_APART
    ends: list[End] = []
    for number, each in enumerate(curves):
        points = [place(at, known) for at, known in enumerate((0, *each.kinds))]
        if alike:
            sheet.line(points, TINT, 0.8)
            continue
        sheet.line(points, ACCENT, 1.8, DASHES[number])
        _last_new(sheet, points, each)
        ends.append((points[-1], each.case if len(curves) > 1 else words.several(each.kinds[-1], "kind")))
    if alike:
        middle = _median(curves)
        points = [place(at, known) for at, known in enumerate((0.0, *middle))]
        sheet.line(points, INK, 2.4)
        ends.append((points[-1], f"median {middle[-1]:g}"))
    edge = panel.x + panel.width
    for y, (end, text) in _apart(ends, panel):
        sheet.rule(*end, edge + 5, y, SOFT, (1, 2))
        sheet.text(edge + 8, y, cut(text, right - 8, SMALL), size=SMALL)


def _last_new(sheet: Sheet, points: Points, each: Curve) -> None:
    """A ring at the last source that brought anything new, a dot at the last source."""
    sheet.path(*points[-1], circle(3), fill=ACCENT)
    at = _last(each)
    if at and at < len(each.kinds):
        sheet.path(*points[at], circle(3), fill=PAPER, stroke=ACCENT, weight=1.6)


def _last(each: Curve) -> int:
    """Number of the last source that brought a new kind; 0 where none did."""
    return each.kinds.index(each.kinds[-1]) + 1 if each.kinds[-1] else 0


def _median(curves: Sequence[Curve]) -> list[float]:
    """After each source, over the cases that have so many; as far as half of them have."""
    longest = int(median(len(each.kinds) for each in curves))
    return [float(median(each.kinds[at] for each in curves if len(each.kinds) > at)) for at in range(longest)]


def _apart(ends: list[End], panel: Panel) -> list[tuple[float, End]]:
    """Heights for the names, so far apart that none covers another; upwards where there is no room below."""
    placed: list[tuple[float, End]] = []
    for end in sorted(ends, key=lambda each: (each[0][1], -each[0][0], each[1])):
        placed.append((max(end[0][1], placed[-1][0] + STEP) if placed else end[0][1], end))
    low = panel.y + panel.height + STEP / 2
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = (min(placed[number][0], low), placed[number][1])
        low = placed[number][0] - STEP
    return placed


def _key(sheet: Sheet, curves: Sequence[Curve]) -> list[Item]:
    panels = Counter(each.capability for each in curves).values()
    items: list[Item] = []
    if max(panels) > TOLD_APART:
        items += [Item(_stroke(sheet, TINT, 0.8), "a case", 24), Item(_stroke(sheet, INK, 2.4), "their median", 24)]
    if min(panels) <= TOLD_APART:
        ring = Item(sample(sheet, circle(3), PAPER, ACCENT, 1.6), "last source that brought a new kind")
        items += [ring, Item(sample(sheet, circle(3), ACCENT, ACCENT), "last source")]
    return items


def _stroke(sheet: Sheet, stroke: str, weight: float) -> Mark:
    return lambda x, y: sheet.line([(x - 12, y), (x + 12, y)], stroke, weight)


def _alt(data: Saturation, curves: Sequence[Curve]) -> str:
    still = [each for each in curves if _last(each) == len(each.kinds)]
    head = (
        f"Kinds of evidence by number of sources. In {len(still)} of {len(curves)} curves the last source still "
        "brought a new kind."
    )
    if len(curves) <= words.MANY // 3:
        return words.text(head, *(_in_words(each, data.case) for each in curves))
    told = []
    for title in dict.fromkeys(each.capability for each in curves):
        own = [each for each in curves if each.capability == title]
        middle, open_ = _median(own), sum(each in still for each in own)
        told.append(f"{title}: a median of {middle[-1]:g} kinds after {len(middle)} sources; {open_} still rising.")
    return words.text(head, *told, words.ELSEWHERE)


def _in_words(each: Curve, case: str) -> str:
    what = each.capability if case else f"{each.case}, {each.capability}"
    known = ", ".join(map(str, each.kinds)) + (" kind" if each.kinds[-1] == 1 else " kinds")
    return f"{what}: {known} after {words.several(len(each.kinds), 'source')}."
