from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from suggest_samples import accept, nothing, passages, reject, task

from qes.coding.suggest.blend import CANDIDATES, FEWEST_POSITIVES, USUAL, choose
from qes.coding.suggest.context import unit
from qes.coding.suggest.labels import collect
from qes.coding.suggest.task import Task
from qes.coding.suggest.views import views
from qes.model import Decision

STEMS = ("wasserschutz", "haushaltsplan", "nachbarschaft")


def chosen(given_task: Task) -> object:
    sources = [passage.source_id for passage in given_task.passages]
    return choose(views(given_task), collect(given_task), sources, given_task.settings.seed)


def babel(count: int) -> Task:
    """Every word is new, and its stem alone tells the code; the embedder hands out noise, a stream of its own each."""
    generator = np.random.default_rng(5)

    def word(stem: str) -> str:
        return stem + "".join(generator.choice(list("abcdefghijklmnop"), 5))

    found = [
        replace(each, text=" ".join(word(STEMS[n % 3]) for _ in range(4)), question=None)
        for n, each in enumerate(passages(count, 8))
    ]
    found = [found[n] for n in np.lexsort((generator.random(count), [each.source_id for each in found]))]
    vectors = unit(generator.normal(size=(count, 64)).astype(np.float32))
    decisions = [accept(number) for number in range(0, count, 2)]
    return replace(task(found, [*decisions, *(nothing(number) for number in range(0, count, 2))]), vectors=vectors)


@pytest.mark.parametrize(
    "decisions",
    [
        [],
        [reject(number, "money") for number in range(9)],
        [accept(3 * number) for number in range(FEWEST_POSITIVES - 1)],
    ],
)
def test_the_usual_blend_serves_while_there_is_nothing_to_tell_by(decisions: list[Decision]) -> None:
    assert chosen(task(passages(30), decisions)) is USUAL


def test_the_usual_blend_serves_where_all_blends_do_equally_well() -> None:
    assert chosen(task(passages(40), [accept(number) for number in range(40)])) is USUAL


def test_where_meaning_is_noise_spelling_decides() -> None:
    assert chosen(babel(120)) in [blend for blend in CANDIDATES if blend.spelling > blend.meaning]


def test_the_choice_is_the_same_each_time() -> None:
    assert chosen(babel(60)) == chosen(babel(60))
