"""Sentence boundaries, by spaCy's rule-based sentencizer, with its known slips mended."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from qes.model import Span

if TYPE_CHECKING:
    from spacy.language import Language

_OPENING = frozenset("[(“‘«„")
_MARKS = "\"'"
"""Straight quotation marks open a sentence when white space stands before them."""

_NEXT = re.compile(r"[\s“‘«„\"']*(\S)")

_LONGEST = 200_000
"""Characters a spaCy call gets at once; a longer paragraph is cut at white space first, to bound memory."""


@lru_cache(maxsize=1)
def _spacy() -> Any:
    """The spaCy package without torch, which its tensor library would import, in seconds and for nothing."""
    modules = cast("dict[str, Any]", sys.modules)
    hide = "torch" not in modules
    if hide:
        modules["torch"] = None
    try:
        import spacy
    finally:
        if hide:
            del modules["torch"]
    return spacy


@lru_cache(maxsize=16)
def _pipeline(language: str) -> Language:
    spacy = _spacy()
    try:
        nlp: Language = spacy.blank(language)
    except (ImportError, OSError):
        nlp = spacy.blank("xx")
    nlp.max_length = _LONGEST * 2
    # "... Really?" is two sentences; "we ... thought" is mended below, as its second half begins in lower case.
    stops = [".", "!", "?", "...", "…", "。", "！", "？", "؟", "।", "।।", "۔", "።"]
    nlp.add_pipe("sentencizer", config={"punct_chars": stops})
    return nlp


def sentences(text: str, language: str | None = None) -> list[Span]:
    """Spans of the sentences of a paragraph, without the white space between them; together they hold every word."""
    spans: list[Span] = []
    for offset, chunk in _chunks(text):
        starts = [sent.start_char for sent in _pipeline(language or "xx")(chunk).sents]
        starts = [offset + start for start in _mended(chunk, starts)]
        spans += _trimmed(text, [*starts, offset + len(chunk)])
    return spans


def _chunks(text: str) -> list[tuple[int, str]]:
    chunks, start = [], 0
    while len(text) - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        end = cut if cut > start else start + _LONGEST
        chunks.append((start, text[start:end]))
        start = end
    return [*chunks, (start, text[start:])]


def _mended(text: str, starts: list[int]) -> list[int]:
    """Give openers to the sentence they open; drop boundaries before a lower-case letter or a closing mark.

    The sentencizer leaves the bracket that opens "[laughter]" at the end of the sentence before.
    """
    mended: list[int] = []
    for boundary in starts:
        start = _before_openers(text, boundary)
        following = _NEXT.match(text, start)
        letter = following[1] if following else ""
        if not mended or (letter and not letter.islower() and letter not in ",;:)]”’»"):
            mended.append(start)
    return mended


def _before_openers(text: str, boundary: int) -> int:
    start = at = boundary
    while at > 0 and (text[at - 1].isspace() or text[at - 1] in _OPENING or text[at - 1] in _MARKS):
        at -= 1
        opens = text[at] in _OPENING or (text[at] in _MARKS and at > 0 and text[at - 1].isspace())
        if not opens and not text[at].isspace():
            break
        start = at if opens else start
    return start


def _trimmed(text: str, edges: list[int]) -> list[Span]:
    spans = []
    for start, end in pairwise(edges):
        body = text[start:end]
        left = len(body) - len(body.lstrip())
        right = len(body.rstrip())
        if right > left:
            spans.append(Span(start + left, start + right))
    return spans
