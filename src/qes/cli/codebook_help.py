"""`qes codebook help`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qes.cli.models import BaseUrl, Model, Yes, leave
from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, note, say, then

if TYPE_CHECKING:
    from qes.pipeline.models.helping import Help


def help_(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Id of a code.")],
    model: Model = "",
    base_url: BaseUrl = "",
    yes: Yes = False,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Have a language model propose other words for a code, from what people differed about; nothing is changed."""
    from qes.pipeline.models.chat import chat_of
    from qes.pipeline.models.helping import ask_help, grounds_of

    with opened(project) as opened_project:
        chat = chat_of(opened_project, model, base_url)
        note(
            f"{chat.name}: {len(grounds_of(opened_project, code))} passages on which people differed, or found no code."
        )
        if chat.remote and not leave(yes, f"Send them to {chat.name}?"):
            raise typer.Exit(1)
        found = ask_help(opened_project, chat, code, remote=chat.remote)
    if json:
        emit(_as_json(found))
        return
    _show(found)


def _as_json(found: Help) -> dict[str, object]:
    edits = [
        {"field": each.field, "text": each.text, "why": each.why, "passages": list(each.motives)}
        for each in found.edits
    ]
    passages = {
        each.id: {"passage": each.passage.id, "told": each.told, "reasons": list(each.reasons)}
        for each in found.grounds
    }
    return {"code": found.code, "model": found.model, "edits": edits, "dropped": found.dropped, "passages": passages}


def _show(found: Help) -> None:
    grounds = {each.id: each for each in found.grounds}
    say(f"{found.code}: {len(found.edits)} edit(s) proposed by {found.model}; nothing is changed.")
    for edit in found.edits:
        say(f"\n{edit.field}: {edit.text}")
        if edit.why:
            say(f"  in the model's words: {edit.why}")
        for each in edit.motives:
            say(f"  {each}  {grounds[each].told} {' '.join(grounds[each].reasons)}\n    “{grounds[each].passage.text}”")
    if found.dropped:
        say(f"\n{found.dropped} proposal(s) that rested on no passage, or changed nothing, were dropped.")
    then("qes review, and take over what helps on the Codebook screen")
