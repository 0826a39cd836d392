"""What people have decided since a model answered, on what it was asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qes.coding.llm.schema import asked
from qes.model import Decision, Event, Exchange, Passage, Verdict
from qes.pipeline.kept import KEY
from qes.pipeline.models.drafting import log
from qes.pipeline.models.origins import Origins
from qes.pipeline.reader import hidden

_CLOSED = {log.ACCEPTED: "took it over", log.EDITED: "took it over in other words", log.DROPPED: "dropped it"}
_VERDICTS = {
    Verdict.ACCEPTED: "gave {code}",
    Verdict.REJECTED: "denied {code}",
    Verdict.REPLACED: "gave {other} instead of {code}",
    Verdict.NOTHING: "found that nothing more applies",
}


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did."""

    at: str
    author: str
    what: str
    """In words."""


def since(origins: Origins, exchange: Exchange, passage: Passage | None, event: Event | None) -> list[Act]:
    """What was done since, in its order; on a passage: what is in force and speaks of the codes that were asked about.

    What others gave to a passage that the viewer is yet to code is left out.
    """
    if passage is not None:
        return sorted(_on_passage(origins, exchange, passage), key=lambda each: each.at)
    if event is None:
        return []
    store = origins.desk.ledger.project.store
    closed = [each for kind in log.CLOSED for each in store.standing_events(kind) if each.body[KEY] == event.id]
    return [Act(each.at, each.author, _CLOSED[each.kind]) for each in closed]


def _on_passage(origins: Origins, exchange: Exchange, passage: Passage) -> Iterator[Act]:
    codes, ledger = set(asked(exchange.prompt).codes), origins.desk.ledger
    away = hidden(origins.desk, origins.viewer.coder, passage)
    for each in ledger.decisions(passage.id):
        shown = each.coder == origins.viewer.name or not away
        concerns = each.verdict is Verdict.NOTHING or {each.code, each.replacement} & codes
        if each.at >= exchange.at and concerns and shown:
            yield Act(each.at, each.coder, _told(each))
    for settled in () if away else ledger.adjudications(passage.id):
        if settled.at >= exchange.at and settled.code in codes:
            applies = "applies" if settled.applies else "does not apply"
            yield Act(settled.at, settled.author, f"settled that {settled.code} {applies}")


def _told(decision: Decision) -> str:
    return _VERDICTS[decision.verdict].format(code=decision.code, other=decision.replacement)
