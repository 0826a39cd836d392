"""Re-read everything and say what does not hold; row by row, so that memory stays flat."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, literal, or_, select, text

from qes.errors import QesError, StoreError
from qes.model import Problem, sha256
from qes.store import codec, exchanges, log, people, vectors, words
from qes.store.engine import Database
from qes.store.failures import translated
from qes.store.schema import events, passages, revisions, sources, standing
from qes.store.schema import vectors as stored_vectors
from qes.store.standing import ADJUDICATION, CARRY, DECISION, UNDO, Fold, Place, fold, place_in

_BATCH = {"yield_per": 500}

Part = Callable[[Connection], Iterator[Problem]]


def check(database: Database) -> list[Problem]:
    """Every problem found, part by part; see `Store.check`."""
    parts: tuple[Part, ...] = (
        _file,
        _log,
        _left_over,
        people.faults,
        exchanges.faults,
        _sources,
        _texts,
        _words,
        _spans,
        _vectors,
    )
    with database.snapshot() as connection:
        return [problem for part in parts for problem in _guarded(part, connection, database.where)]


def _guarded(part: Part, connection: Connection, where: str) -> Iterator[Problem]:
    """A part's problems; where the database cannot even be read, that is the problem, and the next part is tried."""
    try:
        with translated(where):
            yield from part(connection)
    except (QesError, ValueError, TypeError) as error:
        yield Problem(where, f"cannot be read to the end: {error}")


def _stream(connection: Connection, statement: Select[Any]) -> Iterator[Row[Any]]:
    return iter(connection.execute(statement, execution_options=_BATCH))


def _file(connection: Connection) -> Iterator[Problem]:
    if connection.dialect.name != "sqlite":
        return
    for row in connection.execute(text("PRAGMA integrity_check")):
        if row[0] != "ok":
            yield Problem("database file", row[0])
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Problem(f"table {row[0]}, row {row[1]}", f"refers to an entry of {row[2]} that is not there")


# --- The log and what stands ----------------------------------------------------------------------


def _log(connection: Connection) -> Iterator[Problem]:
    expected = _folded(connection)
    about = set(expected.targets.values())
    positions: dict[str, int] = {}
    together = standing.c.seq == events.c.seq
    columns = (standing.c.seq.label("stands"), *(column for column in standing.c if column.name != "seq"))
    statement = select(events, *columns).outerjoin_from(events, standing, together).order_by(events.c.seq)
    for row, faults in log.broken_links(_stream(connection, statement)):
        where = f"event {row.seq} ({row.kind} {row.id})"
        yield from (Problem(where, fault) for fault in faults)
        if row.id in about:
            positions[row.id] = row.seq
        if (fault := _misplaced(row, expected, positions)) is not None:
            yield Problem(where, fault)


def _folded(connection: Connection) -> Fold:
    statement = select(events.c.id, events.c.kind, events.c.body).order_by(events.c.seq)
    rows = _stream(connection, statement.where(events.c.kind.in_((UNDO, CARRY))))
    parsed = ((row.id, row.kind, _body(row)) for row in rows)
    return fold((event_id, kind, body) for event_id, kind, body in parsed if body is not None)


def _body(row: Row[Any]) -> dict[str, Any] | None:
    """An event's body; None when it is so damaged that it is none, which its hash will tell."""
    try:
        body = json.loads(row.body)
        if not isinstance(body, dict):
            return None
        place_in(row.kind, body)
    except (ValueError, TypeError, KeyError):
        return None
    return body if row.kind not in (UNDO, CARRY) or isinstance(body.get("target"), str) else None


def _misplaced(row: Row[Any], expected: Fold, positions: dict[str, int]) -> str | None:
    """How the place noted for an event differs from what the log says."""
    body = _body(row)
    if body is None:
        return "its body cannot be read"
    if row.stands is None:
        return "the log holds it, but where it stands was not noted"
    target = expected.targets.get(row.id)
    where = expected.moved.get(row.id) or place_in(row.kind, body)
    should = (row.id not in expected.undone, positions.get(target) if target else None, where)
    if should == (row.live, row.target, Place(row.passage_id, row.start, row.stop)):
        return None
    return "where it stands now differs from what the log says"


