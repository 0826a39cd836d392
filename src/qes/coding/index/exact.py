"""An index in memory that compares with every vector: exact, and fast up to some hundred thousand."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from qes.coding.embed import Vectors
from qes.coding.index import DECIMALS, Hit, ranked

Row = NDArray[np.float32]


class ExactIndex:
    """Vectors in one matrix, stacked when they are first needed after a change."""

    def __init__(self, location: str, embedder_id: str, dimensions: int) -> None:
        """Start empty; `location` is accepted for the sake of the common signature."""
        self._embedder_id, self._dimensions = embedder_id, dimensions
        self._rows: dict[str, Row] = {}
        self._stacked: tuple[list[str], Vectors] | None = None
        del location

    @property
    def id(self) -> str:
        """Kind of index and embedder."""
        return f"exact:{self._embedder_id}"

    @property
    def count(self) -> int:
        """How many vectors it holds."""
        return len(self._rows)

    def ids(self) -> set[str]:
        """The ids of all of them."""
        return set(self._rows)

    def update(self, ids: Sequence[str], vectors: Vectors, /) -> None:
        """Add vectors, or replace those whose id is known."""
        rows = np.asarray(vectors, dtype=np.float32).reshape(-1, self._dimensions)
        self._rows |= dict(zip(ids, rows.copy(), strict=True))
        self._stacked = None

    def remove(self, ids: Collection[str], /) -> None:
        """Forget these; unknown ids are ignored."""
        for name in ids:
            self._rows.pop(name, None)
        self._stacked = None

    def sync(self, ids: Sequence[str], vectors: Vectors, /) -> None:
        """Hold exactly these."""
        self._rows = {}
        self.update(ids, vectors)

    def query(self, vector: Row, k: int, /, *, among: Collection[str] | None = None) -> list[Hit]:
        """The k nearest by cosine, best first and ties by id, among some ids or all."""
        names, matrix = self._chosen(among)
        if k < 1 or not names:
            return []
        cosines = np.round((matrix @ np.asarray(vector, dtype=np.float32)).astype(np.float64), DECIMALS)
        least = np.partition(cosines, -min(k, len(names)))[-min(k, len(names))]
        best = np.flatnonzero(cosines >= least).tolist()
        return ranked([(names[row], float(cosines[row])) for row in best], k)

    def close(self) -> None:
        """Nothing is held outside memory."""

    def _chosen(self, among: Collection[str] | None) -> tuple[list[str], Vectors]:
        if self._stacked is None:
            rows = list(self._rows.values())
            empty = np.empty((0, self._dimensions), dtype=np.float32)
            self._stacked = list(self._rows), np.stack(rows) if rows else empty
        if among is None:
            return self._stacked
        names = sorted(set(among) & self._rows.keys())
        rows = [self._rows[name] for name in names]
        return names, np.stack(rows) if rows else np.empty((0, self._dimensions), dtype=np.float32)
