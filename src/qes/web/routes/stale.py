"""The way through decisions whose code has changed its meaning since: each is confirmed, changed or taken away."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Query

from qes.model import Role
from qes.pipeline import stale as walk
from qes.web.access import Here, Who, allow
from qes.web.answers import Json
from qes.web.cache import cache_of
from qes.web.fields import Act
from qes.web.state import State
from qes.web.views import codebook as told
from qes.web.views import common as views

router = APIRouter(prefix="/api/codebook/stale", tags=["codebook"])

MOST = 50


class Confirm(Act):
    """A decision that stays as it is."""

    decision: str


class Recode(Confirm):
    """A decision that gives another code from now on."""

    code: str


@router.get("")
@allow(Role.RESEARCHER)
def waiting(
    here: Here,
    who: Who,
    code: str = "",
    most: Annotated[int, Query(ge=1, le=MOST)] = 20,
    besides: Annotated[str, Query(description="Ids of decisions the page holds already, joined by commas.")] = "",
) -> Json:
    """One's own decisions to look at again, by code in the codebook's order, then in reading order.

    `codes` count all of them, `items` are the first of one code or of all. For leads `coders` says how many wait for
    whom; for others it is null.
    """
    here.ledger.refresh()
    held = frozenset(filter(None, besides.split(",")))
    mine = _mine(here, who.name)
    items = [each for each in mine if code in ("", each.code) and each.decision.id not in held][:most]
    sources = here.ledger.sources
    return Json(
        {
            "waiting": len(mine),
            "codes": [{"code": each, "waiting": count} for each, count in Counter(one.code for one in mine).items()],
            "items": [told.stale(each, sources[each.passage.source_id]) for each in items],
            "coders": _by_coder(here) if who.role.allows(Role.LEAD) else None,
        }
    )


@router.post("/confirm")
@allow(Role.RESEARCHER)
def confirm(here: Here, who: Who, body: Confirm) -> Json:
    """Decide the same again, under the codebook as it is now; only one's own."""
    decision = walk.confirm(here.project, body.decision, who.name, body.key)
    here.hub.poke()
    return Json({"decision": views.decision(decision)})


@router.post("/recode")
@allow(Role.RESEARCHER)
def recode(here: Here, who: Who, body: Recode) -> Json:
    """Give another code in place of the one a decision of one's own gave, or refused."""
    decision = walk.recode(here.project, body.decision, who.name, body.code, body.key)
    here.hub.poke()
    return Json({"decision": views.decision(decision)})


def counted(here: State, coder: str) -> dict[str, Any]:
    """How many decisions are to be looked at again: in all, by code, and those of one coder."""
    found = _of_all(here)
    return {
        "total": len(found),
        "mine": sum(each.decision.coder == coder for each in found),
        "codes": dict(Counter(each.code for each in found)),
        "coders": dict(sorted(Counter(each.decision.coder for each in found).items())),
    }


# --- Fed from memory ------------------------------------------------------------------------------


def _mine(here: State, coder: str) -> list[walk.Stale]:
    own = [each for each in here.ledger.decisions() if each.coder == coder]
    return walk.stale_among(own, here.ledger.passages, _changed(here))


def _of_all(here: State) -> list[walk.Stale]:
    return walk.stale_among(here.ledger.decisions(), here.ledger.passages, _changed(here))


def _by_coder(here: State) -> dict[str, int]:
    """How many wait for whom; an older count while it is made anew."""
    stamp = (here.ledger.seq, here.ledger.codebook.sha256)
    found, _ = cache_of(here.ledger).soon("stale by coder", stamp, lambda: Counter(_coders(here)))
    return dict(sorted(found.items()))


def _coders(here: State) -> list[str]:
    return [each.decision.coder for each in _of_all(here)]


def _changed(here: State) -> walk.Changed:
    codebook = here.ledger.codebook
    return cache_of(here.ledger).get("changed codes", codebook.sha256, lambda: walk.Changed(here.project, codebook))
