"""Accounts and log-in sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

STRING = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "accounts",
        sa.Column("name", STRING, primary_key=True),
        sa.Column("folded", STRING, nullable=False),
        sa.Column("role", STRING, nullable=False),
        sa.Column("password", STRING, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("made", STRING, nullable=False),
    )
    op.create_index("accounts_by_folded", "accounts", ["folded"], unique=True)
    op.create_table(
        "sessions",
        sa.Column("token_sha256", STRING, primary_key=True),
        sa.Column("name", STRING, sa.ForeignKey("accounts.name"), nullable=False),
        sa.Column("made", STRING, nullable=False),
        sa.Column("expires", STRING, nullable=False),
    )
    op.create_index("sessions_by_name", "sessions", ["name"])
