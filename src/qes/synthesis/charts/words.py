"""What the pictures say, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qes.synthesis.report.wording import listed, several, slug

MANY = 60
"""More values than this are told by their main facts."""
ELSEWHERE = "The table that belongs to it holds all values."


def name_of(kind: str, *about: str) -> str:
    """Id of a figure: its kind, and what it is about where that is not everything."""
    return "-".join([kind, *(slug(each) for each in about if each)])


def level(number: int | None) -> str:
    """A level in a sentence."""
    return "NE" if number is None else f"level {number}"


def span(low: int | None, high: int | None) -> str:
    """A range of levels in a sentence."""
    ends = ["NE" if each is None else str(each) for each in (low, high)]
    return ends[0] if low == high else " to ".join(ends)


def some(names: Iterable[str], most: int = 5) -> str:
    """Names as a sentence lists them, the first few where there are many."""
    every = list(names)
    if len(every) <= most + 1:
        return listed(every)
    return listed([*every[:most], f"{len(every) - most} more"])


def text(*sentences: str) -> str:
    """Sentences as one text; empty ones are left out."""
    return " ".join(each for each in sentences if each)


def counts(levels: Sequence[int | None], highest: int) -> str:
    """How often each level occurs, those that do not occur left out."""
    order = [None, *range(1, highest + 1)]
    return listed([f"{level(each)} {times(levels.count(each))}" for each in order if each in levels])


def percent(share: float) -> str:
    """A share, as it is printed."""
    return f"{share * 100:.0f} %"


def times(number: int) -> str:
    """How often."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


__all__ = [
    "ELSEWHERE",
    "MANY",
    "counts",
    "level",
    "listed",
    "name_of",
    "percent",
    "several",
    "some",
    "span",
    "text",
    "times",
]
