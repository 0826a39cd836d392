"""The first version: sources and their revisions, passages, fingerprints, vectors, suggestions, the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

STRING = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _sources()
    _passages()
    _caches()
    _suggestions()
    _log()


def _sources() -> None:
    op.create_table(
        "revisions",
        sa.Column("source_id", STRING, primary_key=True),
        sa.Column("text_sha256", STRING, primary_key=True),
        sa.Column("text", STRING, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("id", STRING, primary_key=True),
        sa.Column("path", STRING, nullable=False),
        sa.Column("text_sha256", STRING, nullable=False),
        sa.Column("file_sha256", STRING, nullable=False),
        sa.Column("language", STRING),
        sa.Column("blocks", STRING, nullable=False),
        sa.Column("sections", STRING, nullable=False),
        sa.Column("interviewers", STRING, nullable=False),
        sa.Column("notes", STRING, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["id", "text_sha256"], ["revisions.source_id", "revisions.text_sha256"]),
    )
    op.create_index("sources_by_path", "sources", ["path"])


def _passages() -> None:
    op.create_table(
        "passages",
        sa.Column("id", STRING, primary_key=True),
        sa.Column("source_id", STRING, sa.ForeignKey("sources.id"), nullable=False),
        sa.Column("text_sha256", STRING, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("stop", sa.Integer, nullable=False),
        sa.Column("text", STRING, nullable=False),
        sa.Column("kind", STRING, nullable=False),
        sa.Column("case", STRING),
        sa.Column("speaker", STRING),
        sa.Column("question", STRING),
        sa.Column("heading", STRING),
        sa.Column("page", sa.Integer),
        sa.Column("time", sa.Double),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["source_id", "text_sha256"], ["revisions.source_id", "revisions.text_sha256"]),
    )
    op.create_index("passages_by_source", "passages", ["source_id", "ordinal"])


def _caches() -> None:
    op.create_table(
        "fingerprints",
        sa.Column("stage", STRING, primary_key=True),
        sa.Column("key", STRING, primary_key=True),
        sa.Column("value", STRING, nullable=False),
    )
    op.create_table(
        "vectors",
        sa.Column("embedder", STRING, primary_key=True),
        sa.Column("hash", STRING, primary_key=True),
        sa.Column("dimensions", sa.Integer, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )


def _suggestions() -> None:
    op.create_table(
        "suggestions",
        sa.Column("id", STRING, primary_key=True),
        sa.Column("suggester", STRING, nullable=False),
        sa.Column("passage_id", STRING, sa.ForeignKey("passages.id"), nullable=False),
        sa.Column("code", STRING, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.Column("maker", STRING, nullable=False),
        sa.Column("reason", STRING, nullable=False),
        sa.Column("start", sa.Integer),
        sa.Column("stop", sa.Integer),
        sa.Column("current", sa.Boolean, nullable=False),
    )
    op.create_index("suggestions_by_passage", "suggestions", ["passage_id"])
    op.create_index("suggestions_by_suggester", "suggestions", ["suggester", "current"])


def _log() -> None:
    op.create_table(
        "events",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", STRING, nullable=False),
        sa.Column("at", STRING, nullable=False),
        sa.Column("author", STRING, nullable=False),
        sa.Column("kind", STRING, nullable=False),
        sa.Column("body", STRING, nullable=False),
        sa.Column("previous", STRING, nullable=False),
        sa.Column("hash", STRING, nullable=False),
    )
    op.create_index("events_by_id", "events", ["id"], unique=True)
    op.create_index("events_by_kind", "events", ["kind", "seq"])
    op.create_table(
        "standing",
        sa.Column("seq", sa.Integer, sa.ForeignKey("events.seq"), primary_key=True, autoincrement=False),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.Column("target", sa.Integer),
        sa.Column("passage_id", STRING, sa.ForeignKey("passages.id")),
        sa.Column("start", sa.Integer),
        sa.Column("stop", sa.Integer),
    )
    op.create_index("standing_by_passage", "standing", ["passage_id"])
    op.create_index("standing_by_target", "standing", ["target"])
