"""The full-text index of passages, filled with those that are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from qes.store.words import stored_words

revision = "0002"
down_revision = "0001"

STRING = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
WORDS = sa.Text().with_variant(postgresql.TSVECTOR, "postgresql")

FTS5 = (
    # The words come folded and parted by spaces; `ascii` cuts them there and nowhere else.
    "CREATE VIRTUAL TABLE passage_fts USING fts5"
    "(words, content='passage_words', content_rowid='number', tokenize='ascii')",
    "CREATE TRIGGER passage_words_added AFTER INSERT ON passage_words BEGIN "
    "INSERT INTO passage_fts (rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER passage_words_removed AFTER DELETE ON passage_words BEGIN "
    "INSERT INTO passage_fts (passage_fts, rowid, words) VALUES ('delete', old.number, old.words); END",
    "CREATE TRIGGER passage_words_changed AFTER UPDATE ON passage_words BEGIN "
    "INSERT INTO passage_fts (passage_fts, rowid, words) VALUES ('delete', old.number, old.words); "
    "INSERT INTO passage_fts (rowid, words) VALUES (new.number, new.words); END",
)


def upgrade() -> None:
    """Make the tables and fill them."""
    op.create_table(
        "passage_words",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("passage_id", STRING, sa.ForeignKey("passages.id"), nullable=False),
        sa.Column("words", WORDS, nullable=False),
    )
    op.create_index("passage_words_by_passage", "passage_words", ["passage_id"], unique=True)
    if op.get_context().dialect.name == "sqlite":
        for statement in FTS5:
            op.execute(statement)
    else:
        op.create_index("passage_words_by_word", "passage_words", ["words"], postgresql_using="gin")
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    given = sa.table("passages", sa.column("id", STRING), sa.column("text", STRING))
    filled = sa.table("passage_words", sa.column("passage_id", STRING), sa.column("words", WORDS))
    dialect = connection.dialect.name
    ids = connection.execute(sa.select(given.c.id).order_by(given.c.id)).scalars().all()
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        rows = connection.execute(sa.select(given).where(given.c.id.in_(some)).order_by(given.c.id))
        values = [{"passage_id": row.id, "words": stored_words(row.text, dialect)} for row in rows]
        connection.execute(sa.insert(filled), values)
