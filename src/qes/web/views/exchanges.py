"""Exchanges with language models → JSON."""

from __future__ import annotations

from typing import Any

from qes.coding.llm.judged import Judged
from qes.model import Exchange, Passage, Span
from qes.pipeline.models.transcripts import Transcript
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


def whole(value: Transcript) -> dict[str, Any]:
    """An exchange with what became of its answers."""
    return line(value.exchange) | {
        "system": value.system,
        "user": value.user,
        "withheld": value.withheld,
        "reply": value.exchange.reply,
        "answers": [_answer(each, value.passage) for each in value.answers],
        "unreadable": value.unreadable,
        "masked": value.masked,
        "changed": value.changed,
        "passage": views.passage(value.passage),
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
