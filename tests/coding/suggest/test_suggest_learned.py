from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suggest_samples import BOOK, accept, nothing, passages, reject, subject, task

from qes.coding.suggest import Settings, propose
from qes.coding.suggest.learned import LearnedSuggester
from qes.coding.suggest.similarity import SimilaritySuggester
from qes.model import Codebook, Decision

CODED = [*(accept(number) for number in range(60)), *(nothing(number) for number in range(60))]
CODES = ("money", "water", "people")


def average_precision(scores: np.ndarray, truth: np.ndarray) -> float:
    ranked = truth[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(ranked) / np.arange(1, len(ranked) + 1))[ranked].mean())


def test_without_decisions_it_scores_as_similarity_does_and_says_so() -> None:
    learned = LearnedSuggester().score(task(passages(30)))
    base = SimilaritySuggester().score(task(passages(30)))
    np.testing.assert_array_equal(learned.matrix, base.matrix)
    assert learned.sources == ("similarity",) * 3
    assert learned.learned_from == ()


def test_a_code_nobody_has_given_is_left_to_similarity() -> None:
    given_task = task(passages(30), [reject(0, "people"), *(accept(number) for number in (1, 4, 7, 10))])
    scores, base = LearnedSuggester().score(given_task), SimilaritySuggester().score(given_task)
    assert scores.sources == ("similarity", "learned", "similarity")
    for column in (0, 2):
        np.testing.assert_array_equal(scores.matrix[:, column], base.matrix[:, column])
        assert scores.thresholds[column] == base.thresholds[column]
    makers = {each.code: each.maker.suggester for each in propose(LearnedSuggester(), given_task)}
    assert makers == {"money": "similarity", "water": "learned", "people": "similarity"}


def test_one_decision_is_enough_to_learn_from() -> None:
    scores = LearnedSuggester().score(task(passages(30), [accept(0)]))
    assert scores.sources == ("learned", "similarity", "similarity")
    assert np.isfinite(scores.matrix).all()


def test_it_names_the_decisions_learned_from() -> None:
    decisions = [replace(accept(number), id=f"d{number}") for number in (4, 0, 1)]
    elsewhere = Decision("elsewhere", "ana", decisions[0].verdict, BOOK.id, code="money", id="d9")
    scores = LearnedSuggester().score(task(passages(30), [*decisions, elsewhere]))
    assert scores.learned_from == ("d0", "d1", "d4")
    unlogged = LearnedSuggester().score(task(passages(30), [accept(0), accept(1)])).learned_from
    assert len(set(unlogged)) == 2
    assert list(unlogged) == sorted(unlogged)


def test_it_learns_what_coders_mean_even_against_the_codebook() -> None:
    """Coders use `money` for what the codebook would call water."""
    renamed = {"money": "water", "water": "money", "people": "people"}
    decisions = [accept(number, code=renamed[subject(number)]) for number in range(60)]
    scores = LearnedSuggester().score(task(passages(120), [*decisions, *(nothing(number) for number in range(60))]))
    truth = np.array([[renamed[subject(number)] == code for code in scores.codes] for number in range(120)])
    for column in range(3):
        assert average_precision(scores.matrix[60:, column], truth[60:, column]) > 0.95


def test_thresholds_find_the_unread_passages() -> None:
    scores = LearnedSuggester().score(task(passages(120), CODED))
    proposed = scores.matrix >= scores.thresholds
    truth = np.array([[subject(number) == code for code in scores.codes] for number in range(120)])
    assert (proposed[60:] == truth[60:]).mean() > 0.95


@pytest.mark.parametrize("sources", [4, 9])
@settings(deadline=None, max_examples=4)
@given(number=st.integers(0, 59))
def test_a_decision_never_raises_the_score_of_its_own_passage(sources: int, number: int) -> None:
    """One odd decision, for a passage of another subject: had the model kept its label, the score would be high."""
    odd = accept(number, code=subject(number + 1))
    decisions = [odd, *(each for each in CODED if each.passage_id != f"p{number}")]
    column = CODES.index(subject(number + 1))
    scores = LearnedSuggester().score(task(passages(90, sources), decisions))
    assert scores.matrix[number, column] < scores.thresholds[column]


