"""Who is asked to code what: the matrix, plans that are looked at first, and carrying them out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from qes.errors import BadDecision, NotFound
from qes.model import Assignment, Role
from qes.pipeline.assignments import assignments
from qes.pipeline.sharing import Plan, Wanted, carry_out, divided, set_cells
from qes.pipeline.workload import WHOLE, Draw, Draws, draw
from qes.web.access import Here, Who, allow
from qes.web.answers import Json
from qes.web.cache import cache_of
from qes.web.fields import Act, Body, Part, Person
from qes.web.state import State
from qes.web.views import people as people_views

router = APIRouter(prefix="/api/assignments", tags=["people"])

_MOST = 10_000
Ids = Annotated[list[str], Field(max_length=_MOST)]
Note = Annotated[str, Field(max_length=2_000)]


class CellsIn(Body):
    """What some coders shall code of some sources."""

    coders: list[Person] = Field(min_length=1, max_length=200)
    sources: Ids = Field(description="Ids; none: all, also those still to come.")
    share: float = Field(ge=0, le=1, description="0: nothing.")
    blind: bool = False
    note: Note = ""


class Division(Body):
    """How sources are to be divided."""

    coders: list[Person] = Field(min_length=1, max_length=200)
    sources: Ids
    share: float = Field(ge=0, le=1, description="Part of each source that a second coder codes too, blind.")
    anew: bool = Field(False, description="Whether the coders give back everything they have first.")


class AssignmentIn(Part):
    """An assignment to make."""

    coder: Person
    sources: Ids
    share: float = Field(gt=0, le=1)
    blind: bool
    note: Note = ""


class PlanIn(Act):
    """A plan as it was shown."""

    made: list[AssignmentIn] = Field([], max_length=_MOST)
    withdrawn: Ids = Field([])
    seen: Ids = Field([])
    reason: Note = ""


def draws_of(here: State) -> Draws:
    """The passages of shares, kept while the texts stay what they are."""
    ledger, cache = here.ledger, cache_of(here.ledger)

    def kept(share: float) -> Draw:
        return cache.get(("draw", share), ledger.texts, lambda: draw(ledger, share))

    return kept


@router.get("")
@allow(Role.LEAD)
def matrix(here: Here) -> Json:
    """Sources × coders, the assignments in force with their progress, and what is read by two.

    Cells are [share, share coded blind, passages, read]. A coder without any may code everything.
    """
    ledger = here.ledger
    ledger.refresh()
    users, current, duties = here.project.store.accounts(), assignments(here.project), here.desk.duties
    coders = [*ledger.coders, *([here.solo] if here.solo else [])]
    shown = people_views.columns(users, coders, duties, list(dict.fromkeys(each.coder for each in current)))
    return Json(people_views.matrix(ledger, duties, current, shown, draws_of(here)))


@router.post("/plan")
@allow(Role.LEAD)
def plan(here: Here, who: Who, body: CellsIn) -> Json:
    """What has to be assigned and withdrawn so that coders have just this of these sources; changes nothing."""
    _known(here, body.sources)
    everything = list(draws_of(here)(WHOLE).sizes)
    wanted = Wanted(body.share, body.blind, body.note) if body.share else None
    coders = list(dict.fromkeys(body.coders))
    try:
        found = set_cells(assignments(here.project), coders, set(body.sources), everything, wanted, who.name)
    except ValueError as error:
        raise BadDecision(str(error)) from error
    return Json(people_views.plan(found))


@router.post("/divide")
@allow(Role.LEAD)
def divide(here: Here, who: Who, body: Division) -> Json:
    """How sources would be divided fairly, and what each coder would have to do; changes nothing."""
    _known(here, body.sources)
    draws = draws_of(here)
    sizes = {each: size for each in dict.fromkeys(body.sources) if (size := draws(WHOLE).sizes.get(each, 0))}
    current = assignments(here.project)
    try:
        found = divided(current, sizes, body.coders, body.share, who.name, anew=body.anew)
    except ValueError as error:
        raise BadDecision(str(error)) from error
    return Json(people_views.plan(found) | {"loads": people_views.loads(found, body.coders, draws)})


@router.post("")
@allow(Role.LEAD)
def apply(here: Here, who: Who, body: PlanIn) -> Json:
    """Carry out a plan as one step; 409 when the coders' assignments are others than it was made from."""
    try:
        made = tuple(_assignment(each, who.name) for each in body.made)
    except ValueError as error:
        raise BadDecision(str(error)) from error
    wanted = Plan(made, tuple(dict.fromkeys(body.withdrawn)), tuple(body.seen))
    done = carry_out(here.project, wanted, who.name, body.key, body.reason)
    here.hub.poke()
    return Json({"made": [people_views.assignment(each) for each in done], "withdrawn": list(wanted.withdrawn)})


def _assignment(asked: AssignmentIn, author: str) -> Assignment:
    return Assignment(asked.coder, author, tuple(asked.sources), asked.share, asked.blind, asked.note)


def _known(here: State, sources: list[str]) -> None:
    here.ledger.refresh()
    for each in sources:
        if each not in here.ledger.sources:
            raise NotFound("source", each)
