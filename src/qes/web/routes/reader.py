"""The reader: whole sources, with what was given to each passage as far as whoever asks may see it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from qes.model import Role
from qes.pipeline import reading
from qes.web.access import Here, Who, allow
from qes.web.answers import Json
from qes.web.fields import Body
from qes.web.sight import coder_of
from qes.web.views import reading as views

router = APIRouter(prefix="/api/reader", tags=["reading"])

MOST = 200
"""Passages fetched at once."""


class Find(Body):
    """Words to look for; in the body, because what interviews say belongs in no address."""

    text: str = Field(max_length=1000)


@router.get("")
@allow(Role.VIEWER)
def shelf(here: Here, who: Who) -> Json:
    """All sources, with how far each has been read."""
    here.ledger.refresh()
    return Json([views.volume(each) for each in reading.shelf(here.desk, coder_of(who))])


@router.get("/{source_id}")
@allow(Role.VIEWER)
def outline(here: Here, who: Who, source_id: str) -> Json:
    """A source at a glance: its facts, and for each passage how long it is, who has read it and which codes it has."""
    here.ledger.refresh()
    reader = coder_of(who)
    volume = reading.volume(here.desk, reader, source_id)
    seen = reading.glance(here.desk, reader, source_id)
    return Json({"source": views.head(volume), "glance": views.glance(seen, who.name)})


@router.get("/{source_id}/passages")
@allow(Role.VIEWER)
def passages(
    here: Here,
    who: Who,
    source_id: str,
    first: Annotated[int, Query(ge=0, description="Ordinal of the first.")] = 0,
    most: Annotated[int, Query(ge=1, le=MOST)] = 100,
    proposals: Annotated[bool, Query(description="With what is proposed, save on passages coded blind.")] = False,
) -> Json:
    """Some passages in order, with their stripes."""
    here.ledger.refresh()
    source = reading.source_of(here.ledger, source_id)
    seen = reading.leaf(here.desk, coder_of(who), source_id, first, most, proposals)
    return Json(views.leaf(source, seen))


@router.post("/{source_id}/find")
@allow(Role.VIEWER)
def find(here: Here, source_id: str, body: Find) -> Json:
    """Where the source says something, word for word; capitals and white space make no difference."""
    here.ledger.refresh()
    source = reading.source_of(here.ledger, source_id)
    return Json([views.place(each) for each in reading.find(here.ledger, source.id, body.text)])
