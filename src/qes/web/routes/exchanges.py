"""What language models were asked and what they answered, word for word."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from qes.model import Role
from qes.pipeline.models.origins import Viewer
from qes.pipeline.models.transcripts import exchanges_about, lines, transcript
from qes.web.access import Here, Visitor, Who, allow
from qes.web.answers import Json
from qes.web.views import exchanges as views

router = APIRouter(prefix="/api/exchanges", tags=["models"])


def _viewer(who: Visitor) -> Viewer:
    return Viewer(who.name, who.role)


@router.get("")
@allow(Role.RESEARCHER)
def about(
    here: Here,
    who: Who,
    passage: Annotated[str, Query(min_length=1, description="Its id.")],
    prompt: Annotated[str, Query(description="SHA-256 of the one prompt that is meant.")] = "",
) -> Json:
    """What was asked about a passage, the newest first and without the words; nothing where it is coded blind."""
    here.ledger.refresh()
    return Json([views.line(each) for each in exchanges_about(here.desk, _viewer(who), passage, prompt)])


@router.get("/all")
@allow(Role.LEAD)
def everything(
    here: Here,
    who: Who,
    model: Annotated[str, Query(description="Provider and name; empty: all.")] = "",
    template: Annotated[str, Query(description="Name and version of a prompt file; empty: all.")] = "",
    usable: Annotated[bool | None, Query(description="Whether there is an answer in them.")] = None,
    before: Annotated[str, Query(description="Id of the last one read; empty: from the newest on.")] = "",
    most: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Json:
    """Everything asked of models, the newest first and without the words, with what can be chosen from.

    `readable`: whether whoever asks may read it whole. `more`: whether there are older ones.
    """
    here.ledger.refresh()
    found = lines(
        here.desk,
        _viewer(who),
        model=model or None,
        template=template or None,
        usable=usable,
        before=before or None,
        most=most + 1,
    )
    kinds = here.project.store.exchange_kinds()
    return Json(
        {
            "exchanges": [views.listed(each) for each in found[:most]],
            "more": len(found) > most,
            "models": sorted({name for name, _ in kinds}),
            "templates": sorted({name for _, name in kinds}),
        }
    )


@router.get("/{exchange_id}")
@allow(Role.RESEARCHER)
def one(here: Here, who: Who, exchange_id: str) -> Json:
    """An exchange: the prompt, the reply as it came, and what became of each answer in it.

    404 where it is about a passage that whoever asks codes blind, shows quotes of passages they are yet to code, or
    is about levels that are being scored apart; and where their role does not see what came of it. `withheld`: other
    passages in the prompt are left out as long as some that were assigned to whoever asks wait to be coded. Of an
    answer, `span` is where the passage reads as the model quoted, or nearly so; the words are to be read from the
    passage. `outcomes`: the same where something else than codes was asked. `since`: what people have done since.
    """
    here.ledger.refresh()
    return Json(views.whole(transcript(here.desk, _viewer(who), exchange_id)))
