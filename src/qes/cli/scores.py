"""`qes score`: the rubric's proposals, and where people stand on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import console, emit, note, table, then

if TYPE_CHECKING:
    from qes.pipeline.scoring.proposals import Proposal

SIGNED, STALE, HANGS = "*", "!", "~"
MARKS = {
    SIGNED: "signed off by a lead",
    STALE: "evidence or rubric have changed since it was signed off",
    HANGS: "the proposal hangs on one source or one coder: without it, it would be another (--json names them)",
}
TITLE = "Levels with confidence (NE: not enough evidence)"


def score(project: ProjectDir = HERE, json: Json = False) -> None:
    """Propose a level and a confidence for each capability of each case, with what they rest on.

    For whoever leads: it prints the proposals, which those who score are not to see before all of them have locked
    their scores. A level that was signed off is shown as it was signed; new evidence marks it, and never changes it.
    """
    from qes.pipeline.scoring.proposals import propose

    with opened(project) as opened_project:
        proposals = propose(opened_project)
        order = [code.code for code in opened_project.codebook().scored]
    if json:
        emit({"assessments": [_json(each) for each in proposals]})
        return
    _show(proposals, order)
    then("qes synthesise")


# --- For people -------------------------------------------------------------------------------


def _show(proposals: Sequence[Proposal], order: Sequence[str]) -> None:
    cells = {(each.assessment.case, each.assessment.capability): _cell(each) for each in proposals}
    cases = list(dict.fromkeys(case for case, _ in cells))
    rows = [(case, *(cells[case, name] for name in order)) for case in cases]
    header = ["case", *order]
    if _width([header, *rows]) <= console().width:
        table(TITLE, header, rows)
    else:
        table(TITLE, ["case", "capability", "level"], [(*unit, cell) for unit, cell in cells.items()])
    for mark, meaning in MARKS.items():
        if any(mark in cell for cell in cells.values()):
            note(f"{mark} {meaning}")
    note(
        f"Levels without {SIGNED} are proposals from the rubric; people decide. "
        "`qes synthesise` shows why each level, and why not the next."
    )


def _width(rows: Sequence[Sequence[str]]) -> int:
    """Of a table in which nothing is broken."""
    return sum(max(map(len, column)) + 2 for column in zip(*rows, strict=True)) + 2


def _cell(proposal: Proposal) -> str:
    """Level, marks and confidence: as signed off, or else as proposed."""
    signoff, proposed = proposal.standing.signoff, proposal.assessment
    if signoff is None:
        label, confidence = proposed.label, proposed.confidence
    else:
        label = f"{'NE' if signoff.level is None else signoff.level}{SIGNED}{STALE if proposal.stale else ''}"
        confidence = signoff.confidence.overall if signoff.confidence else None
    label += HANGS if proposal.robustness.hangs_on else ""
    return f"{label} ({confidence})" if confidence else label


# --- As JSON ----------------------------------------------------------------------------------


def _json(proposal: Proposal) -> dict[str, Any]:
    each, signoff = proposal.assessment, proposal.standing.signoff
    return {
        "case": each.case,
        "capability": each.capability,
        "level": each.level,
        "confidence": each.confidence,
        "status": proposal.status,
        "signed_level": signoff.level if signoff else None,
        "stale": _stale(proposal),
        "range": [proposal.robustness.low, proposal.robustness.high],
        "hangs_on": [
            {"without": hung.without.value, "name": hung.name, "level": hung.level}
            for hung in proposal.robustness.hangs_on
        ],
        "rubric": each.rubric,
        "evidence": list(each.evidence),
        "against": list(each.against),
        "gates": [{"id": gate.id, "met": gate.met, "why": gate.why} for gate in each.gates],
        "criteria": [
            {"id": c.id, "level": c.level, "met": c.met, "why": c.why, "evidence": list(c.evidence)}
            for c in each.checks
        ],
        "concerns": [concern.sentence for concern in each.concerns if concern.sentence],
        "next_level": list(each.next_level),
    }


def _stale(proposal: Proposal) -> dict[str, Any] | None:
    found = proposal.stale
    if found is None:
        return None
    codings = {"came": list(found.came), "went": list(found.went), "changed": list(found.changed)}
    return {"why": found.sentence, **codings, "rubric": found.rubric or None}
