"""How far each passage stands from being proposed, as the suggester sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from qes.model import Suggestion

DECIMALS = 6
"""Margins are rounded to this, so that equal distances are ties."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Scores of passages, and per code the score from which it is proposed."""

    scores: Mapping[str, Mapping[str, float]]
    """Passage id → code → score in [0, 1]."""
    thresholds: Mapping[str, float]

    @classmethod
    def of_suggestions(cls, suggestions: Iterable[Suggestion]) -> Standing:
        """What suggestions alone tell.

        A code's threshold is not among what they hold; its lowest proposed score stands for it. Scores below it are
        unknown, so a passage that just missed every threshold cannot be told from one that is far from all.
        """
        scores: dict[str, dict[str, float]] = {}
        thresholds: dict[str, float] = {}
        for each in suggestions:
            scores.setdefault(each.passage_id, {})[each.code] = each.score
            thresholds[each.code] = min(each.score, thresholds.get(each.code, 1.0))
        return cls(scores, thresholds)

    def margin(self, passage_id: str) -> float:
        """Distance of the passage's least certain code from its threshold; infinite when no score is known."""
        scores = self.scores.get(passage_id, {})
        return min((round(abs(score - self.thresholds[code]), DECIMALS) for code, score in scores.items()), default=inf)
