"""Finding names in texts however they are written there, so that what is withheld does not stand in another spelling.

Words are compared as searches compare them: ANNA WEISS, Anna  Weiß and a name broken over two lines are one name, and
Chinese or Japanese ones are found although no space sets them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from qes.model import Span
from qes.text import places, words

_BETWEEN = re.compile(r"[\W_]+")


class Names:
    """Some names, and what stands for each."""

    def __init__(self, instead: Mapping[str, str]) -> None:
        """Take them in.

        Args:
            instead: Name → what stands for it; of names that differ in their spelling alone the first counts.
        """
        self._by_first: dict[str, dict[tuple[str, ...], str]] = {}
        self._signs: dict[str, str] = {}
        """Names without a letter or digit, which have no words."""
        for name, other in sorted(instead.items()):
            if folded := folds(name):
                self._by_first.setdefault(folded[0], {}).setdefault(folded, other)
            elif name.strip():
                self._signs[name.strip()] = other

    def found(self, text: str) -> Iterator[tuple[Span, str]]:
        """Where names stand, and what stands for each: in order, the longest first, none within another."""
        taken = 0
        for span, other in sorted([*self._worded(text), *self._signed(text)], key=lambda each: _order(each[0])):
            if span.start >= taken:
                yield span, other
                taken = span.end

    def stand_in(self, text: str) -> bool:
        """Whether a text holds one of them."""
        return next(self.found(text), None) is not None

    def replaced(self, text: str) -> str:
        """The text with what stands for each name in its place."""
        parts, at = [], 0
        for span, other in self.found(text):
            parts += [text[at : span.start], other]
            at = span.end
        return "".join([*parts, text[at:]])

    def _worded(self, text: str) -> Iterator[tuple[Span, str]]:
        flat = _flat(text)
        if not any(first in flat for first in self._by_first):
            return
        said = words(text)
        for at, word in enumerate(said):
            for name, other in self._by_first.get(word.folded, {}).items():
                if tuple(each.folded for each in said[at : at + len(name)]) == name:
                    yield Span(word.span.start, said[at + len(name) - 1].span.end), other

    def _signed(self, text: str) -> Iterator[tuple[Span, str]]:
        for name, other in self._signs.items():
            for at in places(text, name):
                yield Span(at, at + len(name)), other


def folds(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared."""
    return tuple(word.folded for word in words(name))


def _flat(text: str) -> str:
    """All the words of a text as they are compared, run together: a quick look before they are told apart."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _BETWEEN.sub("", folded)


def _order(span: Span) -> tuple[int, int]:
    return span.start, -span.end
