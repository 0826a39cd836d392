"""Reading → JSON: sources on the shelf, a source at a glance, its passages with what was given to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qes.coding.review import Mark
from qes.model import Adjudication, BlockKind, Facts, Source
from qes.pipeline.reading import Place, Seen, Stripe, Volume
from qes.web.views import common as views


def volume(value: Volume) -> dict[str, Any]:
    """A source on the shelf."""
    return views.source(value.source) | {
        "language": value.source.language,
        "cases": list(value.cases),
        "passages": value.passages,
        "mine": value.mine,
        "anybody": value.anybody,
        "codings": value.codings,
    }


def head(value: Volume) -> dict[str, Any]:
    """What stands above an open source: all that is known of it."""
    source = value.source
    sections = [{"heading": each.heading, "facts": _facts(each.facts)} for each in source.sections]
    return volume(value) | {"notes": list(source.notes), "sections": sections}


def _facts(value: Facts) -> dict[str, Any]:
    names = ("case", "kind", "date", "role", "issuer", "independent", "language", "consent", "licence")
    return {name: getattr(value, name) for name in names}


def glance(seen: Sequence[Seen], reader: str) -> dict[str, Any]:
    """A whole source in few bytes: columns with a row for each passage, and a short row for each stripe.

    `states` holds a letter for each passage: `-` not coded by people, `.` nobody has read it, `o` others have, `m` the
    reader has; `?` and `!` as `.` and `o`, with what was given hidden until the reader has coded it. A row of `marks`
    is ordinal, start, end, number in `codes`, status, coders.
    """
    rows = [stripe for each in seen for stripe in each.stripes]
    codes = sorted({each.code for each in rows})
    numbers = {code: number for number, code in enumerate(codes)}
    return {
        "ids": [each.passage.id for each in seen],
        "kinds": [each.passage.kind.value for each in seen],
        "sizes": [len(each.passage.text) for each in seen],
        "states": "".join(_state(each, reader) for each in seen),
        "codes": codes,
        "marks": [_row(each, numbers) for each in rows],
    }


def _row(value: Stripe, numbers: Mapping[str, int]) -> list[Any]:
    span = value.span
    return [value.passage.ordinal, span.start, span.end, numbers[value.code], value.status, list(value.coders)]


def _state(value: Seen, reader: str) -> str:
    if not value.passage.codable:
        return "-"
    if reader in value.readers:
        return "m"
    return ("!" if value.hidden else "o") if value.readers else ("?" if value.hidden else ".")


def leaf(source: Source, seen: Iterable[Seen]) -> list[dict[str, Any]]:
    """Passages with everything that is to be seen of them."""
    levels = {each.span.start: each.level for each in source.blocks if each.kind is BlockKind.HEADING}
    return [_passage(each, levels) for each in seen]


def _passage(value: Seen, levels: Mapping[int, int | None]) -> dict[str, Any]:
    passage = value.passage
    return {
        "id": passage.id,
        "ordinal": passage.ordinal,
        "span": views.span(passage.span),
        "text": passage.text,
        "kind": passage.kind.value,
        "codable": passage.codable,
        "case": passage.case,
        "speaker": passage.speaker,
        "place": passage.place,
        "level": levels.get(passage.span.start),
        "hidden": value.hidden,
        "done": value.done,
        "readers": list(value.readers),
        "stripes": [_stripe(each) for each in value.stripes],
        "proposals": [views.suggestion(each, value.voices.get(each.code, ())) for each in value.proposals],
        "flag": value.flag,
        "asked": bool(value.voices),
    }


def _stripe(value: Stripe) -> dict[str, Any]:
    coding = value.coding
    return {
        "code": value.code,
        "span": views.span(value.span),
        "status": value.status,
        "coders": list(value.coders),
        "attributes": dict(coding.attributes) if coding else {},
        "differing": list(coding.differing) if coding else [],
        "marks": [_mark(each) for each in value.marks],
        "settled": _settled(value.settled) if value.settled else None,
    }


def _mark(value: Mark) -> dict[str, Any]:
    decision = value.decision
    return {
        "coder": value.coder,
        "span": views.span(value.span),
        "attributes": dict(decision.attributes),
        "memo": decision.memo,
        "blind": decision.blind,
        "at": decision.at,
    }


def _settled(value: Adjudication) -> dict[str, Any]:
    return {"author": value.author, "applies": value.applies, "reason": value.reason, "at": value.at}


def place(value: Place) -> dict[str, Any]:
    """Where something is said."""
    return {"ordinal": value.passage.ordinal, "spans": [views.span(each) for each in value.spans]}
