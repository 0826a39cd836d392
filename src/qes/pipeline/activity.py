"""What was done last, in groups a person would speak of: who did what where, never which code, as some code blind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from qes.model import Event
from qes.pipeline.assignments import ASSIGNED
from qes.pipeline.ledger import Ledger
from qes.pipeline.versions import REVISED
from qes.store.trail import Trace

KINDS = frozenset(
    {"decision", "adjudication", "undo", "ingested", "retired", "suggested", "assessed", ASSIGNED, REVISED}
)
"""Kinds of event that are spoken of."""
_PAUSE = timedelta(minutes=45)
"""What somebody does again after a longer pause is a new piece of work."""
_MOST_EVENTS = 600
"""Looked at; of many who code at once, that is the last few minutes."""
_ALONE = frozenset({"suggested", "assessed", ASSIGNED, REVISED})
"""Kinds that say something of their own each time."""
_MANY = 4
"""So many sources at once are told as a number."""


@dataclass(slots=True)
class Deed:
    """What one person did to a source, or to many at once, without a longer pause."""

    author: str
    what: str
    """Kind of the events; `undo decision` and the like for what was taken back, `undo undo` for what came back."""
    sources: tuple[str, ...]
    """Ids of the sources it was done to, as far as there are any."""
    last: str
    """When it ended: UTC, ISO 8601."""
    first: str
    events: int = 0
    passages: set[str] = field(default_factory=set)
    told: Mapping[str, Any] = field(default_factory=dict)
    """What the newest event says of itself, where it says more than a passage."""


def recent(ledger: Ledger, most: int) -> list[Deed]:
    """The latest deeds of everybody, the newest first."""
    # Of all kinds: to pick some takes a database far longer than to give them.
    latest = ledger.project.store.latest(_MOST_EVENTS)
    traces = [trace for trace in latest if trace.event.kind in KINDS]
    passages = (ledger.passages.get(trace.passage_id or "") for trace in traces)
    return deeds(traces, {passage.id: passage.source_id for passage in passages if passage})[:most]


def deeds(traces: Iterable[Trace], source_of: Mapping[str, str]) -> list[Deed]:
    """Group events that belong together, though others did something in between.

    Args:
        traces: Newest first.
        source_of: Passage → source; of passages that are not coded any more, the source is not told.
    """
    found: list[Deed] = []
    latest: dict[tuple[str, str, str], Deed] = {}
    for trace in traces:
        event = trace.event
        what = f"{event.kind} {trace.about}" if trace.about else event.kind
        source = source_of.get(trace.passage_id or "", "")
        key = (event.author, what, source)
        deed = latest.get(key)
        if deed is None or _apart(event, deed):
            deed = latest[key] = Deed(
                event.author, what, (source,) if source else (), event.at, event.at, told=_told(event)
            )
            found.append(deed)
        deed.first = event.at
        deed.events += 1
        if trace.passage_id:
            deed.passages.add(trace.passage_id)
    return _joined(found)


def _apart(event: Event, deed: Deed) -> bool:
    return event.kind in _ALONE or _pause(event.at, deed.first)


def _pause(before: str, after: str) -> bool:
    return datetime.fromisoformat(after) - datetime.fromisoformat(before) > _PAUSE


def _joined(found: Iterable[Deed]) -> list[Deed]:
    """Deeds of one kind by one person without a longer pause: in many sources, they are told as one."""
    runs: list[list[Deed]] = []
    newest: dict[tuple[str, str], list[Deed]] = {}
    for deed in found:
        run = newest.get((deed.author, deed.what))
        if run is None or not deed.sources or _pause(deed.last, min(each.first for each in run)):
            run = newest[deed.author, deed.what] = []
            runs.append(run)
        run.append(deed)
    told = [each for run in runs for each in ([_one(run)] if len(run) >= _MANY else run)]
    return sorted(told, key=lambda deed: deed.last, reverse=True)


def _one(run: Sequence[Deed]) -> Deed:
    newest = run[0]
    return Deed(
        newest.author,
        newest.what,
        tuple(source for each in run for source in each.sources),
        last=newest.last,
        first=min(each.first for each in run),
        events=sum(each.events for each in run),
        passages=set[str]().union(*(each.passages for each in run)),
        told=newest.told,
    )


_TOLD: Mapping[str, tuple[str, ...]] = {
    "ingested": ("path",),
    "suggested": ("suggester", "suggestions"),
    ASSIGNED: ("coder",),
    REVISED: ("to", "reason"),
}


def _told(event: Event) -> dict[str, Any]:
    return {name: event.body[name] for name in _TOLD.get(event.kind, ()) if name in event.body}
