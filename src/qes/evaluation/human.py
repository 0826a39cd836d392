"""How well people agree on the same items: what a suggester can at best be held to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from qes.evaluation.dataset import Dataset
from qes.evaluation.items import Item
from qes.evaluation.metrics import f1


def human(data: Dataset) -> dict[str, float]:
    """Agreement of the coders; empty where no item names two of them.

    Pairs are pooled: for each code, the judgements of every two coders on the same item are counted together, since in
    a crowd no two coders share more than a few items. The F1 of a pair is the same whoever is taken as right.

    Returns:
        pairwise_macro_f1: mean over codes of F1 between two coders;
        one_vs_majority_macro_f1: of one coder against the codes that more than half of the item's coders gave, the
        coder included.
    """
    shared = [item for item in data.items if len(item.coders) > 1]
    if not shared:
        return {}
    pairs, majority = _Counts(), _Counts()
    for item in shared:
        given = [codes & set(_judged(item, data)) for _, codes in sorted(item.coders.items())]
        most = frozenset(code for code in data.codes if 2 * sum(code in codes for codes in given) > len(given))
        for one, other in combinations(given, 2):
            pairs.add(one, other)
        for one in given:
            majority.add(one, most)
    return {"pairwise_macro_f1": pairs.macro_f1(), "one_vs_majority_macro_f1": majority.macro_f1()}


def _judged(item: Item, data: Dataset) -> Iterator[str]:
    return (code for code in data.codes if not item.verdicts or code in item.codes | item.refused)


class _Counts:
    """Per code, how often it was given by both, and how often by either."""

    def __init__(self) -> None:
        self._both: dict[str, int] = {}
        self._each: dict[str, int] = {}

    def add(self, one: frozenset[str], other: frozenset[str]) -> None:
        for code in one & other:
            self._both[code] = self._both.get(code, 0) + 1
        for codes in (one, other):
            for code in codes:
                self._each[code] = self._each.get(code, 0) + 1

    def macro_f1(self) -> float:
        """Mean over the codes anybody gave; 1 when nobody gave any."""
        values = [f1(self._both.get(code, 0), each, 0) or 0.0 for code, each in sorted(self._each.items())]
        return sum(values) / len(values) if values else 1.0
