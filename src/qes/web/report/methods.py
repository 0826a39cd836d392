"""What reporting statements ask for, with what the log answers and what people add to it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4
from weakref import WeakKeyDictionary

from qes.pipeline import Progress, notes
from qes.pipeline.ledger import Ledger
from qes.pipeline.report.methods import NOT_STATED, method_rows, report_items
from qes.project import Project
from qes.synthesis.report.items import ITEMS
from qes.web.aside import Job, Trouble, bench_of
from qes.web.state import State

KIND = "methods"
_DEVIATIONS = "Deviations"
_NONE = "None on record."


@dataclass(frozen=True, slots=True)
class Answers:
    """What the log answers, by the key of the item; those it is silent on are left out."""

    items: Mapping[str, str]
    seq: int
    """Position in the log."""


def answers(project: Project, progress: Progress, seq: int) -> Answers:
    """The child's work: what the log says, without what people have added."""
    progress("asking the log", 0, 2)
    written = {each.key: each.text for each in notes.listed(project)}
    told = {
        item.key: _without(given.answer, written.get(item.key, ""))
        for item, given in zip(ITEMS, report_items(project), strict=True)
    }
    progress("asking the log", 1, 2)
    deviations = dict(method_rows(project)).get(_DEVIATIONS, "")
    told[notes.DEVIATIONS] = _without(deviations, written.get(notes.DEVIATIONS, ""))
    return Answers({key: text for key, text in told.items() if text not in ("", NOT_STATED, _NONE)}, seq)


def _without(answer: str, note: str) -> str:
    return answer.removesuffix(note).strip() if note else answer


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of it now."""

    answers: Answers | None
    working: bool
    trouble: Trouble | None


_LAST: WeakKeyDictionary[Ledger, Answers] = WeakKeyDictionary()
_LOCK = threading.Lock()


def ask(here: State, author: str, *, anew: bool = False) -> Asked:
    """The last answers; they are looked up beside where there are none, or where somebody asks for that."""
    bench, ledger = bench_of(here.ledger), here.ledger
    with _LOCK:
        job = bench.job(KIND)
        if job is not None and not job.running and job.trouble is None:
            _LAST[ledger] = job.result
        known = _LAST.get(ledger)
        if anew or (known is None and job is None):
            job = bench.begin(KIND, Job(author, uuid4().hex), here.project.folder, answers, ledger.seq)
    running = job is not None and job.running
    return Asked(known, running, job.trouble if job is not None and not running else None)
