"""Learning beside a server: in a process of its own, so that no page ever waits for it.

The child follows the log by itself, as everything does; it is told which passages come next for whoever is coding, and
tells the ranking of all passages whenever it has learned something. If it dies, the last ranking stays, and coding goes
on.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from qes.errors import QesError
from qes.pipeline.learning import Learner
from qes.project import Project, open_project

_LOOK = 0.3
"""Seconds between looks at the log."""
_TEACHES = frozenset({"decision", "undo", "adjudication", "carry"})
_NICE = 10
_PATIENCE = 3.0
"""Seconds it is given to end by itself."""


class Tutor:
    """The parent's end."""

    def __init__(self, folder: Path, told: Callable[[Sequence[str]], Sequence[str]]) -> None:
        """Nothing runs until `start`.

        Args:
            folder: Of the project.
            told: Called on a thread with each new ranking; answers with the passages that come next for anybody, whose
                proposals are then renewed.
        """
        self._folder, self._told = folder, told
        self._process: BaseProcess | None = None
        self._wire: Connection | None = None
        self._hears: threading.Thread | None = None
        self._lock = threading.Lock()
        self.trouble = ""
        """Why learning has ended, if it has."""

    def start(self) -> None:
        """Begin, unless it has begun; again if the process was killed, but not where it said why it cannot go on."""
        with self._lock:
            if self.trouble or (self._process is not None and self._process.is_alive()):
                return
            context = multiprocessing.get_context("spawn")
            self._wire, theirs = context.Pipe()
            self._process = context.Process(target=_study, args=(self._folder, theirs), name="qes-tutor", daemon=True)
            self._process.start()
            theirs.close()
            self._hears = threading.Thread(target=self._listen, args=(self._wire,), name="qes-tutor", daemon=True)
            self._hears.start()

    @property
    def pid(self) -> int | None:
        """Of the child; None while there is none."""
        return self._process.pid if self._process is not None else None

    def wait(self, seconds: float) -> None:
        """Until it has ended by itself and what it said is heard, at most so long."""
        if self._process is not None and self._hears is not None:
            self._process.join(seconds)
            self._hears.join(seconds)

    def close(self) -> None:
        """End it; what it has not finished learning is lost, as it can be learned anew."""
        with self._lock:
            if self._process is None or self._wire is None:
                return
            with suppress(OSError):
                self._wire.send(None)
            self._process.join(_PATIENCE)
            self._process.terminate()
            self._process.join()
            self._wire.close()

    def _listen(self, wire: Connection) -> None:
        with suppress(EOFError, OSError):
            while True:
                said = wire.recv()
                if isinstance(said, str):
                    self.trouble = said
                    return
                wire.send(list(self._told(said)))


def _study(folder: Path, wire: Connection) -> None:
    """The child's whole life."""
    os.nice(_NICE)
    try:
        with open_project(folder) as project:
            newest = project.store.latest(1)  # before the learner reads, so that it misses nothing
            with Learner(project, "likely") as learner:
                _follow(project, learner, wire, newest[0].event.seq if newest else 0)
                if learner.trouble is not None:
                    raise learner.trouble
    except QesError as error:
        with suppress(OSError):
            wire.send(str(error))
    except (EOFError, OSError, KeyboardInterrupt):
        pass  # the server has gone, or Ctrl-C reached both of us


def _follow(project: Project, learner: Learner, wire: Connection, seq: int) -> None:
    known = 0
    while learner.trouble is None:
        if wire.poll(_LOOK):
            wanted = wire.recv()
            if wanted is None:
                return
            learner.renew(frozenset(wanted))
        fresh = list(project.store.events(after=seq))
        if fresh:
            seq = fresh[-1].seq
            if any(event.kind in _TEACHES for event in fresh):
                learner.decided()
        if learner.outcomes > known:
            known = learner.outcomes
            wire.send(learner.ranking())
