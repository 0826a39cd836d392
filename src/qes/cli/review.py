"""`qes review`: the workbench in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qes.cli.options import HERE, ProjectDir, opened
from qes.cli.output import note, say


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(review)


def review(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; others need accounts.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 8420,
    cert: Annotated[Path | None, typer.Option(metavar="FILE", help="Certificate (PEM), to be reached by TLS.")] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="Key of the certificate (PEM).")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in your browser.")] = True,
    project: ProjectDir = HERE,
) -> None:
    """Review in the browser: one or many people, every act saved at once, with undo.

    On this machine alone it needs no accounts. For a team, make accounts with `qes user add` and name the address to
    listen on with --host; use --cert and --key, or a proxy that speaks TLS, so that passwords stay secret on the way.
    """
    from qes.web.serve import Place, serve

    place = Place(host, port, cert, key)

    def begun(url: str) -> None:
        say(f"The workbench is at {url}")
        say("Ctrl-C stops it; everything is saved as it is done.")
        if not place.loopback and not place.secure:
            note("Passwords and texts travel unencrypted: put --cert and --key, or a proxy that speaks TLS, before it.")
        if browser and place.loopback:
            typer.launch(url)

    with opened(project) as opened_project:
        serve(opened_project, place, begun)
