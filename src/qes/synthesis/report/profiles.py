"""Tables of judgement: CERQual's two, how every level stands, what reporting statements ask for, and a ranking.

Layout of the Evidence Profile and of the Summary of Qualitative Findings: Lewin et al. 2018, "Applying GRADE-CERQual to
qualitative evidence synthesis findings, paper 2: how to make an overall CERQual assessment of confidence and create a
Summary of Qualitative Findings table", Implementation Science 13, suppl. 1, 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qes.model import Code, Concern, Confidence, Grade, Unit
from qes.synthesis.report.citations import Citations
from qes.synthesis.report.content import CapabilitySection, CaseSection
from qes.synthesis.report.inputs import ItemInput
from qes.synthesis.report.levels import level_of
from qes.synthesis.report.material import Material
from qes.synthesis.report.parts import Table
from qes.synthesis.report.wording import capitalised, listed, plainly

_OVERALL = "CERQual-informed assessment of confidence"


@dataclass(frozen=True, slots=True)
class Judged:
    """Something a person judged confidence in."""

    statement: str
    confidence: Confidence | None
    sources: tuple[str, ...]
    """Paths of those that contribute."""


def judgement_tables(material: Material, citations: Citations, cases: Sequence[CaseSection]) -> tuple[Table, ...]:
    """Every table of judgement that has rows, in the order of the report."""
    findings, levels = _findings(citations), list(_levels(material))
    found = [
        _profile("evidence-profile", "CERQual-informed evidence profile of the findings", findings, material),
        _summary("summary-of-findings", "Summary of qualitative findings", findings),
        _profile("evidence-profile-levels", "CERQual-informed evidence profile of the levels", levels, material),
        _summary("summary-of-levels", "Summary of the levels whose confidence was judged", levels),
        scoring(cases),
        *_items(material),
    ]
    if material.given.ranking:
        found.append(ranking(material))
    return tuple(table for table in found if table.rows)


def _findings(citations: Citations) -> list[Judged]:
    found = []
    for given in citations.given.findings:
        paths = {citations.path(each.source_id) for each in given.finding.citations}
        found.append(Judged(given.finding.statement, given.finding.confidence, tuple(sorted(paths))))
    return found


def _levels(material: Material) -> Iterator[Judged]:
    for case, code in _units(material):
        given = material.level(Unit(case, code.code))
        level = level_of(Unit(case, code.code), material)
        if given is None or level is None or given.confidence is None:
            continue
        paths = {each.source_path for each in material.units.get((case, code.code), ())}
        name = f"level {level.label}, {level.name.lower()}"
        yield Judged(f"{case}, {code.label}: {name}", given.confidence, tuple(sorted(paths)))


def _units(material: Material) -> Iterator[tuple[str, Code]]:
    return ((case, code) for case in material.cases for code in material.given.codebook.scored)


def _profile(id: str, caption: str, judged: Sequence[Judged], material: Material) -> Table:
    components = _components(judged, material)
    rows = []
    for each in judged:
        concerns = {concern.component: concern for concern in each.confidence.concerns} if each.confidence else {}
        cells = (_concern(concerns.get(component)) for component in components)
        rows.append((each.statement, *cells, *_contributing(each), *_verdict(each)))
    headers = ("Finding", *components.values(), "Contributing sources", _OVERALL, "Explanation")
    return Table(caption, headers, tuple(rows), id=id)


def _components(judged: Iterable[Judged], material: Material) -> dict[str, str]:
    """Id and label of the rubric's components, and of any that were judged besides."""
    rubric = material.given.rubric
    known = {each.id: each.label for each in rubric.confidence.components} if rubric else {}
    for each in judged:
        for concern in each.confidence.concerns if each.confidence else ():
            known.setdefault(concern.component, concern.label)
    return known


