"""Codes that mean two things: their passages fall into two groups, better separated than chance would have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qes.coding.doubts.chance import LEVEL, holm, trials
from qes.coding.doubts.groups import Bools, Floats, two_groups
from qes.coding.doubts.readings import Reading, carried
from qes.coding.doubts.telling import telling
from qes.model import Passage, digest

if TYPE_CHECKING:
    from qes.coding.embed import Vectors

FEWEST = 5
"""Passages in each group."""
LEAST_SILHOUETTE = 0.1
"""Below this two groups run into one another, however rare that is by chance."""
LEAST_LEAD = 0.05
"""By so much the silhouette must lie above what is usual: many passages make small differences certain too."""
DRAWS = 200
MOST = 100
"""Passages by which a code is tested; of more, a random sample, and the others join the nearer group."""
CENTRAL = 2
_AT_ONCE = 2_000_000
"""Cosines held at a time."""


@dataclass(frozen=True, slots=True)
class Group:
    """One of the two groups."""

    rows: tuple[int, ...]
    """Of its passages, as among all passages; most central first."""
    words: tuple[str, ...]
    """Words that tell it from the other group, most telling first."""
    coders: Mapping[str, int]
    """On how many of its passages each coder gave the code."""
    cases: Mapping[str, int]
    """How many of its passages each case has, most first: a group of one case may be that case's way of speaking."""

    @property
    def central(self) -> tuple[int, ...]:
        """Its most central passages."""
        return self.rows[:CENTRAL]


@dataclass(frozen=True, slots=True)
class Meanings:
    """A code whose passages fall into two groups."""

    column: int
    groups: tuple[Group, Group]
    """The larger one first."""
    silhouette: float
    """How well they are separated, in [-1, 1]."""
    usual: float
    """Mean of the same for as many coded passages drawn at random."""
    chance: float
    """How often a random draw is separated as well, corrected for all codes tested (Holm)."""
    apart: str
    """`case`, `source` or `coder` when none is in both groups, which may be all that tells them apart; or empty."""


def meanings(found: Sequence[Reading], passages: Sequence[Passage], vectors: Vectors, seed: int = 0) -> list[Meanings]:
    """Codes whose passages form two well separated groups, the best separated first.

    Each code's passages (those that anybody gave it, equal texts once) are split by 2-means; the silhouette is compared
    with that of as many passages drawn at random from all coded ones. Since these speak of many things, they have
    groups of their own, and only a code that is more clearly of two kinds than such a mixture is reported.

    Args:
        found: What each coder holds.
        passages: All passages.
        vectors: Aligned with them, of unit length.
        seed: Of the draws.
    """
    if not found:
        return []
    carries = carried(found, len(passages), found[0].given.shape[1])
    single = _first_of_equals(passages)
    pool = np.flatnonzero(carries.any(axis=1) & single)
    sets = {column: np.flatnonzero(carries[:, column] & single) for column in range(carries.shape[1])}
    tested = {column: rows for column, rows in sets.items() if 2 * FEWEST <= len(rows) < len(pool)}
    count = trials(len(tested), DRAWS)
    results = [_test(rows, pool, vectors, count, _rng(column, seed)) for column, rows in tested.items()]
    corrected = holm([result.chance for result in results])
    listed = [
        _meanings(column, result, chance, found, passages, vectors)
        for column, result, chance in zip(tested, results, corrected, strict=True)
        if result.separate and chance <= LEVEL
    ]
    return sorted(listed, key=lambda each: (-each.silhouette, each.column))


@dataclass(frozen=True, slots=True)
class _Test:
    """A code's split and what chance has to say of it."""

    groups: tuple[NDArray[np.intp], NDArray[np.intp]]
    """Rows of each, all the code's passages together; the larger first."""
    silhouette: float
    usual: float
    chance: float

    @property
    def separate(self) -> bool:
        return (
            min(map(len, self.groups)) >= FEWEST
            and self.silhouette >= LEAST_SILHOUETTE
            and self.silhouette >= self.usual + LEAST_LEAD
        )


def _rng(column: int, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, int(digest("meanings", str(column)), 16)])