def _left_over(connection: Connection) -> Iterator[Problem]:
    for row in _stream(connection, select(standing.c.seq).where(standing.c.seq.not_in(select(events.c.seq)))):
        yield Problem(f"event {row.seq}", "it stands, but the log does not hold it: events are missing")


# --- Texts ----------------------------------------------------------------------------------------


def _sources(connection: Connection) -> Iterator[Problem]:
    without_texts = select(sources, literal("").label("text"))  # they come one at a time, in `_texts`
    for row in _stream(connection, without_texts.order_by(sources.c.path, sources.c.id)):
        try:
            codec.one(codec.source_of, row)
        except StoreError as error:
            yield Problem(f"source {row.path}", str(error))


def _texts(connection: Connection) -> Iterator[Problem]:
    known: Select[Any] = select(revisions.c.source_id, revisions.c.text_sha256, sources.c.path).outerjoin_from(
        revisions, sources, revisions.c.source_id == sources.c.id
    )
    for revision in connection.execute(known.order_by(sources.c.path, revisions.c.text_sha256)).all():
        yield from _text(connection, revision)


def _text(connection: Connection, revision: Row[Any]) -> Iterator[Problem]:
    same = (revisions.c.source_id == revision.source_id) & (revisions.c.text_sha256 == revision.text_sha256)
    stored = connection.execute(select(revisions.c.text, revisions.c.length).where(same)).one()
    where = f"{revision.path}, text {revision.text_sha256[:12]}"
    if sha256(stored.text) != revision.text_sha256 or len(stored.text) != stored.length:
        yield Problem(where, "the stored text was changed: it does not match its SHA-256")
    cut = (passages.c.source_id == revision.source_id) & (passages.c.text_sha256 == revision.text_sha256)
    statement = select(passages.c.id, passages.c.start, passages.c.stop, passages.c.text).where(cut)
    for row in _stream(connection, statement.order_by(passages.c.start, passages.c.id)):
        if stored.text[row.start : row.stop] != row.text:
            place = f"{revision.path}, passage {row.id} (characters {row.start}-{row.stop})"
            yield Problem(place, "does not read as the stored text does")


def _words(connection: Connection) -> Iterator[Problem]:
    for passage_id in words.missing(connection):
        yield Problem(f"passage {passage_id}", "is missing from the full-text index, so that its words are not found")


def _spans(connection: Connection) -> Iterator[Problem]:
    same = (passages.c.source_id == revisions.c.source_id) & (passages.c.text_sha256 == revisions.c.text_sha256)
    joined = events.join(standing, events.c.seq == standing.c.seq)
    joined = joined.outerjoin(passages, standing.c.passage_id == passages.c.id).outerjoin(revisions, same)
    outside = or_(
        revisions.c.length.is_(None),
        standing.c.start < 0,
        standing.c.stop <= standing.c.start,
        standing.c.stop > revisions.c.length,
        standing.c.start.is_(None) != standing.c.stop.is_(None),
    )
    statement = select(events.c.seq, events.c.id, events.c.kind, standing.c.start, standing.c.stop).select_from(joined)
    placed = statement.where(events.c.kind.in_((DECISION, ADJUDICATION)), outside).order_by(events.c.seq)
    for row in _stream(connection, placed):
        where = f"event {row.seq} ({row.kind} {row.id})"
        yield Problem(where, f"characters {row.start}-{row.stop} do not lie within a stored text")


def _vectors(connection: Connection) -> Iterator[Problem]:
    statement = select(stored_vectors).order_by(stored_vectors.c.embedder, stored_vectors.c.hash)
    for row in _stream(connection, statement):
        if (fault := vectors.fault(row)) is not None:
            yield Problem(f"vector {row.hash} of {row.embedder}", fault)
