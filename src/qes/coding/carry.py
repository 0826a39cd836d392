"""Where decisions stand after their source was replaced by a new revision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qes.model import Adjudication, Decision, Passage, Span
from qes.text import locate


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a decision stands after its source was replaced by a new revision."""

    decision_id: str
    passage_id: str
    span: Span | None


def carry_over(
    item: Decision | Adjudication, old: Passage, old_text: str, passages: Sequence[Passage], text: str
) -> Carried | None:
    """Find a decision's quote in the new revision of its source; None when it is not there.

    Where the quote stands several times, the place nearest to where it stood is taken.
    """
    span = item.span or old.span
    found = locate(span.of(old_text), text)
    if not found:
        return None
    nearest = min(found, key=lambda place: abs(place.start - span.start))
    passage = best_passage(nearest, passages)
    if passage is None:
        return None
    return Carried(item.id, passage.id, nearest if item.span or nearest != passage.span else None)


def best_passage(span: Span, passages: Iterable[Passage]) -> Passage | None:
    """The codable passage that holds most of a span; None when none holds any of it."""
    shares = [
        (min(span.end, passage.span.end) - max(span.start, passage.span.start), -passage.ordinal, passage)
        for passage in passages
        if passage.codable and passage.span.overlaps(span)
    ]
    return max(shares, key=lambda share: share[:2])[2] if shares else None
