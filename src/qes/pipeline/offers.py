"""What is proposed and why, as one person may see it: without passages that the person is yet to code unaided.

What is learned from decisions is shown with passages that were decided about, by anybody; that a code was given to one
of them, or was not, is just what is kept from whoever codes it blind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from qes.model import Example, Passage, Suggestion
from qes.pipeline.desk import Desk
from qes.pipeline.reader import Reader, hidden
from qes.pipeline.voices import joined


def offers(desk: Desk, reader: Reader, passages: Iterable[Passage]) -> dict[str, list[Suggestion]]:
    """What is proposed on passages, as one person may see it: the only door to proposals with their reasons.

    Args:
        desk: Knows what is coded blind, and which codes can still be given.
        reader: Who sees it.
        passages: Those coded blind by the reader get nothing.

    Returns:
        Passage id → proposals, one for each code, for passages that have any: those of the suggester that orders, most
        likely first, then those of voices on other codes.
    """
    open_, found = _open(desk, reader, passages), defaultdict[str, list[Suggestion]](list)
    scored = list(_current(desk, open_, [desk.ledger.suggester] if desk.ledger.suggester else []))
    for each in joined(scored, _current(desk, open_, desk.ledger.voices)):
        found[each.passage_id].append(_seen(desk, reader, each))
    return found


def heard(desk: Desk, reader: Reader, passages: Iterable[Passage]) -> dict[str, dict[str, list[Suggestion]]]:
    """All that voices propose, as one person may see it, also on codes that are proposed by another.

    Returns:
        Passage id → code → a proposal of each voice that makes it, first heard first.
    """
    found = defaultdict[str, dict[str, list[Suggestion]]](dict)
    for each in _current(desk, _open(desk, reader, passages), desk.ledger.voices):
        found[each.passage_id].setdefault(each.code, []).append(_seen(desk, reader, each))
    return found


def _open(desk: Desk, reader: Reader, passages: Iterable[Passage]) -> list[str]:
    return [each.id for each in passages if each.codable and not desk.blind(reader.name, each)]


def _current(desk: Desk, passage_ids: Collection[str], suggesters: Iterable[str]) -> Iterator[Suggestion]:
    if passage_ids:
        for name in suggesters:
            yield from desk.givable(desk.ledger.project.store.suggestions(passage_ids=passage_ids, suggester=name))


def _seen(desk: Desk, reader: Reader, proposal: Suggestion) -> Suggestion:
    shown = tuple(each for each in proposal.reason.examples if not _hidden(desk, reader, each))
    if len(shown) == len(proposal.reason.examples):
        return proposal
    return replace(proposal, reason=replace(proposal.reason, examples=shown))


def _hidden(desk: Desk, reader: Reader, example: Example) -> bool:
    passage = desk.ledger.passages.get(example.passage_id or "")
    return passage is not None and hidden(desk, reader, passage)
