"""Passages → vectors → suggestions."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from qes.coding.suggest import Task, open_suggester, propose
from qes.model import digest
from qes.pipeline import Progress, quiet
from qes.pipeline.models.signals import signals_of
from qes.pipeline.task import Embedded, embedded, task_of
from qes.project import Project

VERSION = "3"
"""Changes whenever the same input would give other suggestions."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a run proposed."""

    suggester: str
    passages: int
    suggestions: int
    seconds: float
    decisions: int
    """Decisions of people it learned from."""
    unchanged: bool
    """Whether nothing had changed since the last run, so that its suggestions stand."""


def run_suggest(project: Project, suggester: str = "", *, progress: Progress = quiet) -> Suggested:
    """Embed what is new and propose codes for every codable passage, learning from the decisions so far.

    Raises:
        UnknownPlugin, ModelUnavailable, CodebookError, StoreError: See there.
    """
    began = time.monotonic()
    store, name = project.store, suggester or project.settings.suggest.suggester
    chosen, codebook = open_suggester(name), project.use_codebook()
    given = embedded(project, progress=progress)
    task = task_of(project, codebook, given, signals_of(project, given.passages, codebook))
    passages, decisions = given.passages, task.decisions
    key = _fingerprint(name, task)
    # Before it is asked whether anything has changed: the index is a cache that may have been deleted.
    bring_up(project, given)
    last = last_run(project, name)
    if last is not None and last.get("fingerprint") == key:
        count = len(store.suggestions(suggester=name))
        return Suggested(name, len(passages), count, time.monotonic() - began, len(decisions), True)
    progress("suggesting", 0, 1)
    suggestions = propose(chosen, task)
    store.replace_suggestions(name, suggestions)
    log_run(project, name, task, len(suggestions), fingerprint=key)
    progress("suggesting", 1, 1)
    return Suggested(name, len(passages), len(suggestions), time.monotonic() - began, len(decisions), False)


def bring_up(project: Project, given: Embedded) -> None:
    """Make the index hold just the passages there are."""
    with closing(project.index(given.embedder)) as index:
        index.sync([passage.id for passage in given.passages], given.vectors)


def log_run(project: Project, suggester: str, task: Task, suggestions: int, **more: Any) -> None:
    """Log who proposed what from which decisions; written last, so that a run that was killed is done again.

    Args:
        project: Whose log it is.
        suggester: By name.
        task: What it was given.
        suggestions: How many of them stand.
        more: The `fingerprint` by which the same run is known again, and whatever else is to be told.
    """
    made = {"suggester": suggester, "codebook": task.codebook.id, "embedder": task.embedder_id}
    counts = {"passages": len(task.passages), "suggestions": suggestions, "decisions": len(task.decisions)}
    project.store.append(project.coder, "suggested", {**made, "settings": repr(task.settings), **counts, **more})


def last_run(project: Project, suggester: str) -> dict[str, object] | None:
    """The log entry that closed this suggester's last run."""
    runs = [event.body for event in project.store.events(kind="suggested") if event.body["suggester"] == suggester]
    return dict(runs[-1]) if runs else None


def _fingerprint(suggester: str, task: Task) -> str:
    seen = [f"{each.id}{each.ordinal}{each.question or ''}" for each in task.passages]
    seen += [f"{each.id}{each.passage_id}" for each in task.decisions]
    seen += [each.id for each in task.signals]
    return digest(VERSION, suggester, task.codebook.sha256, task.embedder_id, repr(task.settings), *seen)
