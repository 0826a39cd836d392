"""Lines of PDF pages as they are printed, and which of them are page numbers, running heads or line numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PAGE_NUMBER = re.compile(
    r"(?:\W|page|p\.|seite|s\.|página|pág\.|pagina|strona)*(\d{1,4})(?:\s*(?:/|of|von|de|di|z)\s*\d+)?\W*",
    re.IGNORECASE,
)
DIGITS_ONLY = re.compile(r"\d{1,4}")
FEWEST_PAGES = 3
"""A running head stands on at least so many pages."""

EDGE_LINES = 2
DRIFT = 4.0
"""Points by which a running head may move between pages."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; distances in points from the lower left corner of the page."""

    text: str
    page: int
    left: float
    right: float
    base: float
    height: float
    """Of the tallest letter's box: grows with the font size."""

    @property
    def letter(self) -> float:
        """Average width of a character."""
        return (self.right - self.left) / max(1, len(self.text))


Pages = Sequence[Sequence[Line]]


def without_furniture(pages: Pages) -> tuple[list[list[Line]], list[str]]:
    """The pages without what is printed on every one of them, and notes on what was left out.

    A document that would be left without any text keeps everything: it is a form or a set of slides.
    """
    margin = _margin_numbers(pages)
    numbers = _page_numbers(_without(pages, margin))
    running = _running(_without(pages, margin | numbers))
    kept = _without(pages, margin | numbers | running)
    if not any(kept):
        return _without(pages, set()), []
    return kept, list(_notes(margin, numbers, running))


def _without(pages: Pages, dropped: set[Line]) -> list[list[Line]]:
    return [[line for line in page if line not in dropped] for page in pages]


def _notes(margin: set[Line], numbers: set[Line], running: set[Line]) -> Iterator[str]:
    if margin:
        yield f"{len(margin)} line numbers in the margin left out"
    if numbers:
        pages = len({line.page for line in numbers})
        yield f"page number{'s'[: pages > 1]} left out ({pages} page{'s'[: pages > 1]})"
    texts = Counter(_shape(line.text) for line in running)
    sample = {_shape(line.text): line.text for line in sorted(running, key=lambda line: -line.page)}
    for shape, count in sorted(texts.items()):
        yield f"running head or foot left out: {sample[shape][:60]!r} ({count} pages)"


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", " ".join(text.split())).casefold()


def _margin_numbers(pages: Pages) -> set[Line]:
    """Numbers that stand beside the text, not in it, at least three in the document."""
    found: set[Line] = set()
    for page in pages:
        text = [line for line in page if not DIGITS_ONLY.fullmatch(line.text)]
        lefts, rights = sorted(line.left for line in text), sorted(line.right for line in text)
        if not text:
            continue
        low, high = lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]
        numbers = (line for line in page if DIGITS_ONLY.fullmatch(line.text))
        beside = [line for line in numbers if line.right <= low or line.left >= high]
        found.update(line for line in beside if _has_neighbour(line, text))
    return found if len(found) >= 3 else set()


def _has_neighbour(number: Line, text: Sequence[Line]) -> bool:
    """Whether a line of text is printed at the height of a number."""
    return any(abs(number.base - line.base) < max(number.height, line.height) for line in text)


def _edges(page: Sequence[Line]) -> Iterator[Line]:
    """The topmost and the lowest lines of a page."""
    heights = sorted({round(line.base) for line in page})
    outer = {*heights[:EDGE_LINES], *heights[-EDGE_LINES:]}
    return (line for line in page if round(line.base) in outer)


def _page_numbers(pages: Pages) -> set[Line]:
    """Numbers at the edge that count with the pages."""
    by_offset: dict[int, set[Line]] = defaultdict(set)
    for page in pages:
        for line in _edges(page):
            if match := PAGE_NUMBER.fullmatch(line.text):
                by_offset[int(match[1]) - line.page].add(line)
    counted = (lines for offset, lines in by_offset.items() if offset == 0 or len({line.page for line in lines}) > 1)
    return {line for lines in counted for line in lines}


def _running(pages: Pages) -> set[Line]:
    """Lines that return at the same height of the edge on several pages, and seldom elsewhere."""
    everywhere = Counter(_shape(line.text) for page in pages for line in page)
    groups: dict[str, list[Line]] = defaultdict(list)
    for page in pages:
        for line in _edges(page):
            groups[_shape(line.text)].append(line)
    found: set[Line] = set()
    for shape, lines in groups.items():
        middle = sorted(line.base for line in lines)[len(lines) // 2]
        level = [line for line in lines if abs(line.base - middle) <= DRIFT]
        often = len({line.page for line in level})
        if often >= FEWEST_PAGES and 2 * often > everywhere[shape]:
            found.update(level)
    return found
