"""Decisions and adjudications: events of the log whose place may move and which may be undone."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from qes.errors import Conflict
from qes.model import Adjudication, Decision, ErrorKind, Event, Verdict
from qes.store import codec, log
from qes.store.log import Entry
from qes.store.schema import events, standing
from qes.store.sources import check_places
from qes.store.sql import among
from qes.store.standing import ADJUDICATION, DECISION, record


def decide(connection: Connection, decisions: Sequence[Decision]) -> list[Decision]:
    """Append decisions; errors as in `Store.decide`."""
    entries = [Entry(each.coder, DECISION, _decision_body(each), each.at or None, each.id) for each in decisions]
    if done := log.known(connection, entries):
        return codec.each(_decision, _stored(connection, DECISION, done))
    check_places(connection, [(each.passage_id, each.span) for each in decisions])
    appended = record(connection, entries)
    return [replace(each, id=event.id, at=event.at) for each, event in zip(decisions, appended, strict=True)]


def adjudicate(
    connection: Connection, adjudications: Sequence[Adjudication], seen: Sequence[str | None] | None
) -> list[Adjudication]:
    """Append adjudications; see `Store.adjudicate`."""
    entries = [
        Entry(each.author, ADJUDICATION, _adjudication_body(each), each.at or None, each.id) for each in adjudications
    ]
    if done := log.known(connection, entries):
        return codec.each(_adjudication, _stored(connection, ADJUDICATION, done))
    if seen is not None:
        _check_seen(connection, adjudications, seen)
    check_places(connection, [(each.passage_id, each.span) for each in adjudications])
    appended = record(connection, entries)
    return [replace(each, id=event.id, at=event.at) for each, event in zip(adjudications, appended, strict=True)]


def _check_seen(connection: Connection, adjudications: Sequence[Adjudication], seen: Sequence[str | None]) -> None:
    """See that nothing has come, or been taken back, since somebody looked; the write lock keeps it so."""
    here = among(connection, standing.c.passage_id, {each.passage_id for each in adjudications})
    rows = connection.execute(_of_kind(ADJUDICATION, live=True).where(here))
    last = {(each.passage_id, each.code): each.id for each in codec.each(_adjudication, rows)}
    for each, known in zip(adjudications, seen, strict=True):
        now = last.get((each.passage_id, each.code))
        if now != known:
            raise Conflict(f"how {each.code!r} on passage {each.passage_id!r} is settled", now or "")


def _stored(connection: Connection, kind: str, done: Sequence[Event]) -> list[Row[Any]]:
    """What is in the log already, where it stands now and whether or not it is undone."""
    ids = [event.id for event in done]
    rows = connection.execute(_of_kind(kind, live=False).where(among(connection, events.c.id, ids)))
    by_id = {row.id: row for row in rows}
    return [by_id[each] for each in ids]


def find_decisions(
    connection: Connection,
    coder: str | None,
    passage_ids: Collection[str] | None,
    ids: Collection[str] | None,
    *,
    live: bool,
) -> list[Decision]:
    """Decisions in the order of the log; see `Store.decisions`."""
    statement = _of_kind(DECISION, live)
    if coder is not None:
        statement = statement.where(events.c.author == coder)
    if passage_ids is not None:
        statement = statement.where(among(connection, standing.c.passage_id, passage_ids))
    if ids is not None:
        statement = statement.where(among(connection, events.c.id, ids))
    return codec.each(_decision, connection.execute(statement).all())


def find_adjudications(connection: Connection, *, live: bool) -> list[Adjudication]:
    """Adjudications in the order of the log; see `Store.adjudications`."""
    return codec.each(_adjudication, connection.execute(_of_kind(ADJUDICATION, live)))


def _of_kind(kind: str, live: bool) -> Select[Any]:
    columns = (events.c.id, events.c.at, events.c.author, events.c.body)
    place = (standing.c.passage_id, standing.c.start, standing.c.stop)
    statement = select(*columns, *place).join_from(events, standing, events.c.seq == standing.c.seq)
    statement = statement.where(events.c.kind == kind).order_by(events.c.seq)
    return statement.where(standing.c.live) if live else statement


def _decision_body(decision: Decision) -> codec.Values:
    """What the log keeps of a decision beside its coder, id and time."""
    return {
        "passage_id": decision.passage_id,
        "verdict": decision.verdict.value,
        "codebook": decision.codebook,
        "code": decision.code,
        "replacement": decision.replacement,
        "span": codec.pair(decision.span),
        "suggestion_id": decision.suggestion_id,
        "attributes": dict(decision.attributes),
        "memo": decision.memo,
        "blind": decision.blind,
    } | ({"action": decision.action} if decision.action else {})


def _decision(row: Row[Any]) -> Decision:
    """From what `_of_kind` selects; unpacked, as there may be many."""
    identity, at, author, body, passage_id, start, stop = tuple[Any, ...](row)
    said = codec.decoded(body)
    said["passage_id"], said["span"] = passage_id, codec.span_of(start, stop)
    said["coder"], said["verdict"], said["id"], said["at"] = author, Verdict(said["verdict"]), identity, at
    return Decision(**said)


def made_by(event: Event) -> Decision:
    """The decision that an event of the log logs, where it was made."""
    body = dict(event.body)
    start, stop = body.pop("span") or (None, None)
    own = {"span": codec.span_of(start, stop), "coder": event.author, "id": event.id, "at": event.at}
    return Decision(**(body | own | {"verdict": Verdict(body["verdict"])}))


def _adjudication_body(adjudication: Adjudication) -> codec.Values:
    """What the log keeps of an adjudication beside its author, id and time."""
    return {
        "passage_id": adjudication.passage_id,
        "code": adjudication.code,
        "applies": adjudication.applies,
        "reason": adjudication.reason,
        "codebook": adjudication.codebook,
        "span": codec.pair(adjudication.span),
        "attributes": dict(adjudication.attributes),
        **({"kind": adjudication.kind.value} if adjudication.kind else {}),
    }


def _adjudication(row: Row[Any]) -> Adjudication:
    body: codec.Values = json.loads(row.body)
    kind = ErrorKind(body["kind"]) if body.get("kind") else None  # older bodies have none
    return Adjudication(**(body | _place_now(row) | {"author": row.author, "kind": kind}))


def _place_now(row: Row[Any]) -> codec.Values:
    return {"passage_id": row.passage_id, "span": codec.span_of(row.start, row.stop), "id": row.id, "at": row.at}
