"""Which passage a coder sees next, and whether they see suggestions with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qes.coding.review import undecided
from qes.model import Decision, Passage, Suggestion


@dataclass(frozen=True, slots=True)
class Item:
    """A passage to be coded, with what is proposed for it."""

    passage: Passage
    suggestions: tuple[Suggestion, ...]
    """Most likely first; empty when nothing is proposed or the passage is coded blind."""
    blind: bool


def drawn(passage_id: str, seed: int, share: float) -> bool:
    """Whether a passage falls into a random share, the same for everyone and every time."""
    number = int.from_bytes(hashlib.sha256(f"{seed}:{passage_id}".encode()).digest()[:8], "big")
    return number / 2**64 < share


def queue(
    passages: Sequence[Passage],
    suggestions: Iterable[Suggestion],
    decisions: Iterable[Decision],
    coder: str,
    *,
    blind_share: float,
    seed: int,
    order: str = "likely",
) -> list[Item]:
    """Passages the coder has not decided about, in the order to read them.

    A random share is shown without suggestions, because seeing them changes what people code and flatters the model;
    its quality is measured on these alone.

    Args:
        passages: In reading order.
        suggestions: Current ones.
        decisions: Live ones.
        coder: Whose queue it is.
        blind_share: Share of passages coded blind, in [0, 1].
        seed: Draws the share.
        order: `likely` (highest score first) or `document` (reading order).
    """
    proposed: dict[str, list[Suggestion]] = {}
    for suggestion in suggestions:
        proposed.setdefault(suggestion.passage_id, []).append(suggestion)
    items = []
    for passage in undecided(passages, decisions, coder):
        blind = drawn(passage.id, seed, blind_share)
        ranked = sorted(proposed.get(passage.id, []), key=lambda each: (-each.score, each.code))
        items.append((ranked[0].score if ranked else 0.0, Item(passage, () if blind else tuple(ranked), blind)))
    if order == "likely":
        items.sort(key=lambda pair: -pair[0])
    return [item for _, item in items]
