"""Small and large inputs for pictures, and what the tests look for in them."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from itertools import cycle
from typing import Any

from lxml import etree

from qes.synthesis.charts import (
    AgreementByCode,
    CodeAgreement,
    Curve,
    HeatCell,
    HeatMap,
    LevelRange,
    LevelRanges,
    Mention,
    Saturation,
    Sides,
    SidesRow,
    WhereSpoken,
    agreement,
    heat_map,
    level_ranges,
    saturation,
    sides,
    where_spoken,
)
from qes.synthesis.report.parts import Figure
from qes.synthesis.rubric import Side

SVG = "{http://www.w3.org/2000/svg}"
CAPABILITIES = ("Strategic awareness", "Adjusting priorities", "Building coalitions")
HOSTILE = (
    "<script>alert(1)</script> & Söhne",
    "\"quoted\" 'twice' ]]> <!-- -->",
    "👩‍🚒 emoji 😀 and \x00 \x0b controls",
    "رؤية المدينة \u202e tricky",
    "x" * 300,
    "datum.value + width} {{ 1 }}",
    '=1+1 font-family="a" id="b"',
    "   ",
)


def cases(number: int) -> tuple[str, ...]:
    """Names of so many cases."""
    return tuple(f"City {each:02d}" for each in range(1, number + 1))


def heat(names: tuple[str, ...], capabilities: tuple[str, ...] = CAPABILITIES) -> HeatMap:
    """Every level and NE in turn, with confidence and some signed off."""
    levels, trust = cycle([None, 1, 2, 3, 4, 5]), cycle(["low", "moderate", "high", "very low"])
    cells = []
    for case in names:
        for capability in capabilities:
            level = next(levels)
            cells.append(HeatCell(case, capability, level, next(trust) if level else "", signed=level in (1, 4)))
    return HeatMap(names, capabilities, tuple(cells))


def ranges(names: tuple[str, ...], capabilities: tuple[str, ...] = CAPABILITIES, case: str = "") -> LevelRanges:
    """Firm levels, ranges, NE, and a level that falls to NE."""
    found = cycle([(3, 2, 4), (None, None, None), (2, None, 3), (5, 5, 5), (None, None, 1)])
    every = (LevelRange(each, capability, *next(found)) for each in names for capability in capabilities)
    return LevelRanges(tuple(every), case=case)


def rows(labels: tuple[str, ...]) -> tuple[SidesRow, ...]:
    """Counts that differ from row to row."""
    return tuple(SidesRow(label, 11 + n, n % 5, n % 3, 2 + n % 2) for n, label in enumerate(labels))


def curves(names: tuple[str, ...], capabilities: tuple[str, ...] = CAPABILITIES, case: str = "") -> Saturation:
    """Curves of different lengths and ends."""
    every = (
        Curve(each, capability, tuple(min(at + n, 4 + n % 4) for at in range(3 + n % 5)))
        for n, each in enumerate(names)
        for capability in capabilities
    )
    return Saturation(tuple(every), case)


def codes(labels: tuple[str, ...]) -> AgreementByCode:
    """Coefficients, one of them undefined."""
    found = (CodeAgreement(label, 0.9 - n / 40, 0.8 - n / 40, 0.95 - n / 40, 0.96) for n, label in enumerate(labels))
    return AgreementByCode((*found, CodeAgreement("Never given", None, ac1=1.0)))


def mentions(
    sources: tuple[str, ...], capabilities: tuple[str, ...] = CAPABILITIES, each: int = 1, case: str = ""
) -> WhereSpoken:
    """Mentions spread over the sources, of every side."""
    side = cycle(Side)
    found = (
        Mention(source, capability, (n * 7 + at * 13) % 101 / 100, next(side))
        for n, source in enumerate(sources)
        for capability in capabilities
        for at in range(each)
    )
    return WhereSpoken(tuple(found), sources, capabilities, case=case)


def drawings(names: tuple[str, ...], capabilities: tuple[str, ...] = CAPABILITIES) -> dict[str, Callable[[], Any]]:
    """Every chart, by name, to be drawn of these names."""
    return {
        "heat": lambda: heat_map(heat(names, capabilities)),
        "ranges": lambda: level_ranges(ranges(names, capabilities)),
        "ranges-case": lambda: level_ranges(ranges(names[:1], capabilities, case=names[0])),
        "sides-capability": lambda: sides(Sides(rows(names), capability=capabilities[0])),
        "sides-case": lambda: sides(Sides(rows(capabilities), case=names[0])),
        "saturation": lambda: saturation(curves(names, capabilities)),
        "saturation-case": lambda: saturation(curves(names[:1], capabilities, case=names[0])),
        "agreement": lambda: agreement(codes(capabilities)),
        "spoken": lambda: where_spoken(mentions(names, capabilities)),
        "spoken-case": lambda: where_spoken(mentions(names[:3], capabilities, case=names[0])),
    }


def drawn(figure: Figure | None) -> Figure:
    """The figure, which is there."""
    assert figure is not None
    return figure


def tree(figure: Figure) -> etree._Element:
    """The SVG, parsed as strictly as XML is."""
    return etree.fromstring(figure.svg.encode())


def texts(figure: Figure) -> list[str]:
    """All that is written in the picture."""
    return ["".join(each.itertext()) for each in tree(figure).iter(f"{SVG}text")]


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height, as the file itself says."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def font_sizes(figure: Figure) -> set[float]:
    """Of all letters, in pixels."""
    return {float(each) for each in re.findall(r'font-size="([\d.]+)px"', figure.svg)}
