"""Exchanges with language models → JSON."""

from __future__ import annotations

from typing import Any

from qes.coding.llm.judged import Judged
from qes.model import Exchange, Passage, Span
from qes.pipeline.models.outcomes import Outcome
from qes.pipeline.models.transcripts import Line, Transcript
from qes.web.views import common as views


def line(value: Exchange) -> dict[str, Any]:
    """An exchange without its words."""
    return {
        "id": value.id,
        "model": value.model,
        "template": value.prompt.template,
        "sample": value.prompt.sample,
        "attempt": value.attempt,
        "trouble": value.trouble,
        "tokens_in": value.tokens_in,
        "tokens_out": value.tokens_out,
        "seconds": value.seconds,
        "at": value.at,
    }


def listed(value: Line) -> dict[str, Any]:
    """The same in a list of all."""
    return line(value.exchange) | {"about": value.about, "readable": value.readable, "trouble": value.trouble}


def whole(value: Transcript) -> dict[str, Any]:
    """An exchange with what became of its answers."""
    passage = value.passage
    return line(value.exchange) | {
        "about": value.about,
        "system": value.system,
        "user": value.user,
        "withheld": value.withheld,
        "reply": value.exchange.reply,
        "answers": [_answer(each, passage) for each in value.answers] if passage else [],
        "unreadable": value.unreadable,
        "masked": value.masked,
        "changed": value.changed,
        "passage": views.passage(passage) if passage else None,
        "outcomes": [_outcome(each) for each in value.outcomes],
        "since": [{"at": each.at, "author": each.author, "what": each.what} for each in value.since],
    }


def _outcome(value: Outcome) -> dict[str, Any]:
    return {
        "label": value.label,
        "says": value.says,
        "fate": value.fate.value,
        "why": value.why,
        "reason": value.reason,
        "quotes": [{"id": name, "text": text} for name, text in value.quotes],
    }


def _answer(value: Judged, passage: Passage) -> dict[str, Any]:
    answer = value.answer
    found, start = (answer.found.span if answer else None), passage.span.start
    return {
        "code": answer.code if answer else value.code,
        "says": value.says.value,
        "fate": value.fate.value,
        "why": value.why,
        "span": views.span(Span(start + found.start, start + found.end)) if found else None,
        "reason": answer.reason if answer else "",
        "attributes": dict(answer.attributes) if answer else {},
    }
