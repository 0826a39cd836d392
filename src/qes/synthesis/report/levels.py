"""The level of a unit as it is shown, how firmly it stands, and the picture of all levels at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qes.model import Assessment, Unit
from qes.synthesis.evidence import counted
from qes.synthesis.report import blind
from qes.synthesis.report.content import MatrixCell, MatrixRow
from qes.synthesis.report.inputs import LevelInput
from qes.synthesis.report.material import Material
from qes.synthesis.report.parts import Cited, Level, Standing
from qes.synthesis.report.wording import listed, plainly, several
from qes.synthesis.robustness import Robustness, Without, rests_on
from qes.synthesis.rubric import Side
from qes.synthesis.saturation import Saturation


def level_of(unit: Unit, material: Material) -> Level | None:
    """The level to print, with the confidence a person gave it or else the proposed one; None where there is none."""
    rubric, given = material.given.rubric, material.level(unit)
    if rubric is None or given is None:
        return None
    highest, found = len(rubric.levels), rubric.level(given.level)
    if unit in material.given.unscored:
        return Level(blind.LABEL, blind.NAME, blind.TEXT, 0, highest)
    if found is None:
        return Level("NE", "Not enough evidence", rubric.not_enough, 0, highest)
    proposed = material.assessments.get(unit)
    sure = given.confidence.overall if given.confidence else proposed.confidence if proposed else None
    return Level(str(found.level), found.label, found.text, found.level, highest, sure)


def standing_of(unit: Unit, material: Material) -> Standing | None:
    """How firmly the level stands; None where nothing was assessed."""
    given = material.level(unit)
    if given is None or material.given.rubric is None:
        return None
    robust, saturation = material.given.robustness.get(unit), material.given.saturation.get(unit)
    return Standing(
        status=given.status,
        signed=given.signed,
        stale=given.stale,
        proposed=_proposed(given, material.assessments.get(unit), material),
        range=range_of(robust) if robust else "",
        hangs_on=hangs_on(robust) if robust else (),
        rests_on=listed([f"one {each.without}" for each in robust.all_from]) if robust else "",
        saturation=last_step(saturation) if saturation and not _of_one(robust) else "",
        statement=Cited(given.statement, given.author, ()) if given.statement else None,
    )


def _of_one(robust: Robustness | None) -> bool:
    """Whether it is said already that all comes from one source."""
    return robust is not None and any(each.without is Without.SOURCE for each in robust.all_from)


def _proposed(given: LevelInput, assessment: Assessment | None, material: Material) -> str:
    if assessment is None or assessment.level == given.level or material.given.rubric is None:
        return ""
    found = material.given.rubric.level(assessment.level)
    return f"{assessment.label}, {found.label.lower() if found else 'not enough evidence'}"


TOO_FEW = "too few people to tell"
"""Instead of counts, for readers outside the team."""


# --- What a level hangs on ----------------------------------------------------------------------------


def range_of(robust: Robustness) -> str:
    """From the lowest to the highest level under all variants, but for those on which all of it rests."""
    alone = robust.all_from
    left = (each.level for each in robust.variants if each not in alone)
    found = sorted({robust.level, *left}, key=lambda level: level or 0)
    low, high = plainly(found[0]), plainly(found[-1])
    return low if low == high else f"{low} to {high}"


def hangs_on(robust: Robustness) -> tuple[str, ...]:
    """A sentence on each source or coder without whom the level would be another, and on blind codings alone."""
    said = {
        Without.SOURCE: "Without {} the rubric would propose {}.",
        Without.CODER: "Without the codings of {} the rubric would propose {}.",
        Without.ASSISTED: "On blind codings alone the rubric would propose {1}.",
    }
    alone = robust.all_from
    told = (
        said[each.without].format(each.name, plainly(each.level))
        for each in robust.variants
        if each.level != robust.level and each not in alone
    )
    return (*map(rests_on, alone), *told)


def last_step(saturation: Saturation) -> str:
    """What the last source added."""
    if not saturation.steps:
        return ""
    last, number = saturation.steps[-1], len(saturation.steps)
    if number == 1:
        return f"All of it comes from one source, {last.source}."
    fresh = several(last.fresh, "new kind", "new kinds") if last.fresh else "no new kind"
    return (
        f"The last of {number} sources, {last.source}, added {several(last.codings, 'coding')} and {fresh} of evidence."
    )


# --- At a glance --------------------------------------------------------------------------------------


def matrix_rows(material: Material) -> tuple[MatrixRow, ...]:
    """The picture at a glance; empty unless every case has been assessed by a rubric, or is being scored."""
    wanted = {Unit(case, code.code) for case in material.cases for code in material.given.codebook.scored}
    known = material.assessments.keys() | material.given.unscored
    if material.given.rubric is None or not wanted or not wanted <= known:
        return ()
    sides = side_counts(material)
    anchors = material.anchors
    return tuple(MatrixRow(anchors[case], case, tuple(_cells(case, material, sides))) for case in material.cases)


def side_counts(material: Material) -> Mapping[tuple[Unit, Side], int]:
    """How many different texts stand on each side of each unit."""
    found: dict[tuple[Unit, Side], set[str]] = {}
    for (case, capability), own in material.units.items():
        for each in counted(own) if capability is not None else ():
            found.setdefault((Unit(case, capability or ""), material.side(each)), set()).add(each.wording)
    return {key: len(texts) for key, texts in found.items()}


def _cells(case: str, material: Material, sides: Mapping[tuple[Unit, Side], int]) -> Iterable[MatrixCell]:
    for code in material.given.codebook.scored:
        unit = Unit(case, code.code)
        level, standing = level_of(unit, material), material.level(unit)
        if level is None or standing is None:
            continue
        evidence = f"{sides.get((unit, Side.FOR), 0)} for, {sides.get((unit, Side.AGAINST), 0)} against"
        if mixed := sides.get((unit, Side.MIXED), 0):
            evidence += f", {mixed} mixed"
        if (case, code.code) in material.given.suppressed:
            evidence = TOO_FEW
        yield MatrixCell(material.unit_anchor(case, code), code.label, level, evidence, _mark(standing, material))


def _mark(standing: LevelInput, material: Material) -> str:
    """Where the level stands, in two words; empty where people have not scored at all."""
    if standing.unit in material.given.unscored:
        return ""
    if standing.signed:
        return "signed off, out of date" if standing.stale else "signed off"
    return "not signed off" if material.given.levels else ""
