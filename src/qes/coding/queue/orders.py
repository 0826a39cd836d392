"""The orders a coder can choose, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qes.coding.queue.draw import audit
from qes.coding.queue.plain import document, likely
from qes.coding.queue.pool import Pool
from qes.coding.queue.rare import rare
from qes.coding.queue.uncertain import uncertain
from qes.model import Passage


def _diverse(pool: Pool) -> list[Passage]:
    # numpy is loaded by those alone who ask for this order
    from qes.coding.queue.diverse import diverse

    return diverse(pool)


@dataclass(frozen=True, slots=True)
class Order:
    """A way to go through a pool: every waiting passage once (`audit`: every one of the random share)."""

    meaning: str
    """In a few words, for people who choose."""
    arrange: Callable[[Pool], list[Passage]]


ORDERS = {
    "likely": Order("most likely evidence first", likely),
    "document": Order("as it stands", document),
    "uncertain": Order("where the suggester is least sure", uncertain),
    "diverse": Order("each as unlike those before as can be", _diverse),
    "rare": Order("proposals of the codes found least so far", rare),
    "audit": Order("the random share alone, to bound what is unfound", audit),
}
