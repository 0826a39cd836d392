"""A fit of the learned suggester: enough to explain it, and to follow further decisions from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest import calibrate, labels
from qes.coding.suggest.calibrate import Calibration
from qes.coding.suggest.kernel import Kernel
from qes.coding.suggest.labels import Labels
from qes.coding.suggest.scale import Floats, log_odds, logistic, share_threshold
from qes.coding.suggest.signals import Weighed, weigh
from qes.coding.suggest.task import Scores, Task

FEWEST_UNREAD = 50
"""With fewer passages left to read, what to propose is judged on all of them."""


@dataclass(frozen=True, slots=True)
class LearnedState:
    """A fit; arrays of codes have one entry for each of `columns`."""

    kernel: Kernel
    labels: Labels
    """Of all codes."""
    columns: list[int]
    """The codes that were learned."""
    rows: NDArray[np.intp]
    """Passages learned from."""
    weights: Floats
    """Shape (rows, columns): how much each speaks for each code."""
    scores: Floats
    """Shape (passages, columns); of labelled passages by models that had not seen them."""
    closeness: Floats
    """To the codebook, standardised per code; of the same shape."""
    line: Calibration
    shift: Floats
    """Added to the log-odds of each code, since the unread carry it less often than the read."""
    base: Scores
    """Of the similarity suggester."""
    weighed: Weighed | None = None
    """Voices as they were weighed for an outcome; None where none has spoken."""

    def outcome(self, task: Task, name: str) -> Scores:
        """Probabilities of the codes that were learned, similarity's scores of the others; both with what voices add.

        A code that was never given yet is weighed by how a voice did on the others, and as many passages are proposed.
        """
        matrix, thresholds, sources = self.base.matrix.copy(), self.base.thresholds.copy(), list(self.base.sources)
        odds = self.line.log_odds(self.scores, self.closeness)
        weighed = self._weigh(task, odds)
        added = weighed.added if weighed is not None else np.zeros(matrix.shape)
        odds = odds + self.shift + added[:, self.columns]
        for column in np.flatnonzero(added.any(axis=0)).tolist():
            matrix[:, column] = logistic(log_odds(matrix[:, column]) + added[:, column])
            thresholds[column] = share_threshold(matrix[:, column])
        for place, column in enumerate(self.columns):
            matrix[:, column], sources[column] = logistic(odds[:, place]), name
            thresholds[column] = threshold(matrix[:, column], self.labels, column, task.settings.precision)
        ids = self.labels.decision_ids
        return Scores(self.base.codes, matrix, thresholds, tuple(sources), ids, replace(self, weighed=weighed))

    def _weigh(self, task: Task, odds: Floats) -> Weighed | None:
        if not task.signals:
            return None
        truth = labels.blind(task.codebook, task.passages, task.decisions)
        return weigh(task.signals, truth, odds, self.columns)

    def codebook_share(self, place: int) -> float:
        """How much of what tells passages apart comes from the codebook's wording, in [0, 1]."""
        learned = abs(float(self.line.slope[place])) * float(np.std(self.scores[:, place]))
        codebook = abs(float(self.line.codebook[place])) * float(np.std(self.closeness[:, place]))
        return codebook / (codebook + learned) if codebook else 0.0


def threshold(chances: Floats, known: Labels, column: int, precision: float | None) -> float:
    """From where to propose, judged on the passages still unread; on those judged where codes were judged singly."""
    unread = np.flatnonzero(known.target[:, column] < 0)
    if known.single[column]:
        chances = chances[known.known(column)]
    elif len(unread) >= FEWEST_UNREAD:
        chances = chances[unread]
    if precision is None:
        return calibrate.best_threshold(chances)
    return calibrate.precision_threshold(chances, precision)
