"""A random order that nobody can bend: by a hash of the passage's id, the same for everyone and every time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from qes.coding.queue.pool import Pool
from qes.model import Passage

_LOTS = 2**64


def lot(passage_id: str, seed: int) -> int:
    """The passage's number in the draw, evenly spread over 64 bits."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{passage_id}".encode()).digest()[:8], "big")


def drawn(passage_id: str, seed: int, share: float) -> bool:
    """Whether a passage falls into a random share, the same for everyone and every time.

    A share holds the passages with the lowest lots, so that a larger one holds all of a smaller one.
    """
    return lot(passage_id, seed) / _LOTS < share


def shuffled(passages: Iterable[Passage], seed: int) -> list[Passage]:
    """Passages by their lots, lowest first; those before any place are a random sample of all."""
    return sorted(passages, key=lambda passage: lot(passage.id, seed))


def audit(pool: Pool) -> list[Passage]:
    """The random share alone, lowest lot first.

    Read in this order, what has been read is at every moment a random sample of the whole corpus, whatever order the
    rest was read in. `qes.coding.unfound` rests on that.
    """
    return shuffled((passage for passage in pool.waiting if passage.id in pool.blind), pool.seed)
