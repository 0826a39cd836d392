"""Findings as a running workbench holds them: where each stands, worked out anew only when it may have changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass

from qes.model import Citation, Confidence, Counter, Finding
from qes.pipeline.findings import counter
from qes.pipeline.findings import log as finding_log
from qes.pipeline.findings.acts import propose_confidence
from qes.pipeline.findings.counter import Held
from qes.pipeline.findings.standings import Standing, standings
from qes.pipeline.sight import all_evidence
from qes.pipeline.task import Embedded
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import Rubric
from qes.web.cache import cache_of
from qes.web.state import State


def stamp(here: State, kinds: Collection[str]) -> tuple[int, int]:
    """What changes only with the texts and with events of some kinds, or when something is taken back."""
    here.ledger.refresh()
    newest = here.project.store.latest(1, kinds={*kinds, "undo"})
    return here.ledger.texts, newest[0].event.seq if newest else 0


def standings_now(here: State) -> list[Standing]:
    """Every finding with where it stands, its quotes re-read."""
    now = stamp(here, finding_log.KINDS)
    return cache_of(here.ledger).get("findings", now, lambda: standings(here.project))


def evidence_now(here: State) -> Sequence[Evidence]:
    """All codings, disputed ones too."""
    now: Hashable = (here.ledger.seq, here.ledger.codebook.sha256)
    return cache_of(here.ledger).get("evidence", now, lambda: all_evidence(here.ledger))


def rubric_now(here: State) -> Rubric | None:
    """The rubric, read anew only when a file changed; None where there is none."""
    files = here.project.codebooks.glob("*/*.yaml")
    now = tuple(sorted((str(each), each.stat().st_mtime_ns) for each in files))
    return cache_of(here.ledger).get("rubric or none", now, here.project.rubric)


def proposed(here: State, citations: Sequence[Citation]) -> Confidence | None:
    """The confidence that the codings cited speak for; None without a rubric or a coding."""
    rubric = rubric_now(here)
    if rubric is None or not any(each.coding for each in citations):
        return None
    return propose_confidence(Finding("", "", tuple(citations)), evidence_now(here), rubric)


# --- Searching ------------------------------------------------------------------------------------


@dataclass
class Searching:
    """The search that is under way, if one is: for pages to say how far it has come."""

    lock: threading.Lock
    """One after another: each may load the model."""
    running: bool = False
    done: int = 0
    total: int = 0
    """Passages that have to be embedded first; 0: none."""

    def tell(self, done: int, total: int) -> None:
        """Take note of progress."""
        self.done, self.total = done, total


def searching(here: State) -> Searching:
    """The one of this workbench."""
    return cache_of(here.ledger).get("searching", (), lambda: Searching(threading.Lock()))


def search(here: State, key: str, author: str, seen: str, request: str) -> Counter:
    """Search for counter-evidence with what is in memory already; see `pipeline.counter.search`."""
    state = searching(here)
    with state.lock:
        state.running, state.done, state.total = True, 0, 0
        try:
            here.ledger.refresh()
            given = _embedded(here, state.tell)
            known = {each.id for each in given.passages}
            evidence = [each for each in evidence_now(here) if each.coding.passage_id in known]
            held = Held(given, evidence)
            return counter.search(here.project, key, author, seen, held=held, request=request)
        finally:
            state.running = False


def _embedded(here: State, progress: Callable[[int, int], None]) -> Embedded:
    """Every passage people code with its vector, kept until the texts change."""
    ledger = here.ledger

    def make() -> Embedded:
        from qes.coding.embed.cache import CachedEmbedder

        project, passages = here.project, list(ledger.passages.values())
        embedder = CachedEmbedder(project.embedder(), project.store, progress=progress)
        return Embedded(passages, embedder.embed([each.text for each in passages]), embedder)

    return cache_of(ledger).get("embedded", ledger.texts, make)
