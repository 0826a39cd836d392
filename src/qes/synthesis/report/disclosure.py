"""The report for readers outside the team: without names, with coarser roles, and without small cells.

A person can be known by role and city, and by what few others said. So of a cell (a code of a case) on which fewer
than some people spoke, no interview is quoted and no number is given; nor is any total from which the number follows.
Withheld text is never altered: a quote is printed whole or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from qes.model import Assessment, Charted, Concern, Confidence, Facts, Theme, Unit
from qes.synthesis.evidence import Evidence
from qes.synthesis.report.cells import Cells, closed, few_speakers, small_cells
from qes.synthesis.report.inputs import CaseInput, FindingInput, LevelInput, ReportInput, SourceInput
from qes.synthesis.report.lost import Lost, told_of
from qes.synthesis.report.scrub import Scrub, holds, scrub_of
from qes.synthesis.report.withheld import Missing, sentences
from qes.synthesis.robustness import Robustness
from qes.synthesis.saturation import Saturation

UNTOLD = -1
"""Stands for a number that is not told."""
_NO_REASON = "not told, as few people spoke of it"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a team has set for readers outside it."""

    roles: Mapping[str, str] = field(default_factory=dict)
    """Role → the coarser words for it."""
    other_role: str = "city official"
    """For roles that are not among them."""
    smallest_cell: int = 3
    """So many different people must have spoken."""


def for_public(given: ReportInput, rules: Rules) -> ReportInput:
    """The same material as it may be shown to readers outside the team; `withheld` says what is missing."""
    scrub = scrub_of(given, rules.roles, rules.other_role)
    small = small_cells(given, scrub.people, rules.smallest_cell)
    few = few_speakers(given, scrub.people, rules.smallest_cell)
    gone = [each for each in given.evidence if _withheld(each, small, scrub)]
    lost = Lost({each.id for each in gone}, gone, scrub, few)
    suppressed = closed(given, small)
    told = told_of(given, lost, suppressed)
    public = replace(
        told,
        cases=[_case(each, scrub, suppressed) for each in given.cases],
        evidence=[_evidence(each, scrub) for each in given.evidence if each.id not in lost.codings],
        assessments=[_assessment(each, suppressed, lost, scrub) for each in given.assessments],
        agreement=[_agreement(row, suppressed, scrub) for row in given.agreement],
        method=[(label, scrub.text(text)) for label, text in given.method],
        levels={unit: _level(each, scrub, suppressed) for unit, each in told.levels.items()},
        robustness={u: _robust(each, scrub) for u, each in given.robustness.items() if _key(u) not in suppressed},
        saturation={u: _saturated(each, scrub) for u, each in given.saturation.items() if _key(u) not in suppressed},
        findings=[_finding(each, scrub, lost) for each in told.findings],
        charted=[_charted(each, scrub, lost) for each in told.charted],
        themes=[_theme(each, scrub, lost) for each in given.themes],
        items=[replace(each, answer=scrub.text(each.answer), by=scrub.coder(each.by)) for each in given.items],
        passages={},
        audience="public",
        suppressed=suppressed,
        team=frozenset(),
        speakers=frozenset(),
        smallest=rules.smallest_cell,
    )
    named = sum(each.id in lost.codings and (each.case, each.coding.code) not in small for each in given.evidence)
    missing = Missing(small, named, lost.citations, lost.texts, lost.reasons)
    return replace(public, withheld=sentences(given, scrub, missing, rules.smallest_cell))


def _withheld(evidence: Evidence, small: Cells, scrub: Scrub) -> bool:
    cells = {(evidence.case, evidence.coding.code), (evidence.case, evidence.capability or evidence.coding.code)}
    lone = evidence.coding.source_id in scrub.people and bool(cells & small)
    return lone or holds(evidence.coding.quote, scrub)


# --- The parts without it ---------------------------------------------------------------------------


def _key(unit: Unit) -> tuple[str, str]:
    return unit.case, unit.capability


def _case(case: CaseInput, scrub: Scrub, suppressed: Cells) -> CaseInput:
    quiet = any(name == case.name for name, _ in suppressed)
    return replace(
        case,
        sources=tuple(_source(each, scrub, quiet) for each in case.sources),
        facts=tuple((name, scrub.text(value)) for name, value in case.facts),
        peers=tuple((name, scrub.text(text)) for name, text in case.peers),
    )


def _source(source: SourceInput, scrub: Scrub, quiet: bool) -> SourceInput:
    facts = _facts(source.facts, scrub, source.id in scrub.people)
    told: dict[str, Any] = {"passages": UNTOLD, "coded": UNTOLD, "length": 0} if quiet else {}
    title = "" if source.id in scrub.people else scrub.text(source.title)
    return replace(source, path=scrub.path(source.path), title=title, facts=facts, **told)


def _facts(facts: Facts, scrub: Scrub, person: bool) -> Facts:
    if not person:
        return replace(facts, role=scrub.role(facts.role), consent=None)
    year = facts.date[:4] if facts.date else None
    return replace(facts, role=scrub.role(facts.role), date=year, issuer=None, consent=None, licence=None)


