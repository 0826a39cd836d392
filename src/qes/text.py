"""Comparing texts and finding quotes in them, wherever that is needed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from qes.model import Span

_ALIKE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "‑": "-"}
)
"""Marks that editors and spreadsheets silently swap; each maps to one character, so offsets hold."""


def collapse(text: str) -> str:
    """All white space as single spaces: how headings and quotes are compared."""
    return " ".join(text.split())


def collapsed_with_offsets(text: str) -> tuple[str, list[int]]:
    """`collapse(text)` and, for each of its characters, the offset of the one it stands for in `text`."""
    characters: list[str] = []
    offsets: list[int] = []
    for word in re.finditer(r"\S+", text):
        if characters:
            characters.append(" ")
            offsets.append(word.start() - 1)
        characters.extend(word.group())
        offsets.extend(range(word.start(), word.end()))
    return "".join(characters), offsets


def plain_marks(text: str) -> str:
    """A text of the same length in which kinds of quote marks and dashes are one."""
    return text.translate(_ALIKE)


def places(text: str, wanted: str) -> list[int]:
    """Every offset at which `wanted` stands in `text`, overlapping ones included."""
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found


def locate(quote: str, text: str) -> list[Span]:
    """Every place where a text reads `quote`: to the letter or, failing that, but for white space and kinds of marks.

    Args:
        quote: What is looked for; white space at its ends is ignored.
        text: Where, as stored.

    Returns:
        Spans into `text`; empty when the quote is not there. Nothing is ever matched approximately.
    """
    wanted = quote.strip()
    if not wanted:
        return []
    exact = [Span(at, at + len(wanted)) for at in places(text, wanted)]
    if exact:
        return exact
    needle = collapse(unicodedata.normalize("NFC", wanted)).translate(_ALIKE)
    flat, offsets = collapsed_with_offsets(text)
    return [Span(offsets[at], offsets[at + len(needle) - 1] + 1) for at in places(flat.translate(_ALIKE), needle)]


# --- Words, as searches compare them --------------------------------------------------------------

_LONE = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""Kana and Chinese characters, which stand without spaces: each is taken for a word of its own."""
_WORD = re.compile(rf"[{_LONE}]|(?:[^\W_{_LONE}][\u0300-\u036f]*)+")
_LONGEST_WORD = 200
"""Characters that are compared; what is longer is no word but, for instance, an encoded picture."""


class Word(NamedTuple):
    """A word of a text."""

    folded: str
    """As searches compare it: without case and accents, letters and digits only."""
    span: Span


def words(text: str) -> list[Word]:
    """The words of a text in order."""
    found = (Word(fold(match.group()), Span(*match.span())) for match in _WORD.finditer(text))
    return [word for word in found if word.folded]


def fold(word: str) -> str:
    """A word without case, accents and kinds of letters: `Straße` is `strasse`, `Ä` is `a`; empty if nothing is left.

    It holds letters and digits only (`str.isalnum`), so nothing in it can be mistaken for an operator or a quote.
    """
    if word.isascii():
        plain = word.lower()
    else:
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(character for character in plain if character.isalnum())[:_LONGEST_WORD]


def around(text: str, spans: Sequence[Span], most: int) -> Span:
    """The stretch of a text that shows most of some spans, cut between words; the earliest of equals.

    Args:
        text: Not empty.
        spans: What is to be seen, in order; none: the beginning.
        most: Characters it may have, at least 1.
    """
    if len(text) <= most:
        return Span(0, len(text))
    best, start = -1, 0
    for span in spans:
        left = max(0, min(span.start - most // 4, len(text) - most))
        inside = {each.of(text).casefold() for each in spans if each.within(Span(left, left + most))}
        if (weight := sum(map(len, inside))) > best:
            best, start = weight, left
    begins = text.find(" ", start - 1, start + most // 4) + 1 if start else 0
    start = begins or start
    end = min(len(text), start + most)
    cut = text.rfind(" ", start + most // 2, end + 1) if end < len(text) else end
    return Span(start, cut if cut > start else end)
