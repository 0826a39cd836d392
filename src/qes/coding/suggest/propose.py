"""From scores to suggestions: the best codes of each passage, with their maker and their reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple

from qes.coding.suggest.task import Scores, Suggester, Task
from qes.model import Maker, Reason, Suggestion, digest

DECIMALS = 4
"""Scores are rounded to this: what is below is noise of the machine, and ties stay ties."""


def propose(suggester: Suggester, task: Task) -> list[Suggestion]:
    """Suggest for each passage the codes that reach their threshold, best first, at most `per_passage` of them.

    Passages that are decided already get suggestions too; it is for the caller to leave them out.

    Returns:
        Suggestions in the order of the passages; equal input gives equal suggestions with equal ids.
    """
    return proposed(suggester, task, suggester.score(task), range(len(task.passages)))


def proposed(suggester: Suggester, task: Task, scores: Scores, rows: Iterable[int]) -> list[Suggestion]:
    """Suggest for some passages, by scores that are there already."""
    cells = _best_cells(scores, task, rows)
    makers = _makers(scores, task)
    reasons = suggester.explain(task, scores, cells)
    return [
        _suggestion(task.passages[row].id, scores.codes[column], float(scores.matrix[row, column]), maker, reason)
        for (row, column), reason in zip(cells, reasons, strict=True)
        for maker in (makers[column],)
    ]


def _best_cells(scores: Scores, task: Task, rows: Iterable[int]) -> list[tuple[int, int]]:
    """(row, column) of what is proposed: by row, then from the highest score down, ties in codebook order."""
    least = [max(float(threshold), task.settings.minimum) for threshold in scores.thresholds]
    cells: list[tuple[int, int]] = []
    for row in rows:
        values = scores.matrix[row].tolist()
        reached = [column for column, value in enumerate(values) if value >= least[column]]
        reached.sort(key=lambda column: (-round(values[column], DECIMALS), column))
        cells += [(row, column) for column in reached[: task.settings.per_passage]]
    return cells


def _makers(scores: Scores, task: Task) -> list[Maker]:
    """Per code, who scored it; the settings cover all that shaped the scores besides model and codebook."""
    shaped_by = digest(
        repr(astuple(task.settings)),
        task.codebook.sha256,
        digest(*(passage.id for passage in task.passages)),
        digest(*scores.learned_from),
        *(each.id for each in task.signals),
    )
    model = scores.model or task.embedder_id
    return [Maker(source, model, task.codebook.id, shaped_by) for source in scores.sources]


def _suggestion(passage_id: str, code: str, score: float, maker: Maker, reason: Reason) -> Suggestion:
    made_by = digest(maker.suggester, maker.model, maker.codebook, maker.settings, maker.prompt or "")
    return Suggestion(digest(passage_id, code, made_by), passage_id, code, round(score, DECIMALS), maker, reason)
