"""The queue: the next passages, and what coders answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from qes.coding.queue import ORDERS
from qes.errors import NotFound
from qes.model import Role, Verdict
from qes.pipeline import acts, bulk, steps
from qes.pipeline.cards import cards
from qes.pipeline.desk import Scope
from qes.web.access import Here, Who, allow
from qes.web.answers import Json
from qes.web.fields import Act, Body, Part, Within, Words, span_of
from qes.web.state import State
from qes.web.views import common as views

router = APIRouter(prefix="/api", tags=["coding"])

MOST_CARDS = 20


class AnswerIn(Part):
    """One answer on one passage."""

    passage: str
    verdict: Verdict
    code: str | None = None
    replacement: str | None = None
    span: Within = None
    suggestion: str | None = None
    attributes: dict[str, str] = Field({})
    memo: Words = ""

    def answer(self) -> acts.Answer:
        """The same without its dress."""
        return acts.Answer(
            self.passage,
            self.verdict,
            self.code,
            self.replacement,
            span_of(self.span),
            self.suggestion,
            self.attributes,
            self.memo,
        )


class Decide(Act):
    """Answers that are one step."""

    answers: list[AnswerIn] = Field(min_length=1, max_length=100)


class Skip(Act):
    """A passage put off."""

    passage: str


class Turn(Act):
    """An undo or redo."""


class FilterIn(Body):
    """Which proposals are meant."""

    code: str
    least: float = Field(0.0, ge=0, le=1)
    most: float = Field(1.0, ge=0, le=1)
    case: str = ""
    source: str = ""


class Many(Act):
    """An answer to many proposals, as they were shown."""

    suggestions: list[str] = Field(min_length=1, max_length=bulk.MOST)
    verdict: Verdict


@router.get("/queue")
@allow(Role.RESEARCHER)
def upcoming(
    here: Here,
    who: Who,
    order: str = "likely",
    source: str = "",
    case: str = "",
    code: str = "",
    most: Annotated[int, Query(ge=1, le=MOST_CARDS)] = 5,
    besides: Annotated[str, Query(description="Ids the page holds already, joined by commas.")] = "",
) -> Json:
    """The next passages that wait for whoever asks, as cards, and how many wait in all."""
    here.ledger.refresh()
    here.learn()
    scope = Scope(source, case, code)
    held = frozenset(filter(None, besides.split(",")))
    found = here.desk.upcoming(who.name, order, scope, most, held)
    return Json(
        {
            "cards": [views.card(each) for each in cards(here.desk, who.name, found)],
            "waiting": here.desk.waiting(who.name, scope),
        }
    )


@router.get("/queue/orders")
@allow(Role.RESEARCHER)
def orders() -> Json:
    """The orders one can choose, with their meaning."""
    return Json([{"name": name, "meaning": each.meaning} for name, each in ORDERS.items()])


@router.get("/cards/{passage_id}")
@allow(Role.RESEARCHER)
def one(here: Here, who: Who, passage_id: str) -> Json:
    """One passage as a card, whether it waits or not."""
    return Json(_card(here, who.name, passage_id))


def _card(here: State, coder: str, passage_id: str) -> dict[str, Any]:
    here.ledger.refresh()
    passage = here.ledger.passages.get(passage_id)
    if passage is None:
        raise NotFound("passage", passage_id)
    return views.card(cards(here.desk, coder, [passage])[0])


@router.post("/decisions")
@allow(Role.RESEARCHER)
def decide(here: Here, who: Who, body: Decide) -> Json:
    """Log answers as one step."""
    logged = acts.decide(here.desk, who.name, body.key, [each.answer() for each in body.answers])
    here.hub.poke()
    return Json({"decisions": [views.decision(each) for each in logged]})


@router.post("/skips")
@allow(Role.RESEARCHER)
def skip(here: Here, who: Who, body: Skip) -> Json:
    """Put a passage off until nothing else waits."""
    acts.skip(here.desk, who.name, body.key, body.passage)
    here.hub.poke()
    return Json({"skipped": body.passage})


@router.post("/undo")
@allow(Role.RESEARCHER)
def undo(here: Here, who: Who, body: Turn) -> Json:
    """Take back one's newest step."""
    return _turned(here, who.name, steps.undo(here.project, who.name, body.key))


@router.post("/redo")
@allow(Role.RESEARCHER)
def redo(here: Here, who: Who, body: Turn) -> Json:
    """Bring back what one undid last."""
    return _turned(here, who.name, steps.redo(here.project, who.name, body.key))


def _turned(here: State, coder: str, turned: steps.Turned) -> Json:
    here.hub.poke()
    here.ledger.refresh()
    shown = next((each for each in turned.passages if each in here.ledger.passages), None)
    card = _card(here, coder, shown) if shown else None
    return Json({"events": turned.events, "passages": list(turned.passages), "card": card})


@router.post("/bulk/preview")
@allow(Role.RESEARCHER)
def preview(here: Here, who: Who, body: FilterIn) -> Json:
    """The proposals a filter means, with their passages; at most so many as can be answered at once."""
    wanted = bulk.Filter(body.code, body.least, body.most, body.case, body.source)
    found = bulk.meant(here.desk, who.name, wanted)
    passages = here.ledger.passages
    rows = [
        {
            "suggestion": each.id,
            "score": each.score,
            "span": views.span(each.span),
            "passage": views.passage(passages[each.passage_id]),
            "path": here.ledger.sources[passages[each.passage_id].source_id].path,
        }
        for each in found[: bulk.MOST]
    ]
    return Json({"count": len(found), "most": bulk.MOST, "rows": rows})


@router.post("/bulk")
@allow(Role.RESEARCHER)
def answer_many(here: Here, who: Who, body: Many) -> Json:
    """Accept or reject the proposals that were shown, as one step that one undo takes back."""
    here.ledger.refresh()
    found = here.project.store.suggestions(ids=body.suggestions, current=None)
    logged = bulk.answer_all(here.desk, who.name, body.key, found, body.verdict)
    here.hub.poke()
    return Json({"decisions": len(logged)})
