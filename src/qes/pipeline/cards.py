"""All that one person sees of a passage when they code it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.coding.review import in_force
from qes.model import Decision, Passage, Source, Suggestion
from qes.pipeline.desk import Desk
from qes.pipeline.offers import offers
from qes.pipeline.reader import Reader

NEIGHBOURS = 3
"""Passages shown before and after one, questions and headings included."""


@dataclass(frozen=True, slots=True)
class Card:
    """A passage with its surroundings, what is proposed for it, and what the person gave it."""

    passage: Passage
    source: Source
    before: tuple[Passage, ...]
    after: tuple[Passage, ...]
    blind: bool
    suggestions: tuple[Suggestion, ...]
    """Most likely first, of codes that can still be given; empty when coded blind."""
    mine: tuple[Decision, ...]
    """The person's own decisions in force; what others decided is no business of a coder."""


def cards(desk: Desk, coder: str, passages: Sequence[Passage]) -> list[Card]:
    """A card for each passage, as one coder may see it."""
    proposed = offers(desk, Reader(coder, codes=True), passages)
    return [_card(desk, coder, passage, tuple(proposed.get(passage.id, ()))) for passage in passages]


def _card(desk: Desk, coder: str, passage: Passage, suggestions: tuple[Suggestion, ...]) -> Card:
    ledger = desk.ledger
    all_of_it, at = ledger.of_source(passage.source_id), passage.ordinal
    own = [each for each in ledger.decisions(passage.id) if each.coder == coder]
    return Card(
        passage,
        ledger.sources[passage.source_id],
        tuple(all_of_it[max(0, at - NEIGHBOURS) : at]),
        tuple(all_of_it[at + 1 : at + 1 + NEIGHBOURS]),
        desk.blind(coder, passage),
        suggestions,
        tuple(in_force(own, {passage.id: passage})),
    )
