"""People's scores as events of the log, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qes.model import Answer, Consensus, Event, Reopening, Score, SignOff, Unit
from qes.pipeline.findings.log import confidence_body, confidence_of
from qes.project import Project
from qes.synthesis.scoring.standing import Past, Record, Withdrawal

SCORED, SETTLED, SIGNED, REOPENED = "scored", "score-settled", "score-signed", "score-reopened"
KINDS = (SCORED, SETTLED, SIGNED, REOPENED)
"""Of the events by which people score; to undo one takes it out of force."""

_KIND_OF: dict[type[Record], str] = {Score: SCORED, Consensus: SETTLED, SignOff: SIGNED, Reopening: REOPENED}


def kind_of(record: Record) -> str:
    """Kind of the event a record is kept as."""
    return _KIND_OF[type(record)]


def histories(project: Project) -> dict[Unit, list[Past]]:
    """Everything ever said of each unit, in the order of the log, also what was taken back, and by whom."""
    events = [each for kind in KINDS for each in project.store.events(kind=kind)]
    live = {each.id for kind in KINDS for each in project.store.standing_events(kind)}
    withdrawn = _withdrawals(project, {each.id for each in events} - live)
    found: dict[Unit, list[Past]] = {}
    for event in sorted(events, key=lambda each: each.seq):
        record = record_of(event)
        found.setdefault(record.unit, []).append(Past(record, withdrawn.get(event.id)))
    return found


def in_force(events: Iterable[Event], unit: Unit) -> list[Past]:
    """What some events that are in force say of a unit."""
    records = (record_of(event) for event in events)
    return [Past(record) for record in records if record.unit == unit]


def _withdrawals(project: Project, ids: set[str]) -> dict[str, Withdrawal]:
    """How each of some events was taken back; the last time, if it was more than once."""
    if not ids:
        return {}
    undos = (each for each in project.store.events(kind="undo") if each.body["target"] in ids)
    return {each.body["target"]: Withdrawal(each.author, each.body["reason"], each.at) for each in undos}


# --- Bodies -----------------------------------------------------------------------------------


def body_of(record: Record) -> dict[str, Any]:
    """What the log keeps of a record beside its author, id and time."""
    unit = {"case": record.unit.case, "capability": record.unit.capability}
    if isinstance(record, Reopening):
        return unit | {"reason": record.reason}
    body = unit | {
        "rubric": record.rubric,
        "level": record.level,
        "confidence": confidence_body(record.confidence) if record.confidence else None,
        "basis": dict(record.basis),
    }
    if isinstance(record, SignOff):
        return body | {"scores": list(record.scores), "consensus": record.consensus, "statement": record.statement}
    body |= {"answers": {name: answer.value for name, answer in record.answers.items()}, "reason": record.reason}
    return body | ({"needed": record.needed} if isinstance(record, Score) else {"scores": list(record.scores)})


def record_of(event: Event) -> Record:
    """The record an event keeps."""
    body = dict(event.body)
    given: dict[str, Any] = {"author": event.author, "id": event.id, "at": event.at}
    given["unit"] = Unit(body.pop("case"), body.pop("capability"))
    if body.get("confidence"):
        body["confidence"] = confidence_of(body["confidence"])
    if "answers" in body:
        body["answers"] = {name: Answer(answer) for name, answer in body["answers"].items()}
    if "scores" in body:
        body["scores"] = tuple(body["scores"])
    kind = next(each for each, name in _KIND_OF.items() if name == event.kind)
    return kind(**given, **body)
