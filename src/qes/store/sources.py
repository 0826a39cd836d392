"""Sources, their revisions and passages; nothing that was once stored is deleted."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Select, delete, select, update

from qes.errors import BadDecision, NotFound, StoreError
from qes.model import Passage, Source, Span
from qes.store import codec, words
from qes.store.schema import fingerprints, passages, revisions, sources
from qes.store.sql import among, upsert

INGEST = "ingest"

_PLACE = ("source_id", "start", "stop", "text")
"""What an id of a passage stands for and may never change."""
_FACTS = ("ordinal", "kind", "case", "speaker", "question", "heading", "page", "time", "current")


def save(connection: Connection, source: Source, cut: Sequence[Passage], fingerprint: str) -> None:
    """Save a source with its passages; see `Store.save_source`."""
    _check_quotes(source, cut)
    row = codec.source_row(source)
    revision = {"source_id": source.id, "text_sha256": row["text_sha256"], "text": source.text}
    upsert(connection, revisions, [revision | {"length": len(source.text)}])
    upsert(connection, sources, [row], update=[name for name in row if name != "id"])
    connection.execute(update(passages).where(passages.c.source_id == source.id).values(current=False))
    rows = [codec.passage_row(passage, row["text_sha256"]) for passage in cut]
    _check_unmoved(connection, source.path, rows)
    upsert(connection, passages, rows, update=_FACTS)
    words.add(connection, {passage.id: passage.text for passage in cut})
    set_fingerprint(connection, INGEST, source.path, fingerprint)


def _check_quotes(source: Source, cut: Sequence[Passage]) -> None:
    for passage in cut:
        quoted = source.text[passage.span.start : passage.span.end]
        if passage.source_id != source.id or passage.text != quoted:
            raise StoreError(f"{source.path}: passage {passage.id!r} does not read as its source does")


def _check_unmoved(connection: Connection, path: str, rows: Sequence[codec.Values]) -> None:
    wanted = {row["id"]: row for row in rows}
    columns = [passages.c[name] for name in _PLACE]
    for known in connection.execute(select(passages.c.id, *columns).where(among(connection, passages.c.id, wanted))):
        if any(getattr(known, name) != wanted[known.id][name] for name in _PLACE):
            raise StoreError(f"{path}: passage {known.id!r} already stands for another text, which must not change")


def retire(connection: Connection, source_id: str) -> None:
    """Set a source aside; see `Store.retire_source`."""
    path = connection.execute(select(sources.c.path).where(sources.c.id == source_id)).scalar()
    if path is None:
        raise NotFound("source", source_id)
    connection.execute(update(sources).where(sources.c.id == source_id).values(current=False))
    connection.execute(update(passages).where(passages.c.source_id == source_id).values(current=False))
    known = (fingerprints.c.stage == INGEST) & (fingerprints.c.key == path)
    connection.execute(delete(fingerprints).where(known))


def current(connection: Connection, path: str | None = None) -> list[Source]:
    """The current sources by path, or the one of that path."""
    statement = _sources().where(sources.c.current).order_by(sources.c.path, sources.c.id)
    if path is not None:
        statement = statement.where(sources.c.path == path)
    return codec.each(codec.source_of, connection.execute(statement))


def get(connection: Connection, source_id: str) -> Source:
    """A source, current or retired; NotFound."""
    row = connection.execute(_sources().where(sources.c.id == source_id)).first()
    if row is None:
        raise NotFound("source", source_id)
    return codec.one(codec.source_of, row)


def check_places(connection: Connection, places: Sequence[tuple[str, Span | None]]) -> None:
    """See that passages exist and spans lie within their texts.

    Raises:
        NotFound: A passage is not in the store.
        BadDecision: A span reaches beyond the text.
    """
    same = (passages.c.source_id == revisions.c.source_id) & (passages.c.text_sha256 == revisions.c.text_sha256)
    wanted = among(connection, passages.c.id, {passage_id for passage_id, _ in places})
    statement = select(passages.c.id, revisions.c.length).join_from(passages, revisions, same).where(wanted)
    lengths: dict[str, int] = {row.id: row.length for row in connection.execute(statement)}
    for passage_id, span in places:
        if passage_id not in lengths:
            raise NotFound("passage", passage_id)
        if span is not None and span.end > lengths[passage_id]:
            raise BadDecision(f"passage {passage_id!r}: its source ends before character {span.end}")


def _sources() -> Select[tuple[object, ...]]:
    same = (sources.c.id == revisions.c.source_id) & (sources.c.text_sha256 == revisions.c.text_sha256)
    return select(sources, revisions.c.text).join_from(sources, revisions, same)


def find_passages(
    connection: Connection,
    source_id: str | None,
    case: str | None,
    ids: Collection[str] | None,
    current: bool | None,
) -> list[Passage]:
    """Passages in reading order; see `Store.passages`."""
    statement = select(passages).join_from(passages, sources, passages.c.source_id == sources.c.id)
    if source_id is not None:
        statement = statement.where(passages.c.source_id == source_id)
    if case is not None:
        statement = statement.where(passages.c.case == case)
    if ids is not None:
        statement = statement.where(among(connection, passages.c.id, ids))
    if current is not None:
        statement = statement.where(passages.c.current == current)
    statement = statement.order_by(sources.c.path, sources.c.id, passages.c.ordinal, passages.c.start, passages.c.id)
    return codec.each(codec.passage_of, connection.execute(statement).all())


def text_of(connection: Connection, passage_id: str) -> str:
    """The text a passage's span points into; NotFound."""
    same = (passages.c.source_id == revisions.c.source_id) & (passages.c.text_sha256 == revisions.c.text_sha256)
    statement = select(revisions.c.text).join_from(passages, revisions, same).where(passages.c.id == passage_id)
    text: str | None = connection.execute(statement).scalar()
    if text is None:
        raise NotFound("passage", passage_id)
    return text


def fingerprint(connection: Connection, stage: str, key: str) -> str | None:
    """The fingerprint of a stage's last run on something."""
    known = (fingerprints.c.stage == stage) & (fingerprints.c.key == key)
    return connection.execute(select(fingerprints.c.value).where(known)).scalar()


def set_fingerprint(connection: Connection, stage: str, key: str, value: str) -> None:
    """Note the fingerprint of a stage's run on something."""
    upsert(connection, fingerprints, [{"stage": stage, "key": key, "value": value}], update=["value"])
