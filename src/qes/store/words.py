"""The full-text index: every passage's words, folded by qes itself so that both databases find the same.

Nothing is ever taken out, since a passage keeps its text for good; which passages count is asked when searching.
On SQLite `passage_words` holds the folded words and triggers keep the FTS5 table `passage_fts` in step with it; on
PostgreSQL it holds a `tsvector`. Neither database's own rules for cutting words come into play.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    FromClause,
    Select,
    and_,
    cast,
    column,
    exists,
    func,
    insert,
    literal,
    literal_column,
    not_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from qes.model import PassageKind
from qes.store.query import Query, Term
from qes.store.schema import passage_words, passages
from qes.store.sql import among
from qes.text import words

_CODABLE = (PassageKind.SPEECH.value, PassageKind.PROSE.value, PassageKind.TABLE.value)
_MOST_POSITIONS = 16_000
"""A tsvector counts positions up to 16,383."""
_MOST_BYTES = 500_000
"""Of words in a tsvector, which holds a megabyte with its positions."""


class Found(NamedTuple):
    """A passage that fits a query."""

    passage_id: str
    rank: float
    """The higher the better; comparable within one search."""


# --- Writing ----------------------------------------------------------------------------------------


def add(connection: Connection, texts: Mapping[str, str]) -> None:
    """Index passages (id → text) that are not yet."""
    known = select(passage_words.c.passage_id).where(among(connection, passage_words.c.passage_id, texts))
    new = texts.keys() - set(connection.execute(known).scalars())
    dialect = connection.dialect.name
    rows = [{"passage_id": each, "words": stored_words(texts[each], dialect)} for each in sorted(new)]
    if rows:
        connection.execute(insert(passage_words), rows)


def stored_words(text: str, dialect: str) -> str:
    """The words of a text as the column `words` holds them: parted by spaces, or as a tsvector is written."""
    folded = [word.folded for word in words(text)]
    return " ".join(folded) if dialect == "sqlite" else " ".join(_lexemes(folded))


def _lexemes(folded: Sequence[str]) -> Iterator[str]:
    size = 0
    placed = sorted((word, place) for place, word in enumerate(folded[:_MOST_POSITIONS], start=1))
    for word, places in groupby(placed, key=lambda each: each[0]):
        size += len(word.encode())
        if size > _MOST_BYTES:
            return
        yield f"'{word}':{','.join(str(place) for _, place in places)}"


def missing(connection: Connection) -> Iterable[str]:
    """The passages that are not in the index."""
    indexed = exists().where(passage_words.c.passage_id == passages.c.id)
    if connection.dialect.name == "sqlite":
        sizes = table("passage_fts_docsize", column("id"))
        indexed = indexed.where(passage_words.c.number == sizes.c.id)
    return connection.execute(select(passages.c.id).where(not_(indexed)).order_by(passages.c.id)).scalars()


# --- Searching --------------------------------------------------------------------------------------


def find(connection: Connection, query: Query, most: int | None) -> list[Found]:
    """The best passages for a query; see `Store.search`."""
    if not query.wanted and not query.excluded:
        return []
    statement = _on_sqlite(query) if connection.dialect.name == "sqlite" else _on_postgresql(connection, query)
    statement = statement.where(passages.c.current, passages.c.case.is_not(None), passages.c.kind.in_(_CODABLE))
    ranked = statement.order_by(literal_column("rank").desc(), passages.c.id).limit(most)
    return [Found(row.id, float(row.rank)) for row in connection.execute(ranked)]


def _selected(rank: ColumnElement[Any], given: FromClause) -> Select[Any]:
    return select(passages.c.id, rank.label("rank")).select_from(
        given.join(passages, passage_words.c.passage_id == passages.c.id)
    )


# SQLite: https://www.sqlite.org/fts5.html, section 3. A quoted string is a phrase, whatever it holds.


def _on_sqlite(query: Query) -> Select[Any]:
    number = passage_words.c.number
    if query.wanted:
        rank = (-func.bm25(literal_column("passage_fts"))).label("rank")
        ranked = _matching(" OR ".join(map(_fts5, query.wanted))).add_columns(rank).subquery()
        statement = _selected(ranked.c.rank, ranked.join(passage_words, ranked.c.rowid == number))
    else:
        statement = _selected(literal(0.0), passage_words)
    if query.phrases:
        statement = statement.where(number.in_(_matching(" AND ".join(map(_fts5, query.phrases)))))
    if query.excluded:
        statement = statement.where(number.not_in(_matching(" OR ".join(map(_fts5, query.excluded)))))
    return statement


def _matching(expression: str) -> Select[Any]:
    fts = table("passage_fts", column("rowid"))
    return select(fts.c.rowid).where(literal_column("passage_fts").bool_op("MATCH")(expression))


def _fts5(term: Term) -> str:
    """The word itself counts on top of words that begin with it."""
    phrase = f'"{" ".join(term.words)}"'
    return f"({phrase} OR {phrase} *)" if term.open else phrase


# PostgreSQL: ts_rank knows nothing of how rare a word is, so each term is weighed by that, as BM25 does.


def _on_postgresql(connection: Connection, query: Query) -> Select[Any]:
    held = [passage_words.c.words.bool_op("@@")(_tsquery([term])) for term in query.wanted]
    rank: ColumnElement[Any] = literal(0.0)
    for term, weight in zip(query.wanted, _weights(connection, held), strict=True):
        rank = rank + literal(weight, Double) * cast(func.ts_rank(passage_words.c.words, _tsquery([term]), 1), Double)
    statement = _selected(rank, passage_words)
    if query.wanted:
        statement = statement.where(passage_words.c.words.bool_op("@@")(_tsquery(query.wanted)))
    statement = statement.where(and_(True, *held[: len(query.phrases)]))
    if query.excluded:
        statement = statement.where(not_(passage_words.c.words.bool_op("@@")(_tsquery(query.excluded))))
    return statement


def _weights(connection: Connection, held: Sequence[ColumnElement[bool]]) -> list[float]:
    """Per term, how rare it is (Robertson and Spärck Jones 1976, as in Lucene's BM25)."""
    counts = [func.count().filter(each) for each in held]
    total, *having = connection.execute(select(func.count(), *counts).select_from(passage_words)).one()
    return [math.log(1 + (total - count + 0.5) / (count + 0.5)) for count in having]


def _tsquery(terms: Sequence[Term]) -> ColumnElement[Any]:
    return cast(literal(" | ".join(f"({_phrase(term)})" for term in terms)), TSQUERY)


def _phrase(term: Term) -> str:
    return " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.open else "")
