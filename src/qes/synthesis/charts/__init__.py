"""Pictures for reports and the workbench, drawn the same way every time, in SVG and PNG, with words for each.

A figure's id begins with its kind, which says where it belongs: `heat-map`, `level-ranges`, `sides-capability-…`,
`saturation` and `where-spoken-pooled` among what holds for all cases, `agreement` with the method; those of one case
(`level-ranges-…`, `sides-case-…`, `saturation-…`, `where-spoken-…`) name it in `Figure.case`. What there is nothing to
draw of is None.
"""

from __future__ import annotations

from qes.synthesis.charts.bars import sides
from qes.synthesis.charts.curves import saturation
from qes.synthesis.charts.data import (
    AgreementByCode,
    CodeAgreement,
    Curve,
    Facet,
    HeatCell,
    HeatMap,
    LevelRange,
    LevelRanges,
    Mention,
    Saturation,
    Sides,
    SidesRow,
    WhereSpoken,
)
from qes.synthesis.charts.drawing import draw
from qes.synthesis.charts.heat import heat_map
from qes.synthesis.charts.intervals import agreement
from qes.synthesis.charts.ranges import level_ranges
from qes.synthesis.charts.spoken import where_spoken

__all__ = [
    "AgreementByCode",
    "CodeAgreement",
    "Curve",
    "Facet",
    "HeatCell",
    "HeatMap",
    "LevelRange",
    "LevelRanges",
    "Mention",
    "Saturation",
    "Sides",
    "SidesRow",
    "WhereSpoken",
    "agreement",
    "draw",
    "heat_map",
    "level_ranges",
    "saturation",
    "sides",
    "where_spoken",
]
