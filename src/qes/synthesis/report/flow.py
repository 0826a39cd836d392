"""Quotes as they are printed: lines that break within a sentence go on, and nothing but white space is changed."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[^\S\n]*\n\s*")
_CLOSING = "\"'”’»)]"
_ENDING = (".", "!", "?", "…", ":", ";")
"""Behind these a line may end on purpose."""
_ITEM = re.compile(r"[-–—•·*+#>|]\s|\d+[.)]\s|\(?[a-z][.)]\s")
"""What an item of a list begins with."""
_CAPTION = re.compile(r"\W*(source|figure|graph|table|photo|image|box|chart|map)s?\b", re.IGNORECASE)
"""What stands in the midst of a text where a page has a picture."""
_SHORT = 40
"""Shorter lines, in characters, that a capital follows, are rather headings than the layout's."""


def flowing(text: str) -> str:
    """A quote as it is printed: a line that breaks within a sentence, as the layout of its source had it, goes on.

    Nothing but white space is changed, so that the quote is as verbatim as it was; forms for programs keep it all.
    """
    return _BREAK.sub(lambda found: found[0] if _ends(text, found) else " ", text)


def _ends(text: str, found: re.Match[str]) -> bool:
    """Whether a break stands between sentences, headings, captions or items of a list."""
    line = text[: found.start()].rpartition("\n")[2]
    after = text[found.end() : found.end() + 4]
    if not line.strip() or not after or line.rstrip(_CLOSING).endswith(_ENDING):
        return True
    if _ITEM.match(after) or _CAPTION.match(line):
        return True
    if after[0].islower() or after[0].isdigit():
        return False
    # A capital may begin a name within a sentence, or something new.
    if line.lstrip()[:1].islower():
        return False
    return found[0].count("\n") > 1 or len(line) < _SHORT
