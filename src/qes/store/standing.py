"""Where the events of the log stand now: undone or in force, and on which passage and span.

Two ways lead to it and must agree: events are applied one by one as they are appended, and `fold`
derives the same from the whole log; `qes verify` compares them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, insert, select, update

from qes.errors import BadDecision, NotFound
from qes.model import Event, Span
from qes.store import log
from qes.store.codec import pair
from qes.store.log import Entry
from qes.store.schema import events, standing
from qes.store.sources import check_places

DECISION = "decision"
ADJUDICATION = "adjudication"
UNDO = "undo"
CARRY = "carry"
SKIPPED = "skipped"
"""A coder puts a passage off; undone like a decision."""
ACCOUNT = "account"
ASKED = "asked"
"""A language model was asked, and answered."""
KINDS = (DECISION, ADJUDICATION, UNDO, CARRY, ACCOUNT, ASKED)
"""The kinds of event that change something beside the log; each has a method of its own to append it."""


class Place(NamedTuple):
    """A passage and the span of the source's text on it; all None for an event that stands on nothing."""

    passage_id: str | None = None
    start: int | None = None
    stop: int | None = None


def place_in(kind: str, body: Mapping[str, Any]) -> Place:
    """The place an event's body names."""
    if kind not in (DECISION, ADJUDICATION, CARRY, SKIPPED):
        return Place()
    start, stop = body.get("span") or (None, None)
    return Place(body["passage_id"], start, stop)


# --- Appending ------------------------------------------------------------------------------------


def record(connection: Connection, entries: Sequence[Entry], target: int | None = None) -> list[Event]:
    """Append events and note where they stand."""
    appended = log.append(connection, entries)
    rows = [
        {"seq": event.seq, "live": True, "target": target} | place_in(event.kind, event.body)._asdict()
        for event in appended
    ]
    if rows:
        connection.execute(insert(standing), rows)
    return appended


def find(connection: Connection, kind: str) -> list[Event]:
    """The events of a kind that are in force, in the order of the log."""
    statement = select(events).join_from(events, standing, events.c.seq == standing.c.seq)
    statement = statement.where(events.c.kind == kind, standing.c.live).order_by(events.c.seq)
    return log.decoded(connection.execute(statement))


# --- Undoing and carrying over --------------------------------------------------------------------


def undo(
    connection: Connection,
    event_id: str,
    author: str,
    reason: str,
    *,
    identity: str | None = None,
    action: str = "",
) -> Event:
    """Append an undo and take its target out of force; arguments and errors as in `Store.undo`."""
    body = {"target": event_id, "reason": reason} | ({"action": action} if action else {})
    entry = Entry(author, UNDO, body, identity=identity)
    if done := log.known(connection, [entry]):
        return done[0]
    target = _find(connection, event_id)
    if not target.live:
        raise BadDecision(f"{target.kind} {event_id!r} is undone already")
    if target.kind == ACCOUNT:
        raise BadDecision("a change of an account is not undone; change the account again")
    if target.kind == ASKED:
        raise BadDecision("what a model was asked and answered stays in the log")
    [event] = record(connection, [entry], target=target.seq)
    _reassess(connection, target.seq)
    return event


def carry(
    connection: Connection, decision_id: str, passage_id: str, span: Span | None, author: str, reason: str
) -> Event:
    """Append a carry and move its target; errors as in `Store.carry`."""
    target = _find(connection, decision_id)
    if target.kind not in (DECISION, ADJUDICATION):
        raise BadDecision(f"{target.kind} {decision_id!r} stands on no passage and cannot be carried over")
    if not target.live:
        raise BadDecision(f"{target.kind} {decision_id!r} is undone and cannot be carried over")
    check_places(connection, [(passage_id, span)])
    body = {"target": decision_id, "passage_id": passage_id, "span": pair(span), "reason": reason}
    [event] = record(connection, [Entry(author, CARRY, body)], target=target.seq)
    _settle(connection, target.seq)
    return event


def _find(connection: Connection, event_id: str) -> Row[Any]:
    row = connection.execute(_joined().where(events.c.id == event_id)).first()
    if row is None:
        raise NotFound("event", event_id)
    return row


def _reassess(connection: Connection, seq: int | None) -> None:
    """See whether an event still stands after an undo of it came or went, and so on along whatever it undoes itself.

    There may be two undos of one event in force, the later one from when the earlier was undone, so none is
    taken to bring the event back alone.
    """
    while seq is not None:
        event = connection.execute(_joined().where(events.c.seq == seq)).one()
        undos = (standing.c.target == seq) & standing.c.live & (events.c.kind == UNDO)
        live = connection.execute(_joined().where(undos).limit(1)).first() is None
        if live == event.live:
            return
        connection.execute(update(standing).where(standing.c.seq == seq).values(live=live))
        if event.kind == CARRY:
            _settle(connection, event.target)
        seq = event.target if event.kind == UNDO else None


def _settle(connection: Connection, seq: int) -> None:
    """Put a decision or adjudication where the last carry in force says, or where it was made."""
    carries = (standing.c.target == seq) & standing.c.live & (events.c.kind == CARRY)
    last = connection.execute(_joined().where(carries).order_by(events.c.seq.desc()).limit(1)).first()
    origin = last or connection.execute(_joined().where(events.c.seq == seq)).one()
    place = place_in(origin.kind, json.loads(origin.body))
    connection.execute(update(standing).where(standing.c.seq == seq).values(**place._asdict()))


@dataclass(frozen=True, slots=True)
class Fold:
    """What the undos and carries of a whole log come to."""

    undone: set[str] = field(default_factory=set)
    moved: dict[str, Place] = field(default_factory=dict)
    """Id of a decision or adjudication → where its last carry in force puts it."""
    targets: dict[str, str] = field(default_factory=dict)
    """Id of an undo or carry → what it is about."""


def fold(links: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Fold:
    """Derive what stands from the undos and carries (id, kind, body) in the order of the log.

    An event is undone if and only if an undo of it is in force. Whatever is about an event comes after it,
    so one pass from the end settles every undo before it is needed.
    """
    result = Fold()
    ordered = list(links)
    for event_id, kind, body in reversed(ordered):
        result.targets[event_id] = body["target"]
        if kind == UNDO and event_id not in result.undone:
            result.undone.add(body["target"])
    for event_id, kind, body in ordered:
        if kind == CARRY and event_id not in result.undone:
            result.moved[body["target"]] = place_in(kind, body)
    return result


def _joined() -> Select[Any]:
    columns = (standing.c.live, standing.c.target, standing.c.passage_id, standing.c.start, standing.c.stop)
    return select(events, *columns).join_from(events, standing, events.c.seq == standing.c.seq)
