"""What became of a reply that is not about the codes of a passage: of each sentence, criterion or edit in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qes.coding.llm.criterion import Quote, on_criterion
from qes.coding.llm.help import codebook_in, edits_of
from qes.coding.llm.judged import Fate
from qes.coding.llm.reply import Says
from qes.coding.llm.templates import CRITERION, DEFINITION_HELP
from qes.coding.llm.wording import worded
from qes.errors import UnknownCodebook
from qes.model import Answer, Event, Exchange
from qes.pipeline.findings.log import candidate_of
from qes.pipeline.models.drafting.log import citations_of
from qes.project import Project
from qes.synthesis.drafts import asking
from qes.synthesis.drafts.checking import by_support
from qes.synthesis.drafts.model import Drafted

_OPEN = "an answer that is unsure counts as none"
_NO_QUOTE = "it names no quote that it was shown"
_NOWHERE = "its quote stands nowhere in the passage"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing a reply says, with what became of it."""

    label: str
    """What it is: a drafted sentence, a field of a code, or the question."""
    fate: Fate
    says: str = ""
    """`yes`, `no` or `unsure`, where that was asked."""
    why: str = ""
    """In words of qes; empty where there is nothing to say."""
    reason: str = ""
    """In the model's words."""
    quotes: tuple[tuple[str, str], ...] = ()
    """Id and words of each quote it rests on, read from where they stand."""


def outcomes(project: Project, exchange: Exchange, event: Event | None, passage: str | None = None) -> list[Outcome]:
    """What became of a usable reply.

    Args:
        project: Whose record.
        exchange: Not one about the codes of a passage.
        event: What was made of it; None: it was not finished, and what only then is decided is left out.
        passage: Id of the passage, in a search for counter-evidence.
    """
    template = exchange.prompt.template
    if not exchange.usable:
        return []
    if template == DEFINITION_HELP:
        return list(_edits(project, exchange))
    if template == CRITERION:
        return _criterion(exchange, event)
    if template == asking.SUPPORTED:
        return _support(exchange, event)
    if template == asking.COUNTER:
        return _counter(exchange, event, passage)
    return list(_sentences(event)) if event is not None else []


def _edits(project: Project, exchange: Exchange) -> Iterator[Outcome]:
    try:
        code = project.codebook(codebook_in(exchange.prompt)).get(exchange.prompt.about)
    except UnknownCodebook:
        return
    if code is None:
        return
    told = edits_of(exchange, code)
    for each in told.kept:
        yield Outcome(f"{each.field}: {each.text}", Fate.STANDS, reason=each.why)
    if told.dropped:
        why = "they rest on no passage it was shown, name no field, or change nothing"
        yield Outcome(f"{told.dropped} more proposed", Fate.REFUSED, why=why)


def _sentences(event: Event) -> Iterator[Outcome]:
    known = _quotes(event)
    for each in event.body["sentences"]:
        fate = Fate.REFUSED if each["struck"] else Fate.STANDS
        quotes = tuple((name, known[name]) for name in each["spans"] if name in known)
        yield Outcome(each["text"], fate, why=each["struck"], quotes=quotes)


def _criterion(exchange: Exchange, event: Event | None) -> list[Outcome]:
    known, shown = _quotes(event), _ids(exchange)
    said = on_criterion(exchange, [Quote(each, known.get(each, "")) for each in shown])
    if said is None:
        return []
    fate = Fate.OPEN if said.stands is None else Fate.STANDS
    why = "" if said.stands is not None else _NO_QUOTE if said.says is Says.YES else _OPEN
    quotes = tuple((each, known[each]) for each in said.ids if each in known)
    return [Outcome("The criterion", fate, said.says.value, why, _reason(exchange), quotes)]


def _support(exchange: Exchange, event: Event | None) -> list[Outcome]:
    said, ids = asking.said_supported(exchange), _ids(exchange)
    if said is None:
        return []
    [checked] = by_support([Drafted("", tuple(ids))], [exchange.prompt], [exchange])
    known = _quotes(event)
    quotes = tuple((each, known[each]) for each in ids if each in known)
    fate = Fate.REFUSED if checked.struck else Fate.STANDS
    return [Outcome("The sentence", fate, said.supported.value, checked.struck, _reason(exchange), quotes)]


def _counter(exchange: Exchange, event: Event | None, passage: str | None) -> list[Outcome]:
    says = Answer(_body(exchange)["against"])
    named = map(candidate_of, event.body["candidates"] if event is not None else [])
    quotes = tuple(("", each.quote) for each in named if each.passage_id == passage)
    fate, why = Fate.STANDS, ""
    if says is Answer.UNSURE:
        fate, why = Fate.OPEN, _OPEN
    elif says is Answer.YES and event is not None and not quotes:
        fate, why = Fate.REFUSED, _NOWHERE
    return [Outcome("Against the finding", fate, says.value, why, _reason(exchange), quotes)]


def _quotes(event: Event | None) -> dict[str, str]:
    """Id → verbatim words."""
    given = citations_of(event.body["spans"]) if event is not None else {}
    return {name: each.quote for name, each in given.items()}


def _ids(exchange: Exchange) -> list[str]:
    """The ids of the quotes a prompt showed, from the schema that was sent with it."""
    told = json.loads(exchange.prompt.schema)["properties"]["ids"]["items"]["description"]
    return [str(each) for each in json.loads(told.removeprefix("One of: "))]


def _reason(exchange: Exchange) -> str:
    return worded(str(_body(exchange).get("reason", "")), exchange.prompt.user)


def _body(exchange: Exchange) -> dict[str, Any]:
    """The reply, which was found to have its form when it came."""
    body: dict[str, Any] = json.loads(exchange.reply)
    return body
