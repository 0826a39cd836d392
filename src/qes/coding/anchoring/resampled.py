"""How far the quality of proposals could have come out otherwise with other blind passages of the same kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qes.coding.anchoring.proportions import CONFIDENCE, Interval
from qes.coding.anchoring.quality import FEWEST_POSITIVES, gathered
from qes.model import Suggestion

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RESAMPLES = 400
MOST_UNDEFINED = 0.1
"""Where more than this share of the resamples has no figure, an interval would be of the lucky ones only."""


@dataclass(frozen=True, slots=True)
class Spread:
    """95 % percentile bootstrap intervals, drawn by passage; None where too few resamples have the figure."""

    precision: Interval | None = None
    recall: Interval | None = None
    f1: Interval | None = None
    average_precision: Interval | None = None


@dataclass(frozen=True, slots=True)
class Spreads:
    """Of each code, and of the plain means over the codes that `Summary` averages."""

    codes: Mapping[str, Spread] = field(default_factory=dict)
    macro: Spread = field(default_factory=Spread)


def spreads(
    truth: Mapping[str, frozenset[str]],
    suggestions: Iterable[Suggestion],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Spreads:
    """Draw the passages read blind again and again, all codes of a passage together, and see what comes of it.

    Where every proposal was right, or none, resamples cannot differ and the interval has no width, however few the
    passages are: read it with their number.

    Args:
        truth: Passage read blind → codes it has by that.
        suggestions: As for `quality`.
        resamples: How often passages are drawn.
        seed: Of the draws.

    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
    """
    import numpy as np

    scores, carriers = gathered(truth, suggestions)
    places = {passage: place for place, passage in enumerate(sorted(truth))}
    if not places:
        return Spreads()
    even = np.full(len(places), 1 / len(places))
    weights = np.random.default_rng(seed).multinomial(len(places), even, size=resamples).astype(np.float64)
    drawn = {
        code: _figures(weights, _Ranked.of(places, scores.get(code, {}), carriers.get(code, set())))
        for code in sorted({*scores, *carriers})
    }
    often = [drawn[code] for code in drawn if len(carriers.get(code, ())) >= FEWEST_POSITIVES]
    macro = Spread(*map(_interval, _means(np.stack(often)))) if often else Spread()
    return Spreads({code: Spread(*map(_interval, each)) for code, each in drawn.items()}, macro)


@dataclass(frozen=True, slots=True)
class _Ranked:
    """One code's proposals in the order of their scores."""

    order: list[int]
    hits: list[bool]
    ends: list[int]
    """For each, the place of the last one with the same score."""
    missed: list[int]
    """Passages with the code for which it is not proposed."""

    @classmethod
    def of(cls, places: Mapping[str, int], scores: Mapping[str, float], carriers: Collection[str]) -> _Ranked:
        ranked = sorted(scores, key=lambda passage: (-scores[passage], passage))
        ends = list(range(len(ranked)))
        for at in reversed(range(len(ranked) - 1)):
            if scores[ranked[at]] == scores[ranked[at + 1]]:
                ends[at] = ends[at + 1]
        missed = sorted(places[each] for each in carriers if each not in scores)
        return cls([places[each] for each in ranked], [each in carriers for each in ranked], ends, missed)


def _figures(weights: Floats, ranked: _Ranked) -> Floats:
    """Precision, recall, F1 and average precision, by resample; NaN where there is none."""
    import numpy as np

    drawn = weights[:, ranked.order]
    hits = drawn * np.asarray(ranked.hits, dtype=np.float64)
    seen, right_so_far = drawn.cumsum(axis=1), hits.cumsum(axis=1)
    proposed, right = drawn.sum(axis=1), hits.sum(axis=1)
    given = right + weights[:, ranked.missed].sum(axis=1)
    at_place = _ratio(right_so_far[:, ranked.ends], seen[:, ranked.ends])
    rest = (given - right) * given / weights[0].sum()
    return np.stack(
        [
            _ratio(right, proposed),
            _ratio(right, given),
            _ratio(2 * right, proposed + given),
            _ratio(np.nansum(hits * at_place, axis=1) + rest, given),
        ]
    )


def _ratio(part: Floats, whole: Floats) -> Floats:
    import numpy as np

    return np.asarray(np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0), dtype=np.float64)


def _means(figures: Floats) -> Iterator[Floats]:
    """Over codes (the first axis), of those that have the figure in a resample."""
    import numpy as np

    known = ~np.isnan(figures)
    yield from _ratio(np.where(known, figures, 0.0).sum(axis=0), known.sum(axis=0).astype(np.float64))


def _interval(figures: Floats) -> Interval | None:
    import numpy as np

    known = figures[~np.isnan(figures)]
    if len(known) < (1 - MOST_UNDEFINED) * len(figures):
        return None
    tail = (1 - CONFIDENCE) / 2
    return float(np.quantile(known, tail)), float(np.quantile(known, 1 - tail))
