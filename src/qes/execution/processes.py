"""A process per core, for large corpora on one machine."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 4
"""Items handed out per worker ahead of the result awaited, so that memory stays flat on endless input."""


class ProcessExecutor:
    """Works on a pool of fresh ("spawned") processes; functions and items must be picklable."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or multiprocessing.cpu_count()

    def map(self, work: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """Yield `work(item)` for each item, in order."""
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.workers, mp_context=context) as pool:
            waiting: deque[Future[Result]] = deque()
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) >= self.workers * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
