"""A reply cut into sentences, each with the ids it ends in.

Where it is in doubt whether a sentence ends, it does: what then has no ids of its own is struck out, so that nothing
hides behind the ids of another sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from qes.text import collapse, words

_ID = r"[A-Za-z]{1,2}\d{1,4}"
_GROUP = rf"\[\s*{_ID}(?:\s*[,;]?\s*{_ID})*\s*\]"
_GROUPS = re.compile(rf"\s*{_GROUP}")
_IDS = re.compile(_ID)
_TAIL = re.compile(rf"(?:\s*{_GROUP})+[\s.!?…。！？]*$")
_END = re.compile(rf"[.!?…]+[\"'”’»)]*(?:\s*{_GROUP})*[.]?(?=\s|$)|[。！？]+[」』”’]*(?:\s*{_GROUP})*|\n+")
_QUOTATION = re.compile(r"[“„«「『][^“”„«»「」『』]*[”“»」』]|\"[^\"]*\"")
_SHORT = re.compile(r"(?:^|[\s(])(?:[^\W\d_]|[^\W\d_]\.\s?[^\W\d_]|(?:dr|mr|mrs|ms|prof|st))\.$", re.IGNORECASE)
"""What ends in a full stop that ends no sentence: an initial, an abbreviation of two letters, a title."""


def sentences(texts: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Every sentence of some texts without its ids, and the ids; none where it does not end in them."""
    found = []
    for text in texts:
        for each in _cut(_plain(text)):
            bare = collapse(_GROUPS.sub("", each))
            if words(bare):
                found.append((bare, _ids(each)))
    return found


def _ids(sentence: str) -> tuple[str, ...]:
    if not _TAIL.search(sentence):
        return ()
    groups = _GROUPS.findall(sentence)
    return tuple(dict.fromkeys(each.upper() for group in groups for each in _IDS.findall(group)))


def _cut(text: str) -> Iterator[str]:
    quoted = [match.span() for match in _QUOTATION.finditer(text)]
    start = 0
    for match in _END.finditer(text):
        inside = any(begin < match.start() and match.end() < end for begin, end in quoted)
        rest = text[match.end() :].lstrip()
        if inside or rest[:1].islower() or _SHORT.search(text[start : match.end()]):
            continue
        yield text[start : match.end()]
        start = match.end()
    yield text[start:]


def _plain(text: str) -> str:
    """Without control signs and those that cannot be seen; the ends of lines stay, as they end sentences."""
    return "".join(each if each == "\n" or not unicodedata.category(each).startswith("C") else " " for each in text)
