"""`qes codebook`: show, check, compare, bring in and take out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from qes.cli.codebook_help import help_
from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, say, table, then

app = typer.Typer(help="The codebook and its versions.", no_args_is_help=True, rich_markup_mode=None)
app.command("help")(help_)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A codebook, or one version as name@version; by default the project's.")
]


@app.command()
def show(name: Name = "", project: ProjectDir = HERE, json: Json = False) -> None:
    """List the codes with their definitions, criteria and examples."""
    from dataclasses import asdict

    with opened(project) as opened_project:
        codebook = opened_project.codebook(name)
    if json:
        emit({"codebook": codebook.id, "title": codebook.title, "codes": [asdict(code) for code in codebook.codes]})
        return
    say(f"{codebook.id}: {codebook.title}\n{codebook.description}")
    rows = [
        (("  " if code.parent else "") + code.code, code.label, code.brief, "" if code.codable else "groups others")
        for code in codebook.codes
    ]
    table("", ["code", "label", "in brief", ""], rows)
    for rule in codebook.attributes:
        say(f"{rule.name}: {', '.join(rule.values)}")


@app.command()
def check(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="A codebook or rubric file; by default all of the project's."),
    ] = None,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Say what is wrong with a codebook, with file and line."""
    from qes.pipeline.codebook import check_files

    if file is None:
        with opened(project) as opened_project:
            files = sorted(opened_project.codebooks.glob("*/*.yaml"))
    else:
        files = [file]
    found = [(path, each) for path in files for each in check_files(path)]
    errors = sum(each.severity.value == "error" for _, each in found)
    if json:
        problems = [
            {"path": str(path), "line": f.line, "severity": f.severity.value, "text": f.text} for path, f in found
        ]
        emit({"ok": not errors, "files": [str(path) for path in files], "problems": problems})
    else:
        for path, each in found:
            say(f"{path}:{each.line}: {each.severity.value}: {each.text}")
        say(f"{len(files)} file(s): {errors} error(s), {len(found) - errors} warning(s)")
    if errors:
        raise typer.Exit(1)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="name@version, or a file.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="name@version, or a file.")],
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """What changed between two versions: codes added, removed, moved, retired, and every field."""
    from qes.pipeline.codebook import compare

    folder = None
    if not (Path(old).is_file() and Path(new).is_file()):
        with opened(project) as opened_project:
            folder = opened_project.codebooks
    changes = compare(folder, old, new)
    if json:
        emit({"changes": [_change(each) for each in changes]})
        return
    table(
        f"{len(changes)} change(s)",
        ["what", "code", "field", "before", "after"],
        [tuple(_change(each).values()) for each in changes],
    )


def _change(change: Any) -> dict[str, str]:
    return {
        "kind": change.kind.value,
        "code": change.code or "",
        "field": change.field or "",
        "before": str(change.before or ""),
        "after": str(change.after or ""),
    }


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A codebook as YAML, CSV, or JSON list of code, label, definition.")
    ],
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Check a codebook and put it among the project's, as YAML."""
    from qes.pipeline.codebook import bring_in

    with opened(project) as opened_project:
        codebook, path = bring_in(opened_project, file)
        current = opened_project.codebook().id == codebook.id
    if json:
        emit({"imported": len(codebook.codes), "codebook": codebook.id, "file": str(path), "losses": []})
        return
    say(f"{codebook.id}: {len(codebook.codes)} codes, written to {path}.")
    if current:
        say("It is the newest version of the project's codebook, so the project works with it from now on.")
        then("qes suggest")
    else:
        then(f'set codebook = "{codebook.name}" in qes.toml, then qes suggest')


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Ends in .yaml, .csv, .xlsx, .jsonl or .parquet.")],
    name: Annotated[str, typer.Option("--codebook", metavar="NAME", help="By default the project's.")] = "",
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Write a codebook for people or programs elsewhere."""
    from qes.pipeline.codebook import take_out

    with opened(project) as opened_project:
        codebook = opened_project.codebook(name)
        losses = take_out(codebook, file)
    if json:
        emit({"exported": len(codebook.codes), "file": str(file), "losses": losses})
        return
    say(f"Wrote {len(codebook.codes)} codes of {codebook.id} to {file}.")
    for loss in losses:
        say(f"not carried over: {loss}")
