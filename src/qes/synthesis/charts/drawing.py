"""From marks to SVG, by altair and vl-convert: no browser, no network, the same bytes every time."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from qes.synthesis.charts.labels import clean
from qes.synthesis.charts.look import FAMILY, FONT, PAPER
from qes.synthesis.charts.sheet import ALIGNMENTS, Align, Sheet, text_layer
from qes.synthesis.report.parts import Figure

if TYPE_CHECKING:
    import altair as alt

PATHS = ("grid", "boxes", "paths")

_TAG = re.compile(r"<[^>]*>")
_NEEDLESS = re.compile(
    r' (?:class|role|aria-[a-z]+|pointer-events|font-family|xmlns:xlink|stroke-miterlimit)="[^"]*"'
    r'| (?:opacity|stroke-width)="1"| stroke-dasharray=""| font-weight="normal"'
    r'| (?:fill|stroke)="transparent"| transform="translate\(0,0\)"'
)
_ID = re.compile(r'(?<= id=")|(?<=url\(#)|(?<=href="#)')


def figure(sheet: Sheet, *, id: str, title: str, caption: str, alt: str, case: str = "") -> Figure:
    """A sheet, drawn, with the words that go with it.

    Args:
        sheet: What to draw.
        id: Unique in whatever shows the figure; ids within the SVG begin with it.
        title: A heading.
        caption: A sentence that says how to read it.
        alt: Everything it says, in words.
        case: The case it is about, if it is about one.
    """
    svg = draw(sheet)
    title, caption, alt = clean(title), clean(caption), clean(alt)
    return Figure(id, title, caption, alt, _titled(svg, id, title, alt), case)


def draw(sheet: Sheet) -> str:
    """The SVG, at its natural size, on white."""
    import vl_convert

    chart = _template() | {"width": round(sheet.width), "height": round(sheet.height)}
    chart["data"] = [{"name": name, "values": sheet.layers.get(name, [])} for name in _layers()]
    return _tidied(vl_convert.vega_to_svg(chart, allowed_base_urls=[]), sheet)


def _layers() -> list[str]:
    """Names of the layers, the lowest first."""
    return [*PATHS, *(text_layer(each, bold=bold) for each in ALIGNMENTS for bold in (False, True))]


@cache
def _template() -> dict[str, Any]:
    """The chart without its marks, compiled: to look through these takes altair far longer than to draw them."""
    import altair as alt
    import vl_convert

    marks = [_paths(layer) for layer in PATHS]
    marks += [_texts(align, bold) for align in ALIGNMENTS for bold in (False, True)]
    chart = alt.layer(*marks).properties(autosize=alt.AutoSizeParams(type="none"), padding=0, background=PAPER)
    chart = chart.configure(font=FONT, view=alt.ViewConfig(stroke=None)).resolve_scale(color="independent")
    # Its own check would want the marks' data to stand in the chart; vl-convert refuses what it does not understand.
    named: dict[str, Any] = {"datasets": {name: [] for name in _layers()}}
    compiled: dict[str, Any] = vl_convert.vegalite_to_vega(chart.to_dict(validate=False) | named)
    return compiled


def _paths(layer: str) -> alt.Chart:
    """Points whose shape is given: of size 4 they are drawn as large as the path says."""
    import altair as alt

    chart = alt.Chart(alt.NamedData(name=layer)).mark_point(aria=False, size=4, opacity=1)
    encoded: alt.Chart = chart.encode(
        **_place(),
        shape=alt.Shape("shape:N", scale=None, legend=None),
        fill=alt.Fill("fill:N", scale=None, legend=None),
        stroke=alt.Stroke("stroke:N", scale=None, legend=None),
        strokeDash=alt.StrokeDash("dash:N", scale=None, legend=None),
        strokeWidth=alt.StrokeWidth("weight:Q", scale=None),
    )
    return encoded


def _texts(align: Align, bold: bool) -> alt.Chart:
    import altair as alt

    chart = alt.Chart(alt.NamedData(name=text_layer(align, bold=bold))).mark_text(
        aria=False, align=align, baseline="middle", fontWeight="bold" if bold else "normal", limit=0
    )
    encoded: alt.Chart = chart.encode(
        **_place(),
        text="text:N",
        size=alt.Size("size:Q", scale=None, legend=None),
        angle=alt.Angle("angle:Q", scale=None),
        fill=alt.Fill("fill:N", scale=None, legend=None),
    )
    return encoded


def _place() -> dict[str, Any]:
    import altair as alt

    return {"x": alt.X("x:Q", scale=None, axis=None), "y": alt.Y("y:Q", scale=None, axis=None)}


def _tidied(svg: str, sheet: Sheet) -> str:
    """The SVG without what says nothing (most of its bytes), under a root of our own."""
    body = _TAG.sub(lambda tag: _NEEDLESS.sub("", tag[0]), svg)
    inner = body[body.index(">") + 1 :]
    width, height = round(sheet.width), round(sheet.height)
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FAMILY}">{inner}'


def _titled(svg: str, id: str, title: str, alt: str) -> str:
    """The SVG as one picture to whoever cannot see it, its ids its own among others on the page."""
    prefix = html.escape(id)
    inner = _TAG.sub(lambda tag: _ID.sub(lambda _: f"{prefix}-", tag[0]), svg)
    named = f'<svg role="img" aria-labelledby="{prefix}-title {prefix}-desc"'
    words = f'<title id="{prefix}-title">{html.escape(title)}</title><desc id="{prefix}-desc">{html.escape(alt)}</desc>'
    head, _, rest = inner.removeprefix("<svg").partition(">")
    return f"{named}{head}>{words}{rest}"
