"""Undo and redo without end, for each person on their own, read from the log alone.

A step is what one key or click did: one event, or several of one `action`. Nothing is kept outside the log, so the way
back is there after a reload, a crash, or on another machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from qes.errors import BadDecision
from qes.project import Project
from qes.store.trail import Trace

UNDO = "undo"
DOES = frozenset({"decision", "adjudication", "skipped"})
"""Kinds of event a person can take back."""
_PAGE = 200
_TRIES = 5


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
    for _ in range(_TRIES):
        if done := _turned(project, coder, key):
            return done
        step = choose(_steps(project, coder))
        if step is None:
            return Turned(0)
        # Another page of the same person may have been quicker: then there is another step to take.
        with suppress(BadDecision):
            project.store.undo_all([trace.event.id for trace in step.live], coder, reason, action=key)
    if done := _turned(project, coder, key):
        return done
    raise BadDecision(f"nothing could be changed, as {coder} takes back and brings back elsewhere at the same time")


def _turned(project: Project, coder: str, key: str) -> Turned | None:
    """What a request did, if it is in the log."""
    targets = {str(event.body["target"]) for event in project.store.undone_in(coder, key)}
    if not targets:
        return None
    steps = (step for step in _steps(project, coder) if any(trace.event.id in targets for trace in step.traces))
    step = next(steps, None)
    return Turned(len(targets), step.passages if step is not None else ())


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
