"""Findings: written in versions, their counter-evidence searched for and weighed, approved by a lead."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from qes.errors import BadFinding
from qes.model import Citation, Role
from qes.pipeline.citing import of_candidate, reread
from qes.pipeline.findings import acts as findings
from qes.pipeline.findings import counter
from qes.pipeline.findings import log as finding_log
from qes.pipeline.findings.standings import Standing, standing
from qes.pipeline.models.drafting.acts import take_in
from qes.synthesis.findings import Record
from qes.synthesis.quoted import check_quoted
from qes.web.access import Here, NotAllowed, Visitor, Who, allow
from qes.web.answers import Json
from qes.web.findings import citations
from qes.web.findings import desk as findings_desk
from qes.web.findings.forms import OnVersion, Tried, Withdrawn, Word, Written
from qes.web.sight import kept_from
from qes.web.state import State
from qes.web.views import common
from qes.web.views import findings as told

router = APIRouter(prefix="/api/findings", tags=["findings"])


# --- Reading ----------------------------------------------------------------------------------------


@router.get("")
@allow(Role.VIEWER)
def listed(here: Here, who: Who) -> Json:
    """Every finding with where it stands; what one can choose from; how many are held back, and why."""
    found = findings_desk.standings_now(here)
    seen = [each for each in found if not kept_from(here, who, _cited(each))]
    passages = here.ledger.passages
    return Json(
        {
            "findings": [told.row(each) for each in seen],
            "held": len(found) - len(seen),
            "cases": sorted({each.case for each in passages.values() if each.case}),
            "rules": told.rules(findings_desk.rubric_now(here)),
            "passages": len(passages),
        }
    )


@router.get("/searching")
@allow(Role.REVIEWER)
def under_way(here: Here) -> Json:
    """Whether a search is under way, and how many passages it had to prepare first."""
    state = findings_desk.searching(here)
    return Json({"running": state.running, "done": state.done, "total": state.total})


@router.get("/{finding}")
@allow(Role.VIEWER)
def one(here: Here, who: Who, finding: str) -> Json:
    """One finding with its versions and searches; candidates are shown to those who weigh them."""
    return Json(_whole(here, who, finding))


def _whole(here: State, who: Visitor, key: str) -> dict[str, Any]:
    here.ledger.refresh()
    found = standing(here.project, key)
    if kept_from(here, who, _cited(found)):
        error = NotAllowed(f"this finding cites passages that {who.name} is yet to code unaided")
        error.hint = "Code them in the queue or the reader, then come back."
        raise error
    record, store = found.record, here.project.store
    weighed = [finding_log.weighed_of(each) for each in store.standing_events(finding_log.WEIGHED)]
    searches = [finding_log.counter_of(each) for each in store.standing_events(finding_log.SEARCHED)]
    history = findings.history(here.project, key)
    return told.detail(found, here.ledger) | {
        "versions": [told.version(each, here.ledger, (v.id for v in record.versions)) for each in history],
        "searches": [told.search(each, weighed) for each in searches if each.finding == key],
        "counter": _counter(here, record) if who.role.allows(Role.REVIEWER) else None,
    }


def _counter(here: State, record: Record) -> dict[str, Any] | None:
    found = record.counter
    if found is None:
        return None
    again = reread(here.project, [of_candidate(each, against=True) for each in found.candidates])
    return {"id": found.id, "valid": record.valid, "candidates": told.candidates(record, again, here.ledger)}


def _cited(found: Standing) -> list[Citation]:
    """Everything that any version of a finding cites, or cited."""
    return [*found.finding.citations, *(each for past in found.record.versions for each in past.citations)]


# --- Writing ----------------------------------------------------------------------------------------


@router.post("/try")
@allow(Role.REVIEWER)
def tried(here: Here, body: Tried) -> Json:
    """What would come of a draft: its quotes, what is wrong with its quotation marks, the confidence proposed.

    Nothing is saved. `citations` come in the order sent; one whose passage is gone is null.
    """
    here.ledger.refresh()
    found = [citations.pointed_at(here.ledger, each) for each in body.citations]
    now = [each for each in found if each is not None]
    return Json(
        {
            "citations": [citations.view(here.ledger, each) if each else None for each in found],
            "quotation": _wrong_quotation(body.statement, now),
            "proposal": common.confidence(findings_desk.proposed(here, now)),
        }
    )


def _wrong_quotation(statement: str, cited: list[Citation]) -> dict[str, str] | None:
    try:
        check_quoted("Not to be saved so", statement, [each.quote for each in cited])
    except BadFinding as error:  # asked for, so an answer and no failure
        return {"error": str(error), "hint": error.hint}
    return None


@router.post("")
@allow(Role.REVIEWER)
def save(here: Here, who: Who, body: Written) -> Json:
    """Save a version; 409 when another has come since the one it started from, or its draft is open no longer."""
    if body.draft:
        saved = take_in(here.project, body.draft, body.version, who.name, request=body.key)
    else:
        saved = findings.save(here.project, body.version, who.name, body.seen, request=body.key)
    return _done(here, who, saved.key)


@router.post("/{finding}/withdraw")
@allow(Role.REVIEWER)
def withdraw(here: Here, who: Who, finding: str, body: Withdrawn) -> Json:
    """Withdraw it, with a reason; saving it again brings it back."""
    findings.withdraw(here.project, finding, who.name, body.seen, body.reason, request=body.key)
    return _done(here, who, finding)


@router.post("/{finding}/approve")
@allow(Role.LEAD)
def approve(here: Here, who: Who, finding: str, body: OnVersion) -> Json:
    """Approve the version that was read; what is still missing is named."""
    findings.approve(here.project, finding, who.name, body.seen, request=body.key)
    return _done(here, who, finding)


@router.post("/{finding}/search")
@allow(Role.REVIEWER)
def search(here: Here, who: Who, finding: str, body: OnVersion) -> Json:
    """Search for counter-evidence; may take seconds. It stays on record, also when nothing is found."""
    findings_desk.search(here, finding, who.name, body.seen, body.key)
    return _done(here, who, finding)


@router.post("/{finding}/weigh")
@allow(Role.REVIEWER)
def weigh(here: Here, who: Who, finding: str, body: Word) -> Json:
    """Say of a candidate whether it speaks against the finding; 409 when somebody else has said something since."""
    standing(here.project, finding)
    said = counter.weigh(
        here.project,
        body.counter,
        body.candidate,
        body.weight,
        who.name,
        body.seen,
        note=body.note,
        request=body.key,
    )
    here.hub.poke()
    record = standing(here.project, finding).record
    return Json({"word": told.word(said), "said": told.said(record), "missing": list(record.missing)})


def _done(here: State, who: Visitor, key: str) -> Json:
    here.hub.poke()
    return Json(_whole(here, who, key))
