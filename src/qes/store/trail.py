"""The log read backwards: what was done last, by anybody or by one person."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from qes.model import Event
from qes.store import codec
from qes.store.schema import events, standing


@dataclass(frozen=True, slots=True)
class Trace:
    """An event, whether it is in force, and the passage it stands on now."""

    event: Event
    live: bool
    passage_id: str | None
    """For an undo: the one that what it is about stands on."""
    about: str | None = None
    """Kind of the event that an undo is about."""


def latest(
    connection: Connection, author: str | None, kinds: Collection[str] | None, before: int | None, most: int
) -> list[Trace]:
    """The newest events first; see `Store.latest`."""
    target, stands = events.alias(), standing.alias()
    columns = (standing.c.live, standing.c.passage_id, target.c.kind.label("about"), stands.c.passage_id.label("there"))
    joined = events.join(standing, events.c.seq == standing.c.seq)
    joined = joined.outerjoin(target, standing.c.target == target.c.seq).outerjoin(stands, target.c.seq == stands.c.seq)
    statement = select(events, *columns).select_from(joined)
    if author is not None:
        statement = statement.where(events.c.author == author)
    if kinds is not None:
        # Not the bare column: SQLite would gather all events of the kinds and sort them, however few are wanted.
        statement = statement.where(events.c.kind.concat("").in_(sorted(kinds)))
    if before is not None:
        statement = statement.where(events.c.seq < before)
    return codec.each(_trace, connection.execute(statement.order_by(events.c.seq.desc()).limit(most)))


def _trace(row: Row[Any]) -> Trace:
    event = Event(row.seq, row.id, row.at, row.author, row.kind, json.loads(row.body), row.previous, row.hash)
    return Trace(event, row.live, row.passage_id or row.there, row.about)
