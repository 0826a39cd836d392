"""`qes draft`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qes.cli.models import BaseUrl, Budget, Model, Yes
from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import console, emit, note, progress, say, then

if TYPE_CHECKING:
    from qes.pipeline.models.chat import StoredChat
    from qes.pipeline.models.drafting.checklist import Checklist
    from qes.project import Project
    from qes.synthesis.drafts.model import Draft

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Let a language model draft from accepted evidence; every sentence is checked, and a person decides.",
)
Case = Annotated[str, typer.Option("--case", metavar="CASE", help="The case.")]
Code = Annotated[str, typer.Option("--code", metavar="CODE", help="The code; what is coded below it counts too.")]


@app.command()
def summary(
    case: Case,
    code: Code,
    model: Model = "",
    base_url: BaseUrl = "",
    budget: Budget = None,
    yes: Yes = False,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Draft the summary of one case and code. Sentences that their quotes do not bear out are shown as struck."""
    with opened(project) as opened_project:
        from qes.pipeline.models.drafting.drafting import draft_summary

        chat = _chat(opened_project, model, base_url, budget, yes)
        with progress() as tell:
            done = draft_summary(opened_project, chat, case, code, remote=chat.remote, progress=tell)
    emit(_as_json(done)) if json else _show(done)


@app.command()
def finding(
    code: Code,
    case: Annotated[
        list[str] | None, typer.Option("--case", metavar="CASE", help="A case; repeat it for more.")
    ] = None,
    model: Model = "",
    base_url: BaseUrl = "",
    budget: Budget = None,
    yes: Yes = False,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Draft a finding on a capability, of some cases or all. Sentences not borne out are shown as struck."""
    with opened(project) as opened_project:
        from qes.pipeline.models.drafting.drafting import draft_finding

        chat = _chat(opened_project, model, base_url, budget, yes)
        with progress() as tell:
            done = draft_finding(opened_project, chat, case or [], code, remote=chat.remote, progress=tell)
    emit(_as_json(done)) if json else _show(done)


@app.command()
def checklist(
    case: Case,
    code: Code,
    model: Model = "",
    base_url: BaseUrl = "",
    budget: Budget = None,
    yes: Yes = False,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Ask about each criterion of the rubric by itself. A proposal: never counted, and hidden where people score."""
    with opened(project) as opened_project:
        from qes.model import Unit
        from qes.pipeline.models.drafting.checklist import draft_checklist

        chat = _chat(opened_project, model, base_url, budget, yes)
        with progress() as tell:
            done = draft_checklist(opened_project, chat, Unit(case, code), remote=chat.remote, progress=tell)
    emit(_ticked(done)) if json else _show_checklist(done)


def _chat(project: Project, model: str, base_url: str, budget: float | None, yes: bool) -> StoredChat:
    """The model, with leave to send what it is to see."""
    from qes.masking import wanted
    from qes.pipeline.models.chat import chat_of

    settings = project.settings.llm
    if budget is not None and not (settings.price_in or settings.price_out):
        raise typer.BadParameter("--budget needs `[llm] price_in` and `price_out` in qes.toml; or set `budget_tokens`")
    chat = chat_of(project, model, base_url, budget=budget)
    if not chat.remote:
        note("Nothing leaves this machine.")
        return chat
    how = "with names as pseudonyms" if wanted(settings, remote=True) else "AS THEY ARE, names included"
    note(f"{chat.name}: quotes of accepted codings leave this machine {how}.")
    if not yes and not sys.stdin.isatty():
        note("Nothing was sent: say --yes to send it without being asked.")
        raise typer.Exit(1)
    if not yes and not typer.confirm("Send it?", default=False, err=True):
        raise typer.Exit(1)
    return chat


def _show(draft: Draft) -> None:
    from rich.text import Text

    say(f"DRAFT {draft.id} by {draft.model}: a {draft.kind} on {draft.code}, {', '.join(draft.cases) or 'all cases'}")
    for each in draft.sentences:
        ids = "".join(f"[{name}]" for name in each.spans)
        if each.struck:
            line = Text("struck: ", "bold red") + Text(f"{each.sentence} {ids}".strip(), "strike dim")
            console().print(line + Text(f" ({each.struck})", "dim"))
        else:
            say(f"{each.sentence} {ids}")
            for name in each.spans:
                say(f"    {name}: “{draft.citations[name].quote}”")
    if not draft.kept:
        say("Nothing is left of it.")
    if draft.left_out:
        note(f"{draft.left_out} quotes were not shown to the model.")
    note("It is nobody's words until a person takes it over.")
    then("read the quotes, then write it in your own words in the workbench")


def _show_checklist(done: Checklist) -> None:
    say(f"PROPOSAL by {done.model} on {done.unit.capability} in {done.unit.case}, {done.rubric}; it is never counted")
    for each in done.items:
        said = each.said.value if each.said else "no answer"
        open_ = " (open: no quote shows it)" if each.said and each.stands is None else ""
        say(f"{said}{open_}: {each.text} {''.join(f'[{name}]' for name in each.spans)}".rstrip())
        for name in each.spans:
            say(f"    {name}: “{done.citations[name].quote}”")
    then("qes score")


def _as_json(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "kind": draft.kind.value,
        "cases": list(draft.cases),
        "code": draft.code,
        "model": draft.model,
        "text": draft.text,
        "sentences": [
            {"text": each.sentence, "spans": list(each.spans), "struck": each.struck} for each in draft.sentences
        ],
        "quotes": {name: each.quote for name, each in draft.citations.items()},
        "left_out": draft.left_out,
    }


def _ticked(done: Checklist) -> dict[str, Any]:
    return {
        "id": done.id,
        "case": done.unit.case,
        "code": done.unit.capability,
        "rubric": done.rubric,
        "model": done.model,
        "items": [
            {
                "id": each.id,
                "text": each.text,
                "says": each.said.value if each.said else None,
                "stands": each.stands,
                "spans": list(each.spans),
                "reason": each.reason,
            }
            for each in done.items
        ],
        "quotes": {name: each.quote for name, each in done.citations.items()},
        "left_out": done.left_out,
    }
