"""Reading as it stands, and the likeliest evidence first."""

from __future__ import annotations

from qes.coding.queue.pool import Pool
from qes.model import Passage


def document(pool: Pool) -> list[Passage]:
    """In reading order."""
    return list(pool.waiting)


def likely(pool: Pool) -> list[Passage]:
    """By the score of the best proposal, highest first: finds most in the first hours, and teaches least late on."""
    return sorted(pool.waiting, key=lambda passage: -pool.best_score(passage))
