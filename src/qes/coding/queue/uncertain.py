"""Where the suggester is least sure, so that an answer teaches it most."""

from __future__ import annotations

from qes.coding.queue.pool import Pool
from qes.coding.queue.standing import Standing
from qes.model import Passage


def uncertain(pool: Pool) -> list[Passage]:
    """By how near a passage's least certain code lies to its threshold; those without a score last.

    Source: Lewis & Gale 1994, SIGIR, as margin sampling around each code's own threshold.
    """
    standing = pool.standing or Standing.of_suggestions(each for ranked in pool.proposed.values() for each in ranked)
    return sorted(pool.waiting, key=lambda passage: standing.margin(passage.id))
