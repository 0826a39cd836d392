"""The nouns of `qes.model` as rows and back; nested parts become JSON, absent ones are left out of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Row

from qes.errors import StoreError
from qes.model import (
    Block,
    BlockKind,
    Example,
    ExampleKind,
    Facts,
    Maker,
    Passage,
    PassageKind,
    Reason,
    Section,
    Source,
    Span,
    Suggestion,
)

Values = dict[str, Any]
T = TypeVar("T")


def canonical(value: object) -> str:
    """JSON in the one spelling that hashes rest on: keys sorted, no spaces, characters as they are.

    Raises:
        ValueError: It holds NaN or an infinite number.
        TypeError: It holds something JSON has no word for.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


_DECODER = json.JSONDecoder()


def decoded(text: str) -> Values:
    """What `canonical` wrote; without looking for white space around it, as there may be many.

    Raises:
        ValueError: It is no JSON, or something follows it.
    """
    value: Values
    value, end = _DECODER.raw_decode(text)
    if end != len(text):
        raise ValueError(f"something follows its end at character {end}")
    return value


def each(decode: Callable[[Row[Any]], T], rows: Iterable[Row[Any]]) -> list[T]:
    """Every row decoded.

    Raises:
        StoreError: A row was damaged; it names the row.
    """
    found: list[T] = []
    for row in rows:  # there may be a hundred thousand, so none of them costs a call of `one`
        try:
            found.append(decode(row))
        except _DAMAGE as error:
            raise _damaged(row, error) from error
    return found


def one(decode: Callable[[Row[Any]], T], row: Row[Any]) -> T:
    """The row decoded; errors as in `each`."""
    try:
        return decode(row)
    except _DAMAGE as error:
        raise _damaged(row, error) from error


_DAMAGE = (ValueError, KeyError, TypeError, AttributeError)


def _damaged(row: Row[Any], error: Exception) -> StoreError:
    damaged = StoreError(f"the stored entry {row.id!r} is damaged ({error})")
    damaged.hint = "Run `qes verify` to see all that is damaged, then restore a backup with `qes restore`."
    return damaged


def span_of(start: int | None, stop: int | None) -> Span | None:
    """A span from its two columns."""
    return None if start is None or stop is None else Span(start, stop)


def pair(span: Span | None) -> list[int] | None:
    """A span as JSON holds it."""
    return None if span is None else [span.start, span.end]


def _given(item: Block | Section | Facts | Maker | Example) -> Values:
    named = {part.name: getattr(item, part.name) for part in fields(item)}
    return {name: _plain(value) for name, value in named.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return pair(value)
    return _given(value) if isinstance(value, Facts) else value


# --- Sources and passages -----------------------------------------------------------------------


def source_row(source: Source) -> Values:
    """Everything of a source but its text, which its revision keeps."""
    return {
        "id": source.id,
        "path": source.path,
        "text_sha256": source.text_sha256,
        "file_sha256": source.file_sha256,
        "language": source.language,
        "blocks": canonical([_given(block) for block in source.blocks]),
        "sections": canonical([_given(section) for section in source.sections]),
        "interviewers": canonical(source.interviewers),
        "notes": canonical(source.notes),
        "current": True,
    }


def source_of(row: Row[Any]) -> Source:
    """A source from its row joined with its revision."""
    return Source(
        id=row.id,
        path=row.path,
        text=row.text,
        blocks=tuple(_block(values) for values in json.loads(row.blocks)),
        sections=tuple(_section(values) for values in json.loads(row.sections)),
        file_sha256=row.file_sha256,
        language=row.language,
        interviewers=tuple(json.loads(row.interviewers)),
        notes=tuple(json.loads(row.notes)),
    )


def _block(values: Values) -> Block:
    kind, (start, stop) = values.pop("kind"), values.pop("span")
    return Block(BlockKind(kind), Span(start, stop), **values)


def _section(values: Values) -> Section:
    return Section(**(values | {"span": Span(*values["span"]), "facts": Facts(**values["facts"])}))


def passage_row(passage: Passage, text_sha256: str) -> Values:
    """A passage and the revision it is cut from."""
    return {
        "id": passage.id,
        "source_id": passage.source_id,
        "text_sha256": text_sha256,
        "ordinal": passage.ordinal,
        "start": passage.span.start,
        "stop": passage.span.end,
        "text": passage.text,
        "kind": passage.kind.value,
        "case": passage.case,
        "speaker": passage.speaker,
        "question": passage.question,
        "heading": passage.heading,
        "page": passage.page,
        "time": passage.time,
        "current": True,
    }


def passage_of(row: Row[Any]) -> Passage:
    """A passage from its row of the table, unpacked, as there may be many."""
    name, source, _, ordinal, start, stop, text, kind, *facts, _ = tuple[Any, ...](row)
    return Passage(name, source, ordinal, Span(start, stop), text, PassageKind(kind), *facts)


# --- Suggestions --------------------------------------------------------------------------------


def suggestion_row(suggestion: Suggestion, suggester: str) -> Values:
    """A suggestion, current, under the name of the suggester that is being replaced."""
    start, stop = pair(suggestion.span) or (None, None)
    return {
        "id": suggestion.id,
        "suggester": suggester,
        "passage_id": suggestion.passage_id,
        "code": suggestion.code,
        "score": float(suggestion.score),
        "maker": canonical(_given(suggestion.maker)),
        "reason": canonical(_reason_values(suggestion.reason)),
        "start": start,
        "stop": stop,
        "current": True,
    }


def _reason_values(reason: Reason) -> Values:
    examples = [_given(example) | {"similarity": float(example.similarity)} for example in reason.examples]
    words = [(word, float(share)) for word, share in reason.words]
    said = {"criterion": reason.criterion, "caution": reason.caution}
    values = {"examples": examples, "words": words, "note": reason.note, "span": pair(reason.span), **said}
    return values | ({"attributes": reason.attributes} if reason.attributes else {})


def suggestion_of(row: Row[Any]) -> Suggestion:
    """A suggestion from its row."""
    return Suggestion(
        id=row.id,
        passage_id=row.passage_id,
        code=row.code,
        score=row.score,
        maker=_maker(row.maker),
        reason=_reason(json.loads(row.reason)),
        span=span_of(row.start, row.stop),
    )


def proposal_of(row: Row[Any]) -> Suggestion:
    """The same without its reason, from what `suggestions.proposals` selects; unpacked, as there may be many."""
    identity, passage_id, code, score, maker, start, stop = tuple[Any, ...](row)
    return Suggestion(identity, passage_id, code, score, _maker(maker), span=span_of(start, stop))


@lru_cache(maxsize=64)
def _maker(values: str) -> Maker:
    return Maker(**json.loads(values))


def _reason(values: Values) -> Reason:
    examples = tuple(Example(**(item | {"kind": ExampleKind(item["kind"])})) for item in values["examples"])
    words = tuple((word, share) for word, share in values["words"])
    start, stop = values.get("span") or (None, None)  # reasons of older versions have neither a span nor a criterion
    said = (values.get("criterion", ""), values.get("caution", ""))
    attributes = tuple((name, value) for name, value in values.get("attributes", ()))
    return Reason(examples, words, values["note"], span_of(start, stop), *said, attributes)
