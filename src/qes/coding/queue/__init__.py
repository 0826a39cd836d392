"""Which passage a coder sees next, and whether they see suggestions with it; a module for each idea of an order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qes.coding.queue.draw import drawn, shuffled
from qes.coding.queue.orders import ORDERS
from qes.coding.queue.pool import Pool
from qes.coding.queue.standing import Standing
from qes.coding.review import undecided
from qes.model import Decision, Passage, Suggestion

if TYPE_CHECKING:
    from qes.coding.embed import Vectors

__all__ = ["ORDERS", "Item", "Standing", "drawn", "queue", "shuffled"]


@dataclass(frozen=True, slots=True)
class Item:
    """A passage to be coded, with what is proposed for it."""

    passage: Passage
    suggestions: tuple[Suggestion, ...]
    """Most likely first; empty when nothing is proposed or the passage is coded blind."""
    blind: bool


def queue(
    passages: Sequence[Passage],
    suggestions: Iterable[Suggestion],
    decisions: Iterable[Decision],
    coder: str,
    *,
    blind_share: float,
    seed: int,
    order: str = "likely",
    hidden: frozenset[str] = frozenset(),
    vectors: Vectors | None = None,
    standing: Standing | None = None,
) -> list[Item]:
    """Passages the coder has not decided about, in the order to read them, ties in reading order.

    A random share is shown without suggestions, because seeing them changes what people code and flatters the model;
    its quality is measured on these alone. Which passages these are does not depend on the order.

    Args:
        passages: In reading order.
        suggestions: Current ones.
        decisions: Live ones, of everybody.
        coder: Whose queue it is.
        blind_share: Share of passages coded blind, in [0, 1].
        seed: Draws the share.
        order: One of `ORDERS`.
        hidden: Ids of passages that are coded blind beside the random share.
        vectors: Shape (passages, dimensions), unit rows aligned with `passages`; needed by `diverse`.
        standing: Scores of all passages for `uncertain`; by default what the suggestions tell.

    Raises:
        ValueError: No such order, or it needs vectors and there are none.
    """
    if order not in ORDERS:
        raise ValueError(f"there is no order {order!r}")
    given = list(decisions)
    proposed = _ranked(suggestions)
    waiting = undecided(passages, given, coder)
    blind = frozenset(passage.id for passage in waiting if drawn(passage.id, seed, blind_share))
    pool = Pool(passages, waiting, given, proposed, blind, seed, vectors, standing)
    unaided = blind | hidden
    return [
        Item(passage, () if passage.id in unaided else tuple(proposed.get(passage.id, ())), passage.id in unaided)
        for passage in ORDERS[order].arrange(pool)
    ]


def _ranked(suggestions: Iterable[Suggestion]) -> dict[str, list[Suggestion]]:
    proposed: dict[str, list[Suggestion]] = {}
    for suggestion in suggestions:
        proposed.setdefault(suggestion.passage_id, []).append(suggestion)
    return {
        passage_id: sorted(each, key=lambda suggestion: (-suggestion.score, suggestion.code))
        for passage_id, each in proposed.items()
    }
