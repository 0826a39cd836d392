"""Suggestions; those of an earlier run are kept, for decisions may name them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, update

from qes.errors import NotFound
from qes.model import Suggestion
from qes.store import codec
from qes.store.schema import passages, sources, suggestions
from qes.store.sql import among, upsert


def replace(connection: Connection, suggester: str, made: Sequence[Suggestion]) -> None:
    """Make these the suggester's current suggestions."""
    _renew(connection, suggester, suggestions.c.suggester == suggester, made)


def offer(connection: Connection, suggester: str, passage_id: str, made: Sequence[Suggestion]) -> None:
    """Make these the suggester's current suggestions for one passage."""
    here = (suggestions.c.suggester == suggester) & (suggestions.c.passage_id == passage_id)
    _renew(connection, suggester, here, made)


def _renew(connection: Connection, suggester: str, past: ColumnElement[bool], made: Sequence[Suggestion]) -> None:
    connection.execute(update(suggestions).where(past).values(current=False))
    rows = [codec.suggestion_row(each, suggester) for each in made]
    upsert(connection, suggestions, rows, update=[column.name for column in suggestions.c if column.name != "id"])


def find(
    connection: Connection,
    passage_ids: Collection[str] | None,
    ids: Collection[str] | None,
    suggester: str | None,
    current: bool | None,
) -> list[Suggestion]:
    """Suggestions in reading order, likeliest first; see `Store.suggestions`."""
    statement = _in_reading_order()
    if passage_ids is not None:
        statement = statement.where(among(connection, suggestions.c.passage_id, passage_ids))
    if ids is not None:
        statement = statement.where(among(connection, suggestions.c.id, ids))
    if suggester is not None:
        statement = statement.where(suggestions.c.suggester == suggester)
    if current is not None:
        statement = statement.where(suggestions.c.current == current)
    return codec.each(codec.suggestion_of, connection.execute(statement))


def proposals(connection: Connection, suggester: str) -> list[Suggestion]:
    """Current suggestions without their reasons; see `Store.proposals`."""
    at = suggestions.c
    statement = select(at.id, at.passage_id, at.code, at.score, at.maker, at.start, at.stop)
    chosen = statement.where(at.suggester == suggester, at.current)
    return codec.each(codec.proposal_of, connection.execute(chosen))


def _in_reading_order() -> Select[Any]:
    joined = suggestions.join(passages, suggestions.c.passage_id == passages.c.id)
    statement = select(suggestions).select_from(joined.join(sources, passages.c.source_id == sources.c.id))
    reading = (sources.c.path, sources.c.id, passages.c.ordinal, passages.c.id)
    return statement.order_by(*reading, suggestions.c.score.desc(), suggestions.c.code, suggestions.c.id)


def get(connection: Connection, suggestion_id: str) -> Suggestion:
    """One suggestion, current or not; NotFound."""
    row = connection.execute(select(suggestions).where(suggestions.c.id == suggestion_id)).first()
    if row is None:
        raise NotFound("suggestion", suggestion_id)
    return codec.one(codec.suggestion_of, row)
