"""Passages that hold some words, straight from the full-text index: no model, and nothing else is read."""

from __future__ import annotations

from dataclasses import dataclass

from qes.model import Passage, Span
from qes.pipeline.ledger import Ledger
from qes.store.query import parse


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found."""

    passage: Passage
    spans: tuple[Span, ...]
    """Where the words asked for stand in the passage's text."""


def by_words(ledger: Ledger, typed: str, most: int) -> list[Found]:
    """The best passages for words, "phrases" and -exclusions (see `qes.store.query`).

    Args:
        ledger: Up to date.
        typed: What is asked for; nothing finds nothing.
        most: At most so many.
    """
    query, passages = parse(typed), ledger.passages
    hits = ledger.project.store.search(query, most)
    found = (passages[hit.passage_id] for hit in hits if hit.passage_id in passages)
    return [Found(passage, tuple(query.spans(passage.text))) for passage in found]
