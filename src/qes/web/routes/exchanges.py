"""What language models were asked about passages and what they answered, word for word."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from qes.model import Role
from qes.pipeline.models.transcripts import exchanges_about, transcript
from qes.pipeline.reader import Reader
from qes.web.access import Here, Visitor, Who, allow
from qes.web.answers import Json
from qes.web.views import exchanges as views

router = APIRouter(prefix="/api/exchanges", tags=["models"])


def _reader(who: Visitor) -> Reader:
    return Reader(who.name, who.role.allows(Role.RESEARCHER))


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
    return Json([views.line(each) for each in exchanges_about(here.desk, _reader(who), passage, prompt)])


@router.get("/{exchange_id}")
@allow(Role.RESEARCHER)
def one(here: Here, who: Who, exchange_id: str) -> Json:
    """An exchange: the prompt, the reply as it came, and what became of each answer in it.

    404 where it is about a passage that whoever asks codes blind. `withheld`: other passages in the prompt are left
    out as long as some that were assigned to whoever asks wait to be coded. Of an answer, `span` is where the passage
    reads as the model quoted, or nearly so; the words are to be read from the passage.
    """
    here.ledger.refresh()
    return Json(views.whole(transcript(here.desk, _reader(who), exchange_id)))
