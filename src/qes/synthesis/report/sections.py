"""The sections of a report on cases and capabilities: levels with their reasons and quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qes.model import Assessment, Check, Code, Codebook
from qes.synthesis.evidence import Evidence, in_order
from qes.synthesis.matrix import Cell, cells
from qes.synthesis.report.content import CapabilitySection, CaseSection, CodeSection, MatrixCell, MatrixRow
from qes.synthesis.report.parts import Level, Reason
from qes.synthesis.report.quotes import Quoter
from qes.synthesis.report.wording import several, slug, slugs
from qes.synthesis.rubric import Rubric, Side

APART = {
    Side.MIXED: "Mixed: for and against in one breath",
    Side.ASPIRATION: "Intentions without practice: they raise no level",
    Side.UNSTATED: "Without a direction, or coders differ on it",
}


@dataclass(frozen=True, slots=True)
class Material:
    """What the sections are made of."""

    codebook: Codebook
    rubric: Rubric | None
    cases: tuple[str, ...]
    evidence: Sequence[Evidence]
    assessments: Mapping[tuple[str, str], Assessment]

    @property
    def anchors(self) -> dict[str, str]:
        """Case → its address in the report."""
        return dict(zip(self.cases, (f"case-{each}" for each in slugs(self.cases)), strict=True))

    def of(self, case: str, capability: str | None = None) -> list[Evidence]:
        """Evidence on a case that counts, in reading order."""
        return [
            each
            for each in in_order(self.evidence)
            if each.coding.counts and each.case == case and each.capability == capability
        ]

    def level(self, assessment: Assessment | None) -> Level | None:
        """An assessment's level as it is shown; None without one."""
        if assessment is None or self.rubric is None:
            return None
        highest, found = len(self.rubric.levels), self.rubric.level(assessment.level)
        if found is None:
            return Level(assessment.label, "Not enough evidence", self.rubric.not_enough, 0, highest)
        return Level(assessment.label, found.label, found.text, found.level, highest, assessment.confidence)


def matrix_rows(material: Material) -> tuple[MatrixRow, ...]:
    """The picture at a glance; empty unless every case has been assessed by a rubric."""
    wanted = {(case, code.code) for case in material.cases for code in material.codebook.scored}
    if material.rubric is None or not wanted or not wanted <= material.assessments.keys():
        return ()
    found = cells(material.evidence, material.rubric, list(material.assessments.values()))
    return tuple(
        MatrixRow(material.anchors[case], case, tuple(_matrix_cells(case, material, found))) for case in material.cases
    )


def _matrix_cells(case: str, material: Material, found: Mapping[tuple[str, str], Cell]) -> Iterable[MatrixCell]:
    for code in material.codebook.scored:
        level = material.level(material.assessments.get((case, code.code)))
        cell = found.get((case, code.code))
        if level is not None and cell is not None:
            evidence = f"{cell.supporting} for, {cell.contradicting} against"
            yield MatrixCell(_anchor(material, case, code), code.label, level, evidence)


def case_sections(material: Material, quoter: Quoter) -> tuple[CaseSection, ...]:
    """A section per case with a part per scored code; empty when the codebook scores nothing."""
    if not material.codebook.scored:
        return ()
    return tuple(_case(case, material, quoter) for case in material.cases)


def _case(case: str, material: Material, quoter: Quoter) -> CaseSection:
    own = [each for each in material.evidence if each.case == case and each.coding.counts]
    sources = len({each.source_path for each in own})
    return CaseSection(
        anchor=material.anchors[case],
        name=case,
        summary=f"{several(len(own), 'coding')} from {several(sources, 'source')}",
        capabilities=tuple(_capability(case, code, material, quoter) for code in material.codebook.scored),
    )


def _capability(case: str, code: Code, material: Material, quoter: Quoter) -> CapabilitySection:
    by_side: dict[Side, list[Evidence]] = {side: [] for side in Side}
    for each in material.of(case, code.code):
        by_side[material.rubric.polarity.side(each) if material.rubric else Side.UNSTATED].append(each)
    against = "None among the coded passages."
    sides = (
        quoter.group("for", "Evidence for", by_side[Side.FOR]),
        quoter.group("against", "Evidence against", by_side[Side.AGAINST], against),
    )
    apart = [quoter.group(side, title, by_side[side]) for side, title in APART.items() if by_side[side]]
    assessment = material.assessments.get((case, code.code))
    reached = (assessment.level or 0) if assessment else 0
    checks = assessment.checks if assessment else ()
    return CapabilitySection(
        anchor=_anchor(material, case, code),
        label=code.label,
        brief=code.brief,
        level=material.level(assessment),
        met=tuple(_reason(each, quoter) for each in checks if each.level is not None and each.level <= reached),
        missing=assessment.next_level if assessment else (),
        gates=tuple(_reason(each, quoter) for each in assessment.gates) if assessment else (),
        concerns=tuple(each.sentence for each in assessment.concerns if each.sentence) if assessment else (),
        sides=sides,
        apart=tuple(apart),
    )


def _reason(check: Check, quoter: Quoter) -> Reason:
    refs = sorted((quoter.refs[id] for id in check.evidence if id in quoter.refs), key=lambda ref: ref.number)
    return Reason(check.text, check.met, check.why, tuple(refs))


def _anchor(material: Material, case: str, code: Code) -> str:
    return f"{material.anchors[case]}-{slug(code.code)}"


def code_sections(material: Material, quoter: Quoter) -> tuple[CodeSection, ...]:
    """A section per code or group of codes that bears on no level: context, what fits nowhere, and the like."""
    by_root: dict[str, list[Evidence]] = {}
    for case in material.cases:
        for each in material.of(case):
            by_root.setdefault(_root(each.coding.code, material.codebook), []).append(each)
    order = {code.code: position for position, code in enumerate(material.codebook.codes)}
    roots = sorted(by_root, key=lambda root: (order.get(root, len(order)), root))
    return tuple(_code(root, by_root[root], material, quoter) for root in roots)


def _root(code: str, codebook: Codebook) -> str:
    seen: set[str] = set()
    found = codebook.get(code)
    while found is not None and found.parent and found.code not in seen:
        seen.add(found.code)
        code, found = found.parent, codebook.get(found.parent)
    return code


def _code(root: str, found: Sequence[Evidence], material: Material, quoter: Quoter) -> CodeSection:
    code = material.codebook.get(root)
    by_case = {case: [each for each in found if each.case == case] for case in material.cases}
    groups = tuple(quoter.group(slug(case), case, own) for case, own in by_case.items() if own)
    return CodeSection(f"code-{slug(root)}", code.label if code else root, code.brief if code else "", groups)
