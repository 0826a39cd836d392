"""Making, looking at, checking and keeping a project."""

from __future__ import annotations

import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, note, progress, say, table, then


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (init, status, verify, backup, restore, demo):
        app.command()(command)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where; made if it is not there.")],
    codebook: Annotated[str, typer.Option(metavar="NAME", help="Codebook to work with.")] = "dynamic-capabilities",
    name: Annotated[
        str, typer.Option(metavar="TITLE", help="Title of the project; by default the folder's name.")
    ] = "",
    json: Json = False,
) -> None:
    """Make a project: a folder with settings, codebooks, and room for your files."""
    from qes.project import init_project

    with init_project(folder, codebook, name) as project:
        if json:
            emit({"project": str(project.folder), "codebook": project.codebook().id})
            return
        say(f"Made project {project.name!r} in {project.folder} with codebook {project.codebook().id}.")
        say("Put transcripts and documents into its corpus/ folder, a folder for each case or with a manifest.csv.")
        then("qes ingest")


def status(project: ProjectDir = HERE, json: Json = False) -> None:
    """Where the project stands, and whether anything leaves this machine."""
    from qes.pipeline.status import run_status

    with opened(project) as opened_project:
        now = run_status(opened_project)
    if json:
        emit(now)
        return
    say(f"{now['name']}   {now['project']}   codebook {now['codebook']}")
    _counts(now)
    rows = [(case, each["passages"], each["read"]) for case, each in now["cases"].items()]
    if rows:
        table("", ["case", "passages", "read by somebody"], rows, right=(1, 2))
    _unfound(now)
    remote = now["leaves_this_machine"]
    say(f"store: {now['store']}. " + (f"Leaves: {', '.join(remote)}." if remote else "Nothing leaves this machine."))
    _models(now)
    then(now["next"])


def _models(now: dict[str, Any]) -> None:
    """A line for each model that is asked by an address: where it is, and what it is sent."""
    uses = {"llm": "language model", "embed": "embeddings"}
    for each in now["models"]:
        if each["problem"]:
            note(f"{uses[each['use']]}: {each['problem']}")
            continue
        where = "elsewhere" if each["remote"] else "on this machine"
        sent = (
            "names as pseudonyms" if each["masked"] else "texts AS THEY ARE" if each["remote"] else "texts as they are"
        )
        say(f"{uses[each['use']]}: {each['model']} at {each['address']}, {where}; it is sent {sent}.")


def _counts(now: dict[str, Any]) -> None:
    coders = ", ".join(f"{name} {count}" for name, count in now["coders"].items()) or "nobody yet"
    proposed = f"{now['suggestions']} suggestions ({now['suggester'] or 'none run'})"
    voices = "".join(f", {count} by {name}" for name, count in now["voices"].items())
    say(f"{now['sources']} sources, {now['passages']} passages, {proposed}{voices}")
    say(f"{now['decisions']} decisions ({coders}); {now['codings']} codings count, {now['disputed']} are disputed")
    if now["stale"]:
        note(f"{now['stale']} decisions are older than a change of their code; qes review, Codebook, Look again")
    for each in now["stranded"]:
        note(f"counts for nothing, as {each['source']} no longer reads so: {each['coder']}, {each['quote'][:80]!r}")


def _unfound(now: dict[str, Any]) -> None:
    """How far the audit is, a row for each code of which some may be missing, and a line for those found nowhere."""
    audit, codes = now["audit"], now["unfound"]
    if audit["share"]:
        say(f"audit: {audit['read']} of {audit['share']} random passages are read, {audit['waiting']} wait")
    found = [each for each in codes if each["found"] and each["unfound_at_most"]]
    if found:
        _bounds(found, audit)
    if absent := [each["unfound_at_most"] for each in codes if not each["found"] and each["unfound_at_most"]]:
        say(f"{len(absent)} code(s) are found nowhere; of each, at most {max(absent)} unread passages may carry it")
    if audit["waiting"]:
        say("qes code --order audit goes on with it")
    elif found:
        say("a larger [review] blind_share goes on with the same sample")


def _bounds(found: list[dict[str, Any]], audit: dict[str, Any]) -> None:
    from qes.coding.unfound import percent

    header = ["code", "found", "audit", "unfound", "recall", "to go"]
    names = ("code", "found", "found_in_audit")
    rows = [
        (
            *map(each.get, names),
            f"≤ {each['unfound_at_most']}",
            f"≥ {percent(each['recall_at_least'])}",
            each["to_goal"],
        )
        for each in found
    ]
    table(f"After an audit of {audit['counted']} passages, 95 % sure of each code", header, rows, right=(1, 2, 3, 4, 5))
    goal = percent(audit["goal"])
    say(f"audit: finds in it; to go: audit passages, none with the code, until recall is {goal} at least")


def verify(project: ProjectDir = HERE, json: Json = False) -> None:
    """Re-read every quote, check the log's chain, the originals and the caches against the record."""
    from qes.pipeline.verify import run_verify

    with opened(project) as opened_project, progress() as tell:
        problems = run_verify(opened_project, progress=tell)
    if json:
        emit({"ok": not problems, "problems": [{"where": each.where, "what": each.what} for each in problems]})
    elif problems:
        table(f"{len(problems)} problem(s)", ["where", "what"], [(each.where, each.what) for each in problems])
    else:
        say("All is well: every quote reads as in its source, the log is whole, originals and caches match the record.")
    if problems:
        raise typer.Exit(1)


def backup(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The ZIP to write.")] = None,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Write the whole project to one ZIP file, while others may go on working."""
    from qes.pipeline.backup import run_backup

    with opened(project) as opened_project:
        stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
        target = file or opened_project.folder / ".qes" / "backups" / f"{opened_project.folder.name}-{stamp}.zip"
        count = run_backup(opened_project, target)
    if json:
        emit({"backup": str(target), "files": count})
    else:
        say(f"Wrote {count} files to {target}.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A ZIP made by `qes backup`.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where; must not be a project yet.")],
    json: Json = False,
) -> None:
    """Unpack a backup into a new folder and check it."""
    from qes.pipeline.backup import run_restore
    from qes.pipeline.verify import run_verify

    count = run_restore(file, folder)
    with opened(folder) as project:
        problems = [each for each in run_verify(project) if not each.where.startswith("index")]
    if json:
        emit({"project": str(folder.resolve()), "files": count, "ok": not problems})
    else:
        say(f"Restored {count} files to {folder}; {'all is well' if not problems else f'{len(problems)} problem(s)'}.")
        then("qes verify" if problems else "qes status")
    if problems:
        raise typer.Exit(1)


def demo(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Where; by default here, if this is qes's own folder.")
    ] = None,
    json: Json = False,
) -> None:
    """Run the whole way on the bundled corpus: four fictional cities, from files to a report."""
    from qes.pipeline.demo import run_demo

    with progress() as tell:
        done = run_demo(folder, progress=tell)
    if json:
        emit(done)
        return
    table("The demo, stage by stage", ["stage", "what it did"], list(done["stages"].items()))
    say("Levels (NE: not enough evidence)")
    table("", ["case", *done["capabilities"]], done["levels"])
    say(f"report: {done['report']['html']}")
    say("        open it in a browser; it is one file and works without a network.")
    say(f"corpus: illustrative; cities, people and coders are made up. project: {done['project']}")
    qes = "qes" if shutil.which("qes") else Path(sys.argv[0]).resolve()
    then(f"cd {done['project']} && {qes} status, or code a few passages yourself: {qes} code")
