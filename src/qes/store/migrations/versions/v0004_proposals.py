"""Proposals of a passage, and what somebody did last, are found at once, however many there are."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the index of proposals go down to the passage; the old one led to every proposal of a suggester."""
    op.drop_index("suggestions_by_suggester", "suggestions")
    op.create_index("suggestions_by_suggester", "suggestions", ["suggester", "current", "passage_id"])
    op.create_index("events_by_author", "events", ["author", "seq"])
