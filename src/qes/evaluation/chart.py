"""What an evaluation looks like: learning curves above, and below them whether scores mean what they say.

Every suggester has a colour, a dash and a shape of its own, so that a copy in grey can still be read. The colours are
those of Okabe and Ito (2008), which people with any common colour vision can tell apart, without the pale yellow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from qes.evaluation.captions import CURVES, HUMAN, TITLE, budgets, labelled, shown_budgets, subtitle

if TYPE_CHECKING:
    from qes.evaluation.metrics import Bin
    from qes.evaluation.run import Evaluation

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#000000", "#cc79a7", "#56b4e9", "#e69f00")
DASHES = ((1, 0), (7, 3), (2, 2), (9, 3, 2, 3), (4, 2), (12, 3), (6, 2, 2, 2, 2, 2))
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
HUMAN_DASHES = ((10, 4), (3, 3))
INK, SOFT, PALE = "#333333", "#666666", "#e4e4e4"
FONT = "Arial, Liberation Sans, DejaVu Sans, sans-serif"

CURVE: dict[str, Any] = {"width": 290, "height": 230}
COLUMNS = 6
"""Reliability diagrams side by side."""
FEW = 4
WIDTH, MARGIN = 1000, 60
"""Of all of them, and what axis and gap take of each; in pixels."""
LARGEST = 185
EXTENT = 30
"""Of the figures on an upright axis, so that all of the left edge is in line."""
LETTERS: dict[str, Any] = {
    "labelColor": INK,
    "labelFontSize": 11,
    "titleColor": INK,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
}
LETTER = 6.3
"""Pixels a letter takes, about."""

Rows = list[dict[str, Any]]
Panel = alt.LayerChart | alt.FacetChart
Concat = alt.HConcatChart | alt.VConcatChart


def draw(done: Evaluation) -> dict[str, Any]:
    """The picture of an evaluation, as a Vega-Lite specification that holds all of its data."""
    whole = alt.vconcat(
        _curves(done),
        _diagrams(done),
        spacing=34,
        title=alt.TitleParams(TITLE, subtitle=subtitle(done), anchor="start", fontSize=16, offset=18),
        background="white",
        padding=16,
    )
    shown = (
        whole.configure(font=FONT, aria=False)
        .configure_view(stroke="#cccccc")
        .configure_axis(gridColor=PALE, domainColor=SOFT, tickColor=SOFT, **LETTERS)
        .configure_title(color=INK, subtitleColor=INK, subtitleFontSize=12, subtitlePadding=5)
        .configure_legend(titleLimit=0, **LETTERS)
    )
    spec: dict[str, Any] = shown.to_dict()
    return spec


def _looks(done: Evaluation) -> dict[str, dict[str, Any]]:
    """What tells suggesters apart, who differ in the three together even when there are many; people come last."""
    looks = {
        name: {
            "color": COLOURS[number % len(COLOURS)],
            "dash": list(DASHES[number % len(DASHES)]),
            "shape": SHAPES[number % len(SHAPES)],
        }
        for number, name in enumerate(done.results)
    }
    people = [name for figure, name in HUMAN.items() if figure in done.human]
    for name, dash in zip(people, HUMAN_DASHES, strict=False):
        looks[name] = {"color": SOFT, "dash": list(dash), "shape": "circle"}
    return looks


# --- Learning curves -----------------------------------------------------------------------


def _curves(done: Evaluation) -> Concat:
    highest = max([0.1, *(row["value"] for key in CURVES for row in _points(done, key)), *done.human.values()])
    top = min(1.0, math.ceil(round(highest * 10, 6)) / 10)
    panels = [_curve(done, key, top) for key in CURVES]
    subject = "a. What is found, by the labels a suggester learns from"
    return alt.hconcat(*panels, _key(done), spacing=26, title=_heading(subject))


def _points(done: Evaluation, key: str) -> Rows:
    return [
        {"name": name, "labels": budget, "value": value}
        for name, by_budget in done.results.items()
        for budget in budgets(done)
        if budget in by_budget and (value := by_budget[budget][key]) is not None
    ]


def _curve(done: Evaluation, key: str, top: float) -> Panel:
    labels = alt.Scale(domain=budgets(done))
    level = alt.Axis(tickCount=6, format=".2~f", minExtent=EXTENT)
    title = "Mean over codes" if key == next(iter(CURVES)) else None
    base = alt.Chart(_data(_points(done, key))).encode(
        x=alt.X("labels:O", scale=labels, title="Labels per code", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=title, scale=alt.Scale(domain=[0, top]), axis=level),
        color=_colour(done),
    )
    line = base.mark_line(strokeWidth=1.8).encode(strokeDash=_dash(done))
    mark = base.mark_point(filled=True, size=62, opacity=1).encode(shape=_shape(done))
    people = [{"name": name, "value": done.human[figure]} for figure, name in HUMAN.items() if figure in done.human]
    rules = alt.Chart(_data(people if key == "macro_f1" else [])).mark_rule(strokeWidth=1.3)
    rules = rules.encode(y="value:Q", color=_colour(done), strokeDash=_dash(done))
    heading = alt.TitleParams(CURVES[key], anchor="start", fontSize=12)
    return alt.layer(rules, line, mark, title=heading, **CURVE)


def _key(done: Evaluation) -> Panel:
    """Line, mark and name of each suggester: a legend of Vega's own cannot show both line and mark."""
    names = list(_looks(done))
    place = alt.Y("name:N", axis=None, scale=alt.Scale(domain=names))
    base = alt.Chart(_data([{"name": name} for name in names])).encode(y=place)
    line = base.mark_rule(strokeWidth=1.8).encode(x=alt.value(0), x2=alt.value(38))
    mark = alt.Chart(_data([{"name": name} for name in done.results])).mark_point(filled=True, opacity=1, size=62)
    mark = mark.encode(y=place, x=alt.value(19), color=_colour(done), shape=_shape(done))
    text = base.mark_text(align="left", color=INK, fontSize=12, baseline="middle")
    return alt.layer(
        line.encode(color=_colour(done), strokeDash=_dash(done)),
        mark,
        text.encode(x=alt.value(46), text="name:N"),
        view=alt.ViewConfig(stroke=None),
        width=50 + LETTER * max(map(len, names)),
        height=22 * len(names),
    )


