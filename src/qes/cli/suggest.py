"""`qes suggest`."""

from __future__ import annotations

from typing import Annotated

import typer

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, progress, say, then


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(suggest)


def suggest(
    suggester: Annotated[
        str, typer.Option(metavar="NAME", help="learned or similarity; by default the project's.")
    ] = "",
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Embed what is new and propose codes for every passage, learning from the decisions so far."""
    from qes.pipeline.suggest import run_suggest

    with opened(project) as opened_project, progress() as tell:
        done = run_suggest(opened_project, suggester, progress=tell)
    if json:
        emit(
            {
                "passages": done.passages,
                "suggestions": done.suggestions,
                "suggester": done.suggester,
                "seconds": round(done.seconds, 2),
                "decisions": done.decisions,
                "unchanged": done.unchanged,
            }
        )
        return
    if done.unchanged:
        say(
            f"Nothing has changed since the last run of {done.suggester!r}: "
            f"its {done.suggestions} suggestions stand, nothing was done."
        )
    else:
        learned = f", learning from {done.decisions} decisions" if done.decisions else ""
        say(
            f"{done.suggestions} suggestions for {done.passages} passages "
            f"by {done.suggester!r}{learned} ({done.seconds:.1f} s)"
        )
    then("qes code" if done.passages else "qes ingest")
