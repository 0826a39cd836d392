"""Scoring: levels given apart, settled, and signed off, each on the evidence its author has seen."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from qes.errors import Conflict, NotFound
from qes.model import Confidence, Consensus, Reopening, Role, Score, SignOff, Unit
from qes.pipeline.scoring import acts as scoring
from qes.pipeline.scoring.agreement import agreement_of
from qes.pipeline.sight import sight
from qes.synthesis.scoring.rules import named
from qes.synthesis.scoring.sheet import sheet as sheet_of
from qes.synthesis.scoring.standing import basis, stale
from qes.web.access import Here, NotAllowed, Visitor, Who, allow
from qes.web.answers import Json
from qes.web.cache import cache_of
from qes.web.scoring import book as held
from qes.web.scoring.bodies import Given, Levelled, Reopened, Signed, Withdrawn
from qes.web.scoring.doubts import doubts
from qes.web.sight import reader_of
from qes.web.state import State
from qes.web.views import scoring as told
from qes.web.views import scoring_shown as shown

router = APIRouter(prefix="/api/scoring", tags=["scoring"])

Case = Annotated[str, Query(min_length=1)]
Capability = Annotated[str, Query(min_length=1, description="Id of a scored code.")]


# --- Reading ----------------------------------------------------------------------------------------


@router.get("")
@allow(Role.REVIEWER)
def overview(here: Here, who: Who) -> Json:
    """All units with how far each has come and what it waits for; `current`: false while evidence is counted anew."""
    book, rubric = held.book_of(here), held.rubric_in_use(here)
    found, current = held.bases(here)
    rows = []
    for unit in book.units:
        now, rests = book.standing(unit), found.get(unit, {})
        changed = now.signoff is not None and stale(now.signoff, rests, rubric.id) is not None
        rows.append(told.row(now, who.name, leads=_leads(who), evidence=len(rests), stale=changed))
    return Json(told.frame(rubric, here.ledger.codebook) | {"units": rows, "current": current})


@router.get("/unit")
@allow(Role.REVIEWER)
def unit(here: Here, who: Who, case: Case, capability: Capability) -> Json:
    """One unit for whoever asks: the rubric with the evidence first; all the rest once everybody has scored."""
    return Json(_shown(here, who, Unit(case, capability)))


@router.get("/doubts")
@allow(Role.REVIEWER)
def hangs_on(here: Here, case: Case, capability: Capability) -> Json:
    """What the level of a unit hangs on, and what each source added; only once everybody has scored it."""
    book, asked = held.book_of(here), Unit(case, capability)
    now = book.standing(_known(book, asked))
    if not now.revealed:
        error = NotAllowed(f"{named(asked)} is not scored by everybody yet")
        error.hint = "It is shown once all scores of this round are locked."
        raise error
    rubric, made = held.rubric_in_use(here), (asked, book.version, *held.stamp_of(here))
    found = cache_of(here.ledger).get("score doubts", made, lambda: doubts(here, now, rubric))
    return Json(shown.uncertainty(*found))


@router.get("/agreement")
@allow(Role.REVIEWER)
def agreement(here: Here) -> Json:
    """Agreement between those who score, in rounds that are complete; null where nobody has scored what another did."""
    book = held.book_of(here)
    found = [book.standing(each) for each in book.units]
    if not any(each.complete and len(each.scores) > 1 for each in found):
        return Json({"agreement": None})
    seed = here.project.settings.seed
    figures = cache_of(here.ledger).get("score agreement", book.version, lambda: agreement_of(found, seed=seed))
    return Json({"agreement": shown.agreement(figures)})


def _leads(who: Visitor) -> bool:
    return who.role.allows(Role.LEAD)


def _known(book: held.ScoreBook, asked: Unit) -> Unit:
    if asked not in book.units:
        error = NotFound("unit", named(asked))
        error.hint = "A unit is a case with something to code, and a scored code of the codebook."
        raise error
    return asked


def _shown(here: State, who: Visitor, asked: Unit) -> dict[str, Any]:
    book, rubric = held.book_of(here), held.rubric_in_use(here)
    now, evidence = book.standing(_known(book, asked)), held.unit_evidence(here, asked)
    found = sheet_of(now, who.name, evidence, here.ledger.codebook, rubric)
    outdated = found.revealed.stale if found.revealed else None
    there = {each.id for each in evidence}
    lost = held.lost_quotes(here, asked, [each for each in outdated.went if each not in there] if outdated else [])
    # As on the evidence screen: those who score weigh what everybody gave.
    seen = sight(here.desk, reader_of(who), evidence)
    waits = told.waits(now, who.name, leads=_leads(who), stale=outdated is not None)
    rests = held.print_of(found.basis)
    return told.sheet(found, seen, here.ledger.passages, evidence=rests, waits=waits, lost=lost)


# --- Saying -----------------------------------------------------------------------------------------


@router.post("/lock")
@allow(Role.REVIEWER)
def lock(here: Here, who: Who, body: Given) -> Json:
    """Lock a score; 409 when the unit or its evidence has changed since whoever locks it looked."""
    rests, sure = _rests_on(here, who, body), _confidence(here, body)
    score = Score(body.unit, who.name, body.rubric, body.level, body.answers, body.reason, sure, rests)
    scoring.lock(here.project, score, body.seen, body.key)
    return _told(here, who, body.unit)


@router.post("/settle")
@allow(Role.REVIEWER)
def settle(here: Here, who: Who, body: Given) -> Json:
    """Settle on a level where scores differ, or confirm one, with a reason; 409 as in locking."""
    rests, sure = _rests_on(here, who, body), _confidence(here, body)
    consensus = Consensus(
        body.unit, who.name, body.rubric, body.level, body.reason, (), body.answers, confidence=sure, basis=rests
    )
    scoring.settle(here.project, consensus, body.seen, body.key)
    return _told(here, who, body.unit)


@router.post("/sign")
@allow(Role.LEAD)
def sign(here: Here, who: Who, body: Signed) -> Json:
    """Sign a level off, or anew after its evidence has changed; 409 as in locking."""
    rests, sure = _rests_on(here, who, body), _confidence(here, body)
    signoff = SignOff(body.unit, who.name, body.rubric, body.level, (), None, sure, body.statement, rests)
    scoring.sign(here.project, signoff, body.seen, body.key)
    return _told(here, who, body.unit)


@router.post("/reopen")
@allow(Role.LEAD)
def reopen(here: Here, who: Who, body: Reopened) -> Json:
    """Begin another round, with a reason; what was said before stays in the history."""
    scoring.reopen(here.project, Reopening(body.unit, who.name, body.reason), body.seen, body.key)
    return _told(here, who, body.unit)


@router.post("/withdraw")
@allow(Role.REVIEWER)
def withdraw(here: Here, who: Who, body: Withdrawn) -> Json:
    """Take back the last thing said of a unit: one's own, or as a lead anybody's."""
    scoring.withdraw(here.project, body.event, who.name, body.reason, body.key)
    return _told(here, who, body.unit)


def _confidence(here: State, body: Levelled) -> Confidence | None:
    return body.confidence.confidence(held.rubric_in_use(here)) if body.confidence else None


def _rests_on(here: State, who: Visitor, body: Levelled) -> dict[str, str]:
    """The evidence a level is given on, which must be what was on the sheet."""
    book = held.book_of(here)
    now = book.standing(_known(book, body.unit)).last_seen_by(who.name)
    rests = basis(held.unit_evidence(here, body.unit))
    # Where something has come since the page looked, this may be the same act sent again: the log knows.
    unmoved = (now.id if now else None) == body.seen
    if unmoved and held.print_of(rests) != body.evidence:
        raise _Moved(f"the evidence on {named(body.unit)}", "codings came, went or changed")
    return rests


class _Moved(Conflict):
    """The evidence is another than that which was judged."""

    hint = "Look at what is new, and lock or sign again; nothing you wrote is lost."


def _told(here: State, who: Visitor, asked: Unit) -> Json:
    here.hub.poke()
    return Json(_shown(here, who, asked))
