"""Text is normalised once, when it is taken in; from then on everything points into it."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens and zero-width marks, which break searches; joiners (U+200C, U+200D) shape words and stay."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"[^\S\n]+")


def normalise(text: str) -> str:
    """Unify composition (NFC), line ends and spaces; drop invisible and control characters; keep single newlines."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n"))
    text = _CONTROL.sub(
        "", _INVISIBLE.sub("", text).replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
