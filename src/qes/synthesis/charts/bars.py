"""Evidence for and against, as bars that part from one line; what is mixed or only intended stands apart."""

from __future__ import annotations

from dataclasses import dataclass

from qes.synthesis.charts import words
from qes.synthesis.charts.data import Sides, SidesRow
from qes.synthesis.charts.drawing import figure
from qes.synthesis.charts.labels import width
from qes.synthesis.charts.layout import lines_of, name, row_height
from qes.synthesis.charts.look import EDGE, FILL, LABELS, MARGIN, SMALL, SOFT, TEXT, WIDTH, WORDS
from qes.synthesis.charts.sheet import Sheet
from qes.synthesis.report.parts import Figure
from qes.synthesis.rubric import Side

HEAD = 26
GAP = 18
NUMBER = 26
"""Room for a count at the end of a bar."""
TITLES = {side: WORDS[side] for side in Side} | {
    Side.AGAINST: "speaks against",
    Side.FOR: "speaks for",
    Side.UNSTATED: "not stated",
}
DASHED = {Side.ASPIRATION: (3, 2), Side.UNSTATED: (1, 2)}


@dataclass(frozen=True, slots=True)
class _Lane:
    """Where the bars of one side stand."""

    side: Side
    zero: float
    """Where they begin."""
    unit: float
    """Pixels per piece of evidence; negative where bars run to the left."""


def sides(data: Sides) -> Figure | None:
    """Evidence for and against by capability of a case, or by case for a capability; None where there are no rows."""
    if not data.rows:
        return None
    sheet = Sheet()
    row = row_height(len(data.rows))
    top = float(MARGIN + HEAD)
    bottom = top + row * len(data.rows)
    for lane in _lanes(data.rows):
        _title(sheet, lane, top)
        if lane.side is not Side.FOR:
            sheet.rule(lane.zero, top, lane.zero, bottom, SOFT)
        for number, each in enumerate(data.rows):
            _bar(sheet, lane, top + (number + 0.5) * row, row, _count(each, lane.side))
    for number, each in enumerate(data.rows):
        name(sheet, top + (number + 0.5) * row, each.label, lines=lines_of(row))
    sheet.height = bottom + MARGIN
    return figure(
        sheet,
        id=words.name_of("sides", data.case and "case", data.capability and "capability", data.case or data.capability),
        title=f"Evidence for and against: {data.case or data.capability}",
        caption=f"Different texts that speak for and against {'each capability' if data.case else data.capability}, as "
        "coded; what is mixed or only intended stands apart.",
        alt=_alt(data),
        case=data.case,
    )


def _lanes(rows: tuple[SidesRow, ...]) -> list[_Lane]:
    """All lanes at one scale, so that a bar is as long as another that stands for as many texts."""
    shown = [each for each in _ORDER if each is not Side.UNSTATED or any(row.unstated for row in rows)]
    most = {side: max(_count(row, side) for row in rows) for side in shown}
    least = {side: width(TITLES[side], SMALL) + 6 for side in shown}
    room = WIDTH - 2 * MARGIN - LABELS - GAP * (len(shown) - 2)
    unit = _unit(room, most, least)
    lanes, x = [], float(MARGIN + LABELS)
    for side in shown:
        wide = max(most[side] * unit + NUMBER, least[side])
        lanes.append(_Lane(side, x + wide, -unit) if side is Side.AGAINST else _Lane(side, x, unit))
        x += wide + (0 if side is Side.AGAINST else GAP)
    return lanes


def _unit(room: float, most: dict[Side, int], least: dict[Side, float]) -> float:
    """The largest scale at which all lanes fit, though none is narrower than its title."""
    narrow: set[Side] = set()
    while True:
        wide = [side for side in most if side not in narrow]
        left = room - sum(least[side] for side in narrow) - NUMBER * len(wide)
        unit = left / max(sum(most[side] for side in wide), 1)
        found = {side for side in wide if most[side] * unit + NUMBER < least[side]}
        if not found:
            return min(unit, 40.0)
        narrow |= found


def _title(sheet: Sheet, lane: _Lane, top: float) -> None:
    left = lane.unit < 0
    sheet.text(
        lane.zero + (-4 if left else 4), top - 12, TITLES[lane.side], size=TEXT, align="right" if left else "left"
    )


def _bar(sheet: Sheet, lane: _Lane, y: float, row: float, count: int) -> None:
    high = min(row - 6, 18)
    long = abs(count * lane.unit)
    left = lane.zero - long if lane.unit < 0 else lane.zero
    if count:
        sheet.box(left, y - high / 2, long, high, FILL[lane.side], EDGE[lane.side], DASHED.get(lane.side, ()))
    if lane.unit < 0:
        sheet.text(left - 4, y, str(count), size=SMALL, colour=SOFT, align="right")
    else:
        sheet.text(left + long + 4, y, str(count), size=SMALL, colour=SOFT)


_ORDER = (Side.AGAINST, Side.FOR, Side.MIXED, Side.ASPIRATION, Side.UNSTATED)


def _count(row: SidesRow, side: Side) -> int:
    counts = {
        Side.FOR: row.supporting,
        Side.AGAINST: row.contradicting,
        Side.MIXED: row.mixed,
        Side.ASPIRATION: row.aspiration,
        Side.UNSTATED: row.unstated,
    }
    return counts[side]


def _alt(data: Sides) -> str:
    total = {side: sum(_count(row, side) for row in data.rows) for side in _ORDER}
    head = f"Evidence on {data.case or data.capability}: in all {_in_words(total)}."
    if len(data.rows) <= words.MANY // 3:
        rows = [f"{row.label}: {_in_words({side: _count(row, side) for side in _ORDER})}" for row in data.rows]
        return words.text(head, "; ".join(rows) + ".")
    contested = [row.label for row in data.rows if row.supporting and row.contradicting]
    against = [row.label for row in data.rows if row.contradicting > row.supporting]
    return words.text(
        head,
        f"{len(contested)} of {len(data.rows)} have evidence on both sides.",
        f"More against than for: {words.some(against)}." if against else "None has more against than for.",
        words.ELSEWHERE,
    )


def _in_words(counts: dict[Side, int]) -> str:
    order = (Side.FOR, Side.AGAINST, Side.MIXED, Side.ASPIRATION, Side.UNSTATED)
    return words.listed(
        [f"{counts[side]} {WORDS[side]}" for side in order if side is not Side.UNSTATED or counts[side]]
    )
