"""All that one person sees of a passage when they code it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qes.coding.llm.injection import speaks_to_machines
from qes.coding.review import in_force
from qes.model import Decision, Passage, Source, Suggestion
from qes.pipeline.desk import Desk
from qes.pipeline.offers import heard, offers
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
    """One for each code that can still be given, most likely first; empty when coded blind."""
    mine: tuple[Decision, ...]
    """The person's own decisions in force; what others decided is no business of a coder."""
    voices: Mapping[str, Sequence[Suggestion]] = field(default_factory=dict)
    """Code → what language models propose of it, each with its reason; empty when coded blind."""
    flag: str = ""
    """Why the passage seems to be meant for a machine, where one is asked; empty where it does not."""


def cards(desk: Desk, coder: str, passages: Sequence[Passage]) -> list[Card]:
    """A card for each passage, as one coder may see it."""
    proposed = offers(desk, Reader(coder, codes=True), passages)
    voices = heard(desk, Reader(coder, codes=True), passages)
    made = (_card(desk, coder, passage, tuple(proposed.get(passage.id, ()))) for passage in passages)
    return [replace(card, voices=voices.get(card.passage.id, {}), flag=flag_of(desk, card.passage)) for card in made]


def flag_of(desk: Desk, passage: Passage) -> str:
    """Why a passage seems to be meant for a machine, where one is asked; empty where it does not."""
    return speaks_to_machines(passage.text) if desk.ledger.voices else ""


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
