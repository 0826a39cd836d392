"""The codebook, its versions and what is to be looked at again → JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qes.coding.codebook import Change
from qes.coding.codebook.closed import closing, successors
from qes.coding.codebook.edit import next_version
from qes.coding.codebook.schema import CODE
from qes.model import Codebook, Coding, Passage, Source, Suggestion
from qes.pipeline.rehearsal import Fate, Rehearsal
from qes.pipeline.stale import Stale
from qes.pipeline.usage import Usage
from qes.pipeline.versions import Version
from qes.web.views import common as views


def book(value: Codebook) -> dict[str, Any]:
    """A codebook, with why some of its codes are no longer given."""
    return {"codebook": views.codebook(value), "closed": closed(value), "next": next_version(value.version)}


def closed(value: Codebook) -> dict[str, Any]:
    """By code that can no longer be given: what became of it, what to use instead now, and the line that says so."""
    ended = {code.code: closing(code) for code in value.codes if not code.codable}
    return {
        code: {"end": each.end.value, "into": list(each.successors), "use": list(successors(value, code))}
        | {"line": each.line, "before": each.before}
        for code, each in ended.items()
        if each is not None
    }


def fields() -> list[dict[str, Any]]:
    """What one fills in for a code, with the help the file's schema gives."""
    return [
        {"name": each.name, "kind": each.kind.value, "help": each.help, "required": each.required}
        | {"filled": each.filled, "pattern": each.pattern}
        for each in CODE
    ]


def usage(value: Mapping[str, Usage]) -> dict[str, Any]:
    """Counts by code."""
    return {
        code: {"codings": each.codings, "disputed": each.disputed, "coders": dict(sorted(each.coders.items()))}
        for code, each in value.items()
    }


# --- Versions -------------------------------------------------------------------------------------


def change(value: Change) -> dict[str, Any]:
    """One difference."""
    kind = value.kind.value
    return {"kind": kind, "code": value.code, "field": value.field, "before": value.before, "after": value.after}


def version(value: Version) -> dict[str, Any]:
    """A version, without what it says."""
    return {
        "id": value.id,
        "version": value.id.partition("@")[2],
        "author": value.author,
        "at": value.at,
        "reason": value.reason,
        "used": value.used,
        "changes": len(value.changes),
    }


def difference(old: Codebook, new: Codebook, changes: Iterable[Change]) -> dict[str, Any]:
    """What differs between two versions; `labels` name every code of either, `added` hold new ones whole."""
    found = list(changes)
    labels = {code.code: code.label for book_ in (old, new) for code in book_.codes}
    added = {each.code for each in found if each.kind == "added" and each.code}
    return {
        "old": old.id,
        "new": new.id,
        "changes": [change(each) for each in found],
        "labels": labels,
        "added": {code.code: views.code(code) for code in new.codes if code.code in added},
    }


def history(code: str, known: Sequence[Version]) -> list[dict[str, Any]]:
    """The versions in which a code changed, newest first; `changes` hold what changed of it."""
    found = []
    for each in reversed(known):
        mine = [change(one) for one in each.changes if one.code == code]
        if mine:
            found.append(version(each) | {"changes": mine})
    return found


def rehearsal(value: Rehearsal, current: Codebook) -> dict[str, Any]:
    """What would come of some edits; `edits` say of each whether it can be done."""
    return {
        **book(value.codebook),
        "next": next_version(current.version),
        "current": current.id,
        "difference": difference(current, value.codebook, value.changes),
        "edits": [fate(each) for each in value.fates],
        "problem": value.problem,
        "hint": value.hint,
    }


def fate(value: Fate) -> dict[str, Any]:
    """What becomes of one edit."""
    return {"problem": value.problem, "code": value.code, "idle": value.idle}


# --- Passages -------------------------------------------------------------------------------------


def quote(value: Coding, passage: Passage, source: Source) -> dict[str, Any]:
    """A coding with where it stands."""
    where = {"path": source.path, "place": passage.place, "speaker": passage.speaker}
    return views.coding(value) | where


def proposal(value: Suggestion, passage: Passage, source: Source) -> dict[str, Any]:
    """A passage on which a code is proposed."""
    where = {"source": source.id, "path": source.path}
    return {"id": value.id, "score": value.score, "passage": views.passage(passage), **where}


def stale(value: Stale, source: Source) -> dict[str, Any]:
    """A decision to look at again."""
    return {
        "code": value.code,
        "why": value.why.value,
        "changes": [change(each) for each in value.changes],
        "proposals": list(value.proposals),
        "version": value.decision.codebook.partition("@")[2],
        "decision": views.decision(value.decision),
        "passage": views.passage(value.passage),
        "source": views.source(source, value.passage.span),
    }
