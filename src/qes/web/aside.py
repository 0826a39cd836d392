"""Work that takes seconds, each piece in a process of its own beside the server, so that no page ever waits for it.

A child opens the project by itself and tells how far it is, then what came of it. If it dies, the server says so and
goes on; if the server dies, the child ends too.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from qes.errors import QesError
from qes.pipeline import Progress
from qes.pipeline.ledger import Ledger
from qes.project import open_project

if TYPE_CHECKING:
    from fastapi import FastAPI

Work = Callable[..., Any]
"""Is given the open project, `Progress`, and its arguments; a function of a module, as the child imports it. What it
returns is plain."""
_NICE = 10


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing came of a piece of work."""

    error: str
    hint: str


@dataclass(eq=False)
class Job:
    """One piece of work. Its fields are replaced, never changed, so that threads may read them."""

    author: str
    key: str
    """Names the request it was begun by."""
    begun: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    progress: tuple[str, int, int] = ("", 0, 0)
    """What it does, how much of it is done, and how much there is."""
    result: Any = None
    trouble: Trouble | None = None
    ended: threading.Event = field(default_factory=threading.Event)
    _process: BaseProcess | None = None
    _stopped: str = ""

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return not self.ended.is_set()

    @property
    def pid(self) -> int | None:
        """Of the child."""
        return self._process.pid if self._process is not None else None

    def start(self, folder: Path, work: Work, args: tuple[Any, ...]) -> None:
        """Begin."""
        context = multiprocessing.get_context("spawn")
        wire, theirs = context.Pipe()
        self._process = context.Process(target=_live, args=(folder, work, args, theirs), name="qes-aside", daemon=True)
        self._process.start()
        theirs.close()
        threading.Thread(target=self._listen, args=(wire, self._process), name="qes-aside", daemon=True).start()

    def stop(self, who: str) -> None:
        """End it before it is done."""
        self._stopped = who
        if self._process is not None and self.running:
            self._process.terminate()
            self.ended.wait()

    def _listen(self, wire: Connection, process: BaseProcess) -> None:
        said = False
        with wire, suppress(EOFError, OSError):
            while not said:
                what, told = wire.recv()
                if what == "progress":
                    self.progress = told
                    continue
                said = True
                if what == "done":
                    self.result = told
                else:
                    self.trouble = told
        if not said:
            process.join()
            self.trouble = self._death(process.exitcode or 0)
        self.ended.set()
        process.join()

    def _death(self, code: int) -> Trouble:
        if self._stopped:
            return Trouble(f"stopped by {self._stopped}", "Nothing is half-written: begin again whenever you like.")
        if code < 0:
            problem = f"the process that worked on it was killed (signal {-code})"
            return Trouble(problem, "The machine may have run out of memory. Nothing is half-written: try again.")
        return Trouble("qes made a mistake", "The terminal in which `qes review` runs says more; please report it.")


class Bench:
    """What is worked on beside one workbench: one piece of each kind at a time. Threads may share it."""

    def __init__(self) -> None:
        """Nothing is worked on yet."""
        self._jobs: dict[Hashable, Job] = {}
        self._lock = threading.Lock()
        self._closed = False

    def job(self, kind: Hashable) -> Job | None:
        """The last of its kind."""
        return self._jobs.get(kind)

    def begin(self, kind: Hashable, job: Job, folder: Path, work: Work, *args: Any) -> Job:
        """Begin a piece of work, unless one of its kind goes on; gives the one that goes on then."""
        with self._lock:
            known = self._jobs.get(kind)
            if known is not None and (known.running or known.key == job.key):
                return known
            if self._closed:
                raise QesError("the workbench is closing")
            job.start(folder, work, args)
            self._jobs[kind] = job
            return job

    def close(self) -> None:
        """End everything; from any thread."""
        with self._lock:
            self._closed = True
            for job in self._jobs.values():
                job.stop("the end of the workbench")


_BENCHES: WeakKeyDictionary[Ledger, Bench] = WeakKeyDictionary()
_MAKING = threading.Lock()


def bench_of(ledger: Ledger) -> Bench:
    """The one that goes with a ledger."""
    with _MAKING:
        return _BENCHES.setdefault(ledger, Bench())


@asynccontextmanager
async def ending(app: FastAPI) -> AsyncIterator[None]:
    """Life of a router whose routes begin such work: it ends with the application."""
    yield
    await asyncio.to_thread(bench_of(app.state.qes.ledger).close)


# --- The child ------------------------------------------------------------------------------------


def _live(folder: Path, work: Work, args: tuple[Any, ...], wire: Connection) -> None:
    """The child's whole life."""
    os.nice(_NICE)
    threading.Thread(target=_with_parent, args=(wire,), daemon=True).start()
    with suppress(OSError, KeyboardInterrupt):  # the server has gone, or Ctrl-C reached both of us
        wire.send(_done(folder, work, args, _teller(wire)))


def _done(folder: Path, work: Work, args: tuple[Any, ...], progress: Progress) -> tuple[str, Any]:
    try:
        with open_project(folder) as project:
            return "done", work(project, progress, *args)
    except QesError as error:
        return "failed", Trouble(str(error), error.hint)


def _teller(wire: Connection) -> Progress:
    def tell(what: str, done: int, total: int) -> None:
        wire.send(("progress", (what, done, total)))

    return tell


def _with_parent(wire: Connection) -> None:
    """The parent says nothing; when its end of the wire closes, it has gone, and nobody waits for the work."""
    with suppress(EOFError, OSError):
        wire.recv()
    os._exit(1)
