"""Passages → vectors → suggestions."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass

from qes.coding.embed.cache import CachedEmbedder
from qes.coding.suggest import Settings, Task, open_suggester, propose
from qes.model import Codebook, Decision, Passage, digest
from qes.pipeline import Progress, quiet
from qes.project import Project

VERSION = "2"
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
    passages = [passage for passage in store.passages() if passage.codable]
    decisions = store.decisions()
    embedder = project.embedder()
    settings = Settings(per_passage=project.settings.suggest.per_passage, seed=project.settings.seed)
    key = _fingerprint(name, codebook, passages, decisions, embedder.id, settings)
    cached = CachedEmbedder(embedder, store, progress=lambda done, total: progress("embedding", done, total))
    vectors = cached.embed([passage.text for passage in passages])
    # Before it is asked whether anything has changed: the index is a cache that may have been deleted.
    with closing(project.index(embedder)) as index:
        index.sync([passage.id for passage in passages], vectors)
    last = _last_run(project, name)
    if last is not None and last.get("fingerprint") == key:
        count = len(store.suggestions(suggester=name))
        return Suggested(name, len(passages), count, time.monotonic() - began, len(decisions), True)
    progress("suggesting", 0, 1)
    task = Task(codebook, passages, vectors, decisions, cached.embed, embedder.id, settings)
    suggestions = propose(chosen, task)
    store.replace_suggestions(name, suggestions)
    body = {"suggester": name, "codebook": codebook.id, "embedder": embedder.id, "settings": repr(settings)}
    counts = {"passages": len(passages), "suggestions": len(suggestions), "decisions": len(decisions)}
    store.append(project.coder, "suggested", {**body, **counts, "fingerprint": key})
    progress("suggesting", 1, 1)
    return Suggested(name, len(passages), len(suggestions), time.monotonic() - began, len(decisions), False)


def _last_run(project: Project, suggester: str) -> dict[str, object] | None:
    """The log entry that closed this suggester's last run: written last, so a run that was killed is done again."""
    runs = [event.body for event in project.store.events(kind="suggested") if event.body["suggester"] == suggester]
    return dict(runs[-1]) if runs else None


def _fingerprint(
    suggester: str,
    codebook: Codebook,
    passages: list[Passage],
    decisions: list[Decision],
    embedder_id: str,
    settings: Settings,
) -> str:
    seen = [f"{p.id}{p.ordinal}{p.question or ''}" for p in passages] + [f"{d.id}{d.passage_id}" for d in decisions]
    return digest(VERSION, suggester, codebook.sha256, embedder_id, repr(settings), *seen)
