"""Drift over time: found where it is planted, and seldom where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from doubts_samples import minute, passage, reading, scores
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.doubts import Drift, drift
from qes.coding.doubts.chance import holm, trials
from qes.coding.suggest import Scores

COUNT = 120
PASSAGES = [passage(number, source=f"s{number % 3}") for number in range(COUNT)]
CODES = ("a", "b", "c")


def likely(generator: np.random.Generator) -> Scores:
    return scores(generator.beta(1.0, 2.0, size=(COUNT, len(CODES))), CODES)


def decided(judged: Scores, generator: np.random.Generator, shift: float = 0.0) -> np.ndarray:
    """As the model expects; in the second half the log-odds of the first code are moved."""
    odds = np.log(judged.matrix / (1 - judged.matrix))
    odds[COUNT // 2 :, 0] += shift
    return np.asarray(generator.random(odds.shape) < 1 / (1 + np.exp(-odds)))


def planted(shift: float, seed: int = 0) -> list[Drift]:
    generator = np.random.default_rng(seed)
    judged = likely(generator)
    held = [reading(decided(judged, generator, shift if name == "ana" else 0.0), name) for name in ("ana", "ben")]
    return drift(held, judged, PASSAGES)


@pytest.mark.parametrize(("shift", "direction"), [(2.5, "more readily later"), (-3.5, "less readily later")])
def test_planted_drift_is_found_with_its_direction(shift: float, direction: str) -> None:
    for seed in range(5):
        found = planted(shift, seed)
        assert [(each.coder, each.column, each.direction) for each in found] == [("ana", 0, direction)]
        (only,) = found
        assert (only.earlier, only.later, only.since, only.apart) == (60, 60, minute(60), False)
        assert abs(only.shift) > 0.15
        assert only.chance <= 0.05


def test_where_nothing_drifts_a_report_is_as_rare_as_stated() -> None:
    runs = 200
    false = sum(bool(planted(0.0, 1000 + seed)) for seed in range(runs))
    assert false / runs <= 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / runs)


def test_that_later_passages_carry_more_is_no_drift() -> None:
    runs, reports = 100, 0
    for seed in range(runs):
        generator = np.random.default_rng(seed)
        judged = likely(generator)
        judged.matrix[: COUNT // 2] *= 0.3  # and the model knows
        reports += bool(drift([reading(decided(judged, generator))], judged, PASSAGES))
    assert reports / runs <= 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / runs)


def test_it_says_when_the_halves_are_of_different_sources() -> None:
    generator = np.random.default_rng(0)
    judged = likely(generator)
    apart = [passage(number, source=f"s{number * 2 // COUNT}") for number in range(COUNT)]
    (found,) = drift([reading(decided(judged, generator, 3.0))], judged, apart)
    assert found.apart


def test_what_came_in_at_once_has_no_earlier_and_later() -> None:
    generator = np.random.default_rng(0)
    judged = likely(generator)
    held = decided(judged, generator, 3.0)
    assert not drift([reading(held, times=[minute(0)] * COUNT)], judged, PASSAGES)
    assert not drift([reading(held, times=[""] * COUNT)], judged, PASSAGES)
    two_tables = [minute(0)] * 50 + [minute(90)] * 70
    assert [each.earlier for each in drift([reading(held, times=two_tables)], judged, PASSAGES)] == [50]


def test_the_order_is_that_of_time_and_not_of_the_passages() -> None:
    generator = np.random.default_rng(0)
    judged = likely(generator)
    backwards = [minute(COUNT - number) for number in range(COUNT)]
    (found,) = drift([reading(decided(judged, generator, 3.0), times=backwards)], judged, PASSAGES)
    assert found.direction == "less readily later"


def test_the_same_seed_gives_the_same_chance() -> None:
    assert planted(2.5) == planted(2.5)


@given(st.lists(st.floats(0.0001, 1.0), max_size=12))
@settings(deadline=None, max_examples=60)
def test_the_correction_only_raises_keeps_the_order_and_knows_no_places(chances: list[float]) -> None:
    corrected = holm(chances)
    assert all(one <= other <= 1 for one, other in zip(chances, corrected, strict=True))
    by_chance = [corrected[place] for place in sorted(range(len(chances)), key=chances.__getitem__)]
    assert by_chance == sorted(by_chance)
    assert holm(chances[::-1]) == corrected[::-1]
    assert max(corrected, default=0.0) <= len(chances) * max(chances, default=0.0)


def test_the_correction_is_that_of_the_books() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_however_many_tests_the_smallest_chance_can_count() -> None:
    for tests in (1, 10, 50, 1000):
        assert tests / (1 + trials(tests, 200)) <= 0.05
