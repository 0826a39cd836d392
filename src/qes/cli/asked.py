"""`qes models asked` and `qes models show`: the record of what models were asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, note, say, table, then

if TYPE_CHECKING:
    from qes.pipeline.models.transcripts import Line, Transcript
    from qes.project import Project

_REASON = "in the model's words: "


def asked(
    model: Annotated[str, typer.Option(metavar="NAME", help="Only what this one was asked, as provider:name.")] = "",
    template: Annotated[
        str, typer.Option(metavar="FILE", help="Only by this prompt file, such as code-passage@1.")
    ] = "",
    useless: Annotated[bool, typer.Option("--useless", help="Only where the reply was of no use.")] = False,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many.")] = 20,
    before: Annotated[str, typer.Option(metavar="ID", help="Only what was asked before this one.")] = "",
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """List what language models were asked, the newest first: coding, drafts, checks, criteria, help."""
    from qes.pipeline.models.transcripts import lines

    with opened(project) as opened_project:
        desk, viewer = _reading(opened_project)
        wanted: dict[str, Any] = {"model": model or None, "template": template or None, "before": before or None}
        found = lines(desk, viewer, usable=False if useless else None, most=limit, **wanted)
    if json:
        emit({"exchanges": [_line(each) for each in found]})
        return
    if not found:
        say("No language model was asked.")
        then("qes suggest --suggester llm")
        return
    rows = [(each.exchange.id, each.exchange.at[:16], each.exchange.prompt.template, _about(each)) for each in found]
    table("", ["id", "at", "prompt file", "about"], rows)
    then(f"qes models show {found[0].exchange.id}")


def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="Of an exchange, or of a passage: then the newest of it.")],
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Print what a model was asked and answered, what became of each answer, and what people decided since."""
    from qes.pipeline.models.transcripts import exchanges_about, transcript

    with opened(project) as opened_project:
        desk, viewer = _reading(opened_project)
        others: list[str] = []
        if name in desk.ledger.passages:
            about = [each.id for each in exchanges_about(desk, viewer, name)]
            name, *others = about or [name]
        found = transcript(desk, viewer, name)
    if json:
        emit(_whole(found, others))
        return
    _print(found)
    if others:
        note(f"Asked about the same passage before: {', '.join(others)}")


def _reading(project: Project) -> tuple[Any, Any]:
    """The log, as whoever sits here may read it."""
    from qes.model import Role
    from qes.pipeline.desk import Desk
    from qes.pipeline.ledger import Ledger
    from qes.pipeline.models.origins import Viewer

    desk = Desk(Ledger(project))
    desk.ledger.refresh()
    return desk, Viewer(project.coder, Role.LEAD)


def _about(line: Line) -> str:
    if not line.readable:
        return "kept from you as yet"
    trouble = f" (of no use: {line.exchange.trouble})" if line.exchange.trouble else ""
    return f"{line.about or 'not finished'}{trouble}"


def _print(found: Transcript) -> None:
    exchange = found.exchange
    say(f"{exchange.id}: {exchange.model} by {exchange.prompt.template}, {exchange.at}, about {found.about or '–'}")
    for title, text in (("SYSTEM", found.system), ("USER", found.user), ("REPLY", exchange.reply)):
        say(f"\n{title}\n{text}")
    say("\nWHAT BECAME OF IT")
    if exchange.trouble:
        say(f"of no use: {exchange.trouble}")
    if found.changed:
        say("The passage or the codebook is not there any more as it was, so it cannot be told.")
    for line in _answers(found):
        says = f" (says {line['says']})" if line["says"] else ""
        say(f"{line['fate']}: {line['label']}{says}{': ' if line['why'] else ''}{line['why']}")
        for quote in line["quotes"]:
            name = f"{quote['id']} " if quote["id"] else ""
            say(f"    {name}“{quote['text']}”")
        if line["reason"]:
            say(f"    {_REASON}{line['reason']}")
    say("\nSINCE")
    for act in found.since:
        say(f"{act.at}  {act.author} {act.what}")
    if not found.since:
        say("Nobody has decided anything on it.")


def _answers(found: Transcript) -> list[dict[str, Any]]:
    """What became of each answer, with words read from where they stand."""
    passage = found.passage
    made = []
    for each in found.answers if passage else ():
        span = each.answer.found.span if each.answer else None
        quotes = [{"id": "", "text": span.of(passage.text)}] if span and passage else []
        row = {"label": each.code, "says": each.says.value, "fate": each.fate.value, "why": each.why}
        made.append({**row, "reason": each.answer.reason if each.answer else "", "quotes": quotes})
    for other in found.outcomes:
        row = {"label": other.label, "says": other.says, "fate": other.fate.value, "why": other.why}
        quotes = [{"id": name, "text": text} for name, text in other.quotes]
        made.append({**row, "reason": other.reason, "quotes": quotes})
    return made


def _whole(found: Transcript, others: list[str]) -> dict[str, Any]:
    exchange = found.exchange
    return {
        "id": exchange.id,
        "model": exchange.model,
        "template": exchange.prompt.template,
        "at": exchange.at,
        "about": found.about,
        "system": found.system,
        "user": found.user,
        "withheld": found.withheld,
        "reply": exchange.reply,
        "trouble": exchange.trouble,
        "changed": found.changed,
        "answers": _answers(found),
        "unreadable": found.unreadable,
        "since": [{"at": each.at, "author": each.author, "what": each.what} for each in found.since],
        "others": others,
    }


def _line(line: Line) -> dict[str, Any]:
    exchange = line.exchange
    return {
        "id": exchange.id,
        "at": exchange.at,
        "model": exchange.model,
        "template": exchange.prompt.template,
        "about": line.about,
        "trouble": line.trouble,
        "readable": line.readable,
    }