def test_labels_without_rhyme_or_reason_cannot_be_told_from_the_scores_of_their_own_passages() -> None:
    """Whoever scores passages by what their own labels taught finds these labels again."""
    generator = np.random.default_rng(0)
    drawn = generator.random(90) < 0.3
    decisions = [accept(row, code="money") for row in np.flatnonzero(drawn).tolist()]
    scores = LearnedSuggester().score(task(passages(90, 9), [*decisions, *(nothing(row) for row in range(90))]))
    with_code, without = scores.matrix[drawn, 0], scores.matrix[~drawn, 0]
    told_apart = (with_code[:, None] > without[None, :]).mean()
    assert told_apart < 0.65


def test_another_decision_gives_other_suggestion_ids() -> None:
    before = propose(LearnedSuggester(), task(passages(66), CODED))
    after = propose(LearnedSuggester(), task(passages(66), [*CODED, accept(60)]))
    assert {each.id for each in before}.isdisjoint(each.id for each in after)


def test_a_suggester_that_served_other_tasks_before_scores_as_a_new_one_does() -> None:
    served = LearnedSuggester()
    for given_task in (
        task(passages(40), CODED[:10]),
        task(passages(40), CODED[:20]),
        task(passages(41), CODED[:20]),
        task(passages(41), CODED[:20], Settings(context=0.0)),
        task(passages(41), CODED[:20], Settings(seed=3)),
    ):
        again, fresh = served.score(given_task), LearnedSuggester().score(given_task)
        np.testing.assert_array_equal(again.matrix, fresh.matrix)
        np.testing.assert_array_equal(again.thresholds, fresh.thresholds)


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


@pytest.mark.parametrize("one_by_one", [False, True])
def test_asking_for_more_precision_proposes_no_more(one_by_one: bool) -> None:
    """Every fourth decision names another code, so that precision is not to be had for nothing."""
    decisions = [accept(number, code=subject(number + (number % 4 == 0))) for number in range(60)]
    decisions += [reject(number, subject(number + 2)) for number in range(60)]
    decisions += [] if one_by_one else [nothing(number) for number in range(60)]
    suggester = LearnedSuggester()

    def proposed(precision: float) -> set[tuple[str, str]]:
        given_task = task(passages(120, 8), decisions, Settings(precision=precision))
        return {(each.passage_id, each.code) for each in propose(suggester, given_task)}

    few, some, many = (proposed(precision) for precision in (0.9, 0.5, 0.2))
    assert few <= some <= many
    assert len(few) < len(many)


def test_where_nothing_promises_the_precision_asked_for_nothing_learned_is_proposed() -> None:
    generator = np.random.default_rng(0)
    decisions = [accept(row, code="money") for row in np.flatnonzero(generator.random(60) < 0.2).tolist()]
    asked = Settings(precision=0.98)
    found = propose(
        LearnedSuggester(), task(passages(90, 9), [*decisions, *(nothing(row) for row in range(60))], asked)
    )
    assert not [each for each in found if each.code == "money"]


def test_single_verdicts_are_learned_from_and_leave_the_other_codes_alone() -> None:
    decisions = [accept(number) if number % 3 == 0 else reject(number, "money", "ana") for number in range(60)]
    scores = LearnedSuggester().score(task(passages(120), decisions))
    assert scores.sources == ("learned", "similarity", "similarity")
    truth = np.array([subject(number) == "money" for number in range(120)])
    assert average_precision(scores.matrix[60:, 0], truth[60:]) > 0.95
    assert ((scores.matrix[60:, 0] >= scores.thresholds[0]) == truth[60:]).mean() > 0.9
