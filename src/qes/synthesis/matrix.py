"""The picture at a glance: how much evidence there is for each code and capability of each case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qes.model import Assessment, Code, Codebook, Unit
from qes.synthesis.evidence import Evidence, counted
from qes.synthesis.rubric import Rubric
from qes.synthesis.summary import Summary, summaries


@dataclass(frozen=True, slots=True)
class Cell:
    """One capability of one case: its level and confidence, and the evidence on each side, in different texts."""

    case: str
    capability: str
    level: int | None
    """None is NE, or that nothing was assessed."""
    confidence: str | None
    supporting: int
    contradicting: int
    mixed: int
    aspiration: int
    unstated: int
    sources: int
    disputed: int
    """Codings still in dispute; they count for nothing."""


def code_counts(evidence: Iterable[Evidence], codebook: Codebook, cases: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many different texts carry each code of `countable`: case → code → number, zeros included."""
    found = counted(evidence)
    codes = [code.code for code in countable(found, codebook)]
    counts = {case: dict.fromkeys(codes, 0) for case in cases}
    for each in found:
        if each.case in counts and each.coding.code in counts[each.case]:
            counts[each.case][each.coding.code] += 1
    return counts


def countable(evidence: Iterable[Evidence], codebook: Codebook) -> list[Code]:
    """The codes to count, in the codebook's order: those that can be given, and those that were while they could."""
    given = {each.coding.code for each in evidence if each.coding.counts}
    return [code for code in codebook.codes if code.codable or code.code in given]


def cells(
    evidence: Iterable[Evidence], rubric: Rubric, assessments: Sequence[Assessment]
) -> dict[tuple[str, str], Cell]:
    """One cell per assessment, by case and capability, in the order given."""
    units = [Unit(each.case, each.capability) for each in assessments]
    found = summaries(evidence, rubric, units)
    return {
        (each.case, each.capability): _cell(each, found[unit]) for each, unit in zip(assessments, units, strict=True)
    }


def _cell(assessment: Assessment, summary: Summary) -> Cell:
    return Cell(
        case=assessment.case,
        capability=assessment.capability,
        level=assessment.level,
        confidence=assessment.confidence,
        supporting=summary.supporting,
        contradicting=summary.contradicting,
        mixed=summary.mixed,
        aspiration=summary.aspiration,
        unstated=summary.unstated,
        sources=summary.sources,
        disputed=summary.disputed,
    )
