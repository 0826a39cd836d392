"""The sections of a report: cases with their capabilities, and codes that bear on no level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qes.model import Assessment, Check, Code, Confidence, Unit
from qes.synthesis.evidence import Evidence
from qes.synthesis.report.content import CapabilitySection, CaseSection, CodeSection
from qes.synthesis.report.inputs import CaseInput
from qes.synthesis.report.judged import answers_of, judged, judgement_of, missing
from qes.synthesis.report.levels import level_of, standing_of
from qes.synthesis.report.material import Material
from qes.synthesis.report.parts import Cited, Level, Reason
from qes.synthesis.report.quotes import Quoter
from qes.synthesis.report.wording import several, slug
from qes.synthesis.rubric import Side

APART = {
    Side.MIXED: "Mixed: for and against in one breath",
    Side.ASPIRATION: "Intentions without practice: they raise no level",
    Side.UNSTATED: "Without a direction, or coders differ on it",
}
CITED = 100
"""Weight of a quote that somebody cites: it is printed before any that merely speaks for a criterion."""
Summaries = Mapping[tuple[str, str], Cited]
"""By case and code, what a person wrote in a cell of the framework matrix."""


def weights(material: Material, cited: Sequence[str]) -> dict[str, int]:
    """What speaks for printing a coding where not all are printed: who cites it, and which met criteria it speaks for.

    Args:
        material: Of the report.
        cited: Ids of the codings that findings and summaries cite.
    """
    found: dict[str, int] = {}
    for assessment in material.assessments.values():
        for check in assessment.checks:
            for id in check.evidence if check.met else ():
                found[id] = max(found.get(id, 0), check.level or 0)
    return found | dict.fromkeys(cited, CITED)


def case_sections(material: Material, quoter: Quoter) -> tuple[CaseSection, ...]:
    """A section per case with a part per scored code; empty when the codebook scores nothing."""
    if not material.given.codebook.scored:
        return ()
    return tuple(_case(case, material, quoter) for case in material.given.cases)


def _case(case: CaseInput, material: Material, quoter: Quoter) -> CaseSection:
    codes = [code.code for code in material.given.codebook.scored]
    own = [each for code in (*codes, None) for each in material.units.get((case.name, code), ())]
    sources = several(len({each.source_path for each in own}), "source")
    quiet = any(name == case.name for name, _ in material.given.suppressed)
    return CaseSection(
        anchor=material.anchors[case.name],
        name=case.name,
        summary=sources if quiet else f"{several(len(own), 'coding')} from {sources}",
        capabilities=tuple(_capability(case.name, code, material, quoter) for code in material.given.codebook.scored),
        facts=case.facts,
        peers=tuple(f"{name}: {shared}" if shared else name for name, shared in case.peers),
    )


def _capability(case: str, code: Code, material: Material, quoter: Quoter) -> CapabilitySection:
    by_side: dict[Side, list[Evidence]] = {side: [] for side in Side}
    for each in material.units.get((case, code.code), ()):
        by_side[material.side(each)].append(each)
    against = "None among the coded passages."
    if by_side[Side.MIXED]:
        against = "None that is only against; what is mixed stands apart."
    sides = (
        quoter.group("for", "Evidence for", by_side[Side.FOR]),
        quoter.group("against", "Evidence against", by_side[Side.AGAINST], against),
    )
    apart = tuple(quoter.group(side, title, by_side[side]) for side, title in APART.items() if by_side[side])
    unit = Unit(case, code.code)
    level, assessment = level_of(unit, material), material.assessments.get(unit)
    given, reasons = material.level(unit), _reasons(unit, material, quoter)
    return CapabilitySection(
        anchor=material.unit_anchor(case, code),
        label=code.label,
        brief=code.brief,
        level=level,
        met=_met(level, assessment, reasons),
        missing=_missing(unit, level, reasons, material),
        gates=tuple(reasons[each.id] for each in assessment.gates) if assessment else (),
        concerns=_concerns(given.confidence if given else None, assessment) if level and level.number else (),
        sides=sides,
        apart=apart,
        standing=standing_of(unit, material),
        judgement=judgement_of(unit, material),
    )


def _reasons(unit: Unit, material: Material, quoter: Quoter) -> dict[str, Reason]:
    """Every criterion and gate by id: as those who scored say, else as the codings show."""
    assessment, rubric = material.assessments.get(unit), material.given.rubric
    if assessment is None or rubric is None:
        return {}
    answers = answers_of(material.level(unit), rubric)
    only_people = {each.id for one in rubric.levels for each in one.criteria if each.judgement}
    return {
        each.id: judged(
            _reason(each, quoter),
            answers.to(each.id) if answers else None,
            asked=answers is not None,
            judgement=each.id in only_people,
        )
        for each in (*assessment.checks, *assessment.gates)
    }


def _met(level: Level | None, assessment: Assessment | None, reasons: Mapping[str, Reason]) -> tuple[Reason, ...]:
    """The criteria of the level shown and of those below it; unmet ones among them where people went beyond."""
    if level is None or assessment is None:
        return ()
    return tuple(reasons[each.id] for each in assessment.checks if 0 < (each.level or 0) <= level.number)


def _missing(unit: Unit, level: Level | None, reasons: Mapping[str, Reason], material: Material) -> tuple[str, ...]:
    """What is missing for the next level; not told where few people spoke, as it counts what was said."""
    given, rubric = material.level(unit), material.given.rubric
    if level is None or not reasons or given is None or rubric is None:
        return ()
    if (unit.case, unit.capability) in material.given.suppressed:
        return ()
    return missing(level.number, reasons, rubric, people=bool(given.scores or given.signed))


def _concerns(judged: Confidence | None, assessment: Assessment | None) -> tuple[str, ...]:
    """Why confidence is what it is: in the words of whoever judged it, otherwise as it is proposed."""
    if judged is not None:
        said = [each.sentence for each in judged.concerns if each.sentence]
        return (*said, judged.explanation) if judged.explanation else tuple(said)
    return tuple(each.sentence for each in assessment.concerns if each.sentence) if assessment else ()


def _reason(check: Check, quoter: Quoter) -> Reason:
    refs = sorted((quoter.refs[id] for id in check.evidence if id in quoter.refs), key=lambda ref: ref.number)
    return Reason(check.text, check.met, check.why, tuple(refs), len(check.evidence) - len(refs))


# --- Codes --------------------------------------------------------------------------------------------


def code_sections(material: Material, quoter: Quoter) -> tuple[CodeSection, ...]:
    """A section per code or group of codes that bears on no level: context, what fits nowhere, and the like."""
    by_root: dict[str, dict[str, list[Evidence]]] = {}
    for case in material.cases:
        for each in material.units.get((case, None), ()):
            root = material.roots.get(each.coding.code, each.coding.code)
            by_root.setdefault(root, {}).setdefault(case, []).append(each)
    order = {code.code: position for position, code in enumerate(material.given.codebook.codes)}
    roots = sorted(by_root, key=lambda root: (order.get(root, len(order)), root))
    return tuple(_code(root, by_root[root], material, quoter) for root in roots)


def _code(root: str, found: Mapping[str, Sequence[Evidence]], material: Material, quoter: Quoter) -> CodeSection:
    code = material.given.codebook.get(root)
    groups = tuple(quoter.group(slug(case), case, own) for case, own in found.items())
    return CodeSection(f"code-{slug(root)}", code.label if code else root, code.brief if code else "", groups)
