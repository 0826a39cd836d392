"""The whole way on the bundled corpus, by the same stages a team uses."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qes.errors import NotAProject
from qes.pipeline import Progress, quiet
from qes.pipeline.charting import listed
from qes.pipeline.findings.standings import standings
from qes.pipeline.ingest import run_ingest
from qes.pipeline.judgements import take_in
from qes.pipeline.report.writing import run_synthesise
from qes.pipeline.review import run_agree
from qes.pipeline.scoring.proposals import Proposal, propose
from qes.pipeline.suggest import run_suggest
from qes.pipeline.tables import import_decisions
from qes.pipeline.themes.acts import themes
from qes.pipeline.verify import run_verify
from qes.project import Project, find_project, init_project, open_project, shipped
from qes.settings import FILE
from qes.synthesis.scoring.standing import Stage

NOTICE = "Illustrative: the four cities, the people, the documents, and the team that coded and judged are made up."
SETTINGS = f'notice = "{NOTICE}"\n\n[scoring]\nscorers = 2\n'
"""Of the demo's project: two people of its team score, without accounts."""


def run_demo(folder: Path | None = None, *, progress: Progress = quiet) -> dict[str, Any]:
    """Files → passages → suggestions → decisions → agreement → judgements → report, in a project that can be kept.

    Args:
        folder: A project made by an earlier demo, or a new folder; None: qes's own checkout when standing in it,
            otherwise `qes-demo/` here.
        progress: Told what goes on.

    Returns:
        What each stage did, the levels, and where the report lies.
    """
    with _project(folder) as project:
        stages: dict[str, str] = {}
        stages["ingest"] = _ingest(project, progress)
        if not project.store.decisions():
            cold = run_suggest(project, "similarity", progress=progress)
            stages["suggest, cold start"] = f"{cold.suggestions} suggestions from definitions and examples alone"
        stages["review"], stages["agree"] = _review(project)
        learned = run_suggest(project, "learned", progress=progress)
        done = "nothing has changed" if learned.unchanged else f"learned from {learned.decisions} decisions"
        stages["suggest"] = f"{learned.suggestions} suggestions, {done}"
        judged = _judge(project, progress)
        proposals = propose(project)
        stages |= {"score": _scored(proposals), **judged}
        written = run_synthesise(project, progress=progress)
        stages["synthesise"] = f"{written.quotes} quotes, all {written.quotes_verified} re-read from their sources"
        problems = run_verify(project, progress=progress)
        sound = "every quote, the log and the caches are sound"
        stages["verify"] = f"{len(problems)} problems" if problems else sound
        return {
            "project": str(project.folder),
            "stages": stages,
            **_levels(project, proposals),
            "report": {fmt: str(path) for fmt, path in written.report.items()},
            "problems": [f"{each.where}: {each.what}" for each in problems],
        }


def _ingest(project: Project, progress: Progress) -> str:
    taken = run_ingest(project, progress=progress)
    fresh = len(taken.added) + len(taken.updated)
    new = f"{fresh} new" if fresh else "unchanged"
    return f"{fresh + len(taken.unchanged)} sources ({new}), {taken.codable} passages to code in {taken.cases} cases"


def _review(project: Project) -> tuple[str, str]:
    brought = import_decisions(project, project.folder / "demo" / "decisions.csv")
    agreed = run_agree(project)[-1]
    fresh = f"{brought.decisions} decisions of two coders, {brought.adjudications} adjudications, from a table"
    return (
        fresh if brought.decisions else f"{brought.known} decisions were in already",
        f"{agreed.percent:.0%} on {agreed.units} passages, alpha {agreed.alpha or 0:.2f}, AC1 {agreed.ac1:.2f}",
    )


def _judge(project: Project, progress: Progress) -> dict[str, str]:
    """What the team made of its codings; nothing in a project that an earlier demo made without."""
    file = project.folder / "demo" / "judgements.yaml"
    if not file.is_file():
        return {}
    take_in(project, file, progress=progress)
    found, named = standings(project), themes(project)
    weighed = sum(len(each.record.weighed) for each in found)
    approved = sum(each.printable for each in found)
    passages = sum(len(each.passages) for each in named)
    return {
        "find": f"{len(found)} findings, {approved} approved; {weighed} candidates of counter-evidence weighed",
        "chart": f"{len(listed(project))} cells of the framework matrix summed up",
        "themes": f"{len(named)} themes, from {passages} passages that fit nowhere",
    }


def _scored(proposals: Sequence[Proposal]) -> str:
    stages = [each.standing.stage for each in proposals]
    scored = sum(len(each.standing.scores) > 1 for each in proposals)
    if not scored:
        given = sum(each.assessment.level is not None for each in proposals)
        return f"{given} levels proposed, {len(proposals) - given} times not enough evidence"
    alike = sum(len(each.standing.scores) > 1 and each.standing.agree for each in proposals)
    stale = sum(each.stale is not None for each in proposals)
    signed = f"{stages.count(Stage.SIGNED)} signed off, {stale} of them with new evidence since"
    return f"{scored} of {len(proposals)} levels given by two people apart, {alike} times alike; {signed}"


def _levels(project: Project, proposals: Sequence[Proposal]) -> dict[str, Any]:
    """As people have them where they have decided, otherwise as the rubric proposes."""
    capabilities = [code.code for code in project.codebook().scored]
    cells: dict[str, dict[str, str]] = {}
    for each in proposals:
        level = each.standing.level if each.standing.decided else each.assessment.level
        cells.setdefault(each.assessment.case, {})[each.assessment.capability] = "NE" if level is None else str(level)
    return {
        "capabilities": capabilities,
        "levels": [[case, *(row[name] for name in capabilities)] for case, row in sorted(cells.items())],
    }


def _project(folder: Path | None) -> Project:
    if folder is None:
        try:
            here = find_project(Path())
        except NotAProject:
            folder = Path("qes-demo")
        else:
            if (here / "demo" / "decisions.csv").is_file():
                return open_project(here)
            folder = Path("qes-demo")
    if (folder / FILE).is_file():
        return open_project(folder)
    init_project(folder, name="Four fictional cities").close()
    for part in ("corpus", "demo"):
        shutil.copytree(shipped(part), folder / part, dirs_exist_ok=True)
    settings = folder / FILE
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("\n[review]", f"\n{SETTINGS}\n[review]", 1),
        encoding="utf-8",
    )
    return open_project(folder)
