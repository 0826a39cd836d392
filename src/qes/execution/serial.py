"""One item after another, in this process: the default, and the easiest to follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class SerialExecutor:
    """Works in the calling process."""

    def map(self, work: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """Yield `work(item)` for each item, in order."""
        return map(work, items)
