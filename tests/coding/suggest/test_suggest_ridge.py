from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qes.coding.suggest.ridge import FEW_SOURCES, NOISE, cross_fit, solve

CODES = 3


@st.composite
def learned(draw: st.DrawFn) -> tuple[NDArray[np.float32], NDArray[np.float64], list[str]]:
    """Likeness of some passages, what they teach, and their sources, which need not stand together."""
    sources = draw(st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=24))
    generator = np.random.default_rng(draw(st.integers(0, 10_000)))
    looks = generator.normal(size=(len(sources), 4))
    looks /= np.linalg.norm(looks, axis=1, keepdims=True)
    gram = np.exp((looks @ looks.T - 1) / 0.7).astype(np.float32)
    return gram, generator.choice([1.0, 0.3, -0.5, -1.0, -1.2], size=(len(sources), CODES)), sources


def left_out(sources: list[str]) -> list[NDArray[np.intp]]:
    """The passages that are scored together, by what all the others teach."""
    if len(set(sources)) < FEW_SOURCES:
        return [np.array([row]) for row in range(len(sources))]
    return [np.flatnonzero([source == each for source in sources]) for each in sorted(set(sources))]


@settings(deadline=None, max_examples=80)
@given(learned())
def test_cross_fitted_scores_are_those_of_learning_again_without_the_source(
    case: tuple[NDArray[np.float32], NDArray[np.float64], list[str]],
) -> None:
    """The intercept is that of all passages: it is the one thing a passage's own label still touches."""
    gram, target, sources = case
    ridge, scores = cross_fit(gram, target, sources)
    for out in left_out(sources):
        rest = np.setdiff1d(np.arange(len(sources)), out)
        noisy = gram[np.ix_(rest, rest)] + NOISE * np.eye(len(rest))
        weights = np.linalg.solve(noisy, target[rest] - ridge.intercept)
        again = gram[np.ix_(out, rest)] @ weights + ridge.intercept
        np.testing.assert_allclose(scores[out], again, atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(learned())
def test_learning_alone_and_learning_with_scores_of_the_left_out_give_the_same(
    case: tuple[NDArray[np.float32], NDArray[np.float64], list[str]],
) -> None:
    gram, target, sources = case
    kept = gram.copy()
    alone, (together, _) = solve(gram, target), cross_fit(gram, target, sources)
    np.testing.assert_allclose(alone.weights, together.weights, atol=1e-8)
    np.testing.assert_allclose(alone.intercept, together.intercept, atol=1e-8)
    np.testing.assert_array_equal(gram, kept)


@settings(deadline=None, max_examples=40)
@given(learned(), st.integers(0, 23))
def test_apart_from_the_intercept_no_score_rests_on_the_labels_of_its_own_source(
    case: tuple[NDArray[np.float32], NDArray[np.float64], list[str]], which: int
) -> None:
    """The labels of what is left out are swapped for others with the same intercept."""
    gram, target, sources = case
    groups = left_out(sources)
    out = groups[which % len(groups)]
    inverse = np.linalg.inv(gram.astype(np.float64) + NOISE * np.eye(len(gram)))
    pull = inverse.sum(axis=0)[out]
    change = np.random.default_rng(which).normal(size=len(out))
    change -= pull * (pull @ change) / (pull @ pull)
    other = target.copy()
    other[out] += change[:, None]
    np.testing.assert_allclose(
        cross_fit(gram, other, sources)[1][out], cross_fit(gram, target, sources)[1][out], atol=1e-6
    )


def test_a_code_learned_beside_others_is_learned_as_if_alone() -> None:
    generator = np.random.default_rng(1)
    looks = generator.normal(size=(20, 3))
    gram = np.exp(-np.square(looks[:, None] - looks[None]).sum(axis=2)).astype(np.float32)
    target, sources = generator.choice([1.0, -1.0], size=(20, CODES)), list("abcdefg" * 3)[:20]
    scores = cross_fit(gram, target, sources)[1]
    for code in range(CODES):
        np.testing.assert_allclose(cross_fit(gram, target[:, [code]], sources)[1][:, 0], scores[:, code], atol=1e-10)
