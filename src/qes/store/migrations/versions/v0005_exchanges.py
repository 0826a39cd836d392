"""What language models are asked and what they answer is kept, word for word."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table of exchanges."""
    texts = ("model", "settings", "prompt_sha256", "about", "template", "system", "user", "schema", "reply", "trouble")
    numbers = ("sample", "attempt", "tokens_in", "tokens_out")
    op.create_table(
        "exchanges",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("seq", sa.Integer, sa.ForeignKey("events.seq"), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in (*texts, "at")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in numbers),
        sa.Column("seconds", sa.Double, nullable=False),
    )
    op.create_index("exchanges_by_seq", "exchanges", ["seq"], unique=True)
    op.create_index("exchanges_by_prompt", "exchanges", ["prompt_sha256"])
    op.create_index("exchanges_by_about", "exchanges", ["about", "seq"])
