"""A set that covers the corpus: each passage as unlike all before it as can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qes.coding.queue.pool import Pool
from qes.model import Passage

if TYPE_CHECKING:
    from qes.coding.embed import Vectors

Similarity = NDArray[np.float32]

SPREAD = 300
"""So many passages are chosen one by one; nobody reads more between two looks at the queue."""
DECIMALS = 5
"""Similarities are rounded to this: what is below is noise of the machine, and ties stay ties."""
_BATCH = 512
"""Covered passages compared at once, to bound the memory it takes."""


def diverse(pool: Pool) -> list[Passage]:
    """Farthest first: the next passage is the one least like whatever is covered by then.

    Passages that anybody has decided about are covered from the start. Where there are none, the first is the one most
    like the corpus as a whole. After `SPREAD` passages the rest is sorted once, by how unlike it is to all those; so
    neighbours among the rest may resemble each other, and a new look at the queue spreads them again.

    Raises:
        ValueError: The pool holds no vectors.

    Source: Gonzalez 1985, Theor. Comput. Sci. 38 (greedy k-centre); Sener & Savarese 2018, ICLR (core-set).
    """
    if pool.vectors is None:
        raise ValueError("the order 'diverse' needs the passages' vectors")
    rows = {passage.id: row for row, passage in enumerate(pool.passages)}
    if not pool.waiting:
        return []
    vectors = pool.vectors[[rows[passage.id] for passage in pool.waiting]]
    covered = sorted({rows[each.passage_id] for each in pool.decisions if each.passage_id in rows})
    nearest = _nearest(vectors, pool.vectors[covered]) if covered else -_rounded(vectors @ pool.vectors.mean(axis=0))
    return [pool.waiting[row] for row in farthest_first(vectors, nearest, fresh=not covered)]


def farthest_first(vectors: Vectors, nearest: Similarity, *, fresh: bool = False, spread: int = SPREAD) -> list[int]:
    """Rows in an order in which each is least similar to what is covered before it, ties by row.

    Args:
        vectors: Shape (rows, dimensions), unit length.
        nearest: Shape (rows,): similarity of each to the nearest that is covered. With `fresh`, any figure that is
            lowest where to begin.
        fresh: Nothing is covered yet, so `nearest` decides about the first row alone.
        spread: So many are chosen one by one, the rest by one sort.
    """
    order: list[int] = []
    open_rows = np.ones(len(vectors), dtype=bool)
    for _ in range(min(spread, len(vectors))):
        row = int(np.where(open_rows, nearest, np.inf).argmin())
        like = _rounded(vectors @ vectors[row])
        nearest = like if fresh and not order else np.maximum(nearest, like)
        order.append(row)
        open_rows[row] = False
    rest = np.flatnonzero(open_rows)
    order += rest[np.argsort(nearest[rest], kind="stable")].tolist()
    return order


def _nearest(vectors: Vectors, covered: Vectors) -> Similarity:
    """Similarity of each row to the nearest that is covered, shape (rows,)."""
    nearest = np.full(len(vectors), -np.inf, dtype=np.float32)
    for start in range(0, len(covered), _BATCH):
        nearest = np.maximum(nearest, (vectors @ covered[start : start + _BATCH].T).max(axis=1))
    return _rounded(nearest)


def _rounded(similarities: NDArray[np.float32]) -> Similarity:
    return np.asarray(np.round(similarities, DECIMALS), dtype=np.float32)
