"""The append-only log: events chained by hash, so that a changed, missing or inserted one shows.

Whoever asks for an event may name it, so that a request sent twice counts once.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from qes.errors import BadDecision
from qes.model import Event, sha256
from qes.store import codec
from qes.store.schema import events
from qes.store.sql import among

START = "0" * 64
"""What the first event names as the hash before it."""
_TAIL = select(events.c.seq, events.c.hash).order_by(events.c.seq.desc()).limit(1)
_RUN = 200
"""Events of one step read at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event about to be appended; `at` is now unless it is given."""

    author: str
    kind: str
    body: Mapping[str, Any]
    at: str | None = None
    identity: str | None = None
    """Its id; made up unless it is given."""


def stamp(moment: datetime) -> str:
    """A moment as the log writes it: UTC, ISO 8601 to the microsecond, so that sorting them puts them in order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def known(connection: Connection, entries: Sequence[Entry]) -> list[Event]:
    """The stored events of the entries, in their order, if they are in the log already; empty if none of them is.

    The connection must hold the write lock, so that the answer stays true until the entries are appended.

    Raises:
        BadDecision: Only some of them are there, an id is used twice, or stands for an event of another author or kind.
    """
    wanted = [entry.identity for entry in entries if entry.identity]
    if not wanted:
        return []
    if len(set(wanted)) < len(wanted):
        raise BadDecision("two events of one request have the same id")
    rows = connection.execute(select(events).where(among(connection, events.c.id, wanted)))
    found = {event.id: event for event in decoded(rows)}
    if not found:
        return []
    if len(found) < len(entries):
        raise BadDecision(f"only {len(found)} of {len(entries)} events of a repeated request are in the log")
    for entry in entries:
        event = found[entry.identity or ""]
        if (event.author, event.kind) != (entry.author, entry.kind):
            raise BadDecision(f"the id {event.id!r} stands for something else already: a {event.kind}, {event.at}")
    return [found[each] for each in wanted]


def append(connection: Connection, entries: Sequence[Entry]) -> list[Event]:
    """Chain the entries to the end of the log; the connection must hold the write lock."""
    tail = connection.execute(_TAIL).first()
    last, previous = (0, START) if tail is None else (tail.seq, tail.hash)
    now = stamp(datetime.now(UTC))
    rows = []
    for seq, entry in enumerate(entries, start=last + 1):
        rows.append(_row(entry, seq, entry.at or now, previous))
        previous = rows[-1]["hash"]
    if rows:
        connection.execute(insert(events), rows)
    return [Event(**(row | {"body": json.loads(row["body"])})) for row in rows]


def _row(entry: Entry, seq: int, at: str, previous: str) -> dict[str, Any]:
    identity = entry.identity or uuid.uuid4().hex[:16]
    body = codec.canonical(dict(entry.body))
    return {
        "seq": seq,
        "id": identity,
        "at": at,
        "author": entry.author,
        "kind": entry.kind,
        "body": body,
        "previous": previous,
        "hash": chained(previous, seq, identity, at, entry.author, entry.kind, body),
    }


def chained(previous: str, seq: int, identity: str, at: str, author: str, kind: str, body: str) -> str:
    """The hash of an event: SHA-256 of the hash before it and [seq, id, at, author, kind, body] as JSON.

    Args:
        previous: Hash of the event before, or `START`.
        seq: Position in the log, from 1.
        identity: The event's id.
        at: Its time.
        author: Who it is by.
        kind: What it is.
        body: Its body as stored, which is canonical JSON already; so a change of a single byte shows.
    """
    head = codec.canonical([seq, identity, at, author, kind])
    return sha256(f"{previous}{head[:-1]},{body}]")


def read(connection: Connection, kind: str | None, after: int, limit: int) -> list[Event]:
    """Up to `limit` events that follow the position `after`, in order."""
    statement = select(events).where(events.c.seq > after).order_by(events.c.seq).limit(limit)
    if kind is not None:
        statement = statement.where(events.c.kind == kind)
    return decoded(connection.execute(statement))


def run_from(connection: Connection, first: str, action: str) -> list[Event]:
    """The event with the id `first` and those after it that are of the same step; empty if there is none.

    What is one step was appended in one transaction, so nothing else stands in between.
    """
    begun = connection.execute(select(events.c.seq).where(events.c.id == first)).scalar()
    if begun is None:
        return []
    [head] = read(connection, None, begun - 1, 1)
    step = (head.author, head.kind, action)
    found: list[Event] = []
    while True:
        page = read(connection, None, begun - 1 + len(found), _RUN)
        same = list(takewhile(lambda event: (event.author, event.kind, event.body.get("action")) == step, page))
        found += same
        if len(same) < _RUN:
            return found


def decoded(rows: Iterable[Row[Any]]) -> list[Event]:
    """Rows of `events` as events; StoreError if one was damaged."""
    return codec.each(_event, rows)


def _event(row: Row[Any]) -> Event:
    return Event(**(row._asdict() | {"body": json.loads(row.body)}))


def broken_links(rows: Iterator[Row[Any]]) -> Iterator[tuple[Row[Any], list[str]]]:
    """Each event with what is wrong about its place in the chain; a fault is told where it is, not ever after."""
    seq, previous = 0, START
    for row in rows:
        faults = []
        if row.seq != seq + 1:
            faults.append(f"event {seq + 1} should follow event {seq}: events are missing")
        if row.previous != previous:
            faults.append("does not link to the event before it: one was changed, removed or put in between")
        if row.hash != chained(row.previous, row.seq, row.id, row.at, row.author, row.kind, row.body):
            faults.append("its content does not match its hash: it was changed after it was written")
        seq, previous = row.seq, row.hash
        yield row, faults
