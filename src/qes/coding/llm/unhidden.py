"""What a text says once all that hides it from the eye is taken away: unseen signs, look-alikes, codings, spaces."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_TAGS = re.compile("[\U000e0020-\U000e007e]")
_WITHIN_LATIN = re.compile("[A-Za-z\u00c0-\u024f][\u00ad\u200b-\u200d\u2060-\u2064\ufeff]+[A-Za-z\u00c0-\u024f]")
_FEWEST_BREAKS = 3
"""Signs nobody sees, inside words, from which on somebody meant to hide something; one or two come from web pages."""
_SPREAD = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*]){5,}[^\W\d_](?!\w)")
_CODED = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_LONGEST_CODED = 20_000
_READABLE = 0.9
"""Share of letters and spaces from which decoded bytes are taken for text."""
_LOOK_ALIKE = str.maketrans("аеорсухіјѕԁӏАВЕКМНОРСТХІ", "aeopcyxijsdlABEKMHOPCTXI")


def hides(text: str) -> bool:
    """Whether signs that nobody sees stand in it in a way that ordinary writing has no use for."""
    return bool(_TAGS.search(text)) or len(_WITHIN_LATIN.findall(text)) >= _FEWEST_BREAKS


def readings(text: str) -> Iterator[str]:
    """A text in every way it may be meant to be read by a machine, folded; the plain one first."""
    tags = "".join(chr(ord(each) - 0xE0000) for each in _TAGS.findall(text))
    seen = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    yield folded(seen)
    latin = seen.translate(_LOOK_ALIKE)
    if latin != seen:
        yield folded(latin)
    if tags:
        yield folded(tags)
    spread = _SPREAD.sub(lambda match: re.sub(r"[ .\-_*]", "", match.group()), latin)
    if spread != latin:
        yield folded(spread)
    for blob in _CODED.findall(seen):
        if decoded := _decoded(blob[:_LONGEST_CODED]):
            yield folded(decoded)


def folded(text: str) -> str:
    """A text without case, accents and kinds of letters, as texts and what is looked for in them are compared."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return bare.casefold()


def _decoded(blob: str) -> str:
    """The text that a blob is the base64 of; empty when it is none."""
    core = blob.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        text = base64.b64decode(core + "=" * (-len(core) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    plain = sum(each.isalnum() or each.isspace() or each in ".,;:!?'\"-()" for each in text)
    return text if text and plain >= _READABLE * len(text) else ""
