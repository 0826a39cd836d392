"""The pictures of a report, drawn from what it is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from qes.model import Unit
from qes.synthesis.report.inputs import ReportInput
from qes.synthesis.report.levels import level_of, side_counts
from qes.synthesis.report.material import Material
from qes.synthesis.report.parts import Figure
from qes.synthesis.rubric import Side

Figures = Callable[[ReportInput], Sequence[Figure]]
"""Draws the pictures of a report; the id of each says where it belongs (`qes.synthesis.charts`)."""


def drawn(given: ReportInput) -> list[Figure]:
    """Every picture there is something to draw of: across cases first, then evidence for and against in each case."""
    material = Material.of(given)
    return [figure for figure in _figures(material) if figure is not None]


def _figures(material: Material) -> Iterator[Figure | None]:
    given = material.given
    if given.rubric is not None and given.codebook.scored:
        yield _heat_map(material)
        yield _ranges(material)
    yield _where_spoken(material)
    yield _agreement(given.agreement, material.labels)
    yield _saturation(material)
    if given.rubric is not None:
        yield from _sides(material)


def _units(material: Material) -> Iterator[tuple[Unit, str]]:
    """Every unit with the label of its capability."""
    for case in material.cases:
        for code in material.given.codebook.scored:
            yield Unit(case, code.code), code.label


def _columns(material: Material) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.label for code in material.given.codebook.scored))


def _heat_map(material: Material) -> Figure | None:
    from qes.synthesis.charts import HeatCell, HeatMap, heat_map

    rubric = material.given.rubric
    if rubric is None:
        return None
    scale = tuple(reversed(rubric.confidence.scale))
    cells = []
    for unit, label in _units(material):
        level, standing = level_of(unit, material), material.level(unit)
        if level is not None and standing is not None:
            sure = level.confidence if level.confidence in scale else ""
            scored = unit not in material.given.unscored
            cells.append(HeatCell(unit.case, label, standing.level, sure or "", standing.signed, scored))
    names = tuple(level.label for level in rubric.levels)
    return heat_map(HeatMap(material.cases, _columns(material), tuple(cells), names, scale, len(names)))


def _ranges(material: Material) -> Figure | None:
    from qes.synthesis.charts import LevelRange, LevelRanges, level_ranges

    found = []
    for unit, label in _units(material):
        robust = material.given.robustness.get(unit)
        if robust is not None:
            left = (each.level for each in robust.variants if each.codings)
            levels = sorted((robust.level, *left), key=lambda level: level or 0)
            found.append(LevelRange(unit.case, label, robust.level, levels[0], levels[-1]))
    highest = len(material.given.rubric.levels) if material.given.rubric else 5
    return level_ranges(LevelRanges(tuple(found), highest=highest))


def _sides(material: Material) -> Iterator[Figure | None]:
    from qes.synthesis.charts import Sides, SidesRow, sides

    counts = side_counts(material)
    for case in material.cases:
        rows = (
            SidesRow(code.label, *(counts.get((Unit(case, code.code), side), 0) for side in Side))
            for code in material.given.codebook.scored
            if (case, code.code) not in material.given.suppressed
        )
        yield sides(Sides(tuple(rows), case=case))


def _saturation(material: Material) -> Figure | None:
    from qes.synthesis.charts import Curve, Saturation, saturation

    curves = []
    for unit, label in _units(material):
        found = material.given.saturation.get(unit)
        if found is not None and found.steps:
            curves.append(Curve(unit.case, label, tuple(step.kinds for step in found.steps)))
    return saturation(Saturation(tuple(curves)))


def _agreement(rows: Sequence[Mapping[str, object]], labels: Mapping[str, str]) -> Figure | None:
    """Codes on which agreement was computed; with rows for several pairs of coders, each code's first."""
    from qes.synthesis.charts import AgreementByCode, CodeAgreement, agreement

    found: dict[str, CodeAgreement] = {}
    for row in rows:
        code, interval = str(row.get("code", "")), row.get("interval")
        low, high = interval if isinstance(interval, tuple) and len(interval) == 2 else (None, None)
        label = labels.get(code, code)
        values = (_number(row.get("alpha")), _number(low), _number(high), _number(row.get("ac1")))
        if values[0] is not None or values[3] is not None:
            found.setdefault(label, CodeAgreement(label, *values))
    return agreement(AgreementByCode(tuple(found.values())))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _where_spoken(material: Material) -> Figure | None:
    """All sources together, each taken from its beginning to its end; only sources whose length is known."""
    from qes.synthesis.charts import Mention, WhereSpoken, where_spoken

    lengths = {source.id: source.length for case in material.given.cases for source in case.sources if source.length}
    mentions: list[Mention] = []
    paths: dict[str, None] = {}
    for each in material.evidence:
        length = lengths.get(each.coding.source_id, 0)
        if each.capability is not None and each.coding.counts and each.coding.span.start <= length > 0:
            paths[each.source_path] = None
            at = each.coding.span.start / length
            label = material.labels.get(each.capability, each.capability)
            mentions.append(Mention(each.source_path, label, at, material.side(each)))
    return where_spoken(WhereSpoken(tuple(mentions), tuple(paths), _columns(material), pooled=True))
