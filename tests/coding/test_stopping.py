from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.stopping import recall_at_least, share_at_most, unfound_at_most


def _chance_of_so_few(found: int, read: int, share: float) -> float:
    return sum(comb(read, hits) * share**hits * (1 - share) ** (read - hits) for hits in range(found + 1))


def test_the_rule_of_three_is_the_known_approximation() -> None:
    assert share_at_most(0, 300) == pytest.approx(3 / 300, rel=0.01)


@given(st.integers(1, 60).flatmap(lambda read: st.tuples(st.integers(0, read - 1), st.just(read))))
@settings(deadline=None, max_examples=50)
def test_at_the_bound_so_few_finds_are_exactly_as_unlikely_as_agreed(counts: tuple[int, int]) -> None:
    found, read = counts
    assert _chance_of_so_few(found, read, share_at_most(found, read)) == pytest.approx(0.05)


@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(n, 80))))
@settings(deadline=None, max_examples=60)
def test_the_finite_bound_is_the_largest_number_that_is_not_refuted(counts: tuple[int, int, int]) -> None:
    found, read, pool = counts

    def chance(holds: int) -> float:
        ways = sum(comb(holds, hits) * comb(pool - holds, read - hits) for hits in range(found + 1))
        return ways / comb(pool, read)

    possible = range(found, pool - read + found + 1)
    plausible = [holds for holds in possible if chance(holds) > 0.05 * (1 + 1e-9)]
    assert unfound_at_most(found, read, pool) == max(plausible) - found


@pytest.mark.parametrize(("pool", "holds", "read"), [(200, 0, 20), (200, 3, 40), (200, 30, 20), (50, 10, 45)])
def test_the_bounds_hold_at_their_stated_rate(pool: int, holds: int, read: int) -> None:
    generator = np.random.default_rng(11)
    draws = generator.hypergeometric(holds, pool - holds, read, 2000).tolist()
    bounds = {found: unfound_at_most(found, read, pool) for found in set(draws)}
    held = sum(holds - found <= bounds[found] for found in draws) / len(draws)
    assert held >= 0.95 - 3 * np.sqrt(0.05 * 0.95 / 2000)
    shares = {found: share_at_most(found, read) for found in set(draws)}
    assert sum(holds / pool <= shares[found] for found in draws) / len(draws) >= held - 0.02


def test_a_finite_pool_is_never_bounded_more_loosely_than_an_endless_one() -> None:
    for read in (10, 50, 90, 100):
        assert unfound_at_most(2, read, 100) <= share_at_most(2, read) * 100 - 2 + 1


def test_having_read_everything_leaves_nothing_and_nothing_read_leaves_all() -> None:
    assert unfound_at_most(4, 100, 100) == 0
    assert unfound_at_most(0, 0, 100) == 100
    assert share_at_most(0, 0) == share_at_most(5, 5) == 1.0


def test_recall_is_the_share_found_of_what_may_be_there() -> None:
    assert recall_at_least(90, 10) == 0.9
    assert recall_at_least(0, 0) == 1.0


@pytest.mark.parametrize("wrong", [(3, 2, 10), (-1, 2, 10), (0, 11, 10)])
def test_impossible_counts_are_refused(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="read"):
        unfound_at_most(*wrong)


def test_a_confidence_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="confidence"):
        share_at_most(0, 10, 1.0)
