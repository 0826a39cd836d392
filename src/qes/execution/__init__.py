"""Where work runs: here, or on several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from qes.plugins import EXECUTORS, load

Item = TypeVar("Item")
Result = TypeVar("Result")


class Executor(Protocol):
    """Applies a function to items; results come in the order of the items, as they are ready."""

    def map(self, work: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """Yield `work(item)` for each item; an exception is raised where its result would stand."""


def open_executor(name: str) -> Executor:
    """The executor registered under a name.

    Raises:
        UnknownPlugin: There is none; the error lists the choices.
    """
    executor: Executor = load(EXECUTORS, name)()
    return executor
