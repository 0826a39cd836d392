"""Themes and what may become one → JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qes.errors import Misquote
from qes.model import Passage, Theme
from qes.pipeline.ledger import Ledger
from qes.pipeline.themes.passages import Placed
from qes.pipeline.themes.versions import Saved
from qes.web.themes.clusters import Cluster, Looked
from qes.web.views import common as views

CLOSEST = 3
"""Passages that come with a theme or cluster; the others are asked for."""
STRAYS = 12
"""And of those in no cluster."""


def spot(ledger: Ledger, passage: Passage) -> dict[str, Any]:
    """A passage as a verbatim quote.

    Raises:
        Misquote: It does not read as its source does.
    """
    source, span = ledger.sources.get(passage.source_id), passage.span
    if source is not None and source.text[span.start : span.end] != passage.text:
        raise Misquote(source.path, span.start, span.end, passage.text)
    return views.passage(passage) | {"path": source.path if source else ""}


def spots(ledger: Ledger, ids: Iterable[str]) -> list[dict[str, Any]]:
    """Passages that are there now."""
    return [spot(ledger, ledger.passages[each]) for each in ids if each in ledger.passages]


def cluster(ledger: Ledger, value: Cluster) -> dict[str, Any]:
    """A cluster; `passages` are ids, `closest` the first of them."""
    return {
        "name": value.name,
        "words": list(value.words),
        "cohesion": value.cohesion,
        "passages": list(value.passages),
        "closest": spots(ledger, value.passages[:CLOSEST]),
    }


def looked(ledger: Ledger, value: Looked) -> dict[str, Any]:
    """What there is to show among the passages of a code; `strays` are the first of those on their own."""
    found, work, trouble = value.found, value.working, value.trouble
    return {
        "clusters": None if found is None else [cluster(ledger, each) for each in found.clusters],
        "loose": [] if found is None else list(found.loose),
        "strays": [] if found is None else spots(ledger, found.loose[:STRAYS]),
        "note": "" if found is None else found.note,
        "fresh": value.fresh,
        "working": None if work is None else {"what": work[0], "done": work[1], "total": work[2]},
        "trouble": None if trouble is None else {"error": trouble.error, "hint": trouble.hint},
    }


def theme(ledger: Ledger, value: Theme, placed: Sequence[Placed], reader: str) -> dict[str, Any]:
    """A theme; `passages` say of each where it stands now, `closest` are the first that stand somewhere.

    `unread`: passages on which nobody has decided about the code that it has become; null while it is none. `mine`:
    whoever asks has coded the passage, so that an answer for one code more does not count as their only one.
    """
    mine = ledger.read_by(reader)
    now = [each for each in placed if not each.lost]
    return {
        "key": value.key,
        "version": value.id,
        "name": value.name,
        "words": list(value.words),
        "memo": value.memo,
        "code": value.code,
        "withdrawn": value.withdrawn,
        "author": value.author,
        "at": value.at,
        "reason": value.reason,
        "passages": [{"id": each.id, "now": each.now, "lost": each.lost, "mine": each.now in mine} for each in placed],
        "read": {each.now: list(each.decided) for each in now if each.decided},
        "unread": None if value.code is None else sum(not each.decided for each in now),
        "closest": spots(ledger, [each.now for each in now][:CLOSEST]),
    }


def version(value: Saved, names: Mapping[str, str]) -> dict[str, Any]:
    """One version of a theme; `others` are the names of the themes it was merged with or split from."""
    saved = value.theme
    return {
        "act": value.act,
        "others": [names.get(each, each) for each in value.others],
        "name": saved.name,
        "memo": saved.memo,
        "code": saved.code,
        "passages": len(saved.passages),
        "author": saved.author,
        "at": saved.at,
        "reason": saved.reason,
    }
