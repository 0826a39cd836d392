"""Texts in which names stand as pseudonyms, and every place of which can be found again in the original.

What is masked: the names of a key, in any case, with or without accents, hyphens and line breaks, with a trailing
`s` or `'s`; and what tells who somebody is by its form (see `identifiers`). Names that nobody listed are not known.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qes.ingest.identifiers import TAGS, identifiers
from qes.model import Span
from qes.text import Word, places, words

LEAVE = "-"
"""Stands as the pseudonym of a name that is not to be masked."""
_WIDEST_GAP = 3
"""Characters but white space that may stand between two words of one name, as in `Ortiz, M.` or `Jean-Luc`."""
_SHORTEST_WITH_S = 3
PREFIX = "Person-"
_OWN = re.compile(rf"{PREFIX}\d+")
_GLUED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\uac00-\ud7af]")
"""Scripts that write particles or the next word without a space: Thai, Lao, Burmese, Khmer, Korean."""
_FILLER = "\ue000"
"""Stands for a character that is not looked at; neither part of a word nor a digit."""
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Row:
    """A name and what stands for it."""

    name: str
    pseudonym: str
    """Such as `Person-3`; `LEAVE`: the name is not masked. Several names of one person share it."""
    capitalised: bool = False
    """Whether it is a common word too (`Will`, `May`), so that only its capitalised form is taken for the name."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that was replaced."""

    original: Span
    masked: Span


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with pseudonyms."""

    text: str
    pieces: tuple[Piece, ...] = ()
    """In order; all else is as it was."""

    def back(self, span: Span, /) -> Span:
        """The span of the original that a span of `text` stands for; pseudonyms are taken whole."""
        return Span(self._original(span.start), self._original(span.end - 1, end=True))

    def _original(self, at: int, *, end: bool = False) -> int:
        """Where a character of `text` begins, or ends, in the original."""
        before = bisect_right(self.pieces, at, key=lambda piece: piece.masked.start) - 1
        if before < 0:
            return at + end
        piece = self.pieces[before]
        if at < piece.masked.end:
            return piece.original.end if end else piece.original.start
        return at - piece.masked.end + piece.original.end + end


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    pseudonym: str


class Pseudonyms:
    """Masks texts by one key; the same name is the same pseudonym in all of them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Take a key whose pseudonyms hold no words of its names: see `clashing`."""
        self.rows = tuple(rows)
        self._names: dict[str, list[tuple[tuple[str, ...], Row]]] = defaultdict(list)
        self._glued = [row for row in self._masking if _GLUED.search(row.name)]
        for row in self._masking:
            if parts := folded(row.name):
                self._names[parts[0]].append((parts, row))
        kept = sorted({row.pseudonym for row in self._masking} | TAGS, key=lambda each: (-len(each), each))
        self._kept = re.compile(rf"(?:{'|'.join(map(re.escape, kept))})(?!\d)")
        self.mask = lru_cache(_REMEMBERED)(self._mask)
        """Text → `Masked`."""

    @property
    def _masking(self) -> list[Row]:
        return [row for row in self.rows if row.pseudonym != LEAVE]

    def masked(self, text: str) -> str:
        """A text as it may be sent."""
        return self.mask(text).text

    def _mask(self, text: str) -> Masked:
        """Mask until there is nothing left to be masked: what stands beside a pseudonym is looked at once more."""
        found: list[_Found] = []
        while True:
            masked = _replaced(text, found)
            fresh = [_Found(masked.back(each.span), each.pseudonym) for each in self._candidates(masked.text)]
            if not fresh:
                return masked
            found = _united([*found, *fresh])

    def _candidates(self, text: str) -> Iterator[_Found]:
        seen = self._kept.sub(lambda match: _FILLER * len(match.group()), text)
        yield from (_Found(span, tag) for span, tag in identifiers(seen))
        tokens = words(seen)
        for at, word in enumerate(tokens):
            for start in dict.fromkeys((word.folded, word.folded.removesuffix("s"))):
                if start in self._names:
                    yield from self._names_at(seen, tokens, at, start)
        for row in self._glued:
            yield from (_Found(Span(at, at + len(row.name)), row.pseudonym) for at in places(seen, row.name))

    def _names_at(self, text: str, tokens: Sequence[Word], at: int, start: str) -> Iterator[_Found]:
        for parts, row in self._names[start]:
            span = _match(text, tokens[at : at + len(parts)], parts)
            if span is None:
                continue
            alone = len(tokens) == len(parts)
            if alone or not row.capitalised or not text[span.start].islower():
                yield _Found(span, row.pseudonym)


def folded(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared."""
    return tuple(word.folded for word in words(name))


def clashing(rows: Sequence[Row]) -> list[Row]:
    """Rows whose pseudonym holds a word of some name of the key: that name would be left where it stands."""
    names = {part for row in rows if row.pseudonym != LEAVE for part in folded(row.name)}
    given = [row for row in rows if row.pseudonym != LEAVE and not _OWN.fullmatch(row.pseudonym)]
    return [row for row in given if names.intersection(folded(row.pseudonym))]


def _match(text: str, tokens: Sequence[Word], parts: tuple[str, ...]) -> Span | None:
    """Where some words of a text read as a name does; None where they do not."""
    if len(tokens) < len(parts) or any(word.folded != part for word, part in zip(tokens[:-1], parts[:-1], strict=True)):
        return None
    for one, after in pairwise(tokens):
        if len("".join(text[one.span.end : after.span.start].split())) > _WIDEST_GAP:
            return None
    last, wanted = tokens[-1], parts[-1]
    if last.folded == wanted:
        return Span(tokens[0].span.start, last.span.end)
    if last.folded == f"{wanted}s" and len(wanted) >= _SHORTEST_WITH_S and text[last.span.end - 1] in "sS":
        return Span(tokens[0].span.start, last.span.end - 1)
    return None


def _united(found: Iterable[_Found]) -> list[_Found]:
    """In order, without overlaps: those that overlap are one, under the pseudonym of the longest."""
    united: list[_Found] = []
    longest = 0
    for each in sorted(found, key=lambda one: (one.span.start, -one.span.end, one.pseudonym)):
        size = each.span.end - each.span.start
        if united and each.span.overlaps(united[-1].span):
            before = united.pop()
            both = Span(before.span.start, max(before.span.end, each.span.end))
            united.append(_Found(both, each.pseudonym if size > longest else before.pseudonym))
            longest = max(longest, size)
        else:
            united.append(each)
            longest = size
    return united


def _replaced(text: str, found: Sequence[_Found]) -> Masked:
    parts, pieces = list[str](), list[Piece]()
    at = length = 0
    for each in found:
        kept = text[at : each.span.start]
        start = length + len(kept)
        length = start + len(each.pseudonym)
        parts += [kept, each.pseudonym]
        pieces.append(Piece(each.span, Span(start, length)))
        at = each.span.end
    return Masked("".join([*parts, text[at:]]), tuple(pieces))
