"""One suggester on one draw after another: what it is shown, what it scores, and how long that takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qes.coding.embed import Embedder, Vectors
from qes.coding.suggest import Scores, Settings, Suggester, Task
from qes.evaluation.dataset import Dataset
from qes.evaluation.draws import Rows, draw
from qes.evaluation.metrics import Bin, HeldOut, quality, reliability
from qes.evaluation.model import pays
from qes.model import Chat

WARM_UP = 50
"""Passages scored before the clock runs, so that libraries are loaded and the codebook is embedded."""

Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one suggester reached at one budget."""

    figures: Figures
    """As means over the draws."""
    reliability: list[Bin]
    """Of the pairs of item and code of all draws together."""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the suggesters share."""

    data: Dataset
    vectors: Vectors
    """Of the items' texts, shape (items, dimensions)."""
    embedder: Embedder
    fold: NDArray[np.int64]
    """Of each item."""
    chat: Chat | None = None
    """The language model under test."""

    def task(
        self, shown: Iterable[int], seed: int, among: Rows | None = None, wanted: Sequence[int] | None = None
    ) -> Task:
        """What a suggester is given: every text, and the decisions about the shown items only.

        Args:
            shown: Rows whose decisions are known.
            seed: For the suggester's own choices.
            among: Rows the task holds; None for all.
            wanted: Rows of the task whose scores will be looked at, for suggesters that pay for each; None for all.
        """
        rows = np.arange(len(self.data.items)) if among is None else among
        passages = [self.data.passages[row] for row in rows.tolist()]
        decisions = self.data.decisions(shown)
        settings = Settings(seed=seed)
        embedder = self.embedder
        given = (self.data.codebook, passages, self.vectors[rows], decisions, embedder.embed, embedder.id, settings)
        return Task(*given, chat=self.chat, wanted=wanted)


@dataclass(slots=True)
class _Timed:
    """Scores a task and keeps the seconds; what was scored before is not scored again."""

    suggester: Suggester
    material: Material
    seconds: list[float] = field(default_factory=list)
    _known: dict[tuple[int, bytes, bytes], Scores] = field(default_factory=dict)

    def score(self, shown: Rows, held_out: Rows, seed: int) -> Scores:
        wanted = held_out.tolist() if pays(self.suggester) else None
        # With nothing to learn from, and with all there is, no seed of the draw makes a difference.
        key = (seed, shown.tobytes(), held_out.tobytes() if wanted is not None else b"")
        if key not in self._known:
            self._known = {key: self._run(shown, seed, None, wanted)}
        return self._known[key]

    def learning_share(self, shown: Rows, seed: int) -> float:
        """Share of the last run's seconds that the shown passages alone would have taken."""
        if not len(shown) or pays(self.suggester):
            return 0.0
        whole = self.seconds[-1]
        self._run(shown, seed, shown)
        return min(1.0, self.seconds.pop() / max(whole, 1e-9))

    def _run(self, shown: Rows, seed: int, among: Rows | None, wanted: list[int] | None = None) -> Scores:
        task = self.material.task(shown.tolist(), seed, among, wanted)
        began = time.perf_counter()
        scores = self.suggester.score(task)
        self.seconds.append(time.perf_counter() - began)
        return scores


def warm_up(suggester: Suggester, material: Material) -> None:
    """Let a suggester load and embed what it needs once; one that is paid for it is spared."""
    if pays(suggester):
        return
    few = np.arange(min(WARM_UP, len(material.data.items)))
    suggester.score(material.task((), 0, few))


def measure(
    suggester: Suggester, material: Material, budget: int | None, seeds: int, done: Callable[[], None]
) -> Measured:
    """One suggester at one budget: its figures as means over the seeds, and whether its scores mean what they say.

    A suggester learns and scores in one step, whose seconds are a mean over the draws. How they divide is measured on
    one draw: `seconds_train` is the share that the shown passages alone take, `seconds_predict` what the others add.
    With nothing shown, all of it is predicting.

    Args:
        suggester: The one under test.
        material: What all of them work on.
        budget: Labelled items per code; None for all there are.
        seeds: Number of draws for each fold.
        done: Called after each fold.
    """
    timed = _Timed(suggester, material)
    draws, share = [], None
    for seed in range(seeds if budget else 1):
        parts = []
        for fold in range(int(material.fold.max()) + 1):
            shown = _shown(material, budget, seed, fold)
            held_out = np.flatnonzero(material.fold == fold)
            parts.append((held_out, timed.score(shown, held_out, seed)))
            if share is None:
                share = timed.learning_share(shown, seed)
            done()
        draws.append(_pooled(material.data, parts))
    seconds, learning = float(np.mean(timed.seconds)), share or 0.0
    times: Figures = {"seconds_train": seconds * learning, "seconds_predict": seconds * (1 - learning)}
    return Measured({**_mean([quality(each) for each in draws]), **times}, _reliability(draws))


def _shown(material: Material, budget: int | None, seed: int, fold: int) -> Rows:
    return draw(material.data, np.flatnonzero(material.fold != fold), budget, seed, fold)


def shown_in_all(material: Material, budget: int | None, seeds: int) -> int:
    """How many items are shown at a budget, counted in each draw and fold."""
    draws, folds = range(seeds if budget else 1), range(int(material.fold.max()) + 1)
    return sum(len(_shown(material, budget, seed, fold)) for seed in draws for fold in folds)


def _reliability(draws: list[HeldOut]) -> list[Bin]:
    scores, labels = zip(*(each.pairs() for each in draws), strict=True)
    return reliability(np.concatenate(scores), np.concatenate(labels))


def _pooled(data: Dataset, parts: list[tuple[Rows, Scores]]) -> HeldOut:
    """The held-out rows of every fold put together."""
    scores = np.zeros(data.target.shape)
    proposed = np.zeros(data.target.shape, dtype=bool)
    for rows, scored in parts:
        scores[rows] = scored.matrix[rows]
        proposed[rows] = scored.matrix[rows] >= scored.thresholds
    return HeldOut(data.target, scores, proposed)


def _mean(figures: list[Figures]) -> Figures:
    """Of each figure over the seeds; None where one of them is."""
    result: Figures = {}
    for name in figures[0]:
        values = [each[name] for each in figures]
        numbers = [value for value in values if value is not None]
        result[name] = sum(numbers) / len(numbers) if len(numbers) == len(values) else None
    return result
