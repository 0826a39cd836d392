"""`qes score` and `qes synthesise`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, note, progress, say, table, then

if TYPE_CHECKING:
    from qes.model import Assessment


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(score)
    app.command()(synthesise)


def score(project: ProjectDir = HERE, json: Json = False) -> None:
    """Propose a level and a confidence for each capability of each case, with what they rest on."""
    from qes.pipeline.synthesise import run_score

    with opened(project) as opened_project:
        assessments = run_score(opened_project)
        order = [code.code for code in opened_project.codebook().scored]
    if json:
        emit({"assessments": [_json(each) for each in assessments]})
        return
    cells = {(each.case, each.capability): each for each in assessments}
    rows = [
        (case, *(_cell(cells.get((case, name))) for name in order))
        for case in sorted({each.case for each in assessments})
    ]
    table("Proposed levels with confidence (NE: not enough evidence)", ["case", *order], rows)
    note("A proposal from the rubric; people decide. `qes synthesise` shows why each level, and why not the next.")
    then("qes synthesise")


def _cell(assessment: Assessment | None) -> str:
    if assessment is None:
        return ""
    return assessment.label if assessment.confidence is None else f"{assessment.label} ({assessment.confidence})"


def _json(each: Assessment) -> dict[str, Any]:
    return {
        "case": each.case,
        "capability": each.capability,
        "level": each.level,
        "confidence": each.confidence,
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


def synthesise(
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Of html, md and docx, joined by commas.")
    ] = "html,md,docx",
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Write the report: levels, why each and why not the next, and the verbatim quotes for and against.

    Every quote is read again from its source; if one differs, no report is written.
    """
    from qes.pipeline.synthesise import run_synthesise

    wanted = [each.strip() for each in formats.split(",") if each.strip()]
    with opened(project) as opened_project, progress() as tell:
        done = run_synthesise(opened_project, wanted, progress=tell)
    paths = {fmt: str(path) for fmt, path in done.report.items()}
    if json:
        emit({"report": paths, "quotes": done.quotes, "quotes_verified": done.quotes_verified})
        return
    say(f"{done.quotes} quotes, all {done.quotes_verified} read again from their sources")
    for fmt, path in paths.items():
        say(f"{fmt}: {path}")
    then("open the HTML in a browser; it is one file and works without a network")
