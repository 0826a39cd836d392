"""`qes score` and `qes synthesise`."""

from __future__ import annotations

from typing import Annotated

import typer

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, progress, say, then
from qes.cli.scores import score


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(score)
    app.command()(synthesise)


def synthesise(
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Of html, md, docx, pdf, xlsx and json, joined by commas.")
    ] = "html,md,docx",
    audience: Annotated[
        str, typer.Option(metavar="WHOM", help="team; or public: roles coarsened, small cells withheld, no passages.")
    ] = "team",
    ranking: Annotated[bool, typer.Option("--ranking", help="Put cases in an order by their levels, too.")] = False,
    profiles: Annotated[bool, typer.Option("--profiles", help="With pdf: a page for each case, too.")] = False,
    proposals: Annotated[
        bool, typer.Option("--proposals", help="Show proposed levels even where people still score without them.")
    ] = False,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Write the report: levels, why each and why not the next, and the verbatim quotes for and against.

    Every quote is read again from its source; if one differs, no report is written.
    """
    from qes.pipeline.report.writing import run_synthesise

    wanted = [each.strip() for each in formats.split(",") if each.strip()]
    with opened(project) as opened_project, progress() as tell:
        done = run_synthesise(
            opened_project,
            wanted,
            audience=audience,
            ranking=ranking,
            profiles=profiles,
            proposals=proposals,
            progress=tell,
        )
    paths = {fmt: str(path) for fmt, path in done.report.items()}
    if json:
        emit({"report": paths, "quotes": done.quotes, "quotes_verified": done.quotes_verified})
        return
    say(f"{done.quotes} quotes, all {done.quotes_verified} read again from their sources")
    for fmt, path in paths.items():
        say(f"{fmt}: {path}")
    then("open the HTML in a browser; it is one file and works without a network")
