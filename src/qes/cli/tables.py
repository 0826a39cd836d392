"""`qes import`, `qes export` and `qes agree`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qes.cli.options import HERE, Coder, Json, ProjectDir, opened
from qes.cli.output import complain, emit, note, say, table, then

if TYPE_CHECKING:
    from qes.coding.agreement import Agreement


_MOST_COMPLAINTS = 10
_RARE = 0.1
"""Prevalence below which kappa and alpha mislead when read alone."""


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("import")(import_)
    app.command()(export)
    app.command()(agree)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table of decisions: csv, xlsx, parquet or jsonl.")],
    coder: Coder = "",
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Take in decisions made in a spreadsheet; rows that are in already are skipped, wrong rows are listed."""
    from qes.pipeline.tables import import_decisions

    with opened(project) as opened_project:
        done = import_decisions(opened_project, file, coder or None)
    losses = [f"row {row}: {problem}" if row else problem for row, problem in sorted(done.problems)]
    losses += [f"column {name!r} is not read" for name in done.unread]
    if json:
        emit(
            {
                "imported": done.decisions + done.adjudications,
                "unchanged": done.known,
                "blank": done.blank,
                "losses": losses,
            }
        )
    else:
        complain_about_rows(file, done.problems)
        for name in done.unread:
            note(f"column {name!r} is not read; `qes codebook show` tells how attributes are spelt")
        say(
            f"{done.decisions} decisions and {done.adjudications} adjudications taken in; "
            f"{done.known} were in already, {done.blank} rows have no verdict yet."
        )
        then("qes suggest, to learn from them; or qes synthesise")
    if done.problems:
        raise typer.Exit(1)


def complain_about_rows(file: Path, problems: list[tuple[int, str]]) -> None:
    """One complaint for each thing wrong, with the rows that have it: a wrong path would else fill the screen."""
    rows: dict[str, list[int]] = {}
    for row, problem in sorted(problems):
        rows.setdefault(problem, []).append(row)
    for number, (problem, where) in enumerate(rows.items()):
        if number == _MOST_COMPLAINTS:
            complain(f"{file}: {len(rows) - number} more kinds of problem; `--json` lists them all")
            break
        shown = ", ".join(map(str, where[:5])) + (f" and {len(where) - 5} more" if len(where) > 5 else "")
        hint = "" if number else "Correct the rows and import the file again; the others are in and will be skipped."
        complain(f"{file}, row{'s' if len(where) > 1 else ''} {shown}: {problem}", hint)


def export(
    fmt: Annotated[str, typer.Argument(metavar="FORMAT", help="csv, xlsx, parquet or jsonl.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    which: Annotated[
        str,
        typer.Option(
            "--table", metavar="TABLE", help="sheet (to code in and import again), codings, passages or suggestions."
        ),
    ] = "sheet",
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Write a table: the coding sheet for a spreadsheet, or codings, passages or suggestions for analysis."""
    from qes.pipeline.tables import export_table

    with opened(project) as opened_project:
        count = export_table(opened_project, fmt, file, which)
    if json:
        emit({"exported": count, "file": str(file), "table": which, "losses": []})
        return
    say(f"Wrote {count} rows to {file}.")
    if which == "sheet":
        note(
            "Fill in `verdict` (accept, reject, replace, nothing), `replacement` or `quote` where needed, and `coder`."
        )
        then(f"qes import {file}")


def agree(project: ProjectDir = HERE, json: Json = False) -> None:
    """How far coders agree, per code and pair, on the passages both have read."""
    from qes.pipeline.review import run_agree

    with opened(project) as opened_project:
        rows = run_agree(opened_project)
    if json:
        emit({"unit": "passage", "codes": _by_code(rows)})
        return
    groups = {row.coders for row in rows}
    for coders in sorted(groups, key=lambda coders: (-len(coders), coders)):
        of_group = [row for row in rows if row.coders == coders]
        header = ["code", "n", "prev", "pct", "κ", "α", "95 % of α", "AC1"]
        table(f"Agreement of {' and '.join(coders)}", header, [_cells(row) for row in of_group], right=range(1, 8))
    note("n: passages that all of them, in a larger group at least two, have read.")
    note("prev: share of judgements that give the code. pct: plain agreement.")
    rare = sum(row.prevalence < _RARE for row in rows)
    if rare:
        note(f"{rare} of {len(rows)} rows are of rare codes (prev below {_RARE:.2f}): there pct is high by itself,")
        note("and κ and α fall far with each single difference. Read AC1 beside them; `--json` has a word on each.")


def _cells(row: Agreement) -> tuple[Any, ...]:
    return (
        "all codes" if row.code == "*" else row.code,
        row.units,
        f"{row.prevalence:.2f}",
        f"{row.percent:.2f}",
        _figure(row.kappa),
        _figure(row.alpha),
        f"{row.interval[0]:.2f}–{row.interval[1]:.2f}" if row.interval else "",
        _figure(row.ac1),
    )


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _by_code(rows: list[Agreement]) -> dict[str, Any]:
    """The first row of a code is all coders together; further ones are its pairs."""
    codes: dict[str, Any] = {}
    for row in rows:
        figures = {
            "coders": list(row.coders),
            "units": row.units,
            "prevalence": row.prevalence,
            "percent": row.percent,
            "kappa": row.kappa,
            "alpha": row.alpha,
            "ac1": row.ac1,
            "interval": list(row.interval) if row.interval else None,
            "warning": row.warning,
        }
        if row.code in codes:
            codes[row.code]["pairs"].append(figures)
        else:
            codes[row.code] = {**figures, "pairs": []}
    return codes
