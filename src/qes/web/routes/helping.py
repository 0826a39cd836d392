"""Help with a definition: what a language model proposes for a code about which people differed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from qes.errors import BadDecision
from qes.model import Role
from qes.pipeline.models.chat import chat_of
from qes.pipeline.models.helping import Help, ask_help, grounds_of, helped
from qes.pipeline.models.outside import asked
from qes.pipeline.reader import Reader, hidden
from qes.web.access import Here, Who, allow
from qes.web.answers import Json
from qes.web.fields import Body, Name
from qes.web.state import State
from qes.web.views import common as views

router = APIRouter(prefix="/api/codebook/help", tags=["codebook"])


class Ask(Body):
    """A code that a model is to help with."""

    code: Name = Field(min_length=1)
    send: bool = Field(False, description="That passages may be sent to a model that is not on this machine.")


@router.get("")
@allow(Role.LEAD)
def look(here: Here, who: Who, code: Annotated[str, Query(min_length=1)]) -> Json:
    """What a model has proposed for a code as it is worded now, and on what: nothing of it is in force.

    `model` is empty where the settings name none. `grounds`: on how many passages help could rest.
    """
    here.ledger.refresh()
    away, grounds = _away(here, who.name, code), grounds_of(here.project, code)
    model = next((each for each in asked(here.project) if each.use == "llm"), None)
    told = {"name": model.model, "remote": model.remote, "masked": model.masked} if model else None
    found = helped(here.project, code, away)
    return Json({"model": told, "grounds": len(grounds), "help": _help(here, found) if found else None})


@router.post("")
@allow(Role.LEAD)
def ask(here: Here, who: Who, body: Ask) -> Json:
    """Ask the project's model. What it answers is kept, and proposes; it changes nothing.

    422 where the model is not on this machine and `send` is false, or where nothing shows that the code is unclear.
    """
    here.ledger.refresh()
    chat = chat_of(here.project)
    if chat.remote and not body.send:
        error = BadDecision(f"{chat.name} is not on this machine, and nothing was sent")
        error.hint = "Say that passages and reasons may be sent to it."
        raise error
    ask_help(here.project, chat, body.code, remote=chat.remote)
    found = helped(here.project, body.code, _away(here, who.name, body.code))
    return Json({"help": _help(here, found) if found else None})


def _away(here: State, name: str, code: str) -> list[str]:
    reader, grounds = Reader(name, codes=True), grounds_of(here.project, code, None, None)
    return [each.passage.id for each in grounds if hidden(here.desk, reader, each.passage)]


def _help(here: State, value: Help) -> dict[str, Any]:
    return {
        "model": value.model,
        "at": value.at,
        "dropped": value.dropped,
        "edits": [
            {"field": each.field, "text": each.text, "why": each.why, "passages": list(each.motives)}
            for each in value.edits
        ],
        "grounds": [
            {"id": each.id, "told": each.told, "reasons": list(each.reasons), "passage": views.passage(each.passage)}
            | {"path": here.ledger.sources[each.passage.source_id].path}
            for each in value.grounds
        ],
    }
