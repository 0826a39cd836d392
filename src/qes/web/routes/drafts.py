"""Drafts by a language model: asked for, read sentence by sentence, taken over by a person or dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from qes.errors import NotFound
from qes.model import Citation, Finding, Role, Span, Unit
from qes.pipeline.citing import Reread, reread
from qes.pipeline.findings.named import DRAFTED
from qes.pipeline.models.chat import chat_of
from qes.pipeline.models.drafting import acts, log
from qes.pipeline.models.drafting.checklist import checklist_of
from qes.pipeline.models.drafting.drafting import order_of
from qes.pipeline.models.drafting.forecast import for_draft
from qes.pipeline.models.outside import Asked, asked
from qes.synthesis.drafts.model import Draft, Kind
from qes.synthesis.scoring.rules import named
from qes.web.access import Here, NotAllowed, Who, allow
from qes.web.answers import Json
from qes.web.cache import cache_of
from qes.web.drafting import ask as ask_model
from qes.web.fields import Act, Body, Name, Words
from qes.web.findings.desk import evidence_now, stamp
from qes.web.scoring.book import book_of
from qes.web.state import State
from qes.web.views import drafts as told

router = APIRouter(prefix="/api/drafts", tags=["findings"])

Wanted = Literal["finding", "summary"]


class DraftWanted(Body):
    """What a model is to draft."""

    kind: Wanted
    cases: list[Name] = Field([], max_length=1000, description="Of a summary one; of a finding, none: all.")
    code: Name = Field(min_length=1)
    send: bool = Field(False, description="That quotes may be sent to a model that is not on this machine.")


class DraftAccepted(Act):
    """That a draft is made one's own as it stands."""

    seen: Name | None = Field(None, description="Of a summary, id of the version that was read; null: there was none.")


class DraftDropped(Act):
    """That nothing is to become of a draft."""

    reason: Words = ""


# --- Reading ----------------------------------------------------------------------------------------


@router.get("")
@allow(Role.REVIEWER)
def listed(here: Here, kind: Wanted | None = None, case: str = "", code: str = "", closed: bool = False) -> Json:
    """The open drafts, those taken over or dropped too where `closed`; and the model that would be asked.

    `model` is null where the settings name none.
    """
    found = [
        (draft, fate)
        for draft, fate in _all(here)
        if (closed or fate is log.Fate.OPEN)
        and kind in (None, draft.kind.value)
        and (not case or case in draft.cases)
        and code in ("", draft.code)
    ]
    return Json({"drafts": [told.row(*each) for each in found], "model": told.model(_model(here))})


def _all(here: State) -> list[tuple[Draft, log.Fate]]:
    now = stamp(here, {DRAFTED, *log.CLOSED})
    return cache_of(here.ledger).get("drafts", now, lambda: log.drafts(here.project))


def _model(here: State) -> Asked | None:
    return next((each for each in asked(here.project) if each.use == "llm"), None)


@router.get("/asking")
@allow(Role.REVIEWER)
def asking(here: Here) -> Json:
    """Whether a draft is being asked for, by whom, and how many of its sentences are checked; `total` 0: it writes."""
    state = here.drafting
    return Json({"author": state.author, "done": state.done, "total": state.total})


@router.get("/estimate")
@allow(Role.REVIEWER)
def estimate(
    here: Here,
    kind: Wanted,
    code: Annotated[str, Query(min_length=1)],
    case: Annotated[list[str] | None, Query()] = None,
) -> Json:
    """What asking for a draft takes at most, and on how many quotes it would rest; nothing is sent."""
    chat = chat_of(here.project)
    order = order_of(here.project, Kind(kind), case or [], code, chat.name, remote=chat.remote)
    quotes = {"quotes": len(order.given.shown), "left_out": order.given.left_out}
    return Json(told.estimate(for_draft(order, here.project.settings.llm)) | quotes)


@router.get("/checklist")
@allow(Role.REVIEWER)
def checklist(
    here: Here, case: Annotated[str, Query(min_length=1)], capability: Annotated[str, Query(min_length=1)]
) -> Json:
    """What a model said of each criterion for a unit; null where none was asked. 403 until everybody has scored it."""
    book, unit = book_of(here), Unit(case, capability)
    if unit not in book.units:
        raise NotFound("unit", named(unit))
    if not book.standing(unit).revealed:
        error = NotAllowed(f"{named(unit)} is not scored by everybody yet")
        error.hint = "It is shown once all scores of this round are locked."
        raise error
    found = checklist_of(here.project, unit)
    if found is None:
        return Json({"checklist": None})
    again = _again(here, found.citations, (name for each in found.items for name in each.spans))
    return Json({"checklist": told.checklist(found, again, _accepted(here), here.ledger)})


@router.get("/{draft}")
@allow(Role.REVIEWER)
def one(here: Here, draft: str) -> Json:
    """One draft: every sentence with why it is struck out, if it is, and the quotes named, read from their sources."""
    here.ledger.refresh()
    return Json(_whole(here, *log.get(here.project, draft)))


def _whole(here: State, draft: Draft, fate: log.Fate) -> dict[str, Any]:
    again = _again(here, draft.citations, (name for each in draft.sentences for name in each.spans))
    return told.whole(draft, fate, again, _accepted(here), here.ledger)


def _again(here: State, citations: Mapping[str, Citation], wanted: Iterable[str]) -> dict[str, Reread]:
    """Those of some quotes that are named, read again."""
    names = set(wanted)
    shown = {name: each for name, each in citations.items() if name in names}
    return dict(zip(shown, reread(here.project, list(shown.values())), strict=True))


def _accepted(here: State) -> frozenset[tuple[str, Span]]:
    codings = [each.coding for each in evidence_now(here)]
    return frozenset((each.source_id, each.span) for each in codings if each.counts)


# --- Asking, taking over, dropping ------------------------------------------------------------------


@router.post("")
@allow(Role.REVIEWER)
def ask(here: Here, who: Who, body: DraftWanted) -> Json:
    """Ask the project's model; may take minutes. The draft is kept, and is a finding or summary of nobody's.

    409 while another is asked for; 422 where the model is not on this machine and `send` is false; 424 where it does
    not answer, or might cost more than is allowed.
    """
    here.ledger.refresh()
    made = ask_model(here.project, here.drafting, Kind(body.kind), body.cases, body.code, who.name, send=body.send)
    here.hub.poke()
    here.ledger.refresh()
    return Json(_whole(here, made, log.Fate.OPEN))


@router.post("/{draft}/accept")
@allow(Role.REVIEWER)
def accept(here: Here, who: Who, draft: str, body: DraftAccepted) -> Json:
    """Make it one's own as it stands; 409 when somebody has taken it over or dropped it, or the cell has changed.

    Taken over in other words, it is saved as any finding or summary, with `draft`.
    """
    saved = acts.take_over(here.project, draft, who.name, seen=body.seen, request=body.key)
    here.hub.poke()
    return Json({"id": saved.id, "finding": saved.key if isinstance(saved, Finding) else None})


@router.post("/{draft}/drop")
@allow(Role.REVIEWER)
def drop(here: Here, who: Who, draft: str, body: DraftDropped) -> Json:
    """Say that nothing is to become of it; it stays on record. 409 as in accepting."""
    acts.drop(here.project, draft, who.name, body.reason, request=body.key)
    here.hub.poke()
    return Json({"id": draft})
