"""Scores by people: locked apart, then settled, then signed off; each checked, and an event of the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from qes.errors import BadAccount, BadDecision, BadScore, Conflict, NotFound
from qes.model import Codebook, Consensus, Event, Reopening, Role, Score, SignOff, Unit, digest
from qes.model.people import name_key
from qes.pipeline.scoring.log import KINDS, body_of, in_force, kind_of, record_of
from qes.pipeline.scoring.state import check_unit, needed, rubric_of, sheet, standing_of, standings, unit_evidence
from qes.project import Project
from qes.synthesis.quoted import check_statement
from qes.synthesis.scoring import rules
from qes.synthesis.scoring.standing import Record, UnitStanding, basis, standing

__all__ = [
    "lock",
    "needed",
    "reopen",
    "settle",
    "sheet",
    "sign",
    "standing_of",
    "standings",
    "unit_evidence",
    "withdraw",
]

Record_ = TypeVar("Record_", Score, Consensus, SignOff, Reopening)


# --- What people do ---------------------------------------------------------------------------


def lock(project: Project, score: Score, seen: str | None, request: str = "") -> Score:
    """Lock a score; its author may lock another one until the round is complete.

    Args:
        project: Whose log it goes to.
        score: With the rubric its author saw. Its basis, if it has none, is that of the evidence as it is now.
        seen: Id of the last event of the unit its author saw (`Sheet.seen`); None: there was none.
        request: Names the request; sent a second time, it changes nothing and gives what it gave the first time.

    Returns:
        The score with its id and time.

    Raises:
        BadScore: The round is complete, the rubric does not know what it says, or its reason or confidence quotes what
            nobody said.
        Conflict: Something has come that its author can see, or was taken back, since they looked.
        NotFound: There is no such unit.
        NoRubric: The codebook has none.
        BadAccount: There are accounts, and its author's does not allow it.
    """
    return _say(project, score, seen, request, Role.REVIEWER)


def settle(project: Project, consensus: Consensus, seen: str | None, request: str = "") -> Consensus:
    """Settle on a level; arguments and errors as in `lock`. It settles the scores in force if it names none."""
    return _say(project, consensus, seen, request, Role.REVIEWER)


def sign(project: Project, signoff: SignOff, seen: str | None, request: str = "") -> SignOff:
    """Sign a level off; arguments and errors as in `lock`, and BadScore where its statement quotes what nobody said.

    It rests on the scores and the consensus in force if it names none. Signed anew, the last one stands: so a lead
    confirms a level after the evidence has changed.
    """
    return _say(project, signoff, seen, request, Role.LEAD)


def reopen(project: Project, reopening: Reopening, seen: str | None, request: str = "") -> Reopening:
    """Begin another round; arguments and errors as in `lock`. What was said before stays in the history."""
    return _say(project, reopening, seen, request, Role.LEAD)


def withdraw(project: Project, event_id: str, author: str, reason: str, request: str = "") -> Event:
    """Take back the last event of a unit: one's own, or as a lead anybody's.

    Args:
        project: Whose log it is.
        event_id: Which; the last the author has seen of the unit.
        author: Who takes it back.
        reason: Why.
        request: As in `lock`.

    Returns:
        The event by which it was undone.

    Raises:
        NotFound: There is no such event.
        BadScore: No reason, or it is a score of a complete round.
        Conflict: It is not the last one in force.
        BadAccount: There are accounts, and the author's does not allow it.
    """
    identity = digest("score-withdrawn", author, event_id, request) if request else None
    if identity and (done := _logged(project, "undo", identity)):
        return done
    found = [each for kind in KINDS for each in project.store.events(kind=kind) if each.id == event_id]
    if not found:
        raise NotFound("score", event_id)
    record = record_of(found[0])
    own = name_key(record.author) == name_key(author)
    _check_role(project, author, Role.REVIEWER if own and isinstance(record, Score | Consensus) else Role.LEAD)
    rules.check_withdrawal(record, _now(project, record.unit), author, reason)
    try:
        undo = project.store.undo(event_id, author, reason, identity=identity)
    except BadDecision as error:
        raise Conflict(f"the scoring of {rules.named(record.unit)}", "") from error
    _check_again(project, record, undo, reason)
    return undo


# --- Checking and writing ---------------------------------------------------------------------


def _say(project: Project, record: Record_, seen: str | None, request: str, role: Role) -> Record_:
    kind, unit = kind_of(record), record.unit
    identity = digest(kind, record.author, unit.case, unit.capability, request) if request else None
    if identity and (done := _logged(project, kind, identity)):
        return _same(record, done)
    _check_role(project, record.author, role)
    codebook, now = project.codebook(), _now(project, unit)
    check_unit(project, unit, codebook)
    whole = _completed(project, record, now, codebook)
    rules.check(whole, now, seen)
    if not isinstance(whole, Reopening):
        _freeze(project, codebook.id, whole.rubric)

    def check(events: list[Event]) -> None:
        rules.check(whole, standing(unit, in_force(events, unit), now.needed), seen)

    event = project.store.append(
        record.author, kind, body_of(whole), at=record.at or None, identity=identity, kinds=KINDS, check=check
    )
    return _same(record, event)


def _now(project: Project, unit: Unit) -> UnitStanding:
    return standing(unit, in_force(_events(project), unit), needed(project))


def _events(project: Project) -> list[Event]:
    """Those in force by which people score, in the order of the log."""
    found = (each for kind in KINDS for each in project.store.standing_events(kind))
    return sorted(found, key=lambda each: each.seq)


def _freeze(project: Project, codebook: str, rubric: str) -> None:
    """From now on something refers to these versions; only what is allowed comes here, so that nothing else does."""
    if project.store.fingerprint("codebook", codebook) is None:
        project.use_codebook()
    if project.store.fingerprint("rubric", rubric) is None:
        project.use_rubric()


def _completed(project: Project, record: Record_, now: UnitStanding, codebook: Codebook) -> Record_:
    """With what the log knows better than whoever says it, checked against the rubric."""
    if isinstance(record, Reopening):
        return record
    rules.check_fit(record, rubric_of(project))
    evidence = unit_evidence(project, record.unit, codebook)
    found = dict(record.basis) or basis(evidence)
    _check_quotations(record, [each.coding.quote for each in evidence if each.coding.counts])
    if isinstance(record, Score):
        return replace(record, basis=found, needed=now.needed)
    scores = record.scores or tuple(each.id for each in now.scores)
    if isinstance(record, Consensus):
        return replace(record, basis=found, scores=scores)
    consensus = now.consensus.id if now.consensus and not record.scores else record.consensus
    return replace(record, basis=found, scores=scores, consensus=consensus)


def _check_quotations(record: Score | Consensus | SignOff, quotes: Sequence[str]) -> None:
    """Of what reports print."""
    if isinstance(record, SignOff):
        check_statement(record.unit, record.statement, quotes)
    else:
        check_statement(record.unit, record.reason, quotes, "its reason")
    for words in record.confidence.words if record.confidence else ():
        check_statement(record.unit, words, quotes, "its confidence")


def _same(record: Record_, event: Event) -> Record_:
    """What the log holds, which is of the kind that was asked for."""
    found: Record = record_of(event)
    if not isinstance(found, type(record)):
        raise BadDecision(f"event {event.id!r} stands for something else: {event.kind}")
    return found


def _logged(project: Project, kind: str, identity: str) -> Event | None:
    """The event a request has made already, in force or not."""
    return next((each for each in project.store.events(kind=kind) if each.id == identity), None)


def _check_role(project: Project, author: str, role: Role) -> None:
    """Refuse who may not; without any accounts, everybody may."""
    if not project.store.accounts():
        return
    user = project.store.account(author)
    if user is None or not user.active:
        raise BadAccount(f"{author!r} has no active account")
    if not user.role.allows(role):
        hint = f"`qes user role NAME {role.value}` allows it."
        raise BadAccount(f"{author!r} is a {user.role.value}, and this takes a {role.value}", hint)


def _check_again(project: Project, record: Record, undo: Event, reason: str) -> None:
    """Bring back what was taken back, if somebody has built on it between the check and the undo."""
    before = [each for each in _events(project) if each.seq < undo.seq]
    mine = [each for each in project.store.events(kind=kind_of(record)) if each.id == record.id]
    events = sorted(before + mine, key=lambda each: each.seq)
    now = standing(record.unit, in_force(events, record.unit), needed(project))
    try:
        rules.check_withdrawal(record, now, undo.author, reason)
    except (BadScore, Conflict):
        project.store.undo(undo.id, undo.author, "somebody was quicker")
        raise
