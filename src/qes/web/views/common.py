"""Model → JSON. Offsets are codepoints into the source's text; pages convert them to what JavaScript counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qes.coding.llm.voice import is_near, own_words
from qes.model import Code, Codebook, Coding, Concern, Confidence, Decision, Passage, Source, Span, Suggestion
from qes.pipeline.cards import Card
from qes.pipeline.voices import spoken


def span(value: Span | None) -> list[int] | None:
    """Start and end."""
    return None if value is None else [value.start, value.end]


def passage(value: Passage) -> dict[str, Any]:
    """A passage with its place."""
    return {
        "id": value.id,
        "source": value.source_id,
        "ordinal": value.ordinal,
        "span": span(value.span),
        "text": value.text,
        "kind": value.kind.value,
        "codable": value.codable,
        "case": value.case,
        "speaker": value.speaker,
        "question": value.question,
        "heading": value.heading,
        "place": value.place,
    }


def source(value: Source, where: Span | None = None) -> dict[str, Any]:
    """A source, with what the manifest says of it, or of the section a span lies in."""
    facts = value.facts_at(where) if where else (value.sections[0].facts if value.sections else None)
    told = {"kind": facts.kind, "date": facts.date, "role": facts.role, "issuer": facts.issuer} if facts else {}
    return {"id": value.id, "path": value.path, "facts": told}


def suggestion(value: Suggestion, voices: Iterable[Suggestion] = ()) -> dict[str, Any]:
    """A proposal with its reason and its maker, and with what language models say of the same code.

    `spoken`: a model made it, so that its score is no likelihood. `near`: its words are only like a model's quote.
    """
    reason = value.reason
    return {
        "id": value.id,
        "passage": value.passage_id,
        "code": value.code,
        "score": value.score,
        "span": span(value.span or reason.span),
        "note": reason.note,
        "criterion": reason.criterion,
        "caution": reason.caution,
        "words": [word for word, _ in reason.words],
        "examples": [{"kind": each.kind.value, "text": each.text, "near": each.similarity} for each in reason.examples],
        "maker": value.maker.suggester,
        "spoken": spoken(value),
        "near": is_near(value),
        "voices": [voice(each) for each in voices],
    }


def voice(value: Suggestion) -> dict[str, Any]:
    """What one language model says of a code; `words` are its own, and `prompt` names what it was asked."""
    return {
        "model": value.maker.model,
        "span": span(value.span or value.reason.span),
        "near": is_near(value),
        "words": own_words(value.reason),
        "attributes": dict(value.reason.attributes),
        "prompt": value.maker.prompt,
    }


def decision(value: Decision) -> dict[str, Any]:
    """A decision of somebody."""
    return {
        "id": value.id,
        "passage": value.passage_id,
        "coder": value.coder,
        "verdict": value.verdict.value,
        "code": value.code,
        "replacement": value.replacement,
        "span": span(value.span),
        "suggestion": value.suggestion_id,
        "attributes": dict(value.attributes),
        "memo": value.memo,
        "blind": value.blind,
        "at": value.at,
    }


def card(value: Card) -> dict[str, Any]:
    """A passage as one coder sees it."""
    return {
        "passage": passage(value.passage),
        "source": source(value.source, value.passage.span),
        "before": [passage(each) for each in value.before],
        "after": [passage(each) for each in value.after],
        "blind": value.blind,
        "suggestions": [suggestion(each, value.voices.get(each.code, ())) for each in value.suggestions],
        "flag": value.flag,
        "mine": [decision(each) for each in value.mine],
    }


def coding(value: Coding) -> dict[str, Any]:
    """A piece of evidence."""
    return {
        "id": value.id,
        "passage": value.passage_id,
        "source": value.source_id,
        "span": span(value.span),
        "quote": value.quote,
        "code": value.code,
        "case": value.case,
        "status": value.status.value,
        "coders": list(value.coders),
        "attributes": dict(value.attributes),
        "differing": list(value.differing),
        "memos": list(value.memos),
        "blind": value.blind,
    }


def confidence(value: Confidence | None) -> dict[str, Any] | None:
    """How far something can be trusted, as judged or proposed."""
    if value is None:
        return None
    return {"overall": value.overall, "concerns": concerns(value.concerns), "explanation": value.explanation}


def concerns(value: Iterable[Concern]) -> list[dict[str, str]]:
    """Why it is not trusted more."""
    return [
        {"component": each.component, "label": each.label, "grade": each.grade.value, "reason": each.reason}
        for each in value
    ]


def code(value: Code) -> dict[str, Any]:
    """A code with all its fields."""
    return {
        "code": value.code,
        "label": value.label,
        "brief": value.brief,
        "definition": value.definition,
        "when_to_use": value.when_to_use,
        "when_not_to_use": value.when_not_to_use,
        "examples": list(value.examples),
        "counter_examples": list(value.counter_examples),
        "parent": value.parent,
        "codable": value.codable,
        "scored": value.scored,
        "attributes": value.attributes,
    }


def codebook(value: Codebook) -> dict[str, Any]:
    """A codebook."""
    return {
        "id": value.id,
        "name": value.name,
        "version": value.version,
        "title": value.title,
        "description": value.description,
        "attributes": [
            {"name": each.name, "values": list(each.values), "description": each.description}
            for each in value.attributes
        ],
        "codes": [code(each) for each in value.codes],
    }
