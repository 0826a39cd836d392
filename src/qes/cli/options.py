"""Options that every command shares."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qes.cli.output import choose_json

if TYPE_CHECKING:
    from qes.project import Project

ProjectDir = Annotated[
    Path, typer.Option("--project", metavar="DIR", help="The project folder; by default the one you are in or below.")
]
HERE = Path()
Json = Annotated[bool, typer.Option("--json", callback=choose_json, help="Print one JSON object instead of text.")]
Coder = Annotated[
    str, typer.Option("--coder", metavar="NAME", help="Your name in the log; by default your log-in name.")
]


@contextmanager
def opened(folder: Path) -> Iterator[Project]:
    """The project at or above a folder, closed at the end."""
    from qes.project import open_project

    with open_project(folder) as project:
        yield project
