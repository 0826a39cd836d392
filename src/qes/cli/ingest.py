"""`qes ingest`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import complain, emit, note, progress, say, then

if TYPE_CHECKING:
    from qes.pipeline.ingest import Ingested


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(ingest)


def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Files or folders; by default corpus/.")
    ] = None,
    case: Annotated[
        str, typer.Option(metavar="NAME", help="The case they belong to; by default their folder's name.")
    ] = "",
    manifest: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Says which case each file, or section, belongs to.")
    ] = None,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Take in transcripts and documents: files become sources, sources become passages.

    Files that have not changed are skipped; a changed file becomes a new revision, and codings follow their quotes.
    """
    from qes.pipeline.ingest import run_ingest

    with opened(project) as opened_project, progress() as tell:
        done = run_ingest(opened_project, paths or [], case=case or None, manifest=manifest, progress=tell)
    if json:
        emit(_json(done))
    else:
        _text(done)
    if done.failed:
        raise typer.Exit(1)


def _json(done: Ingested) -> dict[str, object]:
    return {
        "sources_added": len(done.added),
        "sources_unchanged": len(done.unchanged),
        "sources_updated": len(done.updated),
        "failed": [{"path": each.path, "error": str(each), "hint": each.hint} for each in done.failed],
        "passages": done.passages,
        "codable": done.codable,
        "cases": done.cases,
        "notes": [{"path": path, "note": text} for path, text in done.notes],
        "stranded": [{"path": path, "quote": quote} for path, quote in done.stranded],
    }


def _text(done: Ingested) -> None:
    for path, text in done.notes:
        note(f"{path}: {text}")
    for error in done.failed:
        complain(str(error), error.hint)
    for path, quote in done.stranded:
        complain(
            f"{path}: a coded quote is no longer there: {quote[:100]!r}",
            "It counts for nothing now: code the new wording. `qes status` lists such decisions.",
        )
    say(
        f"sources: {len(done.added)} added, {len(done.updated)} updated, "
        f"{len(done.unchanged)} unchanged, {len(done.failed)} failed"
    )
    say(f"project: {done.passages} passages, {done.codable} of them to code, in {done.cases} case(s)")
    if done.codable:
        then("qes suggest")
