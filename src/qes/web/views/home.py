"""How far a project has come → JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from qes.model import CodingStatus
from qes.pipeline.activity import Deed
from qes.pipeline.estimate import Audit
from qes.pipeline.ledger import Ledger
from qes.pipeline.overview import CodeLine, CoderLine, Concord, Progress, Standing


def progress(value: Progress) -> dict[str, int]:
    """How much has been read."""
    return {
        "passages": value.passages,
        "once": value.once,
        "twice": value.twice,
        "waiting": value.waiting,
        "disputed": value.disputed,
    }


def standing(value: Standing, ledger: Ledger) -> dict[str, Any]:
    """Progress by case and by source."""
    paths = {each: source.path for each, source in ledger.sources.items()}
    return {
        "cases": [{"case": case, **progress(each)} for case, each in value.cases.items()],
        "sources": [
            {"id": source, "path": paths.get(source, source), "cases": list(value.case_of[source]), **progress(each)}
            for source, each in value.sources.items()
        ],
    }


def coder(value: CoderLine) -> dict[str, Any]:
    """What a coder has done."""
    return {
        "name": value.name,
        "passages": value.passages,
        "decisions": value.decisions,
        "blind_share": round(value.blind_share, 4),
        "last": value.last,
    }


def code(value: CodeLine) -> dict[str, Any]:
    """What has come of a code."""
    bound = value.unfound
    return {
        "code": value.code,
        "label": value.label,
        "used": value.used,
        **{status.value: value.by_status.get(status, 0) for status in CodingStatus},
        "found_in_audit": int(bound.found_in_audit) if bound else None,
        "unfound_at_most": bound.unfound_at_most if bound else None,
        "recall_at_least": bound.recall_at_least if bound else None,
    }


def codes(lines: Iterable[CodeLine], audit: Audit) -> dict[str, Any]:
    """What has come of each code, and of the audit."""
    told = {"share": audit.share, "read": audit.read, "waiting": audit.waiting, "counted": audit.counted}
    return {"codes": [code(each) for each in lines], "audit": told}


def concord(value: Concord | None) -> dict[str, Any] | None:
    """Agreement of all coders together."""
    return asdict(value) if value else None


def deed(value: Deed, ledger: Ledger) -> dict[str, Any]:
    """What somebody did."""
    sources = [source for each in value.sources if (source := ledger.sources.get(each))]
    return {
        "author": value.author,
        "what": value.what,
        "sources": [{"id": source.id, "path": source.path} for source in sources],
        "passages": len(value.passages),
        "events": value.events,
        "first": value.first,
        "last": value.last,
        "told": dict(value.told),
    }
