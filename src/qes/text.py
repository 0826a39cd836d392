"""Comparing texts and finding quotes in them, wherever that is needed."""

from __future__ import annotations

import re
import unicodedata

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
