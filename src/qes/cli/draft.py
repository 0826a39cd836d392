"""`qes draft`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from qes.cli import draft_shown as shown
from qes.cli.models import BaseUrl, Budget, Model, Yes, chat_within, leave
from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, note, progress, say

if TYPE_CHECKING:
    from qes.llm.cost import Estimate
    from qes.pipeline.models.chat import StoredChat
    from qes.project import Project
    from qes.synthesis.drafts.model import Draft as DraftOnRecord
    from qes.synthesis.drafts.model import Kind

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Let a language model draft from accepted evidence; every sentence is checked, and a person decides.",
)
PSEUDONYMS, AS_THEY_ARE = "with names as pseudonyms", "AS THEY ARE, names included"
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
        from qes.synthesis.drafts.model import Kind

        chat = chat_within(opened_project, model, base_url, budget)
        done = _drafted(opened_project, chat, Kind.SUMMARY, [case], code, yes)
    emit(shown.as_json(done)) if json else shown.show(done)


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
        from qes.synthesis.drafts.model import Kind

        chat = chat_within(opened_project, model, base_url, budget)
        done = _drafted(opened_project, chat, Kind.FINDING, case or [], code, yes)
    emit(shown.as_json(done)) if json else shown.show(done)


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
        from qes.pipeline.models.drafting.forecast import for_checklist

        chat, unit = chat_within(opened_project, model, base_url, budget), Unit(case, code)
        _leave(opened_project, chat, yes, lambda: for_checklist(opened_project, unit, chat.name, remote=chat.remote))
        with progress() as tell:
            done = draft_checklist(opened_project, chat, unit, remote=chat.remote, progress=tell)
    emit(shown.ticked(done)) if json else shown.show_checklist(done)


@app.command()
def counter(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="Key of the finding, as its address ends.")],
    model: Model = "",
    base_url: BaseUrl = "",
    budget: Budget = None,
    yes: Yes = False,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Let a model read passages nobody coded, and name what speaks against a finding; the next search brings it."""
    with opened(project) as opened_project:
        from qes.pipeline.models.drafting.counter import counter_by_model
        from qes.pipeline.models.drafting.forecast import for_counter

        chat = chat_within(opened_project, model, base_url, budget)
        what = "the finding and passages that nobody coded"
        _leave(
            opened_project, chat, yes, lambda: for_counter(opened_project, finding, chat.name, remote=chat.remote), what
        )
        with progress() as tell:
            done = counter_by_model(opened_project, chat, finding, remote=chat.remote, progress=tell)
    emit(shown.counted(done)) if json else shown.show_counter(done)


@app.command(name="list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Those taken over or dropped, too.")] = False,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """List the open drafts of summaries and findings, with what was kept of each."""
    with opened(project) as opened_project:
        from qes.pipeline.models.drafting.log import Fate, drafts

        found = [(draft, fate) for draft, fate in drafts(opened_project) if every or fate is Fate.OPEN]
    emit({"drafts": [shown.listed(*each) for each in found]}) if json else shown.show_list(found)


Draft = Annotated[str, typer.Argument(metavar="ID", help="Id of the draft, as `qes draft list` shows it.")]


@app.command()
def accept(
    draft: Draft,
    text: Annotated[str, typer.Option(metavar="WORDS", help="Your own wording; else what was kept of it.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Also in place of a summary that is there.")] = False,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Make a draft a finding or a summary, in your name; it is checked as anything people write."""
    with opened(project) as opened_project:
        from qes.pipeline.models.drafting.acts import take_over

        seen = _standing(opened_project, draft) if replace else None
        saved = take_over(opened_project, draft, opened_project.coder, text, seen=seen)
    emit(shown.became(saved)) if json else shown.show_taken(saved)


@app.command()
def drop(
    draft: Draft,
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why, for those who read the log.")] = "",
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Say that nothing is to become of a draft; it stays on record."""
    with opened(project) as opened_project:
        from qes.pipeline.models.drafting.acts import drop as dropped

        dropped(opened_project, draft, opened_project.coder, reason)
    emit({"draft": draft, "fate": "dropped"}) if json else say(f"Draft {draft} is dropped; it stays on record.")


def _drafted(project: Project, chat: StoredChat, kind: Kind, cases: list[str], code: str, yes: bool) -> DraftOnRecord:
    from qes.pipeline.models.drafting.drafting import draft, order_of
    from qes.pipeline.models.drafting.forecast import for_draft

    order = order_of(project, kind, cases, code, chat.name, remote=chat.remote)
    _leave(project, chat, yes, lambda: for_draft(order, project.settings.llm))
    with progress() as tell:
        return draft(project, chat, order, progress=tell)


def _standing(project: Project, draft: str) -> str | None:
    """Id of the summary that a draft of one would take the place of."""
    from qes.pipeline import charting
    from qes.pipeline.models.drafting.log import get

    found, _ = get(project, draft)
    there = charting.get(project, found.cases[0], found.code) if found.cases else None
    return there.id if there else None


def _leave(
    project: Project,
    chat: StoredChat,
    yes: bool,
    told: Callable[[], Estimate],
    what: str = "quotes of accepted codings",
) -> None:
    """Leave to send what a model is to see, if it is elsewhere; who is asked is told what it takes."""
    from qes.masking import wanted

    if not chat.remote:
        note("Nothing leaves this machine.")
        return
    masked = wanted(project.settings.llm, remote=True)
    note(f"{chat.name}: {what} leave this machine {PSEUDONYMS if masked else AS_THEY_ARE}.")
    shown.foretell(told())
    if not leave(yes):
        raise typer.Exit(1)
