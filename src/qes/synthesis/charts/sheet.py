"""A picture as marks at places in pixels: what is drawn, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from qes.synthesis.charts.labels import clean
from qes.synthesis.charts.look import INK, LINE, SOFT, TEXT, WIDTH

Row = dict[str, float | str | list[int]]
"""A mark as Vega-Lite reads it."""

NONE = "transparent"
Align = Literal["left", "center", "right"]
ALIGNMENTS: tuple[Align, ...] = ("left", "center", "right")


@dataclass(slots=True)
class Sheet:
    """Marks by layer; those of a later layer cover those of an earlier one.

    Places are in pixels from the top left, and names may hold anything: they are data, never part of an expression.
    """

    width: float = WIDTH
    height: float = 0.0
    layers: dict[str, list[Row]] = field(default_factory=dict)
    """Grid, boxes and other paths, then texts by alignment and weight."""

    def rule(self, x1: float, y1: float, x2: float, y2: float, stroke: str = LINE, dash: Sequence[int] = ()) -> None:
        """A thin line behind everything else."""
        self._path("grid", x1, y1, f"M0,0L{_n(x2 - x1)},{_n(y2 - y1)}", NONE, stroke, 1.0, dash)

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, stroke: str = NONE, dash: Sequence[int] = ()
    ) -> None:
        """A rectangle; its outline lies within it, so that neighbours do not touch."""
        inset = 0.0 if stroke == NONE else 0.5
        wide, high = _n(max(width - 2 * inset, 0)), _n(max(height - 2 * inset, 0))
        self._path("boxes", x + inset, y + inset, f"M0,0h{wide}v{high}h-{wide}Z", fill, stroke, 1.0, dash)

    def path(
        self,
        x: float,
        y: float,
        shape: str,
        *,
        fill: str = NONE,
        stroke: str = NONE,
        weight: float = 1.0,
        dash: Sequence[int] = (),
    ) -> None:
        """A shape, as an SVG path in pixels around (x, y)."""
        self._path("paths", x, y, shape, fill, stroke, weight, dash)

    def line(
        self, points: Iterable[tuple[float, float]], stroke: str = INK, weight: float = 1.0, dash: Sequence[int] = ()
    ) -> None:
        """A line through points."""
        (x, y), *rest = points
        shape = "M0,0" + "".join(f"L{_n(each - x)},{_n(other - y)}" for each, other in rest)
        self.path(x, y, shape, stroke=stroke, weight=weight, dash=dash)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = TEXT,
        colour: str = INK,
        align: Align = "left",
        bold: bool = False,
        angle: float = 0.0,
    ) -> None:
        """One line of text, its middle at the height of y."""
        if shown := clean(text):
            row: Row = {"x": round(x, 1), "y": round(y, 1), "text": shown, "size": size, "fill": colour, "angle": angle}
            self.layers.setdefault(text_layer(align, bold=bold), []).append(row)

    def lines(
        self, x: float, y: float, lines: Sequence[str], *, size: float = TEXT, align: Align = "left", bold: bool = False
    ) -> None:
        """Several lines of text, their middle at the height of y."""
        step = size + 2
        top = y - step * (len(lines) - 1) / 2
        for number, each in enumerate(lines):
            self.text(x, top + number * step, each, size=size, align=align, bold=bold)

    def note(self, x: float, y: float, text: str, align: Align = "left") -> None:
        """A quiet remark, such as a unit at an axis."""
        self.text(x, y, text, size=10, colour=SOFT, align=align)

    def _path(
        self, layer: str, x: float, y: float, shape: str, fill: str, stroke: str, weight: float, dash: Sequence[int]
    ) -> None:
        row: Row = {"x": round(x, 1), "y": round(y, 1), "shape": shape, "fill": fill, "stroke": stroke}
        row |= {"weight": weight, "dash": [*dash]}
        self.layers.setdefault(layer, []).append(row)


def text_layer(align: Align, *, bold: bool) -> str:
    """The layer of texts that are set alike."""
    return f"{align}-{'bold' if bold else 'plain'}"


def circle(radius: float) -> str:
    """A circle around the place."""
    r = _n(radius)
    return f"M-{r},0A{r},{r},0,1,1,{r},0A{r},{r},0,1,1,-{r},0Z"


def diamond(radius: float) -> str:
    """A square on its corner."""
    r = _n(radius)
    return f"M0,-{r}L{r},0L0,{r}L-{r},0Z"


def triangle(radius: float, *, up: bool) -> str:
    """A triangle that points up or down."""
    tip, base = (-radius, radius * 0.8) if up else (radius, -radius * 0.8)
    return f"M0,{_n(tip)}L{_n(radius)},{_n(base)}L{_n(-radius)},{_n(base)}Z"


def square(radius: float) -> str:
    """A square."""
    r = _n(radius)
    return f"M-{r},-{r}H{r}V{r}H-{r}Z"


def _n(value: float) -> str:
    return f"{round(value, 1):g}"
