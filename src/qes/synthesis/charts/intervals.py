"""Agreement per code: Krippendorff's α with its interval, and Gwet's AC1 beside it, as each alone misleads."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from qes.synthesis.charts import words
from qes.synthesis.charts.data import AgreementByCode, CodeAgreement
from qes.synthesis.charts.drawing import figure
from qes.synthesis.charts.layout import Item, key, lines_of, name, row_height, sample
from qes.synthesis.charts.look import ACCENT, FAINT, LABELS, MARGIN, PAPER, SOFT, TEXT, WIDTH
from qes.synthesis.charts.sheet import Sheet, circle, diamond
from qes.synthesis.report.parts import Figure

HEAD = 24
VALUES = 62
"""Width of each of the two columns of numbers."""
NAMES = LABELS + 30
GOOD, TENTATIVE = 0.8, 0.667
"""What Krippendorff asks of α for firm and for tentative conclusions (Content Analysis, 2004, p. 241)."""


@dataclass(frozen=True, slots=True)
class _Axis:
    left: float
    right: float
    low: float

    def x(self, value: float) -> float:
        return self.left + (value - self.low) / (1 - self.low) * (self.right - self.left)


def agreement(data: AgreementByCode) -> Figure | None:
    """α and AC1 per code; None where there is no code."""
    if not data.codes:
        return None
    sheet = Sheet()
    row = row_height(len(data.codes))
    top = key(sheet, _key(sheet, data)) + HEAD
    axis = _Axis(MARGIN + NAMES, WIDTH - MARGIN - 2 * VALUES - 10, _lowest(data))
    _ground(sheet, axis, top, row * len(data.codes))
    for number, each in enumerate(data.codes):
        y = top + (number + 0.5) * row
        name(sheet, y, each.label, room=NAMES, lines=lines_of(row))
        _code(sheet, axis, y, each)
    sheet.height = top + row * len(data.codes) + 28
    return figure(
        sheet,
        id="agreement",
        title="Agreement between coders, code by code",
        caption=f"Krippendorff's α with its {words.percent(data.confidence)} interval, and Gwet's AC1, which stays "
        "meaningful where a code is rare. Shaded: what α should reach for tentative (0.667) and for firm (0.8) "
        "conclusions.",
        alt=_alt(data),
    )


def _lowest(data: AgreementByCode) -> float:
    """Where the axis begins: at 0, or lower where a value lies lower."""
    values = [value for each in data.codes for value in (each.alpha, each.low, each.ac1) if value is not None]
    return max(floor(min([0.0, *values]) * 5) / 5, -1.0)


def _ground(sheet: Sheet, axis: _Axis, top: float, height: float) -> None:
    sheet.box(axis.x(TENTATIVE), top, axis.x(GOOD) - axis.x(TENTATIVE), height, FAINT)
    sheet.box(axis.x(GOOD), top, axis.right - axis.x(GOOD), height, "#e6eaea")
    for fifth in range(round(axis.low * 5), 6):
        x = axis.x(fifth / 5)
        sheet.rule(x, top, x, top + height, SOFT if fifth == 0 else "#d9dcdd")
        sheet.note(x, top + height + 11, f"{fifth / 5:g}".replace("-", "−"), align="center")
    for number, title in enumerate(("α", "AC1")):
        sheet.text(_column(axis, number), top - 11, title, align="right", bold=True)


def _column(axis: _Axis, number: int) -> float:
    return axis.right + (number + 1) * VALUES


def _code(sheet: Sheet, axis: _Axis, y: float, each: CodeAgreement) -> None:
    sheet.rule(axis.left, y, axis.right, y, "#eceeee")
    if each.low is not None and each.high is not None:
        _interval(sheet, axis.x(each.low), axis.x(each.high), y)
    if each.ac1 is not None:
        sheet.path(axis.x(each.ac1), y, diamond(5), fill=PAPER, stroke=SOFT, weight=1.5)
    if each.alpha is not None:
        sheet.path(axis.x(each.alpha), y, circle(4.2), fill=ACCENT, stroke=PAPER)
    for number, value in enumerate((each.alpha, each.ac1)):
        quiet = value is None
        text = "undefined" if value is None else _number(value)
        sheet.text(_column(axis, number), y, text, size=10 if quiet else TEXT, colour=SOFT, align="right")


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _interval(sheet: Sheet, low: float, high: float, y: float) -> None:
    sheet.line([(low, y), (high, y)], ACCENT, 1.6)
    for end in (low, high):
        sheet.line([(end, y - 3.5), (end, y + 3.5)], ACCENT, 1.6)


def _key(sheet: Sheet, data: AgreementByCode) -> list[Item]:
    items = [Item(sample(sheet, circle(4.2), ACCENT, PAPER), "Krippendorff's α")]
    if any(each.low is not None for each in data.codes):
        items.append(
            Item(lambda x, y: _interval(sheet, x - 12, x + 12, y), f"its {words.percent(data.confidence)} interval", 26)
        )
    return [*items, Item(sample(sheet, diamond(5), PAPER, SOFT, 1.5), "Gwet's AC1")]


def _alt(data: AgreementByCode) -> str:
    known = [each.alpha for each in data.codes if each.alpha is not None]
    good, fair = sum(each >= GOOD for each in known), sum(TENTATIVE <= each < GOOD for each in known)
    head = f"Agreement on {words.several(len(data.codes), 'code')}."
    facts = f"α is 0.8 or more for {good}, between 0.667 and 0.8 for {fair}, lower for {len(known) - good - fair}"
    undefined = f", and undefined for {len(data.codes) - len(known)}." if len(known) < len(data.codes) else "."
    if len(data.codes) <= words.MANY // 2:
        return words.text(head, facts + undefined, "; ".join(map(_in_words, data.codes)) + ".")
    lowest = sorted((each for each in data.codes if each.alpha is not None), key=lambda each: each.alpha or 0.0)[:5]
    named = words.listed([f"{each.label} {_number(each.alpha or 0.0)}" for each in lowest])
    return words.text(head, facts + undefined, f"The lowest: {named}.", words.ELSEWHERE)


def _in_words(each: CodeAgreement) -> str:
    interval = "" if each.low is None or each.high is None else f" ({_number(each.low)} to {_number(each.high)})"
    alpha = "undefined" if each.alpha is None else _number(each.alpha)
    ac1 = "undefined" if each.ac1 is None else _number(each.ac1)
    return f"{each.label}: α {alpha}{interval}, AC1 {ac1}"
