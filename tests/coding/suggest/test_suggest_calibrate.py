from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qes.coding.suggest.calibrate import best_threshold, calibrate, precision_threshold, share_shift
from qes.coding.suggest.labels import Labels
from qes.coding.suggest.scale import logistic

CHANCES = st.lists(st.integers(0, 100).map(lambda share: share / 100), min_size=1, max_size=30).map(np.array)
Chances = NDArray[np.float64]


def labels(target: NDArray[np.int64], single: bool = False) -> Labels:
    kept = target.astype(np.int8)
    teaches = np.select([kept == 1, kept == 0], [1.0, -1.0], np.nan)
    return Labels(kept, teaches, np.zeros(kept.shape, dtype=bool), np.full(kept.shape[1], single), ())


def drawn(
    generator: np.random.Generator, count: int, share: float, codes: int = 1
) -> tuple[Chances, NDArray[np.int64]]:
    """Well-separated scores around 0.6 with the code and -0.6 without, and who carries it."""
    truth = (generator.random((count, codes)) < share).astype(np.int64)
    return np.where(truth == 1, 0.6, -0.6) + generator.normal(0, 0.35, truth.shape), truth


@settings(deadline=None, max_examples=100)
@given(CHANCES)
@example(np.array([0.0, 0.0]))
def test_no_other_threshold_promises_a_better_f1(chances: Chances) -> None:
    def promised(threshold: float) -> float:
        proposed = chances[chances >= threshold]
        return float(2 * proposed.sum() / (len(proposed) + chances.sum()))

    assert promised(best_threshold(chances)) == pytest.approx(max(promised(each) for each in chances.tolist()))


@settings(deadline=None, max_examples=100)
@given(CHANCES, st.integers(1, 99))
@example(np.array([0.9, 0.7, 0.7, 0.7]), 78)
def test_as_many_proposals_as_asked_are_expected_to_be_right(chances: Chances, percent: int) -> None:
    threshold = precision_threshold(chances, percent / 100)
    proposed = chances[chances >= threshold]
    if len(proposed):
        assert proposed.mean() >= percent / 100 - 1e-9
    else:
        assert threshold > 1
        assert chances.max() < percent / 100 + 1e-9


@settings(deadline=None, max_examples=60)
@given(CHANCES, st.integers(1, 99))
def test_no_lower_threshold_promises_the_precision_asked_for(chances: Chances, percent: int) -> None:
    threshold = precision_threshold(chances, percent / 100)
    lower = [each for each in chances.tolist() if each < threshold]
    assert all(chances[chances >= each].mean() < percent / 100 + 1e-9 for each in lower)


@settings(deadline=None, max_examples=60)
@given(CHANCES, st.integers(1, 99), st.integers(1, 99))
def test_asking_for_more_precision_proposes_no_more(chances: Chances, one: int, other: int) -> None:
    low, high = sorted((one / 100, other / 100))
    assert precision_threshold(chances, high) >= precision_threshold(chances, low)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("share", [0.05, 0.3])
def test_probabilities_mean_what_they_say(share: float, seed: int) -> None:
    generator = np.random.default_rng(seed)
    scores, truth = drawn(generator, 600, share, codes=4)
    line = calibrate(scores, generator.normal(size=scores.shape), labels(truth))
    fresh, carried = drawn(generator, 4000, share, codes=4)
    chances = logistic(line.log_odds(fresh, generator.normal(size=fresh.shape)))
    assert calibration_error(chances.ravel(), carried.ravel()) < 0.02
    np.testing.assert_allclose(chances.mean(axis=0), carried.mean(axis=0), atol=0.03)


def calibration_error(chances: Chances, truth: NDArray[np.int64]) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((chances * 10).astype(int), 9)
    return sum(abs(float((chances - truth)[bins == each].sum())) for each in range(10)) / len(chances)


def test_a_code_with_no_decisions_of_its_own_follows_the_others() -> None:
    generator = np.random.default_rng(0)
    scores, truth = drawn(generator, 300, 0.3, codes=3)
    truth[:, 2] = -1
    line = calibrate(scores, np.zeros(scores.shape), labels(truth))
    assert min(line.slope[:2]) - 1 < line.slope[2] < max(line.slope[:2]) + 1


def test_the_codebook_counts_for_less_the_more_is_decided() -> None:
    generator = np.random.default_rng(0)
    scores, truth = drawn(generator, 400, 0.3, codes=2)
    truth[20:, 1] = -1
    line = calibrate(scores, generator.normal(size=scores.shape), labels(truth))
    assert 0 <= abs(line.codebook[0]) < abs(line.codebook[1])


def test_higher_scores_mean_higher_chances() -> None:
    generator = np.random.default_rng(3)
    scores, truth = drawn(generator, 40, 0.4, codes=3)
    assert (calibrate(scores, np.zeros(scores.shape), labels(truth)).slope > 0).all()


def enriched(seed: int, single: bool = False) -> tuple[Chances, Labels]:
    """A sample read, a quarter of which carries the code, and a pool of which one in fifty does."""
    generator = np.random.default_rng(seed)
    read, truth = drawn(generator, 120, 0.25)
    pool, _ = drawn(generator, 1500, 0.02)
    known = labels(np.vstack([truth, np.full((1500, 1), -1)]), single)
    line = calibrate(read, np.zeros(read.shape), labels(truth))
    scores = np.vstack([read, pool])
    return line.log_odds(scores, np.zeros(scores.shape))[:, 0], known


@pytest.mark.parametrize("seed", range(5))
def test_a_pool_with_fewer_of_the_code_than_the_sample_lowers_its_chances_towards_the_truth(seed: int) -> None:
    odds, known = enriched(seed)
    shift = share_shift(odds, known, 0)
    assert shift < -1
    unread = odds[known.target[:, 0] < 0]
    before, after = (float(logistic(each).mean()) for each in (unread, unread + shift))
    assert abs(after - 0.02) < abs(before - 0.02)


def test_nothing_is_shifted_where_single_codes_were_judged() -> None:
    odds, known = enriched(0, single=True)
    assert share_shift(odds, known, 0) == 0


def test_nothing_is_shifted_where_all_is_read() -> None:
    generator = np.random.default_rng(0)
    scores, truth = drawn(generator, 50, 0.3)
    assert share_shift(5 * scores[:, 0], labels(truth), 0) == 0


@pytest.mark.parametrize("given_to", [0, 50])
def test_a_code_on_every_passage_read_or_on_none_has_a_finite_shift(given_to: int) -> None:
    target = np.full((100, 1), -1)
    target[:50] = 0
    target[:given_to] = 1
    assert np.isfinite(share_shift(np.zeros(100), labels(target), 0))
