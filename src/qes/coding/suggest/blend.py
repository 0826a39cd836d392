"""Which views count for how much: what the decisions so far say, where they say it clearly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from qes.coding.suggest.kernel import Blend, Kernel
from qes.coding.suggest.labels import Labels
from qes.coding.suggest.precision import average_precision
from qes.coding.suggest.ridge import cross_fit
from qes.coding.suggest.views import Rows, Views

USUAL = Blend()
CANDIDATES = (
    replace(USUAL, around=0.15, around_words=0.15),
    replace(USUAL, around=0.8, around_words=0.8),
    replace(USUAL, meaning=0.4, spelling=1.6),
    replace(USUAL, meaning=0.4, spelling=1.6, around=0.15, around_words=0.15),
)
"""Passages that stand alone; a conversation; a language the embedder does not know; both the first and the last."""
CLEARLY = 0.003
"""By how much of average precision another blend must be better: closer calls are luck."""
FEWEST_POSITIVES = 3
SAMPLE = 500
"""Passages on which blends are compared."""


def choose(views: Views, labels: Labels, sources: list[str], seed: int) -> Blend:
    """The blend whose scores of passages left out rank them best, on average over codes."""
    rows = np.flatnonzero((labels.target >= 0).any(axis=1))
    if len(rows) > SAMPLE:
        rows = np.sort(np.random.default_rng([seed, 0]).permutation(rows)[:SAMPLE])
    columns = np.flatnonzero((labels.target[rows] == 1).sum(axis=0) >= FEWEST_POSITIVES)
    if not len(columns):
        return USUAL
    best, reached = USUAL, _precision(views, USUAL, labels, rows, columns, sources) + CLEARLY
    for candidate in CANDIDATES:
        precision = _precision(views, candidate, labels, rows, columns, sources)
        if precision > reached:
            best, reached = candidate, precision
    return best


def _precision(views: Views, blend: Blend, labels: Labels, rows: Rows, columns: Rows, sources: list[str]) -> float:
    """Mean over codes of the average precision of cross-fitted scores."""
    gram = Kernel(views, blend).block(rows, rows)
    part = labels.among(rows)
    reached = []
    for taught, codes in part.alike(columns.tolist()):
        names = [sources[row] for row in rows[taught].tolist()]
        _, scores = cross_fit(gram[np.ix_(taught, taught)], part.teaches[np.ix_(taught, codes)], names)
        for code, score in zip(codes, scores.T, strict=True):
            target = part.target[taught, code]
            reached.append(average_precision(score[target >= 0], target[target >= 0]))
    return float(np.mean(reached))
