"""Nothing of the held-out labels may reach the suggester: the one promise every figure rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from evaluation_samples import items, material, verdicts

from qes.coding.suggest import Scores, Suggester, Task, propose
from qes.evaluation.baselines import open_measured
from qes.evaluation.draws import draw
from qes.evaluation.items import Item
from qes.evaluation.replay import Material, measure
from qes.model import Reason

FOLD = 1


def _permuted(base: Material) -> Material:
    """The same material with the labels of the held-out items given to one another."""
    rows = np.flatnonzero(base.fold == FOLD)
    target = base.data.target.copy()
    target[rows] = target[np.random.default_rng(7).permutation(rows)]
    assert (target != base.data.target).any()
    return replace(base, data=replace(base.data, target=target))


def _scored(suggester: Suggester, base: Material, budget: int | None) -> Scores:
    training = np.flatnonzero(base.fold != FOLD)
    return suggester.score(base.task(draw(base.data, training, budget, 0, FOLD).tolist(), 0))


@pytest.mark.parametrize("found", [items(), verdicts()], ids=["codes", "verdicts"])
@pytest.mark.parametrize("name", ["similarity", "learned", "tfidf", "minilm", "tfidf+minilm"])
@pytest.mark.parametrize("budget", [0, 4, None])
def test_permuting_held_out_labels_changes_no_score(name: str, budget: int | None, found: list[Item]) -> None:
    base = material(found)
    suggester = open_measured(name)
    before, after = (_scored(suggester, each, budget) for each in (base, _permuted(base)))
    assert before.codes == after.codes == base.data.codes
    assert before.sources == after.sources
    assert np.array_equal(before.matrix, after.matrix)
    assert np.array_equal(before.thresholds, after.thresholds)
    proposed = [each.matrix >= each.thresholds for each in (before, after)]
    assert np.array_equal(*proposed)


@pytest.mark.parametrize("found", [items(), verdicts()], ids=["codes", "verdicts"])
@pytest.mark.parametrize("name", ["similarity", "learned"])
def test_permuting_held_out_labels_changes_no_suggestion_and_none_of_its_reasons(name: str, found: list[Item]) -> None:
    base = material(found)
    training = np.flatnonzero(base.fold != FOLD)
    shown = draw(base.data, training, 4, 0, FOLD).tolist()
    before, after = (propose(open_measured(name), each.task(shown, 0)) for each in (base, _permuted(base)))
    assert before
    assert before == after


@pytest.mark.parametrize("name", ["similarity", "learned", "tfidf+minilm"])
def test_a_code_is_scored_alike_wherever_it_stands_in_the_codebook(name: str) -> None:
    base = material(items())
    turned = replace(base.data.codebook, codes=base.data.codebook.codes[::-1])
    other = replace(base, data=replace(base.data, codebook=turned, target=base.data.target[:, ::-1]))
    # Which items are drawn does depend on the order of the codes: the same ones for both.
    shown = draw(base.data, np.flatnonzero(base.fold != FOLD), 4, 0, FOLD).tolist()
    before, after = (open_measured(name).score(each.task(shown, 0)) for each in (base, other))
    assert after.codes == before.codes[::-1]
    assert np.allclose(after.matrix[:, ::-1], before.matrix, atol=1e-6)
    assert np.allclose(after.thresholds[::-1], before.thresholds, atol=1e-6)


def test_the_test_above_would_notice_a_leak() -> None:
    base = material(items())
    everything = range(len(base.data.items))
    suggester = open_measured("tfidf")
    before, after = (suggester.score(each.task(everything, 0)) for each in (base, _permuted(base)))
    assert not np.array_equal(before.matrix, after.matrix)


class _Watching:
    """Scores nothing, and remembers which passages it was told about."""

    name = "watching"

    def __init__(self) -> None:
        self.told: list[set[str]] = []

    def score(self, task: Task, /) -> Scores:
        self.told.append({decision.passage_id for decision in task.decisions})
        shape = (len(task.passages), len(task.codes))
        return Scores(task.codes, np.zeros(shape), np.ones(shape[1]), (self.name,) * shape[1])

    def explain(self, task: Task, scores: Scores, cells: Sequence[tuple[int, int]], /) -> list[Reason]:
        del task, scores
        return [Reason() for _ in cells]


def test_no_fold_is_told_of_an_item_it_holds_out() -> None:
    base = material(items())
    watching = _Watching()
    measure(watching, base, None, 2, lambda: None)
    folds = [{base.data.items[row].id for row in np.flatnonzero(base.fold == fold).tolist()} for fold in range(5)]
    everything = set().union(*folds)
    told = [watching.told[0], *watching.told[2:]]  # the second call only takes the time
    assert told == [everything - fold for fold in folds]
    assert watching.told[1] == told[0]
