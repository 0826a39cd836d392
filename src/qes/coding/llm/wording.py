"""A model's own sentence, made fit to be shown: short, plain, and without quoting what nobody said."""

from __future__ import annotations

import re
import unicodedata

from qes.model import Span
from qes.quotes import find_quote
from qes.text import around, words

LONGEST = 300
"""Characters of a reason."""
CUT = "[…]"
"""Stands for words given as a quote that are none; it holds no word itself."""
_QUOTED = re.compile(r"[\"“„”«»‹›「『][^\"“„”«»‹›「」『』]{2,}[\"“”«»‹›」』]|(?<!\w)['‘‚][^'‘’‚]{2,}['’](?!\w)")


def worded(reason: str, passage: str, quote: str = "") -> str:
    """A reason as it may be shown.

    What stands in it between quote marks stays only if the passage reads so; and of a quote that the passage does not
    hold, nothing is left wherever in the sentence it is repeated.

    Args:
        reason: As it came.
        passage: What the model was shown.
        quote: What it gave as words of the passage.
    """
    plain = " ".join("".join(each if _shown(each) else " " for each in reason).split())
    plain = plain[: 4 * LONGEST]
    plain = _QUOTED.sub(
        lambda match: match.group() if find_quote(match.group(), passage, near=None).verbatim else CUT, plain
    )
    if words(quote) and not find_quote(quote, passage, near=None).verbatim:
        plain = _without(plain, quote)
    span = around(plain, (), LONGEST) if plain else None
    return plain if span is None or span.end == len(plain) else f"{span.of(plain)} …"


def _shown(character: str) -> bool:
    """Whether it is no control sign and none of those that turn writing around or cannot be seen."""
    return not unicodedata.category(character).startswith("C")


def _without(text: str, quote: str) -> str:
    """A text in which the words of a quote, in their order, do not occur."""
    wanted = [word.folded for word in words(quote)]
    while cuts := _places(text, wanted):
        for cut in reversed(cuts):
            text = f"{text[: cut.start]}{CUT}{text[cut.end :]}"
    return text


def _places(text: str, wanted: list[str]) -> list[Span]:
    """Where some words follow one another; places that share a word with one before are left out."""
    found, size = words(text), len(wanted)
    places: list[Span] = []
    at = 0
    while at + size <= len(found):
        if [word.folded for word in found[at : at + size]] == wanted:
            places.append(Span(found[at].span.start, found[at + size - 1].span.end))
            at += size
        else:
            at += 1
    return places
