from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from evaluation_samples import items, material

from qes.coding.suggest import Scores, Task
from qes.coding.suggest.similarity import SimilaritySuggester
from qes.evaluation.baselines import open_measured
from qes.evaluation.simulate import audit, simulate
from qes.model import Reason
from subjects import SUBJECTS


class _Knowing:
    """Scores by the words the samples are made of, so that it is always right."""

    name = "knowing"

    def score(self, task: Task, /) -> Scores:
        words = [set(passage.text.rstrip(".").split()) for passage in task.passages]
        matrix = np.array([[float(bool(each & set(SUBJECTS[code]))) for code in task.codes] for each in words])
        return Scores(task.codes, matrix, np.full(len(task.codes), 0.5), (self.name,) * len(task.codes))

    def explain(self, task: Task, scores: Scores, cells: Sequence[tuple[int, int]], /) -> list[Reason]:
        raise AssertionError(f"a replay needs no reasons: {task}, {scores}, {cells}")


def test_a_suggester_that_is_always_right_reads_nothing_in_vain() -> None:
    found = items(200)
    done = simulate(_Knowing(), material(found))
    codes = sum(len(item.codes) for item in found)
    assert done["codes"] == codes
    for level, each in done["levels"].items():
        assert each["read"] == np.ceil(codes * int(level) / 100)
        assert each["read"] < each["document_order"]
        assert each["read"] < each["random_order"]


def test_document_order_is_counted_exactly() -> None:
    base = material(items(100))
    found = np.cumsum(base.data.target.sum(axis=1))
    levels = simulate(SimilaritySuggester(), base)["levels"]
    for level, each in levels.items():
        assert each["document_order"] == 1 + int(np.argmax(found >= int(level) / 100 * found[-1]))


def test_a_suggester_that_learns_reads_less_than_one_in_document_order() -> None:
    each = simulate(open_measured("tfidf"), material(items(240)))["levels"]["95"]
    assert each["read"] < each["document_order"]


@pytest.mark.parametrize("read", [0, 60, 200])
def test_the_bound_holds_about_as_often_as_it_promises(read: int) -> None:
    base = material(items(200))
    order = np.arange(read)
    audits = [audit(base.data, order, seed) for seed in range(40)]
    held = sum(each["held"] for each in audits) / sum(each["codes"] for each in audits)
    assert held >= 0.9
    assert all(each["recall_at_least"] <= 1 for each in audits)
    if read == 200:
        assert audits[0] == audits[0] | {"audited": 0, "recall": 1.0, "recall_at_least": 1.0, "held": 3}
