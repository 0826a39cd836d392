"""Findings → JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from qes.model import Candidate, Counter, Finding, Weighed, Weight
from qes.pipeline.citing import Reread
from qes.pipeline.findings.standings import Standing
from qes.pipeline.ledger import Ledger
from qes.synthesis.findings import Record, Status, sentence, stands_at
from qes.synthesis.rubric import Rubric
from qes.web.findings import citations
from qes.web.views import common


def row(value: Standing) -> dict[str, Any]:
    """A finding in the list."""
    finding, record = value.finding, value.record
    return {
        "key": finding.key,
        "id": finding.id,
        "statement": finding.statement,
        "status": value.status.value,
        "said": said(record),
        "cases": list(finding.cases),
        "capability": finding.capability,
        "confidence": finding.confidence.overall if finding.confidence else None,
        "supporting": len(finding.supporting),
        "opposing": len(finding.opposing),
        "author": finding.author,
        "at": finding.at,
    }


def said(record: Record) -> str:
    """Where it stands, in words."""
    if record.status is Status.READY:
        return "ready to approve"
    if record.status is not Status.SEARCHED or record.counter is None:
        return record.status.value
    candidates = len(record.counter.candidates)
    if record.open:
        return f"searched, {candidates - len(record.open)} of {candidates} weighed"
    return "searched, what speaks against it is not cited" if record.finding.supporting else "searched, no quote for it"


def detail(value: Standing, ledger: Ledger) -> dict[str, Any]:
    """A finding as it stands, with what it cites and what approval still needs."""
    record, finding = value.record, value.finding
    approval = record.approval or (record.approvals[-1] if record.approvals else None)
    return {
        **row(value),
        "citations": [citations.reread_view(ledger, each) for each in value.citations],
        "confidence": common.confidence(finding.confidence),
        "withdrawn": finding.withdrawn,
        "reason": finding.reason,
        "draft": finding.draft,
        "missing": list(record.missing),
        "valid": record.valid,
        "approval": {"author": approval.author, "at": approval.at} if approval else None,
    }


def rules(rubric: Rubric | None) -> dict[str, Any] | None:
    """What confidence is judged by."""
    if rubric is None:
        return None
    components = [{"id": each.id, "label": each.label} for each in rubric.confidence.components]
    return {"scale": list(rubric.confidence.scale), "text": rubric.confidence.text, "components": components}


# --- Versions -------------------------------------------------------------------------------------


def version(value: Finding, ledger: Ledger, standing: Iterable[str]) -> dict[str, Any]:
    """One version, as it was saved; its quotes in the words they had then."""
    return {
        "id": value.id,
        "statement": value.statement,
        "cases": list(value.cases),
        "capability": value.capability,
        "confidence": common.confidence(value.confidence),
        "citations": [citations.view(ledger, each) for each in value.citations],
        "withdrawn": value.withdrawn,
        "author": value.author,
        "reason": value.reason,
        "at": value.at,
        "undone": value.id not in set(standing),
    }


# --- Counter-evidence -----------------------------------------------------------------------------


def search(value: Counter, weighed: Sequence[Weighed]) -> dict[str, Any]:
    """A search on record, also one that found nothing."""
    own = [each for each in weighed if each.counter == value.id]
    against = sum(each.weight is Weight.AGAINST for each in own)
    return {
        "id": value.id,
        "author": value.author,
        "at": value.at,
        "sentence": sentence(value, own),
        "candidates": len(value.candidates),
        "weighed": len(own),
        "against": against,
        "searched": sum(number for _, number in value.searched),
    }


def candidates(record: Record, again: Sequence[Reread], ledger: Ledger) -> list[dict[str, Any]]:
    """What the last search turned up, with what people say of it.

    Args:
        record: With a search.
        again: Its candidates, cited and re-read, in order.
        ledger: Up to date.
    """
    assert record.counter is not None
    words = {each.candidate: each for each in record.weighed}
    return [
        {
            **citations.reread_view(ledger, now),
            "number": number,
            "origin": each.origin.value,
            "likeness": each.likeness,
            "weighed": word(words[number]) if number in words else None,
            "cited": _cited(record.finding, each),
            "around": _around(ledger, each.passage_id),
        }
        for number, (each, now) in enumerate(zip(record.counter.candidates, again, strict=True))
    ]


def _cited(finding: Finding, candidate: Candidate) -> bool:
    return any(stands_at(each, candidate) for each in finding.opposing)


def _around(ledger: Ledger, passage_id: str) -> dict[str, Any] | None:
    """The passage it stands in, to read it in its context."""
    passage = ledger.passages.get(passage_id)
    return {"text": passage.text, "span": [passage.span.start, passage.span.end]} if passage else None


def word(value: Weighed) -> dict[str, Any]:
    """What somebody says of a candidate."""
    return {
        "id": value.id,
        "weight": value.weight.value,
        "note": value.note,
        "author": value.author,
        "at": value.at,
    }
