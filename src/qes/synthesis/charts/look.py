"""How every picture looks: sizes, colours, and what may be read on what."""

from __future__ import annotations

from qes.synthesis.rubric import Side

WIDTH = 700
"""Natural width of a full picture, in pixels."""
MARGIN = 16
"""White space around it."""
LABELS = 170
"""Width of the column of names left of most pictures."""

FONT = "Liberation Sans"
"""Comes with vl-convert, so that every machine draws the same."""
FAMILY = f"{FONT}, Arial, Helvetica, sans-serif"
"""For whatever shows the SVG: the others are as wide."""
SMALL = 10
TEXT = 11
STRONG = 12

INK = "#1d2326"
SOFT = "#545d61"
LINE = "#d9dcdd"
FAINT = "#f3f4f4"
PAPER = "#ffffff"
ACCENT = "#0b5a66"
TINT = "#8fbcc4"
"""The accent, for what stands behind it."""

FILL = {Side.FOR: ACCENT, Side.AGAINST: "#f1c3a3", Side.MIXED: "#b9bec0", Side.ASPIRATION: PAPER, Side.UNSTATED: FAINT}
"""Dark for what speaks for, light with an outline for what speaks against: they differ in grey too."""
EDGE = {Side.FOR: ACCENT, Side.AGAINST: "#a2481f", Side.MIXED: SOFT, Side.ASPIRATION: SOFT, Side.UNSTATED: SOFT}
WORDS = {
    Side.FOR: "for",
    Side.AGAINST: "against",
    Side.MIXED: "mixed",
    Side.ASPIRATION: "aspiration only",
    Side.UNSTATED: "direction not stated",
}

RAMP = ("#e4eff1", "#b5d5da", "#7bb2bc", "#2f7682", "#0a4753")
"""From the lowest level to the highest, ever darker."""
DASHES: tuple[tuple[int, ...], ...] = ((), (6, 3), (2, 2), (8, 3, 2, 3), (1, 3), (10, 4))
"""One per line of a panel, where lines are told apart."""

NEEDED_CONTRAST = 4.5


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", in [0, 1].

    Source: WCAG 2.2, definition of relative luminance.
    """
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def level_colour(level: int, highest: int) -> str:
    """The colour of a level: the ramp for five levels, between its colours for other numbers of them."""
    at = (level - 1) / max(highest - 1, 1) * (len(RAMP) - 1)
    below = min(int(at), len(RAMP) - 2)
    return _between(RAMP[below], RAMP[below + 1], at - below)


def text_on(fill: str) -> str:
    """A colour in which text can be read on a fill; black or white always can."""
    return next(colour for colour in (INK, PAPER, "#000000") if contrast(colour, fill) >= NEEDED_CONTRAST)


def _between(one: str, other: str, share: float) -> str:
    mixed = (round(int(one[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share) for at in (1, 3, 5))
    return "#" + "".join(f"{each:02x}" for each in mixed)
