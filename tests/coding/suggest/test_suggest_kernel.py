from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from suggest_samples import passages, tales, task

from qes.coding.suggest.blend import CANDIDATES, USUAL
from qes.coding.suggest.context import neighbours, unit
from qes.coding.suggest.kernel import PART, Blend, Kernel
from qes.coding.suggest.views import Views, views

SOURCES = st.lists(st.sampled_from("abcd"), max_size=20).map(sorted)
BLENDS = st.sampled_from([USUAL, *CANDIDATES, Blend(around_words=0.0, question=0.0)])


def seen(sources: list[str], seed: int = 0) -> Views:
    """Views of passages of these sources; some stand alone, some answer no question."""
    found = passages(max(1, len(sources)), seed=seed)
    return views(task([replace(each, source_id=source) for each, source in zip(found, sources, strict=True)]))


@settings(deadline=None, max_examples=25)
@given(SOURCES.filter(bool), BLENDS, st.data())
def test_a_block_is_the_part_of_the_columns_it_stands_for(
    sources: list[str], blend: Blend, data: st.DataObject
) -> None:
    kernel = Kernel(seen(sources), blend)
    some = st.lists(st.integers(0, len(sources) - 1), min_size=1, max_size=8).map(lambda rows: np.array(rows))
    rows, others = data.draw(some), data.draw(some)
    np.testing.assert_allclose(kernel.block(rows, others), kernel.columns(others)[rows], atol=1e-5)


@settings(deadline=None, max_examples=25)
@given(SOURCES.filter(bool), BLENDS, st.integers(0, 5))
def test_likeness_is_mutual_and_positive_definite(sources: list[str], blend: Blend, seed: int) -> None:
    every = np.arange(len(sources))
    gram = Kernel(seen(sources, seed), blend).block(every, every)
    np.testing.assert_allclose(gram, gram.T, atol=1e-6)
    assert np.linalg.eigvalsh(gram.astype(np.float64)).min() > -1e-5
    assert gram.min() > 0
    assert gram.max() <= 1 + 1e-5


@pytest.mark.parametrize("blend", CANDIDATES)
def test_a_passage_seen_from_every_side_is_wholly_like_itself(blend: Blend) -> None:
    """One that stands alone or answers no question lacks a side, and is held to be a little less like itself."""
    looked_at = views(task([*tales(30), replace(tales(1)[0], id="alone", source_id="z", question="What of money?")]))
    own = np.diag(Kernel(looked_at, blend).block(np.arange(31), np.arange(31)))
    full = looked_at.asked[:30] >= 0
    assert 0 < full.sum() < 30
    np.testing.assert_allclose(own[:30][full], 1, atol=1e-5)
    assert (own[:30][~full] < 1).all()
    assert own[30] < 1


@settings(deadline=None, max_examples=60)
@given(SOURCES, st.lists(st.just("z"), min_size=1, max_size=4))
def test_a_further_source_changes_nothing_in_what_stands_around_a_passage(sources: list[str], more: list[str]) -> None:
    alone, together = neighbours(sources).toarray(), neighbours([*sources, *more]).toarray()
    np.testing.assert_array_equal(together[: len(sources), : len(sources)], alone)
    assert not together[: len(sources), len(sources) :].any()


@settings(deadline=None, max_examples=60)
@given(SOURCES.filter(bool))
def test_neighbours_are_the_two_on_either_side_in_the_same_source(sources: list[str]) -> None:
    weights = neighbours(sources).toarray()
    for row, column in np.ndindex(weights.shape):
        near = {1: 1.0, 2: 0.5}.get(abs(row - column), 0.0)
        assert weights[row, column] == (near if sources[row] == sources[column] else 0.0)


def test_more_passages_than_are_worked_on_at_once_are_as_alike_as_a_few() -> None:
    """Made by hand: to read so many would take long."""
    generator, count = np.random.default_rng(0), PART + 7
    words = csr_matrix(generator.random((count, 3), dtype=np.float32) * generator.integers(0, 2, (count, 3), np.int8))
    looks = unit(generator.normal(size=(count, 3)).astype(np.float32))
    around, asked = neighbours(["a"] * count), np.full(count, -1)
    kernel = Kernel(Views(words, ["x", "y", "z"], set(), looks, looks, around, looks[:0], asked), USUAL)
    some, rows = np.array([0, PART - 1, PART, count - 1]), np.arange(count)
    np.testing.assert_allclose(kernel.block(rows, some), kernel.columns(some), atol=1e-5)


@pytest.mark.parametrize("text", ["…", "7", "Yes, yes."])
def test_passages_that_all_say_the_same_are_alike(text: str) -> None:
    same = [replace(each, text=text, question=None) for each in passages(12)]
    gram = Kernel(views(task(same)), USUAL).block(np.arange(12), np.arange(12))
    assert np.isfinite(gram).all()
    np.testing.assert_allclose(gram, gram[0, 0], atol=1e-5)
