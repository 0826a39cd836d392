"""The coding sheet: passages, proposals and decisions as rows, for coding in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qes.model import Adjudication, Codebook, Decision, Passage, Source, Span, Suggestion

SETTLED = {"settled-yes": True, "settled-no": False}
"""Verdicts of a lead that settle a dispute; the memo gives the reason."""


def sheet(
    passages: Iterable[Passage],
    sources: Mapping[str, Source],
    suggestions: Iterable[Suggestion],
    decisions: Iterable[Decision],
    codebook: Codebook,
) -> Iterator[dict[str, Any]]:
    """The coding sheet: what has been decided, then each suggestion still open, then passages with neither.

    Args:
        passages: Codable ones, in reading order.
        sources: By source id.
        suggestions: Current ones.
        decisions: Live ones.
        codebook: Names the attribute columns.
    """
    proposed: dict[str, list[Suggestion]] = {}
    decided: dict[str, list[Decision]] = {}
    for suggestion in suggestions:
        proposed.setdefault(suggestion.passage_id, []).append(suggestion)
    for decision in decisions:
        decided.setdefault(decision.passage_id, []).append(decision)
    for passage in passages:
        source = sources[passage.source_id]
        done = decided.get(passage.id, [])
        waiting = [each for each in proposed.get(passage.id, []) if each.code not in {d.code for d in done}]
        for decision in done:
            yield _row(passage, source, codebook, decision=decision)
        for suggestion in waiting:
            yield _row(passage, source, codebook, suggestion=suggestion)
        if not done and not waiting:
            yield _row(passage, source, codebook)


def _row(
    passage: Passage,
    source: Source,
    codebook: Codebook,
    *,
    decision: Decision | None = None,
    suggestion: Suggestion | None = None,
) -> dict[str, Any]:
    return {
        "source": source.path,
        "case": passage.case or "",
        "place": passage.place,
        "speaker": passage.speaker or "",
        "question": passage.question or "",
        "text": passage.text,
        "code": (decision.code if decision else suggestion.code if suggestion else "") or "",
        "score": round(suggestion.score, 3) if suggestion else "",
        "reason": suggestion.reason.text if suggestion else "",
        "verdict": decision.verdict.value if decision else "",
        "replacement": (decision.replacement or "") if decision else "",
        **_quoted(decision.span if decision else None, source),
        "coder": decision.coder if decision else "",
        **{rule.name: (decision.attributes.get(rule.name, "") if decision else "") for rule in codebook.attributes},
        "memo": decision.memo if decision else "",
        "blind": decision.blind if decision else "",
        "at": decision.at if decision else "",
        "passage": passage.id,
        "suggestion": (decision.suggestion_id if decision else suggestion.id if suggestion else "") or "",
    }


def settled_rows(
    adjudications: Iterable[Adjudication], passages: Mapping[str, Passage], sources: Mapping[str, Source]
) -> Iterator[dict[str, Any]]:
    """Adjudications as rows of the same table."""
    for each in adjudications:
        passage = passages.get(each.passage_id)
        if passage is None:
            continue
        source = sources[passage.source_id]
        yield {
            "source": source.path,
            "case": passage.case or "",
            "place": passage.place,
            "text": passage.text,
            "code": each.code,
            "verdict": next(verdict for verdict, applies in SETTLED.items() if applies is each.applies),
            **_quoted(each.span, source),
            "coder": each.author,
            **each.attributes,
            "memo": each.reason,
            "error": each.kind.value if each.kind else "",
            "at": each.at,
            "passage": passage.id,
        }


def _quoted(span: Span | None, source: Source) -> dict[str, Any]:
    """The words a decision rests on; where they start tells repeated ones apart."""
    return {"quote": span.of(source.text) if span else "", "start": span.start if span else ""}
