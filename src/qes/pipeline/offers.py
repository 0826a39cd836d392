"""What is proposed and why, as one person may see it: without passages that the person is yet to code unaided.

What is learned from decisions is shown with passages that were decided about, by anybody; that a code was given to one
of them, or was not, is just what is kept from whoever codes it blind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from qes.model import Example, Passage, Suggestion
from qes.pipeline.desk import Desk
from qes.pipeline.reader import Reader, hidden


def offers(desk: Desk, reader: Reader, passages: Iterable[Passage]) -> dict[str, list[Suggestion]]:
    """What is proposed on passages, as one person may see it: the only door to proposals with their reasons.

    Args:
        desk: Knows what is coded blind, and which codes can still be given.
        reader: Who sees it.
        passages: Those coded blind by the reader get nothing.

    Returns:
        Passage id → proposals, most likely first, for passages that have any.
    """
    ledger, found = desk.ledger, defaultdict[str, list[Suggestion]](list)
    open_ = [each.id for each in passages if each.codable and not desk.blind(reader.name, each)]
    if not (ledger.suggester and open_):
        return found
    for each in desk.givable(ledger.project.store.suggestions(passage_ids=open_, suggester=ledger.suggester)):
        found[each.passage_id].append(_seen(desk, reader, each))
    return found


def _seen(desk: Desk, reader: Reader, proposal: Suggestion) -> Suggestion:
    shown = tuple(each for each in proposal.reason.examples if not _hidden(desk, reader, each))
    if len(shown) == len(proposal.reason.examples):
        return proposal
    return replace(proposal, reason=replace(proposal.reason, examples=shown))


def _hidden(desk: Desk, reader: Reader, example: Example) -> bool:
    passage = desk.ledger.passages.get(example.passage_id or "")
    return passage is not None and hidden(desk, reader, passage)