def _first_of_equals(passages: Sequence[Passage]) -> Bools:
    """Whether a passage is the first with its text: what recurs word for word is no group of its own."""
    firsts: dict[str, int] = {}
    for row, passage in enumerate(passages):
        firsts.setdefault(passage.text, row)
    return np.array([firsts[passage.text] == row for row, passage in enumerate(passages)], dtype=np.bool_)


def _test(
    rows: NDArray[np.intp], pool: NDArray[np.intp], vectors: Vectors, draws: int, generator: np.random.Generator
) -> _Test:
    tested = np.sort(generator.choice(rows, MOST, replace=False)) if len(rows) > MOST else rows
    split, silhouettes = two_groups(_cosines(vectors, tested[None]))
    silhouette = float(silhouettes[0])
    random = _by_chance(len(tested), pool, vectors, draws, generator)
    chance = (1 + int((random >= silhouette).sum())) / (1 + draws)
    return _Test(_joined(rows, tested, split[0], vectors), silhouette, float(random.mean()), chance)


def _joined(
    rows: NDArray[np.intp], tested: NDArray[np.intp], second: Bools, vectors: Vectors
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The groups of those tested with all other rows, each in the group whose direction it is nearer to."""
    sums = np.stack([vectors[tested[~second]].sum(axis=0), vectors[tested[second]].sum(axis=0)])
    similarity = vectors[rows] @ (sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)).T
    nearer = similarity[:, 1] > similarity[:, 0]
    nearer[np.searchsorted(rows, tested)] = second
    parts = rows[~nearer], rows[nearer]
    return parts if len(parts[0]) >= len(parts[1]) else parts[::-1]


def _by_chance(
    size: int, pool: NDArray[np.intp], vectors: Vectors, draws: int, generator: np.random.Generator
) -> Floats:
    """Silhouettes of so many random draws from the pool, each without replacement."""
    step = max(1, _AT_ONCE // (size * size))
    found = []
    for start in range(0, draws, step):
        keys = generator.random((min(step, draws - start), len(pool)))
        chosen = pool[np.argpartition(keys, size - 1, axis=1)[:, :size]]
        found.append(two_groups(_cosines(vectors, chosen))[1])
    return np.concatenate(found)


def _cosines(vectors: Vectors, rows: NDArray[np.intp]) -> Floats:
    chosen = vectors[rows]
    return (chosen @ chosen.transpose(0, 2, 1)).astype(np.float64)


def _meanings(
    column: int,
    test: _Test,
    chance: float,
    found: Sequence[Reading],
    passages: Sequence[Passage],
    vectors: Vectors,
) -> Meanings:
    one, other = ([passages[row].text for row in rows.tolist()] for rows in test.groups)
    words = telling(one, other, [passage.text for passage in passages])
    groups = [
        Group(_central_first(rows, vectors), told, _coders(rows, column, found), _cases(rows, passages))
        for rows, told in zip(test.groups, words, strict=True)
    ]
    apart = _apart(groups[0], groups[1], passages)
    return Meanings(column, (groups[0], groups[1]), test.silhouette, test.usual, chance, apart)


def _central_first(rows: NDArray[np.intp], vectors: Vectors) -> tuple[int, ...]:
    nearness = vectors[rows] @ vectors[rows].sum(axis=0)
    return tuple(rows[np.argsort(-nearness, kind="stable")].tolist())


def _coders(rows: NDArray[np.intp], column: int, found: Sequence[Reading]) -> dict[str, int]:
    counts = {each.coder: int(np.isin(each.rows[each.given[:, column]], rows).sum()) for each in found}
    return {coder: count for coder, count in counts.items() if count}


def _cases(rows: NDArray[np.intp], passages: Sequence[Passage]) -> dict[str, int]:
    counts = Counter(passages[row].case or "" for row in rows.tolist())
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _apart(one: Group, other: Group, passages: Sequence[Passage]) -> str:
    """What no passage of one group shares with any of the other."""
    facts = {
        "case": [set(group.cases) for group in (one, other)],
        "source": [{passages[row].source_id for row in group.rows} for group in (one, other)],
        "coder": [set(group.coders) for group in (one, other)],
    }
    return next((name for name, (here, there) in facts.items() if here.isdisjoint(there)), "")
