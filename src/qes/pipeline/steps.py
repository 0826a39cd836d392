"""Undo and redo without end, for each person on their own, read from the log alone.

A step is what one key or click did: one event, or several of one `action`. Nothing is kept outside the log, so the way
back is there after a reload, a crash, or on another machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from qes.project import Project
from qes.store.trail import Trace

UNDO = "undo"
DOES = frozenset({"decision", "adjudication", "skipped"})
"""Kinds of event a person can take back."""
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Step:
    """Events of one person that belong together, newest first."""

    traces: tuple[Trace, ...]

    @property
    def live(self) -> list[Trace]:
        """Those of them in force."""
        return [trace for trace in self.traces if trace.live]

    @property
    def does(self) -> bool:
        """Whether something was done by it, rather than undone or redone."""
        return self.traces[0].event.kind in DOES

    @property
    def passages(self) -> tuple[str, ...]:
        """Ids of the passages concerned, the first of the step first."""
        return tuple(dict.fromkeys(trace.passage_id for trace in reversed(self.traces) if trace.passage_id))


@dataclass(frozen=True, slots=True)
class Turned:
    """What an undo or redo did."""

    events: int
    """How many events it took back or brought back; 0: there was nothing to do."""
    passages: tuple[str, ...] = ()
    """The passages concerned, the one to show first."""


def undo(project: Project, coder: str, key: str) -> Turned:
    """Take back the newest step of a person that is in force.

    Args:
        project: Whose log it is.
        coder: Only their own steps.
        key: Names this request; sent twice, it counts once.
    """
    return _turn(project, coder, key, "undo", _undoable)


def redo(project: Project, coder: str, key: str) -> Turned:
    """Bring back what was undone last, unless something new was done since; arguments as in `undo`."""
    return _turn(project, coder, key, "redo", _redoable)


def _turn(
    project: Project, coder: str, key: str, reason: str, choose: Callable[[Iterable[Step]], Step | None]
) -> Turned:
    newest = next(_steps(project, coder), None)
    if newest is not None and not newest.does and _action(newest.traces[0]) == key:
        return Turned(len(newest.traces), newest.passages)
    step = choose(_steps(project, coder))
    if step is None:
        return Turned(0)
    targets = [trace.event.id for trace in step.live]
    project.store.undo_all(targets, coder, reason, action=key)
    return Turned(len(targets), step.passages)


def _undoable(steps: Iterable[Step]) -> Step | None:
    return next((step for step in steps if step.does and step.live), None)


def _redoable(steps: Iterable[Step]) -> Step | None:
    for step in steps:
        if step.does:
            return None
        if step.live and step.traces[0].about != UNDO:
            return step
    return None


def _steps(project: Project, coder: str) -> Iterator[Step]:
    for _, traces in groupby(_traces(project, coder), key=lambda trace: _action(trace) or trace.event.id):
        yield Step(tuple(traces))


def _traces(project: Project, coder: str) -> Iterator[Trace]:
    before: int | None = None
    while page := project.store.latest(_PAGE, author=coder, kinds=DOES | {UNDO}, before=before):
        yield from (trace for trace in page if trace.event.kind in DOES or trace.about in DOES | {UNDO})
        before = page[-1].event.seq


def _action(trace: Trace) -> str:
    return str(trace.event.body.get("action", ""))
