"""The start page: what is done and what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query

from qes.model import Role
from qes.pipeline import activity, overview
from qes.pipeline.estimate import estimate
from qes.pipeline.reader import Reader, hidden
from qes.pipeline.stale import stale
from qes.pipeline.status import remote
from qes.web.access import Here, Who, allow
from qes.web.answers import Json
from qes.web.cache import cache_of
from qes.web.scoring.waiting import waiting_for
from qes.web.state import State
from qes.web.views import home as home_views

router = APIRouter(prefix="/api/home", tags=["home"])

MOST_DEEDS = 100


@router.get("")
@allow(Role.VIEWER)
def begin(here: Here, who: Who) -> Json:
    """What waits for whoever asks, how far the project is, and whether anything leaves this machine."""
    here.ledger.refresh()
    ledger = here.ledger
    codes = who.role.allows(Role.RESEARCHER)
    return Json(
        {
            "waiting": here.desk.waiting(who.name) if codes else None,
            "mine": len(ledger.read_by(who.name)),
            "sources": len(ledger.sources),
            "passages": len(ledger.passages),
            "suggester": ledger.suggester,
            "coders": len(ledger.coders),
            "codebook": {"id": ledger.codebook.id, "title": ledger.codebook.title},
            "leaves": remote(here.project),
        }
    )


@router.get("/todo")
@allow(Role.REVIEWER)
def todo(here: Here, who: Who) -> Json:
    """Disagreements nobody has settled, by what they are about, and levels that wait for whoever asks, by what for.

    For leads also codings whose code has changed since.
    """
    said, current = _soon(here, "differences", lambda: _differences(here))
    leads = who.role.allows(Role.LEAD)
    levels, counted = waiting_for(here, who.name, leads=leads)
    told = {"disagreements": said, "levels": levels, "stale": None, "current": current and counted}
    if not leads:
        return Json(told)
    old, known = _soon(here, "stale", lambda: _stale(here))
    return Json(told | {"stale": old, "current": current and counted and known})


def _differences(here: State) -> dict[str, int]:
    return {kind.value: number for kind, number in overview.open_differences(here.ledger).items()}


def _stale(here: State) -> int:
    current = here.ledger.codebook.id
    if all(each.codebook == current for each in here.ledger.decisions()):
        return 0  # nothing can be stale, and the store need not be read
    return len(stale(here.project))


@router.get("/progress")
@allow(Role.VIEWER)
def progress(here: Here) -> Json:
    """How much of each case and source has been read, and who has read it. `current`: false while it is made anew."""
    said, current = _soon(here, "progress", lambda: _progress(here))
    return Json({**said, "current": current})


def _progress(here: State) -> dict[str, Any]:
    found = home_views.standing(overview.standing(here.ledger), here.ledger)
    return found | {"coders": [home_views.coder(each) for each in overview.coder_lines(here.ledger.decisions())]}


@router.get("/codes")
@allow(Role.VIEWER)
def codes(here: Here, who: Who) -> Json:
    """How often each code was given, and how much of it the audit leaves unfound at most.

    For researchers only on passages they may see; as long as any are kept from them, nothing is told of the audit's
    finds, since both by code would tell what they are to find.
    """
    coder = who.name if who.role is Role.RESEARCHER else ""
    said, current = _soon(here, f"codes {coder}", lambda: _codes(here, coder))
    return Json({**said, "goal": here.project.settings.review.recall_goal, "current": current})


def _codes(here: State, coder: str) -> dict[str, Any]:
    ledger = here.ledger
    codings = ledger.all_codings()
    audit = estimate(here.project, list(ledger.passages.values()), ledger.decisions(), codings)
    reader = Reader(coder, codes=bool(coder))
    seen = [each for each in codings if not hidden(here.desk, reader, ledger.passages[each.passage_id])]
    found = audit.codes if len(seen) == len(codings) else ()
    return home_views.codes(overview.code_lines(seen, ledger.codebook, found), audit)


@router.get("/agreement")
@allow(Role.VIEWER)
def agreement(here: Here) -> Json:
    """How far all coders agree, code by code, in a few figures; null before two have read the same."""
    said, current = _soon(here, "concord", lambda: _concord(here))
    return Json({"concord": said, "current": current})


def _concord(here: State) -> dict[str, Any] | None:
    codable = [code.code for code in here.ledger.codebook.codable]
    return home_views.concord(overview.concord(here.ledger.decisions(), codable))


@router.get("/activity")
@allow(Role.VIEWER)
def recent(here: Here, most: Annotated[int, Query(ge=1, le=MOST_DEEDS)] = 30) -> Json:
    """What was done last, by whom and where; never which code."""
    here.ledger.refresh()
    return Json([home_views.deed(each, here.ledger) for each in activity.recent(here.ledger, most)])


def _soon(here: State, name: str, make: Callable[[], Any]) -> tuple[Any, bool]:
    seq = here.ledger.refresh()
    stamp = (seq, here.ledger.codebook.sha256)
    return cache_of(here.ledger).soon(f"home {name}", stamp, make)
