"""The order of the stages and what can be skipped; nothing else knows several of them.

Each function takes an open project, does one stage and returns what it did. All can be stopped at any point and run
again: unchanged work is recognised by its fingerprint, and what counts is written in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def quiet(_what: str, _done: int, _total: int) -> None:
    """A progress callback that says nothing."""
