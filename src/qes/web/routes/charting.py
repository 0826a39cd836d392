"""The framework matrix: cases by codes with a summary in every cell, and cases beside their peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from qes.errors import NotFound, UnknownCode
from qes.model import Charted, Role, Unit
from qes.pipeline import charting
from qes.pipeline.cases import case_table
from qes.pipeline.charting import Cell
from qes.pipeline.evidence import Matrix, Row
from qes.pipeline.evidence import matrix as matrix_of
from qes.pipeline.models.drafting.acts import take_in
from qes.pipeline.peers import run_peers
from qes.pipeline.sight import Sight, sight
from qes.synthesis.scoring.standing import UnitStanding
from qes.web.access import Here, NotAllowed, Visitor, Who, allow
from qes.web.answers import Json
from qes.web.cache import cache_of
from qes.web.fields import Act, Name, Words
from qes.web.findings.citations import MOST, Cited
from qes.web.findings.desk import evidence_now, stamp
from qes.web.scoring.book import book_of
from qes.web.sight import kept_from, reader_of
from qes.web.state import State
from qes.web.views import charting as told
from qes.web.views import evidence as evidence_views

router = APIRouter(prefix="/api/framework", tags=["framework"])

MOST_PEERS = 12
Branch = Annotated[str, Query(max_length=200, description="A code: it and those below it; empty: all.")]


class Summary(Act):
    """The summary of a cell."""

    case: Name
    code: Name
    text: Words = Field(description="In the person's own words; empty, without quotes: the cell is.")
    citations: list[Cited] = Field([], max_length=MOST)
    seen: Name | None = Field(None, description="Id of the version the edit started from; null: there was none.")
    draft: Name = Field("", description="Id of the draft by a model that it was made of, which it closes.")


# --- The matrix -------------------------------------------------------------------------------------


@router.get("")
@allow(Role.VIEWER)
def overview(here: Here, who: Who, branch: Branch = "") -> Json:
    """Cases by codes, each cell with its summary or the number of its quotes; how much is held back, and why."""
    seen, counted = _counted(here, who)
    rows, (charts, held) = _rows(here, counted, branch), _charts(here, who)
    parents = {code.code: code.parent for code in here.ledger.codebook.codes}
    return Json(
        told.matrix(counted, rows, charts, parents, held, _levels(here))
        | {"branches": _branches(counted), "held": evidence_views.held(seen) | {"summaries": len(held)}}
    )


def _levels(here: State) -> dict[Unit, UnitStanding]:
    book = book_of(here)
    return {unit: book.standing(unit) for unit in book.units}


def _branches(counted: Matrix) -> list[dict[str, str]]:
    return [{"code": row.code, "label": row.label} for row in counted.rows if len(row.below) > 1 or not row.depth]


def _rows(here: State, counted: Matrix, branch: str) -> Sequence[Row]:
    if not branch:
        return counted.rows
    top = next((row for row in counted.rows if row.code == branch), None)
    if top is None:
        raise UnknownCode(branch, here.ledger.codebook.id)
    return [row for row in counted.rows if row.code in top.below]


def _counted(here: State, who: Visitor) -> tuple[Sight, Matrix]:
    """What somebody sees, counted; shared with the screen of the evidence."""
    ledger, reader = here.ledger, reader_of(who)
    now = (ledger.refresh(), ledger.codebook.sha256)
    cache, evidence, name = cache_of(ledger), evidence_now(here), who.name if reader.codes else None
    seen = cache.get(("sight", name), now, lambda: sight(here.desk, reader, evidence))
    cases = {each.case for each in ledger.passages.values() if each.case}
    counted = cache.get(("framework", name), now, lambda: matrix_of(seen.evidence, ledger.codebook, cases))
    return seen, counted


def _all_charts(here: State) -> Mapping[tuple[str, str], Cell]:
    now = stamp(here, {charting.KIND})
    return cache_of(here.ledger).get("charted", now, lambda: _read_again(here, now[0]))


def _read_again(here: State, texts: int) -> dict[tuple[str, str], Cell]:
    """Only what is new, or the texts of which have changed, is looked up in its sources."""
    known: dict[str, Cell] = cache_of(here.ledger).get("charted cells", texts, dict)
    listed = charting.listed(here.project)
    fresh = [each for each in listed if each.id not in known]
    known.update({each.charted.id: each for each in charting.cells(here.project, fresh)})
    return {(each.case, each.code): known[each.id] for each in listed}


def _charts(here: State, who: Visitor) -> tuple[dict[tuple[str, str], Cell], set[tuple[str, str]]]:
    """The summaries somebody may see, and the places of the others."""
    found = _all_charts(here)
    held = {place for place, each in found.items() if kept_from(here, who, each.charted.citations)}
    return {place: each for place, each in found.items() if place not in held}, held


@router.get("/cell")
@allow(Role.VIEWER)
def cell(here: Here, who: Who, case: str, code: str) -> Json:
    """The summary of one cell and every version of it; its quotes are those of `/api/evidence/quotes`."""
    here.ledger.refresh()
    _check_place(here, case, code)
    return Json(_whole(here, who, case, code))


def _check_place(here: State, case: str, code: str) -> None:
    if here.ledger.codebook.get(code) is None:
        raise UnknownCode(code, here.ledger.codebook.id)
    if all(each.case != case for each in here.ledger.passages.values()):
        raise NotFound("case", case)


def _whole(here: State, who: Visitor, case: str, code: str) -> dict[str, Any]:
    versions = charting.history(here.project, case, code)
    if kept_from(here, who, (each for version in versions for each in version.citations)):
        error = NotAllowed(f"this summary cites passages that {who.name} is yet to code unaided")
        error.hint = "Code them in the queue or the reader, then come back."
        raise error
    standing = charting.get(here.project, case, code)
    force = here.project.store.standing_events(charting.KIND)
    found = _all_charts(here).get((case, code))
    return {
        "case": case,
        "code": code,
        "seen": standing.id if standing else None,
        "chart": told.chart(found, here.ledger) if found else None,
        "versions": [told.version(each, here.ledger, frozenset(event.id for event in force)) for each in versions],
    }


@router.post("/cell")
@allow(Role.REVIEWER)
def save(here: Here, who: Who, body: Summary) -> Json:
    """Save a summary; 409 when another version has come since the one it started from, or its draft is not open."""
    written = Charted(body.case, body.code, body.text, tuple(each.citation for each in body.citations))
    if body.draft:
        take_in(here.project, body.draft, written, who.name, body.seen, request=body.key)
    else:
        charting.save(here.project, written, who.name, body.seen, request=body.key)
    here.hub.poke()
    here.ledger.refresh()
    return Json(_whole(here, who, body.case, body.code))


@router.get(".csv", response_class=Response)
@allow(Role.VIEWER)
def download(here: Here, who: Who, branch: Branch = "") -> Response:
    """The matrix with its summaries, a row for each cell."""
    _, counted = _counted(here, who)
    rows = told.table_rows(counted, _rows(here, counted, branch), _charts(here, who)[0], here.ledger)
    headers = {"content-disposition": 'attachment; filename="framework-matrix.csv"'}
    return Response(evidence_views.as_csv(list(rows)), media_type="text/csv; charset=utf-8", headers=headers)


# --- Peers ------------------------------------------------------------------------------------------


@router.get("/peers")
@allow(Role.VIEWER)
def peers(
    here: Here,
    who: Who,
    case: str = "",
    by: Annotated[list[str] | None, Query(description="Columns of `corpus/cases.csv` to compare on.")] = None,
    most: Annotated[int, Query(ge=1, le=MOST_PEERS)] = 3,
) -> Json:
    """The cases most like one, side by side with it; nothing is ranked. Without a case or columns, what to choose."""
    here.ledger.refresh()
    table, passages = case_table(here.project), here.ledger.passages
    usual = [each for each in here.project.settings.peers.variables if each in table.names]
    chosen, cases = list(by or usual), sorted({each.case for each in passages.values() if each.case})
    company = None
    if case and chosen:
        found = run_peers(here.project, case, chosen, most, passages=passages.values())
        company = told.company(found, table, here.ledger.codebook.scored, *_beside(here, who, found.case, found.peers))
    return Json({"columns": list(table.names), "usual": usual, "cases": cases, "company": company})


def _beside(here: State, who: Visitor, case: str, others: Sequence[Any]) -> tuple[Any, Any]:
    book = book_of(here)
    names = {case, *(each.case for each in others)}
    standings = {unit: book.standing(unit) for unit in book.units if unit.case in names}
    texts = {place: each.charted.text for place, each in _charts(here, who)[0].items() if place[0] in names}
    return standings, texts
