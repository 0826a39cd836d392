"""Long texts as windows a model can take in whole, instead of the silent truncation models default to."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

Offsets = Sequence[tuple[int, int]]
"""Start and end of every token in the text, in codepoints."""


def windows(text: str, tokens: Offsets, limit: int) -> list[tuple[str, int]]:
    """Split a text into pieces of at most `limit` tokens and roughly equal length, cut between words.

    A cut falls inside a word only where no word ends in the last half of the window.

    Args:
        text: What the tokens were read from.
        tokens: Their places, in order.
        limit: Most tokens in one piece, at least 1.

    Returns:
        The pieces with their number of tokens; the text itself when it fits.
    """
    if len(tokens) <= limit:
        return [(text, len(tokens))]
    pieces: list[tuple[str, int]] = []
    start = 0
    while start < len(tokens):
        end = _cut(tokens, start, limit)
        until = tokens[end][0] if end < len(tokens) else len(text)
        pieces.append((text[tokens[start][0] : until], end - start))
        start = end
    return pieces


def _cut(tokens: Offsets, start: int, limit: int) -> int:
    """Where the window from `start` ends: an even share of what is left, moved back to the start of a word."""
    left = len(tokens) - start
    end = start + ceil(left / ceil(left / limit))
    if end == len(tokens):
        return end
    for candidate in range(end, start + (end - start) // 2, -1):
        if tokens[candidate][0] > tokens[candidate - 1][1]:
            return candidate
    return end
