"""Reports, what is ready for one, and what people add to the methods → JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qes.pipeline import notes
from qes.pipeline.notes import Note
from qes.synthesis.report.items import ITEMS, Item
from qes.web.aside import Job
from qes.web.report.making import Made
from qes.web.report.methods import Asked
from qes.web.report.readiness import Readiness

_DEVIATIONS = Item(
    "Deviations",
    "",
    "What was done otherwise than planned",
    "The log lists what was changed or taken back after coding had begun; say what else was, and why.",
)


def job(value: Job | None) -> dict[str, Any] | None:
    """A report that is being made, or the last that was."""
    if value is None:
        return None
    what, done, total = value.progress
    trouble = value.trouble
    return {
        "author": value.author,
        "begun": value.begun,
        "running": value.running,
        "progress": {"what": what, "done": done, "total": total},
        "trouble": None if trouble is None else {"error": trouble.error, "hint": trouble.hint},
        "result": value.result,
    }


def made(value: Made, closed: int) -> dict[str, Any]:
    """A report that lies in `outputs/`; `closed`: of so many units it shows levels not everybody may know."""
    about = value.about
    return {
        "name": value.name,
        "at": about.get("at", value.at),
        "by": about.get("by"),
        "audience": about.get("audience"),
        "ranking": bool(about.get("ranking")),
        "quotes": about.get("quotes"),
        "closed": closed,
        "files": [{"name": name, "bytes": path.stat().st_size} for name, path in value.files.items()],
    }


def readiness(value: Readiness) -> dict[str, Any]:
    """Counts."""
    return {"holds": dict(value.holds), "gaps": dict(value.gaps), "units": value.units}


def methods(asked: Asked, written: Mapping[str, Note], seq: int) -> dict[str, Any]:
    """The items with what the log answers, and what people have added; deviations from the protocol come first."""
    told = asked.answers.items if asked.answers else {}
    rows = [_item(_DEVIATIONS, notes.DEVIATIONS, told, written)]
    rows += [_item(item, item.key, told, written) for item in ITEMS]
    return {
        "items": rows,
        "asked": asked.answers is not None,
        "current": asked.answers is not None and asked.answers.seq == seq,
        "working": asked.working,
        "trouble": None if asked.trouble is None else {"error": asked.trouble.error, "hint": asked.trouble.hint},
    }


def _item(item: Item, key: str, told: Mapping[str, str], written: Mapping[str, Note]) -> dict[str, Any]:
    return {
        "key": key,
        "statement": item.statement,
        "number": item.number,
        "name": item.name,
        "asked": item.asked,
        "log": told.get(key, ""),
        "note": note(written.get(key)),
    }


def note(value: Note | None) -> dict[str, Any] | None:
    """What somebody added."""
    if value is None:
        return None
    return {"text": value.text, "author": value.author, "at": value.at, "id": value.id}