def _concern(concern: Concern | None) -> str:
    if concern is None:
        return "not judged"
    said = f"{capitalised(str(concern.grade))} concern" if concern.grade is not Grade.NONE else "No concern"
    return f"{said}: {concern.reason.rstrip('.')}." if concern.reason else f"{said}."


def _contributing(each: Judged) -> tuple[str]:
    return (f"{len(each.sources)}: {listed(each.sources)}" if each.sources else "none",)


def _verdict(each: Judged) -> tuple[str, str]:
    if each.confidence is None:
        return "not judged", ""
    return f"{capitalised(each.confidence.overall)} confidence", each.confidence.explanation


def _summary(id: str, caption: str, judged: Sequence[Judged]) -> Table:
    headers = ("Finding", _OVERALL, "Explanation", "References to sources")
    rows = tuple((each.statement, *_verdict(each), *_contributing(each)) for each in judged)
    return Table(caption, headers, rows, id=id)


def scoring(cases: Sequence[CaseSection]) -> Table:
    """Every unit with its level and how firmly it stands."""
    headers = (
        *("Case", "Capability", "Level", "Meaning", "Confidence", "Status", "Scores", "Proposed by the rubric"),
        *("Range", "Hangs on", "Last source"),
    )
    rows = tuple(
        (
            *(
                case.name,
                part.label,
                part.level.label,
                part.level.name,
                part.level.confidence or ("" if part.level.open else "none"),
            ),
            *(
                ". ".join(filter(None, [part.standing.status, part.standing.stale])),
                _scores(part),
                "" if part.level.open else part.standing.proposed or "the same",
            ),
            *(part.standing.range, " ".join(part.standing.hangs_on), part.standing.saturation),
        )
        for case in cases
        for part in case.capabilities
        if part.level is not None and part.standing is not None
    )
    return Table("Levels: how each stands and what it hangs on", headers, rows, id="levels")


def _scores(part: CapabilitySection) -> str:
    found = part.judgement
    return ", ".join(f"{each.author} {each.level}" for each in found.scores) if found else ""


_STATEMENTS = {
    "ENTREQ": "Enhancing transparency in reporting the synthesis of qualitative research (ENTREQ, Tong et al. 2012)",
    "RAISE": "Responsible use of AI in evidence synthesis (RAISE)",
}


def _items(material: Material) -> list[Table]:
    """A table for each reporting statement, in the order given."""
    names = list(dict.fromkeys(each.statement for each in material.given.items))
    return [
        Table(
            _STATEMENTS.get(name, name),
            ("No.", "Item", "What is reported", "Source of the answer"),
            tuple(
                (each.number, each.item, each.answer, _source(each))
                for each in material.given.items
                if each.statement == name
            ),
            id=name.lower(),
        )
        for name in names
    ]


def _source(item: ItemInput) -> str:
    return " and ".join(filter(None, ["the log" if item.logged else "", item.by])) or "nobody yet"


def ranking(material: Material) -> Table:
    """Cases by level, one capability after the other; cases on the same level share a place, and NE has none."""
    rows = [row for code in material.given.codebook.scored for row in _ranked(code, material)]
    caption = "Cases by level, as asked for: a level says nothing of conditions a case has not made itself"
    return Table(caption, ("Capability", "Place", "Case", "Level"), tuple(rows), id="ranking")


def _ranked(code: Code, material: Material) -> Iterator[tuple[str, str, str, str]]:
    still = material.given.unscored
    units = [unit for case in material.cases if (unit := Unit(case, code.code)) not in still]
    levels = [(unit.case, given.level) for unit in units if (given := material.level(unit))]
    placed = sorted(levels, key=lambda pair: (-(pair[1] or 0), pair[0]))
    place = 1
    for level, group in groupby(placed, key=lambda pair: pair[1]):
        together = [case for case, _ in group]
        shared = "unranked" if level is None else f"{place}=" if len(together) > 1 else str(place)
        yield from ((code.label, shared, case, plainly(level)) for case in together)
        place += len(together)
