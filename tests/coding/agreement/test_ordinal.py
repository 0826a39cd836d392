"""Agreement on ordered categories: published examples, another program as oracle, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from agreement_samples import FOUR_CODERS
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from statsmodels.stats.inter_rater import cohens_kappa

from qes.coding.agreement import Ratings, Weights, alpha, interval, percent, weighted_kappa, within
from qes.errors import TooFewCoders

FEW = settings(max_examples=60, deadline=None)
WEIGHTS: list[Weights] = ["linear", "quadratic"]


_ = -1
pairs = st.integers(2, 15).flatmap(lambda units: arrays.arrays(np.int64, (units, 2), elements=st.integers(0, 4)))


def table(found: Ratings) -> Ratings:
    counts = np.zeros((5, 5), dtype=int)
    np.add.at(counts, (found[:, 0], found[:, 1]), 1)
    return counts


def test_ordinal_alpha_of_krippendorffs_example_lies_in_its_interval() -> None:
    assert alpha(FOUR_CODERS, "ordinal") == pytest.approx(0.815, abs=0.0005)
    bounds = interval(FOUR_CODERS, "ordinal", seed=3)
    assert bounds is not None
    assert bounds[0] < 0.815 < bounds[1] <= 1
    assert interval(FOUR_CODERS, "ordinal", seed=3) == bounds


def test_weighted_kappa_by_hand() -> None:
    """Levels 1, 2, 2, 3 against 1, 2, 3, 3.

    One unit of four differs, by one step. By chance, with shares 1/4, 2/4, 1/4 and 1/4, 1/4, 2/4: one step apart
    1/16 + 2/16 + 4/16 + 1/16 = 8/16, two steps 2/16 + 1/16 = 3/16. Linear: 1 - (4/16) / (8/16 + 6/16) = 10/14.
    Quadratic: 1 - (4/16) / (8/16 + 12/16) = 16/20.
    """
    found = np.array([[1, 1], [2, 2], [2, 3], [3, 3]])
    assert weighted_kappa(found, "linear") == pytest.approx(10 / 14)
    assert weighted_kappa(found, "quadratic") == pytest.approx(16 / 20)
    assert weighted_kappa(found) == weighted_kappa(found, "quadratic")


def test_a_level_that_nobody_gives_is_a_step_all_the_same() -> None:
    """Levels 1 and 4, then 1 and 2: as far from chance, but in the first the near miss is a third as bad."""
    far = np.array([[1, 1], [4, 4], [1, 2], [4, 4]])
    near = np.array([[1, 1], [3, 3], [1, 2], [3, 3]])
    assert weighted_kappa(far, "linear") == pytest.approx(cohens_kappa(table(far), wt="linear", return_results=False))
    assert (weighted_kappa(far, "linear") or 0) > (weighted_kappa(near, "linear") or 0)


@FEW
@given(pairs, st.sampled_from(WEIGHTS))
def test_weighted_kappa_is_that_of_statsmodels(found: Ratings, weights: Weights) -> None:
    ours = weighted_kappa(found, weights)
    if ours is None:
        assert len(np.unique(found)) == 1
    else:
        assert ours == pytest.approx(cohens_kappa(table(found), wt=weights, return_results=False), abs=1e-9)


@FEW
@given(pairs, st.sampled_from(WEIGHTS), st.integers(0, 99), st.integers(0, 3))
def test_neither_the_order_nor_where_the_scale_begins_changes_anything(
    found: Ratings, weights: Weights, seed: int, up: int
) -> None:
    shuffled = np.random.default_rng(seed).permutation(found, axis=0)[:, ::-1] + up
    assert weighted_kappa(shuffled, weights) == pytest.approx(weighted_kappa(found, weights))
    assert within(shuffled) == within(found)


@FEW
@given(pairs, st.integers(1, 4))
def test_more_steps_allowed_never_mean_less_agreement(found: Ratings, steps: int) -> None:
    assert within(found, 0) == percent(found)
    assert within(found, steps - 1) <= within(found, steps) <= within(found, 4) == 1


def test_units_that_one_alone_has_rated_do_not_count() -> None:
    found = np.array([[1, 1], [2, 2], [_, 5], [4, _]])
    assert weighted_kappa(found) == 1
    assert within(found, 0) == 1


@pytest.mark.parametrize("measure", [weighted_kappa, within])
def test_ratings_that_cannot_be_compared_are_refused(measure: object) -> None:
    assert callable(measure)
    with pytest.raises(TooFewCoders):
        measure(np.array([[1, _], [_, 2]]))
    with pytest.raises(ValueError, match="two coders"):
        measure(FOUR_CODERS)
