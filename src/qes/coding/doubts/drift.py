"""Drift: whether a coder gives a code more or less readily later than earlier, compared with what a model expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from qes.coding.doubts.chance import LEVEL, holm, trials
from qes.coding.doubts.readings import FEWEST_USES, Floats, Reading, judged
from qes.coding.suggest import Scores
from qes.model import Passage, digest

PERMUTATIONS = 2000
FEWEST_READ = 10
"""Passages in the smaller part, below which no drift could be told from chance."""
_MOMENT = 2.0
"""Seconds: decisions nearer in time than this were taken in together, from a table, and their order says nothing."""
_AT_ONCE = 4_000_000
"""Random numbers held at a time."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How one coder's use of one code changed, beside what the passages themselves would make one expect."""

    coder: str
    column: int
    since: str
    """When the later part begins; UTC, ISO 8601."""
    earlier: int
    """Passages read before."""
    later: int
    given: tuple[float, float]
    """Share of passages that got the code, earlier and later."""
    expected: tuple[float, float]
    """The same as the model expects it."""
    chance: float
    """How often so large a change arises by chance, corrected for all tests made (Holm)."""
    apart: bool
    """Whether no source is in both parts, so that the sources may be what differs."""

    @property
    def shift(self) -> float:
        """Change in the share given, less the change expected: above 0 it is given more readily later."""
        return (self.given[1] - self.expected[1]) - (self.given[0] - self.expected[0])

    @property
    def direction(self) -> str:
        """The same in words."""
        return "more readily later" if self.shift > 0 else "less readily later"


@dataclass(frozen=True, slots=True)
class _Halves:
    """A coder's passages in the order of time, cut near the middle, with the codes that can be tested."""

    reading: Reading
    order: NDArray[np.intp]
    """Places in the reading."""
    cut: int
    columns: list[int]

    def residuals(self, scores: Scores) -> Floats:
        """Given (1 or 0) minus likelihood, in order of time; shape (passages, codes tested)."""
        rows = self.reading.rows[self.order]
        return np.where(self.given, 1.0, 0.0) - scores.matrix[rows][:, self.columns]

    @property
    def given(self) -> NDArray[np.bool_]:
        return self.reading.given[self.order][:, self.columns]


def drift(found: Sequence[Reading], scores: Scores, passages: Sequence[Passage], seed: int = 0) -> list[Drift]:
    """Codes that a coder uses differently in the later half of their passages, the largest change first.

    Tested is the mean of decision minus likelihood, second half against first, by a two-sided permutation test over
    passages. Coders without two stretches of time (all came in at once), with fewer than `FEWEST_READ` passages in
    one, and codes given or not given fewer than `FEWEST_USES` times, are not tested.

    Args:
        found: What each coder holds.
        scores: Likelihoods, from a model that has not seen the decisions on the passage in question.
        passages: In the order of the scores' rows.
        seed: Of the permutations.

    Source: Phipson & Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9(1), for a p-value that is never zero.
    """
    halves = [each for reading in found if (each := _halves(reading, judged(scores))) is not None]
    tests = [(each, number) for each in halves for number in range(len(each.columns))]
    count = trials(len(tests), PERMUTATIONS)
    chances = [
        chance for each in halves for chance in _chances(each.residuals(scores), each.cut, count, _rng(each, seed))
    ]
    drifted = [
        _drift(half, number, chance, scores, passages)
        for (half, number), chance in zip(tests, holm(chances), strict=True)
        if chance <= LEVEL
    ]
    return sorted(drifted, key=lambda each: (-abs(each.shift), each.column, each.coder))


def _rng(half: _Halves, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, int(digest("drift", half.reading.coder), 16)])


def _halves(reading: Reading, columns: Sequence[int]) -> _Halves | None:
    times = np.array([datetime.fromisoformat(at).timestamp() if at else np.nan for at in reading.first])
    order = np.argsort(times, kind="stable")[: int((~np.isnan(times)).sum())]
    gaps = 1 + np.flatnonzero(np.diff(times[order]) >= _MOMENT)
    cuts = gaps[(gaps >= FEWEST_READ) & (len(order) - gaps >= FEWEST_READ)]
    if not len(cuts):
        return None
    cut = int(cuts[np.argmin(np.abs(2 * cuts - len(order)))])
    counts = reading.given[order].sum(axis=0)
    tested = [each for each in columns if FEWEST_USES <= counts[each] <= len(order) - FEWEST_USES]
    return _Halves(reading, order, cut, tested) if tested else None


def _chances(residuals: Floats, cut: int, count: int, generator: np.random.Generator) -> list[float]:
    """Two-sided p-value of each column: how often a random choice of a second part differs as much from the rest."""
    size = len(residuals)
    centred = residuals - residuals.mean(axis=0)  # then the sum over one part alone tells the difference
    seen = np.abs(centred[cut:].sum(axis=0)) - 1e-9
    reached = np.zeros(residuals.shape[1], dtype=np.int64)
    step = max(1, _AT_ONCE // size)
    for start in range(0, count, step):
        keys = generator.random((min(step, count - start), size))
        later = np.argpartition(keys, size - cut - 1, axis=1)[:, : size - cut]
        chosen = np.zeros(keys.shape)
        np.put_along_axis(chosen, later, 1.0, axis=1)
        reached += (np.abs(chosen @ centred) >= seen).sum(axis=0)
    return [(1 + int(times)) / (1 + count) for times in reached]


def _drift(half: _Halves, number: int, chance: float, scores: Scores, passages: Sequence[Passage]) -> Drift:
    rows, column = half.reading.rows[half.order], half.columns[number]
    given, expected = half.given[:, number], scores.matrix[rows, column]
    parts = (slice(None, half.cut), slice(half.cut, None))
    sources = [{passages[row].source_id for row in rows[part].tolist()} for part in parts]
    return Drift(
        half.reading.coder,
        column,
        half.reading.first[half.order[half.cut]],
        half.cut,
        len(rows) - half.cut,
        (float(given[parts[0]].mean()), float(given[parts[1]].mean())),
        (float(expected[parts[0]].mean()), float(expected[parts[1]].mean())),
        chance,
        sources[0].isdisjoint(sources[1]),
    )
