"""What langchain hands to a thread for the sake of other libraries is done at once here.

It has each reply of OpenAI-compatible servers read in a thread of its own, which takes less time than getting there.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

_Given = TypeVar("_Given")


class Inline(ThreadPoolExecutor):
    """An executor without a thread; only for what never waits."""

    def submit(self, fn: Callable[..., _Given], /, *args: Any, **kwargs: Any) -> Future[_Given]:
        """Do it, and give what came of it."""
        done = Future[_Given]()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - handed on as it is, to be raised where it is asked for
            done.set_exception(error)
        return done
