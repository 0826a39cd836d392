from __future__ import annotations

import numpy as np
import pytest
from evaluation_samples import BOOK
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, f1_score

from qes.evaluation.dataset import build
from qes.evaluation.human import human
from qes.evaluation.items import Item
from qes.evaluation.metrics import BINS, HeldOut, average_precision, calibration_error, quality, reliability

LABELLED = st.lists(st.tuples(st.integers(0, 10), st.booleans()), min_size=1).filter(
    lambda pairs: any(label for _, label in pairs)
)


@given(LABELLED)
@settings(deadline=None, max_examples=60)
def test_average_precision_is_that_of_scikit_learn_ties_included(pairs: list[tuple[int, bool]]) -> None:
    scores = np.array([score / 10 for score, _ in pairs])
    labels = np.array([label for _, label in pairs], dtype=np.int8)
    assert average_precision(scores, labels) == pytest.approx(average_precision_score(labels, scores))


@given(st.integers(0, 1000))
@settings(deadline=None, max_examples=20)
def test_macro_figures_are_means_over_the_codes_that_occur(seed: int) -> None:
    generator = np.random.default_rng(seed)
    target = generator.integers(0, 2, (30, 4)).astype(np.int8)
    target[:, 3] = 0
    scores = generator.random((30, 4))
    figures = quality(HeldOut(target, scores, scores >= 0.5))
    expected = [f1_score(target[:, code], scores[:, code] >= 0.5) for code in range(3)]
    assert figures["macro_f1"] == pytest.approx(np.mean(expected))
    assert figures["brier"] == pytest.approx(brier_score_loss(target.ravel(), scores.ravel()))


def test_scores_equal_to_the_labels_are_perfect() -> None:
    target = np.array([[1, 0], [0, 1], [0, 0]], dtype=np.int8)
    figures = quality(HeldOut(target, target.astype(float), target == 1))
    assert figures == {"macro_f1": 1, "macro_ap": 1, "recall_at_3": 1, "brier": 0, "ece": 0}


def test_what_was_not_judged_counts_for_nothing() -> None:
    target = np.array([[1, -1], [0, -1], [-1, 1], [-1, 0]], dtype=np.int8)
    scores = np.array([[0.9, 1.0], [0.1, 1.0], [1.0, 0.9], [1.0, 0.1]])
    figures = quality(HeldOut(target, scores, scores >= 0.5))
    assert figures["macro_f1"] == figures["macro_ap"] == 1
    assert figures["brier"] == pytest.approx(0.01)


def test_recall_at_3_is_the_share_of_given_codes_among_the_three_best() -> None:
    target = np.array([[1, 1, 0, 0, 0], [0, 0, 0, 0, 1]], dtype=np.int8)
    scores = np.array([[0.9, 0.1, 0.8, 0.7, 0.6], [0.1, 0.2, 0.3, 0.4, 0.5]])
    assert quality(HeldOut(target, scores, scores > 1))["recall_at_3"] == pytest.approx(2 / 3)


def test_the_calibration_error_is_the_mean_gap_of_the_bins() -> None:
    # Bin .8-.9 holds .8 and .8 with one positive (gap .3); bin .2-.3 holds .2 and .2 with none (gap .2).
    scores, labels = np.array([0.8, 0.8, 0.2, 0.2]), np.array([1, 0, 0, 0], dtype=np.int8)
    assert calibration_error(scores, labels) == pytest.approx((2 * 0.3 + 2 * 0.2) / 4)
    assert calibration_error(np.array([1.0]), np.array([1], dtype=np.int8)) == 0


def test_human_figures_are_those_counted_by_hand() -> None:
    def coded(name: str, *by: str) -> Item:
        coders = {f"c{number}": frozenset(codes.split()) for number, codes in enumerate(by)}
        return Item(name, "Text.", frozenset(), coders=coders)

    found = [coded("a", "money", "money", "money water"), coded("b", "water", "", ""), coded("c", "people")]
    found += [Item("d", "Text.", frozenset({"money", "water", "people"}))]
    # money: three pairs agree: 1. water: never both of a pair: 0. people has one coder only and so no pair.
    # Against the majority (a: money; b: nothing), money 1 and water 0.
    assert human(build(found, BOOK, 1)) == {"pairwise_macro_f1": 0.5, "one_vs_majority_macro_f1": 0.5}


def test_without_a_second_coder_there_are_no_human_figures() -> None:
    assert human(build([Item("a", "Text.", frozenset({"money"}), coders={"x": frozenset({"money"})})], BOOK, 1)) == {}


@given(LABELLED)
@settings(deadline=None, max_examples=60)
def test_bins_hold_every_pair_once_and_their_gaps_make_up_the_calibration_error(pairs: list[tuple[int, bool]]) -> None:
    scores = np.array([score / 10 for score, _ in pairs])
    labels = np.array([label for _, label in pairs], dtype=np.int8)
    bins = reliability(scores, labels)
    assert len(bins) == BINS
    assert sum(count for count, _, _ in bins) == len(pairs)
    filled = [(count, mean, share) for count, mean, share in bins if mean is not None and share is not None]
    assert all(each == (0, None, None) for each in bins if each not in filled)
    assert sum(count * share for count, _, share in filled) == pytest.approx(labels.sum())
    gaps = sum(count * abs(mean - share) for count, mean, share in filled) / len(pairs)
    assert gaps == pytest.approx(calibration_error(scores, labels))


def test_a_score_stands_in_the_bin_it_falls_into() -> None:
    bins = reliability(np.array([0.0, 0.05, 0.95, 1.0]), np.array([0, 1, 1, 1], dtype=np.int8))
    assert bins[0] == (2, pytest.approx(0.025), 0.5)
    assert bins[-1] == (2, pytest.approx(0.975), 1.0)
    assert bins[1:-1] == [(0, None, None)] * 8