def _evidence(evidence: Evidence, scrub: Scrub) -> Evidence:
    coding = replace(evidence.coding, coders=tuple(map(scrub.coder, evidence.coding.coders)), memos=())
    person = coding.source_id in scrub.people
    return replace(
        evidence,
        coding=coding,
        facts=_facts(evidence.facts, scrub, person),
        source_path=scrub.path(evidence.source_path),
        title="" if person else scrub.text(evidence.title),
        speaker=None,
        place=scrub.text(evidence.place),
        question=None,
    )


def _agreement(row: Mapping[str, object], suppressed: Cells, scrub: Scrub) -> dict[str, object]:
    """Without the shares from which the codings of a code, or of all codes together, can be counted."""
    quiet = row.get("code") in {code for _, code in suppressed} | ({"all codes"} if suppressed else set())
    return {
        name: "–" if quiet and name in ("prevalence", "percent") else scrub.value(value) for name, value in row.items()
    }


def _assessment(given: Assessment, suppressed: Cells, lost: Lost, scrub: Scrub) -> Assessment:
    """The level stays; of a small cell its reasons, which count what was said, do not."""
    if (given.case, given.capability) not in suppressed:
        return replace(
            given,
            checks=tuple(replace(each, why=scrub.text(each.why)) for each in given.checks),
            gates=tuple(replace(each, why=scrub.text(each.why)) for each in given.gates),
            concerns=tuple(replace(each, reason=scrub.text(each.reason)) for each in given.concerns),
            next_level=tuple(map(scrub.text, given.next_level)),
        )
    quiet: dict[str, Any] = {"why": _NO_REASON, "evidence": ()}
    return replace(
        given,
        evidence=tuple(each for each in given.evidence if each not in lost.codings),
        against=tuple(each for each in given.against if each not in lost.codings),
        checks=tuple(replace(each, **quiet) for each in given.checks),
        gates=tuple(replace(each, **quiet) for each in given.gates),
        concerns=tuple(replace(each, reason=_NO_REASON if each.reason else "") for each in given.concerns),
        next_level=(),
    )


def _level(level: LevelInput, scrub: Scrub, suppressed: Cells) -> LevelInput:
    quiet = _key(level.unit) in suppressed
    stale = "" if quiet else scrub.text(level.stale)
    sure = level.confidence and replace(level.confidence, concerns=_concerns(level.confidence, scrub, quiet=quiet))
    settled = level.consensus and replace(
        level.consensus, author=scrub.scorer(level.consensus.author), confidence=_overall(level.consensus.confidence)
    )
    return replace(
        level,
        status=scrub.text(level.status),
        stale=stale,
        confidence=sure,
        author=scrub.coder(level.author),
        scores=tuple(
            replace(each, author=scrub.scorer(each.author), confidence=_overall(each.confidence))
            for each in level.scores
        ),
        consensus=settled,
    )


def _overall(given: Confidence | None) -> Confidence | None:
    """Without the concerns, which a report does not print of each score."""
    return given and Confidence(given.overall)


def _concerns(given: Confidence, scrub: Scrub, *, quiet: bool) -> tuple[Concern, ...]:
    """Reasons are proposed by software, which counts sources and names them; explanations are a person's own words."""
    return tuple(
        replace(each, reason=_NO_REASON if quiet and each.reason else scrub.text(each.reason))
        for each in given.concerns
    )


def _robust(given: Robustness, scrub: Scrub) -> Robustness:
    variants = tuple(replace(each, name=scrub.text(scrub.path(each.name))) for each in given.variants)
    return replace(given, variants=variants)


def _saturated(given: Saturation, scrub: Scrub) -> Saturation:
    steps = (replace(each, source=scrub.path(each.source), date=each.date[:4]) for each in given.steps)
    return replace(given, steps=tuple(steps))


def _finding(given: FindingInput, scrub: Scrub, lost: Lost) -> FindingInput:
    finding = given.finding
    judged = finding.confidence
    sure = judged and replace(judged, concerns=_concerns(judged, scrub, quiet=False))
    kept, author = lost.keep(finding.citations), scrub.coder(finding.author)
    return replace(
        given,
        finding=replace(finding, citations=kept, confidence=sure, author=author, reason=""),
        counter=replace(given.counter, author=scrub.coder(given.counter.author)),
        weighed=tuple(replace(each, note="", author=scrub.coder(each.author)) for each in given.weighed),
        approval=replace(given.approval, author=scrub.coder(given.approval.author)),
    )


def _charted(given: Charted, scrub: Scrub, lost: Lost) -> Charted:
    return replace(given, citations=lost.keep(given.citations), author=scrub.coder(given.author))


def _theme(given: Theme, scrub: Scrub, lost: Lost) -> Theme:
    gone = {each.coding.passage_id for each in lost.evidence}
    kept = tuple(each for each in given.passages if each not in gone)
    return replace(given, passages=kept, memo="", author=scrub.coder(given.author), reason="")
