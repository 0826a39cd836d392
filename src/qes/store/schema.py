"""The tables, as the newest migration leaves them; a test holds the two together.

`events` is the record and only ever grows. `standing` is derived from it: where each event stands now. `accounts` is
what its events of that kind come to, beside the passwords, which the log does not hold.
Texts of sources are kept per revision, so that whatever points into one stays readable.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects import postgresql

STRING = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text that sorts by codepoint on every server, whatever its language settings."""

metadata = MetaData()

revisions = Table(
    "revisions",
    metadata,
    Column("source_id", STRING, primary_key=True),
    Column("text_sha256", STRING, primary_key=True),
    Column("text", STRING, nullable=False),
    Column("length", Integer, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("id", STRING, primary_key=True),
    Column("path", STRING, nullable=False),
    Column("text_sha256", STRING, nullable=False),
    Column("file_sha256", STRING, nullable=False),
    Column("language", STRING),
    Column("blocks", STRING, nullable=False),
    Column("sections", STRING, nullable=False),
    Column("interviewers", STRING, nullable=False),
    Column("notes", STRING, nullable=False),
    Column("current", Boolean, nullable=False),
    ForeignKeyConstraint(["id", "text_sha256"], ["revisions.source_id", "revisions.text_sha256"]),
    Index("sources_by_path", "path"),
)

passages = Table(
    "passages",
    metadata,
    Column("id", STRING, primary_key=True),
    Column("source_id", STRING, ForeignKey("sources.id"), nullable=False),
    Column("text_sha256", STRING, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("text", STRING, nullable=False),
    Column("kind", STRING, nullable=False),
    Column("case", STRING),
    Column("speaker", STRING),
    Column("question", STRING),
    Column("heading", STRING),
    Column("page", Integer),
    Column("time", Double),
    Column("current", Boolean, nullable=False),
    ForeignKeyConstraint(["source_id", "text_sha256"], ["revisions.source_id", "revisions.text_sha256"]),
    Index("passages_by_source", "source_id", "ordinal"),
)

passage_words = Table(
    "passage_words",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("passage_id", STRING, ForeignKey("passages.id"), nullable=False),
    Column("words", Text().with_variant(postgresql.TSVECTOR, "postgresql"), nullable=False),
    Index("passage_words_by_passage", "passage_id", unique=True),
    Index("passage_words_by_word", "words", postgresql_using="gin").ddl_if(dialect="postgresql"),
)
"""The full-text index; `qes.store.words` says how. On SQLite its `number` ties it to the FTS5 table `passage_fts`,
which SQLAlchemy has no words for and which is therefore made by its migration alone."""

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("stage", STRING, primary_key=True),
    Column("key", STRING, primary_key=True),
    Column("value", STRING, nullable=False),
)

vectors = Table(
    "vectors",
    metadata,
    Column("embedder", STRING, primary_key=True),
    Column("hash", STRING, primary_key=True),
    Column("dimensions", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", STRING, primary_key=True),
    Column("suggester", STRING, nullable=False),
    Column("passage_id", STRING, ForeignKey("passages.id"), nullable=False),
    Column("code", STRING, nullable=False),
    Column("score", Double, nullable=False),
    Column("maker", STRING, nullable=False),
    Column("reason", STRING, nullable=False),
    Column("start", Integer),
    Column("stop", Integer),
    Column("current", Boolean, nullable=False),
    Index("suggestions_by_passage", "passage_id"),
    Index("suggestions_by_suggester", "suggester", "current", "passage_id"),
)

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", STRING, nullable=False),
    Column("at", STRING, nullable=False),
    Column("author", STRING, nullable=False),
    Column("kind", STRING, nullable=False),
    Column("body", STRING, nullable=False),
    Column("previous", STRING, nullable=False),
    Column("hash", STRING, nullable=False),
    Index("events_by_id", "id", unique=True),
    Index("events_by_kind", "kind", "seq"),
    Index("events_by_author", "author", "seq"),
)

standing = Table(
    "standing",
    metadata,
    Column("seq", Integer, ForeignKey("events.seq"), primary_key=True, autoincrement=False),
    Column("live", Boolean, nullable=False),
    Column("target", Integer),
    Column("passage_id", STRING, ForeignKey("passages.id")),
    Column("start", Integer),
    Column("stop", Integer),
    Index("standing_by_passage", "passage_id"),
    Index("standing_by_target", "target"),
)
"""`live`: not undone. `target`: the event an undo or carry is about. The rest: the passage and span that a
decision or adjudication stands on now, or that a carry moves its target to."""

exchanges = Table(
    "exchanges",
    metadata,
    Column("id", STRING, primary_key=True),
    Column("seq", Integer, ForeignKey("events.seq"), nullable=False),
    Column("model", STRING, nullable=False),
    Column("settings", STRING, nullable=False),
    Column("prompt_sha256", STRING, nullable=False),
    Column("sample", Integer, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("about", STRING, nullable=False),
    Column("template", STRING, nullable=False),
    Column("system", STRING, nullable=False),
    Column("user", STRING, nullable=False),
    Column("schema", STRING, nullable=False),
    Column("reply", STRING, nullable=False),
    Column("trouble", STRING, nullable=False),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("at", STRING, nullable=False),
    Index("exchanges_by_seq", "seq", unique=True),
    Index("exchanges_by_prompt", "prompt_sha256"),
    Index("exchanges_by_about", "about", "seq"),
)
"""What models were asked and answered. `seq`: the event of the log that tells of it, and proves every word by hash."""

accounts = Table(
    "accounts",
    metadata,
    Column("name", STRING, primary_key=True),
    Column("folded", STRING, nullable=False),
    Column("role", STRING, nullable=False),
    Column("password", STRING, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made", STRING, nullable=False),
    Index("accounts_by_folded", "folded", unique=True),
)
"""`folded`: the name without regard to case (`name_key`). `password`: an argon2 hash."""

sessions = Table(
    "sessions",
    metadata,
    Column("token_sha256", STRING, primary_key=True),
    Column("name", STRING, ForeignKey("accounts.name"), nullable=False),
    Column("made", STRING, nullable=False),
    Column("expires", STRING, nullable=False),
    Index("sessions_by_name", "name"),
)
"""Who is signed in; no part of the record, and left out of backups."""
