"""A long list, a part at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in order, at most so many at once."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
