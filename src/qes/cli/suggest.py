"""`qes suggest` and `qes search`."""

from __future__ import annotations

from typing import Annotated

import typer

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, progress, say, table, then


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(suggest)
    app.command()(search)


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


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words, or a sentence in your own words.")],
    most: Annotated[int, typer.Option("--most", min=1, max=200, help="How many passages.")] = 10,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Find passages by meaning and by words."""
    from qes.pipeline.search import run_search

    with opened(project) as opened_project:
        hits = run_search(opened_project, text, most)
    if json:
        emit({"hits": hits})
        return
    rows = [(hit["case"], f"{hit['source']} {hit['place']}", f"{hit['similarity']:.2f}", hit["text"]) for hit in hits]
    table(f"{len(hits)} passages", ["case", "where", "cosine", "passage"], rows, right=(2,))
