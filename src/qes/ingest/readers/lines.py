"""What a line of plain text looks like: a heading, the start of someone's turn, the end of a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

LABEL = re.compile(
    r"""\s*(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?[\])]?\s*[-\u2013]?\s*)?  # a time before the name
    (?P<label>[^\W\d_][^:\n\t]{0,60}?)
    \s*(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?\s*)?:(?=\s|$)""",
    re.VERBOSE,
)
"""`Name:`, `MIREL TASKEN (CITY MANAGER):`, `Pergunta 3:`, `[00:12] Ana:`, `Ana [00:12]:`."""

MOST_LABEL_WORDS = 6
MOST_HEADING_WORDS = 20

CLOSERS = "\"')]}*_\u2019\u201d\xbb\u203a"
ENDS = ".!?\u2026\u3002\uff01\uff1f\u061f;"
BULLET = re.compile(r"\s*(?:[-*+\u2022\u2013\u25aa\u25cf\u25e6\uf0b7]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S")


def split_lines(text: str) -> list[str]:
    """Lines at any of the line ends programs write, form feeds and vertical tabs included."""
    return re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)


def label_of(line: str) -> str | None:
    """What a line begins with if it may be the label of a turn, digits as 0; None if it is none."""
    match = LABEL.match(line)
    if match is None:
        return None
    label = match["label"].strip()
    if len(label.split()) > MOST_LABEL_WORDS or not (label[0].isupper() or not label.islower()):
        return None
    return re.sub(r"\d+", "0", label)


def label_test(lines: Iterable[str]) -> Callable[[str], bool]:
    """A test whether a line begins a turn: its label returns in the text, or is all in capitals.

    One that stands there once, such as `Note:` in running text, is taken for text.
    """
    often = Counter(label for line in lines if (label := label_of(line)))

    def begins_turn(line: str) -> bool:
        label = label_of(line)
        return label is not None and (often[label] > 1 or label.isupper())

    return begins_turn


def ends_sentence(line: str) -> bool:
    """Whether a line ends as sentences do, quotation marks and brackets aside."""
    return line.rstrip().rstrip(CLOSERS).endswith(tuple(ENDS))


def heading_like(text: str) -> bool:
    """Whether a line that stands alone reads as a heading: short, capital or digit first, no full stop, no address."""
    text = text.strip()
    if not text or "\n" in text or "\t" in text or len(text.split()) > MOST_HEADING_WORDS:
        return False
    if "://" in text or "www." in text or not any(char.isalpha() for char in text):
        return False
    if not (text[0].isupper() or text[0].isdecimal()):
        return False
    end = text.rstrip(CLOSERS)[-1:]
    return end in "?:" or end not in ENDS + ",\u2013\u2014-"


def heading_level(text: str) -> int:
    """1 for a heading all in capitals, otherwise 2: plain text tells no more."""
    return 1 if text.isupper() else 2


def headings(texts: Sequence[str], candidates: Sequence[bool]) -> list[bool]:
    """Which of some paragraphs are headings: candidates with a longer paragraph of sentences below.

    A few more candidates (a subtitle, the authors) may stand between. What follows a quotation
    that stands alone is the name of whoever is quoted, not a heading.
    """
    return [
        candidate
        and not (at and _is_quotation(texts[at - 1]))
        and _leads_in(text, zip(texts[at + 1 : at + 6], candidates[at + 1 : at + 6], strict=True))
        for at, (text, candidate) in enumerate(zip(texts, candidates, strict=True))
    ]


def _is_quotation(text: str) -> bool:
    return text[0] in '"\u201c\u201e\xab' and text[-1] in '"\u201d\u201c\xbb'


def _leads_in(heading: str, following: Iterable[tuple[str, bool]]) -> bool:
    most = 4 if heading.isupper() else 2
    for text, candidate in islice(following, most + 1):
        if not candidate:
            return len(text) > len(heading) and (ends_sentence(text) or len(text.split()) > MOST_HEADING_WORDS)
    return False
