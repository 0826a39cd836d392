"""Score bands: within one, what was read blind and what was read with proposals in view are alike to the suggester."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from qes.model import Suggestion

ANY = "*"
"""Stands for all codes together: whether a passage got any code at all; and for all coders."""

BANDS = 5
"""Each holds about as many of a code's proposals as the next, since scores are comparable within a code only."""

Band = tuple[str, int]
"""Suggester and number of the band, 0 the lowest scores; of `UNPROPOSED`, there is one."""

UNPROPOSED: Band = ("", 0)

Banded = Mapping[str, Mapping[str, Band]]
"""Passage id → code, or `ANY` → band; what was not proposed is left out."""


def banded(suggestions: Iterable[Suggestion], read: Iterable[str]) -> Banded:
    """Cut the scores of every code, and the best scores of passages, into bands.

    Args:
        suggestions: What is, or would be, proposed.
        read: Ids of the passages that have been read, which alone shape the bands.
    """
    wanted = frozenset(read)
    scores: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    best: dict[str, float] = {}
    for each in suggestions:
        if each.passage_id in wanted:
            scores[each.code, each.maker.suggester].append((each.score, each.passage_id))
            best[each.passage_id] = max(each.score, best.get(each.passage_id, 0.0))
    scores[ANY, ""] = [(score, passage) for passage, score in best.items()]
    found: dict[str, dict[str, Band]] = {passage: {} for passage in best}
    for (code, suggester), pairs in sorted(scores.items()):
        cuts = _cuts([score for score, _ in pairs])
        for score, passage in pairs:
            found[passage][code] = (suggester or ANY, bisect_right(cuts, score))
    return found


def _cuts(scores: Sequence[float]) -> list[float]:
    """The scores at which the second and every further band begins; equal scores never part."""
    ordered = sorted(scores)
    return [ordered[len(ordered) * number // BANDS] for number in range(1, BANDS)] if ordered else []
