"""Why something is proposed, as one person may see it: without passages that the person is yet to code unaided.

What is learned from decisions is shown with passages that were decided about, by anybody; that a code was given to one
of them, or was not, is just what is kept from whoever codes it blind.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qes.model import Example, Suggestion
from qes.pipeline.desk import Desk
from qes.pipeline.reading import Reader, hidden


def without_hidden(desk: Desk, reader: Reader, proposals: Iterable[Suggestion]) -> list[Suggestion]:
    """The proposals, with only those of their examples that a reader may see."""
    return [_seen(desk, reader, each) for each in proposals]


def _seen(desk: Desk, reader: Reader, proposal: Suggestion) -> Suggestion:
    shown = tuple(each for each in proposal.reason.examples if not _hidden(desk, reader, each))
    if len(shown) == len(proposal.reason.examples):
        return proposal
    return replace(proposal, reason=replace(proposal.reason, examples=shown))


def _hidden(desk: Desk, reader: Reader, example: Example) -> bool:
    passage = desk.ledger.passages.get(example.passage_id or "")
    return passage is not None and hidden(desk, reader, passage)
