"""Finding the passages nearest to a vector. An index is a cache of the database and may be deleted at any time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qes import plugins

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qes.coding.embed import Vectors

DECIMALS = 5
"""Cosines are rounded to this before they are ranked, so that every index breaks ties alike."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of a query."""

    id: str
    score: float
    """Cosine, in [-1, 1]."""


class Index(Protocol):
    """Unit vectors by id, and the nearest among them."""

    @property
    def id(self) -> str:
        """Kind of index, embedder and settings."""

    @property
    def count(self) -> int:
        """How many vectors it holds."""

    def ids(self) -> set[str]:
        """The ids of all of them."""

    def update(self, ids: Sequence[str], vectors: Vectors, /) -> None:
        """Add vectors, or replace those whose id is known."""

    def remove(self, ids: Collection[str], /) -> None:
        """Forget these; unknown ids are ignored."""

    def sync(self, ids: Sequence[str], vectors: Vectors, /) -> None:
        """Hold exactly these: add what is missing or changed, remove the rest, rebuild what is damaged."""

    def query(self, vector: NDArray[np.float32], k: int, /, *, among: Collection[str] | None = None) -> list[Hit]:
        """The k nearest by cosine, best first and ties by id, among some ids or all.

        Raises:
            IndexUnavailable: The server is gone or the folder is damaged.
        """

    def close(self) -> None:
        """Let go of files and connections; the index is not used afterwards."""


def ranked(found: Collection[tuple[str, float]], k: int) -> list[Hit]:
    """The k best of ids with their cosines, rounded, best first and ties by id."""
    hits = [Hit(name, max(-1.0, min(1.0, round(cosine, DECIMALS)))) for name, cosine in found]
    return sorted(hits, key=lambda hit: (-hit.score, hit.id))[: max(0, k)]


def open_index(name: str, location: str, embedder_id: str, dimensions: int) -> Index:
    """The index registered under a name.

    Args:
        name: For instance `chroma` or `exact`.
        location: A folder, or the address of a server; ignored by an index in memory.
        embedder_id: Vectors of different embedders are never mixed.
        dimensions: Length of one vector.

    Raises:
        UnknownPlugin: No such index is installed.
        IndexUnavailable: It cannot be opened there.
    """
    index: Index = plugins.load(plugins.INDEXES, name)(location, embedder_id, dimensions)
    return index
