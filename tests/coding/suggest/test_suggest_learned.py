from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suggest_samples import BOOK, accept, nothing, passages, reject, subject, task

from qes.coding.suggest import propose
from qes.coding.suggest.fit import best_f1_threshold, platt
from qes.coding.suggest.learned import LearnedSuggester
from qes.coding.suggest.similarity import SimilaritySuggester
from qes.model import Codebook, ExampleKind

CODED = [*(accept(number) for number in range(60)), *(nothing(number) for number in range(60))]


def average_precision(scores: np.ndarray, truth: np.ndarray) -> float:
    ranked = truth[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(ranked) / np.arange(1, len(ranked) + 1))[ranked].mean())


def test_without_decisions_it_scores_as_similarity_does_and_says_so() -> None:
    learned = LearnedSuggester().score(task(passages(30)))
    base = SimilaritySuggester().score(task(passages(30)))
    np.testing.assert_array_equal(learned.matrix, base.matrix)
    assert learned.sources == ("similarity",) * 3


def test_a_code_with_two_positives_is_left_to_similarity() -> None:
    decisions = [accept(0), accept(3), *(accept(number) for number in (1, 4, 7, 10))]
    scores = LearnedSuggester().score(task(passages(30), decisions))
    assert scores.sources == ("similarity", "learned", "similarity")
    makers = {each.code: each.maker.suggester for each in propose(LearnedSuggester(), task(passages(30), decisions))}
    assert makers["water"] == "learned"


def test_it_learns_what_coders_mean_even_against_the_codebook() -> None:
    """Coders use `money` for what the codebook would call water."""
    renamed = {"money": "water", "water": "money", "people": "people"}
    decisions = [accept(number, code=renamed[subject(number)]) for number in range(60)]
    scores = LearnedSuggester().score(task(passages(120), [*decisions, *(nothing(number) for number in range(60))]))
    truth = np.array([[renamed[subject(number)] == code for code in scores.codes] for number in range(120)])
    for column in range(3):
        assert average_precision(scores.matrix[60:, column], truth[60:, column]) > 0.95


def test_calibrated_thresholds_find_the_unread_passages() -> None:
    scores = LearnedSuggester().score(task(passages(120), CODED))
    proposed = scores.matrix >= scores.thresholds
    truth = np.array([[subject(number) == code for code in scores.codes] for number in range(120)])
    assert (proposed[60:] == truth[60:]).mean() > 0.95


@settings(deadline=None, max_examples=6)
@given(number=st.integers(0, 59))
def test_a_decision_never_raises_the_score_of_its_own_passage(number: int) -> None:
    """One odd decision, for a passage of another subject: had the model kept its label, the score would be high."""
    odd = accept(number, code=subject(number + 1))
    found = passages(90)
    decisions = [odd, *(each for each in CODED if each.passage_id != f"p{number}")]
    column = [code.code for code in BOOK.codable].index(subject(number + 1))
    scores = LearnedSuggester().score(task(found, decisions))
    assert scores.matrix[number, column] < scores.thresholds[column]


def test_reasons_show_decided_passages_and_the_words_that_tell() -> None:
    decisions = [*CODED, reject(61, "money"), nothing(61), reject(62, "money"), nothing(62)]
    found = [each for each in propose(LearnedSuggester(), task(passages(120), decisions)) if each.code == "money"]
    unread = [each for each in found if each.passage_id == "p90"]
    kinds = [example.kind for example in unread[0].reason.examples]
    assert kinds == [ExampleKind.ACCEPTED, ExampleKind.ACCEPTED, ExampleKind.REJECTED]
    cosines = [example.similarity for example in unread[0].reason.examples[:2]]
    assert cosines == sorted(cosines, reverse=True)
    assert unread[0].reason.words[0][0] in ("budget", "funds", "spending", "finance", "tax")
    assert "20 passages with this code" in unread[0].reason.note


def test_another_decision_gives_other_suggestion_ids() -> None:
    before = propose(LearnedSuggester(), task(passages(90), CODED))
    after = propose(LearnedSuggester(), task(passages(90), [*CODED, accept(60)]))
    assert {each.id for each in before}.isdisjoint(each.id for each in after)


def test_the_order_of_the_codebook_changes_no_score() -> None:
    turned = Codebook("small", "1", "Small", tuple(reversed(BOOK.codes)))
    decisions = CODED[:30]
    one = LearnedSuggester().score(task(passages(90), decisions))
    other = LearnedSuggester().score(task(passages(90), decisions, book=turned))
    for column, code in enumerate(one.codes):
        np.testing.assert_allclose(one.matrix[:, column], other.matrix[:, other.codes.index(code)], atol=1e-3)


def test_a_code_on_every_passage_read_does_not_break_learning() -> None:
    scores = LearnedSuggester().score(task(passages(12), [accept(number, code="money") for number in range(12)]))
    assert np.isfinite(scores.matrix).all()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=30))
def test_no_other_threshold_has_a_better_f1(rows: list[tuple[int, bool]]) -> None:
    scores, target = np.array([score / 8 for score, _ in rows]), np.array([label for _, label in rows], dtype=np.int8)

    def f1(threshold: float) -> float:
        return float(2 * target[scores >= threshold].sum() / ((scores >= threshold).sum() + target.sum() or 1))

    if target.any():
        chosen = best_f1_threshold(scores, target, np.ones(len(rows)))
        assert f1(chosen) == pytest.approx(max(f1(threshold) for threshold in scores.tolist()))


def test_calibration_brings_scores_to_the_share_of_positives() -> None:
    generator = np.random.default_rng(0)
    target = (generator.random(400) < 0.2).astype(np.int8)
    scores = 4 + target * 2 + generator.normal(size=400)
    slope, intercept = platt(scores, target)
    assert (1 / (1 + np.exp(-(slope * scores + intercept)))).mean() == pytest.approx(0.2, abs=0.02)


def test_scores_that_say_nothing_are_left_as_they_are() -> None:
    assert platt(np.array([3.0, 2.0, 1.0, 0.0]), np.array([0, 0, 1, 1], dtype=np.int8)) == (1.0, 0.0)