# --- Reliability ---------------------------------------------------------------------------


def _diagrams(done: Evaluation) -> Concat:
    counts = [count for by_budget in done.reliability.values() for bins in by_budget.values() for count, _, _ in bins]
    size, rows = _size(max([1, *counts])), _rows(list(done.reliability), shown_budgets(done))
    side = min(LARGEST, WIDTH / max(map(len, rows)) - MARGIN)
    drawn = [alt.hconcat(*(_diagram(done, *each, size, side) for each in row), spacing=20) for row in rows]
    meaning = "b. Whether scores mean what they say: on the dashed line, the mean score is the share given by people"
    shared = alt.Resolve(scale=alt.ScaleResolveMap(size="shared"))
    return alt.vconcat(*drawn, spacing=16, resolve=shared, title=_heading(meaning))


def _rows(names: list[str], shown: list[str]) -> list[list[tuple[str, str]]]:
    """Suggesters and budgets of the panels: a row for each budget, or one for all when they are few."""
    if len(names) * len(shown) <= FEW:
        return [[(name, budget) for name in names for budget in shown]]
    starts = range(0, len(names), COLUMNS)
    return [[(name, budget) for name in names[start : start + COLUMNS]] for start in starts for budget in shown]


def _size(most: int) -> alt.Size:
    """Area by the order of magnitude, since most pairs score low."""
    top = 10 ** max(1, math.ceil(math.log10(most)))
    ticks = [10**power for power in range(int(math.log10(top)) + 1)]
    name = "Pairs of item and code that have such a score"
    look: dict[str, Any] = {"symbolFillColor": SOFT, "symbolStrokeColor": SOFT, "symbolType": "circle"}
    legend = alt.Legend(title=name, values=ticks, orient="bottom", format=",", **look)
    return alt.Size("count:Q", scale=alt.Scale(type="log", domain=[1, top], range=[12, 210]), legend=legend)


def _diagram(done: Evaluation, name: str, budget: str, size: alt.Size, side: float) -> Panel:
    # A little more than from 0 to 1, so that no mark lies on the figures of an axis.
    scale, ticks = alt.Scale(domain=[-0.05, 1.05], nice=False), alt.Axis(values=[0, 0.5, 1], format="~g")
    x = alt.X("score:Q", title="Mean score", scale=scale, axis=ticks)
    level = alt.Axis(values=[0, 0.5, 1], format="~g", minExtent=EXTENT)
    y = alt.Y("share:Q", title="Share given", scale=scale, axis=level)
    even = alt.Chart(_data([{"score": 0, "share": 0}, {"score": 1, "share": 1}]))
    diagonal = even.mark_line(color=SOFT, strokeDash=[4, 3], strokeWidth=1).encode(x=x, y=y)
    base = alt.Chart(_data(_bins(name, done.reliability[name].get(budget, [])))).encode(x=x, y=y)
    shape = _looks(done)[name]["shape"]
    # The colour by a field, though each panel has but one: else the legend of sizes takes that of the first.
    points = base.mark_point(filled=True, shape=shape, opacity=0.9).encode(size=size, color=_colour(done))
    heading = alt.TitleParams(name, subtitle=labelled(budget), anchor="start", fontSize=12)
    return alt.layer(diagonal, points, title=heading, width=side, height=side)


def _bins(name: str, bins: Sequence[Bin]) -> Rows:
    return [{"name": name, "score": mean, "share": share, "count": count} for count, mean, share in bins if count]


def _data(rows: Rows) -> alt.InlineData:
    return alt.InlineData(values=rows)


def _heading(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", fontSize=13, offset=8)


def _colour(done: Evaluation) -> alt.Color:
    return alt.Color("name:N", scale=_scale(done, "color"), legend=None)


def _dash(done: Evaluation) -> alt.StrokeDash:
    return alt.StrokeDash("name:N", scale=_scale(done, "dash"), legend=None)


def _shape(done: Evaluation) -> alt.Shape:
    return alt.Shape("name:N", scale=_scale(done, "shape"), legend=None)


def _scale(done: Evaluation, channel: str) -> alt.Scale:
    """From the name of a suggester to how it looks, the same in every panel."""
    looks = _looks(done)
    return alt.Scale(domain=list(looks), range=[look[channel] for look in looks.values()])
