"""What models were asked and what they answered: a row each, and an event of the log that proves every word of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select

from qes.errors import StoreError
from qes.model import Event, Exchange, Problem, Prompt, sha256
from qes.store import codec
from qes.store.log import Entry
from qes.store.schema import events, exchanges
from qes.store.sql import among
from qes.store.standing import ASKED, record

_BATCH = {"yield_per": 500}
_HELD = select(exchanges.c.id).where(exchanges.c.id.in_(bindparam("ids", expanding=True)))


def save(connection: Connection, made: Sequence[Exchange], author: str) -> None:
    """Add exchanges with their events; those that are there already are left as they are."""
    held = _held(connection, [each.id for each in made])
    new = {each.id: each for each in made if each.id not in held}
    if not new:
        return
    entries = [Entry(author, ASKED, _body(each), identity=each.id) for each in new.values()]
    told = record(connection, entries)
    connection.execute(insert(exchanges), [_row(each, event) for each, event in zip(new.values(), told, strict=True)])


def _held(connection: Connection, ids: Collection[str]) -> set[str]:
    """Those of the ids that are there; the connection must hold the write lock."""
    return set(connection.execute(_HELD, {"ids": list(ids)}).scalars())


def _body(each: Exchange) -> dict[str, Any]:
    """What the log says of an exchange: its words by hash, the rest as it is."""
    if each.attempt < 1:
        raise StoreError(f"exchange {each.id!r} holds no reply and is not kept")
    asked = {"template": each.prompt.template, "about": each.prompt.about, "sample": each.prompt.sample}
    words = {"prompt": each.prompt.sha256, "reply": sha256(each.reply), "trouble": each.trouble}
    counts = {"in": each.tokens_in, "out": each.tokens_out, "attempt": each.attempt, "seconds": round(each.seconds, 3)}
    return {"model": each.model, "settings": each.settings, **asked, **words, **counts}


def _row(each: Exchange, event: Event) -> dict[str, Any]:
    prompt = each.prompt
    return {
        "id": each.id,
        "seq": event.seq,
        "model": each.model,
        "settings": each.settings,
        "prompt_sha256": prompt.sha256,
        "sample": prompt.sample,
        "attempt": each.attempt,
        "about": prompt.about,
        "template": prompt.template,
        "system": prompt.system,
        "user": prompt.user,
        "schema": prompt.schema,
        "reply": each.reply,
        "trouble": each.trouble,
        "tokens_in": each.tokens_in,
        "tokens_out": each.tokens_out,
        "seconds": round(each.seconds, 3),
        "at": event.at,
    }


def exchange_of(row: Row[Any]) -> Exchange:
    """An exchange from its row."""
    prompt = Prompt(row.template, row.system, row.user, row.schema, row.about, row.sample)
    words = (row.id, row.model, row.settings, prompt, row.reply, row.trouble)
    return Exchange(*words, row.tokens_in, row.tokens_out, row.seconds, row.attempt, row.at)


def find(
    connection: Connection,
    ids: Collection[str] | None,
    about: Collection[str] | None,
    prompts: Collection[str] | None,
    same: Mapping[str, str | int | None],
    usable: bool | None,
    before: str | None,
    most: int | None,
) -> list[Exchange]:
    """Exchanges, the newest first; see `Store.exchanges`."""
    statement = select(exchanges).order_by(exchanges.c.seq.desc()).limit(most)
    for column, wanted in ((exchanges.c.id, ids), (exchanges.c.about, about), (exchanges.c.prompt_sha256, prompts)):
        if wanted is not None:
            statement = statement.where(among(connection, column, wanted))
    for name, value in same.items():
        if value is not None:
            statement = statement.where(exchanges.c[name] == value)
    if usable is not None:
        statement = statement.where(exchanges.c.trouble == "" if usable else exchanges.c.trouble != "")
    if before is not None:
        known = select(exchanges.c.seq).where(exchanges.c.id == before).scalar_subquery()
        statement = statement.where(exchanges.c.seq < known)
    return codec.each(exchange_of, connection.execute(statement))


def kinds(connection: Connection) -> list[tuple[str, str]]:
    """Each model with each prompt file it was asked by."""
    statement = select(exchanges.c.model, exchanges.c.template).distinct()
    found = statement.order_by(exchanges.c.model, exchanges.c.template)
    return [(row.model, row.template) for row in connection.execute(found)]


@dataclass(frozen=True, slots=True)
class Total:
    """What one model took for prompts of one template."""

    model: str
    settings: str
    template: str
    calls: int
    tokens_in: int
    tokens_out: int


def totals(connection: Connection) -> list[Total]:
    """Of all that is kept, by model, settings and template."""
    by = (exchanges.c.model, exchanges.c.settings, exchanges.c.template)
    sums = (func.count(), func.sum(exchanges.c.tokens_in), func.sum(exchanges.c.tokens_out))
    rows = connection.execute(select(*by, *sums).group_by(*by).order_by(*by))
    return [Total(*row[:3], *(int(each) for each in row[3:])) for row in rows]


# --- Whether they are as they were ----------------------------------------------------------------


def faults(connection: Connection) -> Iterator[Problem]:
    """Every exchange that differs from what the log says of it, and every one that is told of but gone."""
    joined: Select[Any] = select(exchanges, events.c.id.label("told"), events.c.kind, events.c.body)
    joined = joined.outerjoin_from(exchanges, events, exchanges.c.seq == events.c.seq).order_by(exchanges.c.seq)
    for row in connection.execute(joined, execution_options=_BATCH):
        if (fault := _fault(row)) is not None:
            yield Problem(f"exchange {row.id} with {row.model}", fault)
    gone = select(events.c.id, events.c.seq).where(events.c.kind == ASKED, events.c.id.not_in(select(exchanges.c.id)))
    for row in connection.execute(gone.order_by(events.c.seq), execution_options=_BATCH):
        yield Problem(f"exchange {row.id}", f"event {row.seq} of the log tells of it, but it is not there")


def _fault(row: Row[Any]) -> str | None:
    if (row.told, row.kind) != (row.id, ASKED):
        return "the log does not tell of it"
    exchange = exchange_of(row)
    if exchange.prompt.sha256 != row.prompt_sha256:
        return "its prompt was changed: it does not match its SHA-256"
    if codec.canonical(_body(exchange)) != row.body:
        return "it was changed after it was kept: it differs from what the log says of it"
    return None
