"""Agreement between coders, what they differ about, and how that is settled."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from qes.coding.agreement import Agreement, Labels
from qes.coding.agreement.bootstrap import CONFIDENCE
from qes.coding.disagreements import Difference, Disagreement
from qes.errors import NotFound
from qes.model import Adjudication, ErrorKind, Role
from qes.pipeline import adjudication, agreeing, differences
from qes.pipeline.differences import Differences, Wanted
from qes.pipeline.reader import hidden
from qes.web.access import Here, NotAllowed, Visitor, Who, allow
from qes.web.answers import Json
from qes.web.cache import cache_of
from qes.web.fields import Act, Within, Words, span_of
from qes.web.sight import coder_of
from qes.web.state import State
from qes.web.views import agreement as views

router = APIRouter(prefix="/api", tags=["agreement"])

MOST_ROWS = 500
MOST_REASONS = 100

Coder = Annotated[str, Query(description="One of a pair; without both, all coders together.")]
Code = Annotated[str, Query(min_length=1, description="Id of a code.")]


class Settle(Act):
    """How a disagreement is settled."""

    passage: str
    code: str
    applies: bool
    reason: Words
    kind: ErrorKind | None = Field(None, description="Why the coders differed.")
    span: Within = None
    attributes: dict[str, str] = Field({})
    seen: str | None = Field(None, description="Id of the newest settling of it that the person has seen, if any.")


# --- Figures --------------------------------------------------------------------------------------


@router.get("/agreement")
@allow(Role.REVIEWER)
def agreement(here: Here, first: Coder = "", second: Coder = "") -> Json:
    """Agreement per code, then over all codes (`*`), and the pairs of coders one can choose.

    The unit is the passage; the interval is that of alpha, at 95 %, drawn by passage.
    """
    here.ledger.refresh()
    rows, labels = _figures(here, first, second)
    pairs = cache_of(here.ledger).get("agreement pairs", here.ledger.seq, lambda: agreeing.pairs(labels))
    return Json(
        {
            "unit": "passage",
            "confidence": CONFIDENCE,
            "coders": sorted(labels),
            "pairs": [views.pair(each) for each in pairs],
            "rows": [views.agreement(each) for each in rows],
        }
    )


@router.get("/agreement.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
@allow(Role.REVIEWER)
def agreement_csv(here: Here, first: Coder = "", second: Coder = "") -> Response:
    """The same figures as a table for spreadsheets."""
    here.ledger.refresh()
    rows, _ = _figures(here, first, second)
    headers = {"content-disposition": 'attachment; filename="agreement.csv"'}
    return Response(views.table(rows).encode(), media_type="text/csv; charset=utf-8", headers=headers)


def _figures(here: State, first: str, second: str) -> tuple[list[Agreement], Labels]:
    ledger, kept = here.ledger, cache_of(here.ledger)
    labels = kept.get("labels", ledger.seq, lambda: agreeing.labels_now(ledger))
    chosen = tuple(sorted({first, second})) if first and second else ()
    stamp = (ledger.seq, ledger.codebook.id)
    return kept.get(("agreement", chosen), stamp, lambda: agreeing.agree_among(ledger, labels, chosen)), labels


# --- Disagreements --------------------------------------------------------------------------------


def _differences(here: State) -> Differences:
    return cache_of(here.ledger).get("differences", (), lambda: Differences(here.ledger))


@router.get("/disagreements")
@allow(Role.REVIEWER)
def disagreements(
    here: Here,
    who: Who,
    code: str = "",
    kind: Difference | None = None,
    case: str = "",
    source: str = "",
    first: Annotated[str, Query(description="A coder who has read the passage.")] = "",
    second: Annotated[str, Query(description="Another one.")] = "",
    settled: Annotated[bool | None, Query(description="Only settled, or only open ones; null: both.")] = None,
    offset: Annotated[int, Query(ge=0)] = 0,
    most: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 200,
) -> Json:
    """What readers of the same passage differ about, in reading order, without names."""
    here.ledger.refresh()
    wanted = Wanted(code, kind, case, source, tuple(filter(None, (first, second))), settled)
    found = differences.find(here.desk, _differences(here), coder_of(who, settles=True), wanted)
    return Json(views.found(found, here.ledger, who.name, found.wanted[offset : offset + most]))


@router.get("/disagreements/{passage_id}")
@allow(Role.REVIEWER)
def disagreement(
    here: Here,
    who: Who,
    passage_id: str,
    code: Code,
    names: Annotated[bool, Query(description="Show who said what; this unblinds whoever asks.")] = False,
) -> Json:
    """One disagreement with the passage, what stands around it, and the sides as A, B and so on."""
    here.ledger.refresh()
    _check_sight(here, who, passage_id)
    return Json(_shown(here, who, _differences(here).one(passage_id, code), names))


def _shown(here: State, who: Visitor, found: Disagreement, names: bool) -> dict[str, object]:
    seed = None if names else _differences(here).seed
    return views.dispute(found, here.ledger, who.name, seed)


def _check_sight(here: State, who: Visitor, passage_id: str) -> None:
    """Refuse what would tell somebody what others gave a passage they are still to code unaided."""
    passage = here.ledger.passages.get(passage_id)
    if passage is None:
        raise NotFound("passage", passage_id)
    if hidden(here.desk, coder_of(who, settles=True), passage):
        error = NotAllowed(f"passage {passage_id} is {who.name}'s to code unaided first")
        error.hint = "Code it in the queue or the reader, then come back and settle it."
        raise error


@router.post("/settlements")
@allow(Role.REVIEWER)
def settle(here: Here, who: Who, body: Settle) -> Json:
    """Settle a disagreement, with a reason; 409 when somebody else has settled it, or taken that back, meanwhile."""
    here.ledger.refresh()
    _check_sight(here, who, body.passage)
    recorded = adjudication.settle(here.project, _word(here, who, body), body.seen, body.key)
    here.hub.poke()
    here.ledger.refresh()
    return Json(views.adjudication(recorded, who.name, named=False))


def _word(here: State, who: Visitor, body: Settle) -> Adjudication:
    return Adjudication(
        body.passage,
        body.code,
        who.name,
        body.applies,
        body.reason,
        here.ledger.codebook.id,
        span_of(body.span),
        body.attributes if body.applies else {},
        kind=body.kind,
    )


# --- Reasons --------------------------------------------------------------------------------------


@router.get("/lessons")
@allow(Role.REVIEWER)
def lessons(here: Here, who: Who) -> Json:
    """Per code, how often and why coders differed; the code found unclear most often first."""
    here.ledger.refresh()
    return Json([views.lesson(each) for each in differences.reasons_now(here.desk, coder_of(who, settles=True))])


@router.get("/lessons/reasons")
@allow(Role.REVIEWER)
def reasons(here: Here, who: Who, code: Code, offset: Annotated[int, Query(ge=0)] = 0) -> Json:
    """The reasons given when one code was settled, with their passages; a hundred at once."""
    here.ledger.refresh()
    found = [each for each in differences.reasons_now(here.desk, coder_of(who, settles=True)) if each.code == code]
    rows = [row for each in found for row in views.reasons(each, here.ledger, who.name)]
    return Json({"count": len(rows), "rows": rows[offset : offset + MOST_REASONS]})
