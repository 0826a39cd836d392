"""Which texts the fonts of the PDF can show."""

from __future__ import annotations

import unicodedata

_SCRIPTS = {"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "ARMENIAN", "GEORGIAN", "MODIFIER", "MICRO", "FEMININE"}
_SCRIPTS |= {"MASCULINE"}
"""First words of the Unicode names of letters that the embedded fonts hold."""


def lacks(text: str) -> bool:
    """Whether a text holds characters that none of the fonts that come with typst can show."""
    return any(
        ord(char) > 0x1EFFF
        or unicodedata.east_asian_width(char) in "WF"
        or (char.isalpha() and unicodedata.name(char, "?").split()[0] not in _SCRIPTS)
        for char in text
        if not char.isascii()
    )
