"""Codes of which little has been found come first."""

from __future__ import annotations

from collections import Counter

from qes.coding.queue.pool import Pool
from qes.coding.review import labels
from qes.model import Passage


def rare(pool: Pool) -> list[Passage]:
    """Proposals of the code with the fewest passages so far, highest score first, then of the next code, and so on.

    A passage comes with the rarest code that is proposed for it; passages without proposals come last. Counted are
    passages on which anybody gave the code, so the order follows the team, not the coder. Codes found equally often
    come by name.
    """
    found = _passages_per_code(pool)

    def place(passage: Passage) -> tuple[bool, int, str, float]:
        ranked = pool.proposed.get(passage.id, ())
        if not ranked:
            return (True, 0, "", 0.0)
        rarest = min(ranked, key=lambda each: (found[each.code], each.code))
        return (False, found[rarest.code], rarest.code, -rarest.score)

    return sorted(pool.waiting, key=place)


def _passages_per_code(pool: Pool) -> Counter[str]:
    given = {
        (passage_id, code)
        for read in labels(pool.decisions).values()
        for passage_id, codes in read.items()
        for code in codes
    }
    return Counter(code for _, code in given)
