"""Codings → evidence → levels → report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qes.errors import UnknownPlugin
from qes.model import digest
from qes.pipeline import Progress, quiet
from qes.pipeline.report.gathering import report_input
from qes.project import Project
from qes.synthesis.report import Report, build, write_report
from qes.synthesis.report.disclosure import Rules, for_public
from qes.synthesis.report.figures import drawn

TEAM, PUBLIC = AUDIENCES = ("team", "public")
"""Whom a report is for."""


@dataclass(frozen=True, slots=True)
class Synthesised:
    """A report that was written."""

    report: dict[str, Path]
    """Format → file."""
    quotes: int
    """Those it rests on, printed or counted."""
    quotes_verified: int
    """Of these, read again from their sources."""
    hidden: int = 0
    """Units whose levels are left out, as people are still to score them."""


def run_synthesise(
    project: Project,
    formats: Sequence[str] = ("html", "md", "docx"),
    *,
    audience: str = TEAM,
    ranking: bool = False,
    profiles: bool = False,
    proposals: bool = False,
    by: str = "",
    progress: Progress = quiet,
) -> Synthesised:
    """Write the report into a folder of `outputs/` named after whom it is for and what it is made from.

    Args:
        project: Whose report it is.
        formats: Some of `qes.synthesis.report.FORMATS`.
        audience: `TEAM`, or `PUBLIC`: for readers outside it, as `[report]` in `qes.toml` has it.
        ranking: Whether cases are put in an order by their levels.
        profiles: Whether to write a page per case too, when PDF is asked for.
        by: Who has it made, if not whoever is at the keyboard.
        proposals: Whether to show what the rubric proposes of units that people are still to score without seeing it.
        progress: Told how far it is.

    Raises:
        Misquote: A quote differs from its source; nothing is written.
        BadFinding: Something written quotes what none of its citations reads; nothing is written.
        UnknownPlugin: There is no such format, or no such audience.
        CannotWrite: Disk or permissions.
    """
    if audience not in AUDIENCES:
        raise UnknownPlugin("audience", audience, list(AUDIENCES))
    progress("writing the report", 0, 3)
    report = _built(project, audience, ranking=ranking, proposals=proposals, progress=progress)
    progress("writing the report", 2, 3)
    folder, maker = project.outputs / folder_name(report), by or project.coder
    written = write_report(report, folder, formats, profiles=profiles, by=maker)
    progress("writing the report", 3, 3)
    units = sum(part.level is not None for case in report.cases for part in case.capabilities)
    hidden = units - len(report.shows)
    return Synthesised(written, max(report.quotes, report.quotes_verified), report.quotes_verified, hidden)


def _built(project: Project, audience: str, *, ranking: bool, proposals: bool, progress: Progress) -> Report:
    """The report as data; what it was made from can be forgotten before it is written."""
    codebook, rubric = project.use_codebook(), project.use_rubric()
    given = report_input(project, codebook, rubric, ranking=ranking, proposals=proposals)
    if audience == PUBLIC:
        rules = project.settings.report
        given = for_public(given, Rules(rules.roles, rules.other_role, rules.smallest_cell))
    progress("writing the report", 1, 3)
    return build(given, drawn)


def folder_name(report: Report) -> str:
    """Where a report lies: what is for readers outside the team never beside what is not."""
    kind = "public" if report.audience == PUBLIC else "synthesis"
    # Pictures are drawn from what else is in the report, and need not be told apart by their lines.
    return f"{kind}-{digest(repr(replace(report, figures=())))[:8]}"
