"""Names made to fit: cleaned, measured, wrapped and cut."""

from __future__ import annotations

import unicodedata

from qes.synthesis.charts.look import TEXT
from qes.synthesis.report.wording import printable

CUT = "…"

_DIRECTIONS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F))
_NARROW = frozenset("iljtfrI.,:;'|!()[]/\\ ’‘`-·")
_BROAD = frozenset("mwMW@%—…")


def clean(text: str) -> str:
    """A name on one line, without what XML cannot hold or what would turn the text around it."""
    return printable(" ".join(text.split())).translate(_DIRECTIONS)


def width(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """About how wide a text is drawn, in pixels; rather too wide than too narrow."""
    return sum(map(_share, text)) * size * (1.08 if bold else 1.0)


def cut(text: str, room: float, size: float = TEXT, *, bold: bool = False) -> str:
    """As much of a name as fits on one line, with an ellipsis where something is missing."""
    return wrap(text, room, 1, size, bold=bold)[0]


def wrap(text: str, room: float, lines: int, size: float = TEXT, *, bold: bool = False) -> list[str]:
    """A name on at most so many lines, broken at its spaces, and within words too long for a line.

    Args:
        text: The name, as it came.
        room: Width of a line, in pixels.
        lines: How many at most; what does not fit is cut.
        size: Of the letters, in pixels.
        bold: Whether it is set bold.
    """
    found = [""]
    for word in clean(text).split(" "):
        for number, piece in enumerate(_pieces(word, room, size, bold)):
            longer = found[-1] + (" " if found[-1] and not number else "") + piece
            if width(longer, size, bold=bold) <= room:
                found[-1] = longer
            else:
                found += [piece] if found[-1] else []
                found[-1] = piece
    if len(found) > lines:
        rest = clean(text)
        for line in found[: lines - 1]:
            rest = rest[len(line) :].lstrip()
        found[lines - 1 :] = [_shortened(rest, room, size, bold)]
    return found


def _share(character: str) -> float:
    """Advance of a character, as a share of the font's size."""
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.1
    if character in _NARROW:
        return 0.34
    if character in _BROAD:
        return 0.92
    return 0.7 if character.isupper() else 0.57


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    """A word in one piece where it fits on a line; else cut after its hyphens, or wherever it must be."""
    if width(word, size, bold=bold) <= room:
        return [word]
    found = [""]
    for character in word:
        hyphen = found[-1].endswith("-") and len(found[-1]) > 3
        if found[-1] and (hyphen or width(found[-1] + character, size, bold=bold) > room):
            found.append("")
        found[-1] += character
    return found


def _shortened(text: str, room: float, size: float, bold: bool) -> str:
    while text and width(text + CUT, size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + CUT
