"""How good scores are: what they find, in which order, and whether they mean what they say.

All figures are pooled: every held-out item is scored by the suggester that had not seen its document, the items of all
folds are put together, and each figure is computed once (then averaged over seeds). A mean over folds would weigh a
code by the few uses it happens to have in one fold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest.precision import average_precision

TOP = 3
BINS = 10

Floats = NDArray[np.float64]
Target = NDArray[np.int8]
Bin = tuple[int, float | None, float | None]
"""How many pairs of item and code fall into it, their mean score, and the share of them that was given."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What is known and what was scored of held-out items; all of shape (items, codes)."""

    target: Target
    """1 given, 0 not given, -1 not judged."""
    scores: Floats
    """In [0, 1]."""
    proposed: NDArray[np.bool_]
    """Whether the score reaches the suggester's own threshold."""

    def pairs(self) -> tuple[Floats, Target]:
        """Scores and labels of every pair of item and code that was judged."""
        known = self.target >= 0
        return self.scores[known], self.target[known]


def quality(held_out: HeldOut) -> dict[str, float | None]:
    """Every figure by name; None where there is nothing to compute it from.

    Returns:
        macro_f1: mean over codes of the F1 of proposing, at the suggester's thresholds;
        macro_ap: mean over codes of the average precision of the order by score;
        recall_at_3: share of all given codes that are among the three best-scored of their item;
        brier: mean squared difference of score and label, over all pairs of item and code;
        ece: expected calibration error of the same pairs, in ten bins of equal width.
        The means are over codes given to at least one item.
    """
    codes = np.flatnonzero((held_out.target == 1).any(axis=0)).tolist()
    scores, labels = held_out.pairs()
    return {
        "macro_f1": _mean([_f1(held_out, code) for code in codes]),
        "macro_ap": _mean([_average_precision(held_out, code) for code in codes]),
        "recall_at_3": _recall_at_top(held_out.target, held_out.scores),
        "brier": float(np.mean((scores - labels) ** 2)) if len(labels) else None,
        "ece": calibration_error(scores, labels) if len(labels) else None,
    }


def f1(hits: float, given: float, proposed: float) -> float | None:
    """Harmonic mean of precision and recall; None when there is nothing given and nothing proposed."""
    return 2 * hits / (given + proposed) if given + proposed else None


def _mean(values: list[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return sum(defined) / len(defined) if defined else None


def _f1(held_out: HeldOut, code: int) -> float | None:
    known = held_out.target[:, code] >= 0
    given, proposed = held_out.target[known, code] == 1, held_out.proposed[known, code]
    return f1(int((given & proposed).sum()), int(given.sum()), int(proposed.sum()))


def _average_precision(held_out: HeldOut, code: int) -> float:
    known = held_out.target[:, code] >= 0
    return average_precision(held_out.scores[known, code], held_out.target[known, code])


def _recall_at_top(target: Target, scores: Floats) -> float | None:
    """Ties go to the code that comes first in the codebook."""
    given = target == 1
    if not given.any():
        return None
    best = np.argsort(-scores, axis=1, kind="stable")[:, :TOP]
    return float(np.take_along_axis(given, best, axis=1).sum() / given.sum())


def calibration_error(scores: Floats, labels: Target) -> float:
    """Mean distance of score and share of positives over bins of equal width, weighted by their size.

    Source: Naeini et al. 2015, AAAI; the binary form, on the score itself.
    """
    gaps = np.abs(np.bincount(_bins(scores), scores - labels, minlength=BINS))
    return float(gaps.sum() / len(scores))


def reliability(scores: Floats, labels: Target) -> list[Bin]:
    """Ten bins of equal width, from the lowest scores to the highest; an empty one has neither mean nor share.

    Where scores mean what they say, the mean score of a bin is the share of its pairs that was given. The gaps of the
    two, weighted by the size of the bins, make up `calibration_error`.
    """
    bins = _bins(scores)
    counts = np.bincount(bins, minlength=BINS).tolist()
    sums = np.bincount(bins, scores, minlength=BINS).tolist()
    given = np.bincount(bins, labels, minlength=BINS).tolist()
    return [
        (count, total / count, hits / count) if count else (0, None, None)
        for count, total, hits in zip(counts, sums, given, strict=True)
    ]


def _bins(scores: Floats) -> NDArray[np.int64]:
    return np.minimum((scores * BINS).astype(np.int64), BINS - 1)
