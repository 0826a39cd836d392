"""Suggestions learned from decisions: one classifier per code, leaning on the codebook while labels are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qes.coding.suggest import labels as labelling
from qes.coding.suggest.explain import LearnedCode, LearnedState, reasons
from qes.coding.suggest.features import Features, features
from qes.coding.suggest.fit import Sample, best_f1_threshold, fit, platt
from qes.coding.suggest.folds import folds
from qes.coding.suggest.labels import Labels
from qes.coding.suggest.scale import Floats, log_odds, logistic, share_threshold
from qes.coding.suggest.similarity import SimilaritySuggester
from qes.coding.suggest.task import Scores, Task
from qes.model import Reason

FEWEST_POSITIVES = 3
"""Below this a code is scored by the codebook alone."""
HALF_TRUST = 4
"""Number of positives at which labels and codebook weigh the same."""
ENOUGH_TO_CALIBRATE = 20


@dataclass(frozen=True, slots=True)
class _Column:
    """One code's outcome."""

    probabilities: Floats
    threshold: float
    learned: LearnedCode


class LearnedSuggester:
    """Learns from every decision so far; a code with too few is scored by similarity, and says so."""

    name = "learned"

    def __init__(self) -> None:
        self._similarity = SimilaritySuggester()

    def score(self, task: Task, /) -> Scores:
        """Score by what people decided; no passage's score rests on the decisions about that passage itself."""
        base = self._similarity.score(task)
        labels = labelling.collect(task)
        samples = {column: sample for column in range(len(base.codes)) if (sample := _sample(task, labels, column))}
        if not samples:
            return base
        built = features(task)
        columns = _learn(built, samples, base, labels)
        matrix, thresholds = base.matrix.copy(), base.thresholds.copy()
        for column, outcome in columns.items():
            matrix[:, column], thresholds[column] = outcome.probabilities, outcome.threshold
        sources = tuple(self.name if column in columns else base.sources[column] for column in range(len(base.codes)))
        learned = {column: outcome.learned for column, outcome in columns.items()}
        state = LearnedState(built, labels, learned, base)
        return Scores(base.codes, matrix, thresholds, sources, labels.decision_ids, state)

    def explain(self, task: Task, scores: Scores, cells: Sequence[tuple[int, int]], /) -> list[Reason]:
        """Nearest decided passages and the words that weighed most; similarity's reasons where it did the scoring."""
        if not isinstance(scores.state, LearnedState):
            return self._similarity.explain(task, scores, cells)
        state = scores.state
        found = reasons(task, state, [cell for cell in cells if cell[1] in state.learned])
        rest = [cell for cell in cells if cell[1] not in state.learned]
        found |= dict(zip(rest, self._similarity.explain(task, state.base, rest), strict=True))
        return [found[cell] for cell in cells]


def _sample(task: Task, labels: Labels, column: int) -> Sample | None:
    """What one code is learned from, with weak negatives where real ones are few; None when it is too little."""
    positives, negatives = labels.positives(column), labels.negatives(column)
    if len(positives) < FEWEST_POSITIVES:
        return None
    weak = labelling.weak_negatives(labels, column, task.codes[column], task.settings.seed)
    rows = np.concatenate([positives, negatives, weak])
    if len(rows) == len(positives):
        return None
    target = (np.arange(len(rows)) < len(positives)).astype(np.int8)
    weight = labels.weight[rows, column]
    weight[len(positives) + len(negatives) :] = labelling.WEAK_WEIGHT
    sources = [task.passages[row].source_id for row in rows.tolist()]
    return Sample(rows, target, weight, folds(sources, target, task.settings.seed))


def _learn(built: Features, samples: dict[int, Sample], base: Scores, labels: Labels) -> dict[int, _Column]:
    """Fit every code; on one thread, since spreading such small sums over cores costs far more than it saves."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return {
            column: _column(built, sample, log_odds(base.matrix[:, column]), labels, column)
            for column, sample in samples.items()
        }


def _column(built: Features, sample: Sample, prior: Floats, labels: Labels, column: int) -> _Column:
    fitted = fit(built.matrix, sample)
    positives, negatives = len(labels.positives(column)), len(labels.negatives(column))
    trust = positives / (positives + HALF_TRUST)
    mixed = trust * fitted.log_odds + (1 - trust) * prior
    known = labels.target[sample.rows, column] != labelling.UNKNOWN
    rows, target = sample.rows[known], sample.target[known]
    learned = LearnedCode(fitted.coefficients, trust, positives, negatives)
    if positives < ENOUGH_TO_CALIBRATE or not negatives:
        probabilities = logistic(mixed)
        return _Column(probabilities, share_threshold(probabilities, positives, positives + negatives), learned)
    slope, intercept = platt(mixed[rows], target)
    probabilities = logistic(slope * mixed + intercept)
    threshold = best_f1_threshold(probabilities[rows], target, np.minimum(1.0, sample.weight[known]))
    return _Column(probabilities, threshold, learned)
