"""Embeddings as float32 little-endian blobs, by embedder and hash of the text; a cache that can be made anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Connection, Row, delete, func, select

from qes.store.schema import vectors
from qes.store.sql import among, upsert

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Vector: TypeAlias = "NDArray[np.float32]"
_STORED, _BYTES = "<f4", 4
"""How numbers are stored, and what one takes. NumPy is imported where it is used: most commands need no vector."""


def load(connection: Connection, embedder_id: str, hashes: Collection[str]) -> dict[str, Vector]:
    """The vectors that are stored and sound, by hash."""
    statement = select(vectors).where(vectors.c.embedder == embedder_id, among(connection, vectors.c.hash, hashes))
    return {row.hash: _vector(row) for row in connection.execute(statement) if fault(row) is None}


def save(connection: Connection, embedder_id: str, given: Mapping[str, Vector]) -> None:
    """Store vectors that are not there yet; a damaged one is replaced."""
    import numpy as np

    sound = load(connection, embedder_id, given)
    missing = {key: np.asarray(vector, dtype=_STORED) for key, vector in given.items() if key not in sound}
    damaged = (vectors.c.embedder == embedder_id) & among(connection, vectors.c.hash, missing)
    connection.execute(delete(vectors).where(damaged))
    rows = [
        {"embedder": embedder_id, "hash": key, "dimensions": vector.size, "vector": vector.tobytes()}
        for key, vector in missing.items()
    ]
    upsert(connection, vectors, rows)


def count(connection: Connection, embedder_id: str) -> int:
    """How many vectors of an embedder are stored."""
    statement = select(func.count()).select_from(vectors).where(vectors.c.embedder == embedder_id)
    return int(connection.execute(statement).scalar_one())


def fault(row: Row[Any]) -> str | None:
    """What is wrong with a stored vector, if anything."""
    import numpy as np

    if len(row.vector) != row.dimensions * _BYTES:
        return f"{len(row.vector)} bytes are not {row.dimensions} numbers"
    if not np.isfinite(np.frombuffer(row.vector, dtype=_STORED)).all():
        return "holds a number that is not finite"
    return None


def _vector(row: Row[Any]) -> Vector:
    import numpy as np

    return np.frombuffer(row.vector, dtype=_STORED).astype(np.float32)
