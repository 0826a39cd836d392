"""Long texts as windows a model can take in whole, instead of the silent truncation models default to."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPARE_TOKENS = 4
"""Room kept in a window, since a piece cut inside a word may read as a token more."""

Offsets = Sequence[tuple[int, int]]
"""Start and end of every token in the text, in codepoints."""


def room(longest: int, special: int) -> int:
    """Tokens of text a window holds, of a model that takes `longest` tokens with `special` ones of its own."""
    return max(1, longest - special - SPARE_TOKENS)


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


def joined(parts: Sequence[tuple[NDArray[np.float32], int]]) -> NDArray[np.float32]:
    """Mean of the vectors of a text's windows, weighted by their tokens, of unit length again."""
    if len(parts) == 1:
        return parts[0][0]
    mean = np.sum([vector * size for vector, size in parts], axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)
