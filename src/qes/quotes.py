"""Whether a text really says what somebody, or some model, says it does."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum

from qes.model import Span
from qes.text import collapse, collapsed_with_offsets, locate, plain_marks, words

NEAR = 90.0
"""Likeness in percent from which words count as near: a true quote with slips scores about 96, an invented one 54."""
FEWEST_WORDS = 3
"""Of fewer words, likeness says nothing."""
_LONGEST = 4
"""A quote so many times as long as the text is none of it, and is not compared."""
_AROUND = "\"'“”„«»‹›‘’‚「」『』"
_ELLIPSES = ("…", "...", "[…]", "[...]")


class Match(StrEnum):
    """How a quote stands in a text."""

    EXACT = "exact"
    """To the letter."""
    ALIKE = "alike"
    """But for white space and kinds of marks."""
    NEAR = "near"
    """In like words: good for finding the place, never to be shown as a quote."""
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text says what was quoted; it holds none of the words that were looked for."""

    match: Match
    span: Span | None = None
    """Into the text; None if and only if it is absent. Never begins or ends inside a word."""
    similarity: float = 0.0
    """In percent; 100 for what is exact or alike."""

    def __post_init__(self) -> None:
        if (self.span is None) != (self.match is Match.ABSENT):
            raise ValueError("a quote has a place if and only if it is found")

    @property
    def verbatim(self) -> bool:
        """Whether the text reads so, up to white space and kinds of marks."""
        return self.match in (Match.EXACT, Match.ALIKE)


ABSENT = Found(Match.ABSENT)


def find_quote(quote: str, text: str, near: float | None = NEAR) -> Found:
    """The first place where a text reads as quoted: to the letter, else but for marks and space, else in like words.

    Marks around the quote, and dots that stand for what was left out before or after it, are not taken for its words.

    Args:
        quote: What is said to stand there; at least one word, and for a likeness three.
        text: As stored.
        near: Likeness in percent from which on words count as near (Levenshtein's, normalised, of the best stretch);
            None: never, which is much quicker in a long text.
    """
    if len(quote) > _LONGEST * max(len(text), 1):
        return ABSENT
    bounds = _Bounds(text)
    for wanted in dict.fromkeys((quote.strip(), _bare(quote))):
        if not words(wanted):
            continue
        for span in locate(wanted, text):
            if bounds.whole(span):
                exact = span.of(text) == wanted
                return Found(Match.EXACT if exact else Match.ALIKE, span, 100.0)
    return ABSENT if near is None else _near(_bare(quote), text, bounds, near)


def same_words(quote: str, text: str) -> bool:
    """Whether a text is a quote, up to white space and kinds of marks, and marks around it."""
    return _flat(_bare(quote)) == _flat(_bare(text))


def _flat(text: str) -> str:
    return plain_marks(collapse(unicodedata.normalize("NFC", text)))


def _bare(quote: str) -> str:
    """Without marks around it and dots for what was left out."""
    bare = quote.strip()
    while True:
        before = bare
        for dots in _ELLIPSES:
            bare = bare.removeprefix(dots).removesuffix(dots).strip()
        if len(bare) > 1 and bare[0] in _AROUND and bare[-1] in _AROUND:
            bare = bare[1:-1].strip()
        if bare == before:
            return bare


class _Bounds:
    """Where the words of a text begin and end."""

    def __init__(self, text: str) -> None:
        spans = [word.span for word in words(text)]
        self._starts, self._ends = [each.start for each in spans], [each.end for each in spans]

    def whole(self, span: Span) -> bool:
        """Whether it cuts no word in two."""
        return not (self._inside(span.start) or self._inside(span.end))

    def _inside(self, at: int) -> bool:
        word = bisect_right(self._starts, at) - 1
        return word >= 0 and self._starts[word] < at < self._ends[word]

    def snapped(self, start: int, end: int) -> Span | None:
        """The words of which more than half lies between two offsets; None where there are too few."""
        first, last = bisect_left(self._ends, start + 1), bisect_right(self._starts, end - 1) - 1
        if first <= last and start - self._starts[first] > self._ends[first] - start:
            first += 1
        if first <= last and self._ends[last] - end > end - self._starts[last]:
            last -= 1
        if last - first + 1 < FEWEST_WORDS:
            return None
        return Span(self._starts[first], self._ends[last])


def _near(quote: str, text: str, bounds: _Bounds, least: float) -> Found:
    """The stretch of whole words that is most like a quote."""
    from rapidfuzz import fuzz

    wanted = _flat(quote).casefold()
    if len(words(quote)) < FEWEST_WORDS:
        return ABSENT
    flat, offsets = collapsed_with_offsets(text)
    folded = plain_marks(flat)
    lower = folded.lower()
    folded = lower if len(lower) == len(folded) else folded
    # What is so much longer than the whole text is like no stretch of it, and would take long to compare.
    if 2 * len(folded) * 100 < least * (len(wanted) + len(folded)):
        return ABSENT
    best = fuzz.partial_ratio_alignment(wanted, folded, score_cutoff=least)
    if best is None or best.dest_end <= best.dest_start:
        return ABSENT
    span = bounds.snapped(offsets[best.dest_start], offsets[best.dest_end - 1] + 1)
    if span is None:
        return ABSENT
    # Weighed again as a whole: the best stretch of a quote that goes on beyond it is no likeness of the quote.
    similarity = fuzz.ratio(wanted, _flat(span.of(text)).casefold())
    return Found(Match.NEAR, span, float(similarity)) if similarity >= least else ABSENT
