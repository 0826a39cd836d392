"""The commands, gathered."""

from __future__ import annotations

from typing import Annotated

import typer

from qes import __version__
from qes.cli import (
    code,
    codebook,
    doubts,
    draft,
    evaluate,
    ingest,
    projects,
    review,
    search,
    suggest,
    synthesis,
    tables,
    themes,
    user,
    voices,
)

app = typer.Typer(
    name="qes",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Qualitative evidence synthesis in which every number walks back to a verbatim quote.\n\n"
    "files > passages > suggestions > decisions > evidence > levels and report",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"qes {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    del version


projects.add_to(app)
ingest.add_to(app)
app.add_typer(codebook.app, name="codebook")
suggest.add_to(app)
search.add_to(app)
review.add_to(app)
code.add_to(app)
tables.add_to(app)
doubts.add_to(app)
app.add_typer(voices.app, name="models")
synthesis.add_to(app)
themes.add_to(app)
app.add_typer(draft.app, name="draft")
evaluate.add_to(app)
app.add_typer(user.app, name="user")
