from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from suggest_samples import accept, nothing, passages, reject, task

from qes.coding.suggest.blend import CANDIDATES, FEWEST_POSITIVES, USUAL, choose
from qes.coding.suggest.context import unit
from qes.coding.suggest.kernel import Blend
from qes.coding.suggest.labels import collect
from qes.coding.suggest.task import Task
from qes.coding.suggest.views import views
from qes.model import Decision

STEMS = ("wasserschutz", "haushaltsplan", "nachbarschaft")


def chosen(given_task: Task) -> Blend:
    sources = [passage.source_id for passage in given_task.passages]
    return choose(views(given_task), collect(given_task), sources, given_task.settings.seed)


def babel(count: int) -> Task:
    """No word comes twice, and the stem of one tells the code; of meaning the embedder says nothing but noise."""
    generator = np.random.default_rng(5)

    def strange(letters: int) -> str:
        return "".join(generator.choice(list("abcdefghijklmnop"), letters))

    said = [f"{STEMS[number % 3]}{strange(5)} {strange(12)}" for number in range(count)]
    found = [replace(each, text=text, question=None) for each, text in zip(passages(count, 8), said, strict=True)]
    mixed = np.lexsort((generator.random(count), np.array([each.source_id for each in found])))
    decisions = [decide(number) for number in range(0, count, 2) for decide in (accept, nothing)]
    vectors = unit(generator.normal(size=(count, 64)).astype(np.float32))
    return replace(task([found[number] for number in mixed], decisions), vectors=vectors)


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
    assert chosen(babel(100)) in [blend for blend in CANDIDATES if blend.spelling > blend.meaning]


def test_the_choice_is_the_same_each_time() -> None:
    assert chosen(babel(60)) == chosen(babel(60))
