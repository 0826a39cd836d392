"""What people type to find words, read so that nothing in it can be wrong.

    flooded streets        any of the words; the more of them, and the rarer, the better
    drain*                 words that begin so; so may the last word of all, from three letters on
    "two kinds"            must occur, as it stands
    -festival -"old town"  must not occur

Anything else is no operator: marks part words, and words that only a mark parts (`e-mail`) must stand together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qes.model import Span
from qes.text import Word, words

MOST_TERMS = 64
"""Words, phrases and exclusions, of each; a page pasted in whole is searched for by its first words."""
LONGEST_TERM = 200
"""Words of a phrase; a longer one is no phrase but a page, and its words are searched for each by itself."""
_SHORTEST_OPEN = 3

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_PIECE = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"|(?P<plain>\S+))')
_PARTS = re.compile(r"[/,;|]+")


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand next to one another in this order."""

    words: tuple[str, ...]
    open: bool = False
    """Whether the last of them may go on."""

    @property
    def long(self) -> bool:
        """Whether it is more than any passage would hold."""
        return len(self.words) > LONGEST_TERM

    @property
    def apart(self) -> list[Term]:
        """Itself, or if it is too long its words, each for itself."""
        return [Term((word,)) for word in self.words] if self.long else [self]

    def spans(self, text: Sequence[Word]) -> list[Span]:
        """Every place where it stands among the words of a text."""
        size = len(self.words)
        return [
            Span(text[at].span.start, text[at + size - 1].span.end)
            for at in range(len(text) - size + 1)
            if self._stands(text[at : at + size])
        ]

    def _stands(self, found: Sequence[Word]) -> bool:
        *first, last = (word.folded for word in found)
        same = last.startswith(self.words[-1]) if self.open else last == self.words[-1]
        return same and tuple(first) == self.words[:-1]


@dataclass(frozen=True, slots=True)
class Query:
    """What a passage has to hold. All phrases, none of what is excluded; of the terms one if there is no phrase."""

    terms: tuple[Term, ...] = ()
    phrases: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    said: str = ""
    """The text without its marks and what it excludes: what it says, for a search by meaning."""

    @property
    def wanted(self) -> tuple[Term, ...]:
        """Whatever makes a passage a better hit."""
        return self.phrases + self.terms

    @property
    def limits(self) -> Query:
        """Only what a passage must and must not hold."""
        return Query(phrases=self.phrases, excluded=self.excluded)

    def spans(self, text: str) -> list[Span]:
        """Where a text holds what is wanted, in order; places that overlap are one."""
        found = words(text)
        merged: list[Span] = []
        for span in sorted(span for term in self.wanted for span in term.spans(found)):
            if merged and span.start < merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        return merged


def parse(text: str) -> Query:
    """Read what was typed; whatever it is, it means something, if only nothing."""
    typed = unicodedata.normalize("NFC", text.translate(_QUOTES))
    pieces = list(_PIECE.finditer(typed))
    kept = [piece for piece in pieces if not piece["minus"]]
    phrases = [_term(piece["phrase"]) for piece in kept if piece["phrase"]]
    plain = [_term(part) for piece in kept if piece["plain"] for part in _PARTS.split(piece["plain"])]
    excluded = [_term(part) for piece in pieces if piece["minus"] for part in _parts(piece)]
    terms = _known(word for term in [*(each for each in phrases if each.long), *plain] for word in term.apart)
    if terms and kept[-1] is pieces[-1] and kept[-1]["plain"] and plain[-1] == terms[-1]:
        terms[-1] = _opened(terms[-1])
    said = " ".join(piece["phrase"] or piece["plain"] or "" for piece in kept)
    whole = [[each for each in some if not each.long] for some in (phrases, excluded)]
    return Query(tuple(terms), tuple(_known(whole[0])), tuple(_known(whole[1])), _printable(said))


def _parts(piece: re.Match[str]) -> list[str]:
    return [piece["phrase"]] if piece["plain"] is None else _PARTS.split(piece["plain"])


def _term(typed: str) -> Term:
    return Term(tuple(word.folded for word in words(typed)), typed.endswith("*"))


def _known(terms: Iterable[Term]) -> list[Term]:
    """Those that hold a word, each once, the first so many."""
    return list(dict.fromkeys(term for term in terms if term.words))[:MOST_TERMS]


def _opened(term: Term) -> Term:
    return Term(term.words, term.open or len(term.words[-1]) >= _SHORTEST_OPEN)


def _printable(text: str) -> str:
    """Without control characters and halves of characters, which no model can read; of marks for searching, no `*`."""
    return " ".join("".join(c if c.isprintable() and c != "*" else " " for c in text).split())
