"""Coefficients of agreement: published examples, other programs as oracles, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from agreement_samples import FOUR_CODERS
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa

from qes.coding.agreement import Level, Ratings, ac1, alpha, interval, kappa, percent, prevalence
from qes.errors import TooFewCoders

LEVELS: list[Level] = ["nominal", "ordinal", "interval"]
FEW = settings(max_examples=60, deadline=None)

_ = -1
THREE_CODERS = np.array(
    [
        [_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
        [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
        [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4],
    ]
).T
"""A widely printed example: 15 units, 3 coders, many ratings missing."""


def from_table(table: list[list[int]]) -> Ratings:
    """Two coders' ratings from the table of how often each pair of categories occurs."""
    return np.array(
        [(row, column) for row, cells in enumerate(table) for column, n in enumerate(cells) for _ in range(n)]
    )


def ratings(coders: int | None = None, least: int = -1) -> st.SearchStrategy[Ratings]:
    shapes = st.tuples(st.integers(2, 12), st.integers(2, 4) if coders is None else st.just(coders))
    whole = arrays.arrays(np.int64, shapes, elements=st.integers(least, 2))
    return whole.filter(lambda found: bool(((found >= 0).sum(axis=1) >= 2).any()))


@pytest.mark.parametrize(("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_krippendorffs_example_with_four_coders(level: Level, expected: float) -> None:
    assert alpha(FOUR_CODERS, level) == pytest.approx(expected, abs=0.0005)


@pytest.mark.parametrize(("level", "expected"), [("nominal", 0.691), ("ordinal", 0.807), ("interval", 0.811)])
def test_alpha_of_the_example_with_three_coders(level: Level, expected: float) -> None:
    assert alpha(THREE_CODERS, level) == pytest.approx(expected, abs=0.0005)


def test_ac1_of_the_example_with_four_coders() -> None:
    """Gwet, Handbook of Inter-Rater Reliability (4th ed. 2014), same data: agreement .818, AC1 .775."""
    assert percent(FOUR_CODERS) == pytest.approx(0.818, abs=0.0005)
    assert ac1(FOUR_CODERS, categories=5) == pytest.approx(0.775, abs=0.0005)


def test_kappa_and_ac1_of_two_abstractors_by_hand() -> None:
    """Gwet's example of 100 pregnancies, three categories.

    Agreement (13 + 20 + 56) / 100 = .89. Margins of the first coder 13, 27, 60, of the second 13, 24, 63:
    chance for kappa .0169 + .0648 + .378 = .4597, so (.89 - .4597) / .5403 = .7964.
    Mean shares .13, .255, .615: chance for AC1 (.1131 + .189975 + .236775) / 2 = .269925,
    so (.89 - .269925) / .730075 = .8493.
    """
    table = from_table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    assert kappa(table) == pytest.approx(0.7964, abs=0.00005)
    assert ac1(table) == pytest.approx(0.8493, abs=0.00005)


def test_where_a_code_is_given_to_almost_everything_kappa_collapses_and_ac1_does_not() -> None:
    """By hand, 118 yes-yes, 5 yes-no, 2 no-yes, 0 no-no: agreement 118 / 125 = .944.

    Chance for kappa .984 x .96 + .016 x .04 = .94528, so (.944 - .94528) / .05472 = -.0234.
    Mean share of yes .972: chance for AC1 2 x .972 x .028 = .054432, so (.944 - .054432) / .945568 = .9408.
    """
    table = from_table([[0, 2], [5, 118]])
    assert percent(table) == 0.944
    assert prevalence(table) == 0.972
    assert kappa(table) == pytest.approx(-0.0234, abs=0.00005)
    assert ac1(table) == pytest.approx(0.9408, abs=0.00005)


@FEW
@given(ratings(coders=2, least=0))
def test_kappa_is_that_of_statsmodels(found: Ratings) -> None:
    table = np.zeros((3, 3), dtype=int)
    np.add.at(table, (found[:, 0], found[:, 1]), 1)
    ours = kappa(found)
    if ours is None:
        assert len(np.unique(found)) == 1
    else:
        assert ours == pytest.approx(cohens_kappa(table, return_results=False))


@FEW
@given(ratings(least=0).filter(lambda found: len(np.unique(found)) > 1))
def test_alpha_without_missing_ratings_is_fleiss_kappa_corrected_for_few_ratings(found: Ratings) -> None:
    """For n ratings in all, 1 - alpha = (1 - kappa of Fleiss) (n - 1) / n."""
    fleiss = fleiss_kappa(aggregate_raters(found)[0])
    assert alpha(found) == pytest.approx(1 - (1 - fleiss) * (found.size - 1) / found.size)


@FEW
@given(ratings(), st.integers(0, 1000), st.sampled_from(LEVELS))
def test_the_order_of_units_and_of_coders_changes_nothing(found: Ratings, seed: int, level: Level) -> None:
    shuffle = np.random.default_rng(seed)
    other = shuffle.permutation(shuffle.permutation(found, axis=0), axis=1)
    for coefficient in (percent, prevalence, kappa, ac1):
        assert coefficient(other) == pytest.approx(coefficient(found))
    assert alpha(other, level) == pytest.approx(alpha(found, level))
    assert interval(other, resamples=50) == pytest.approx(interval(found, resamples=50))


@FEW
@given(ratings())
def test_all_coefficients_stay_within_their_bounds(found: Ratings) -> None:
    assert 0 <= percent(found) <= 1
    assert 0 <= prevalence(found) <= 1
    assert -1 <= ac1(found) <= 1
    for coefficient in (kappa(found), alpha(found), alpha(found, "ordinal"), alpha(found, "interval")):
        assert coefficient is None or -1 - 1e-9 <= coefficient <= 1
    bounds = interval(found, resamples=50)
    assert bounds is None or bounds[0] <= bounds[1]


@FEW
@given(st.lists(st.integers(0, 3), min_size=2, max_size=20), st.integers(2, 4))
def test_coders_who_agree_throughout_get_one_or_undefined_where_nothing_varies(units: list[int], coders: int) -> None:
    found = np.repeat(np.array(units)[:, None], coders, axis=1)
    assert percent(found) == ac1(found) == 1
    expected = 1 if len(set(units)) > 1 else None
    assert kappa(found) == expected
    for level in LEVELS:
        assert alpha(found, level) == expected


@FEW
@given(ratings(), st.integers(1, 5))
def test_units_that_one_coder_alone_has_read_do_not_count(found: Ratings, more: int) -> None:
    alone = np.full((more, found.shape[1]), -1)
    alone[:, 0] = 1
    longer = np.concatenate([found, alone])
    for coefficient in (percent, prevalence, kappa, alpha):
        assert coefficient(longer) == pytest.approx(coefficient(found))


@pytest.mark.parametrize("coefficient", [percent, prevalence, kappa, alpha, ac1, interval])
def test_without_two_coders_on_any_unit_there_is_nothing_to_compute(coefficient: object) -> None:
    assert callable(coefficient)
    for alone in (np.array([[1, -1], [-1, 0]]), np.array([[1], [0]]), np.empty((0, 2), dtype=int)):
        with pytest.raises(TooFewCoders):
            coefficient(alone)


def test_the_interval_narrows_with_more_passages_and_is_the_same_for_the_same_seed() -> None:
    few = from_table([[20, 3], [2, 10]])
    many = np.tile(few, (20, 1))
    low, high = interval(few) or (0.0, 0.0)
    narrow_low, narrow_high = interval(many) or (0.0, 0.0)
    assert low < narrow_low < (alpha(many) or 0) < narrow_high < high
    assert interval(few) == interval(few)
    assert interval(few, seed=1) != interval(few)


def test_a_code_used_hardly_ever_gets_no_interval() -> None:
    assert interval(from_table([[200, 1], [0, 0]])) is None
    assert interval(from_table([[200, 0], [0, 0]])) is None
