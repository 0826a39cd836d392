"""What voices say weighs as much as it agrees with blind labels: laws of the weighing, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from suggest_samples import BOOK, accept, nothing, passages, reject, subject, task

from qes.coding.suggest import labels, propose
from qes.coding.suggest.learned import LearnedSuggester
from qes.coding.suggest.live import Live
from qes.coding.suggest.signals import MOST, Signal, log_ratios, weigh
from qes.coding.suggest.task import Task
from qes.model import Decision

SHAPE = (12, 3)
COUNT, READ = 60, 24
CODES = [code.code for code in BOOK.codable]
SUGGESTER = LearnedSuggester()
SAYS = arrays(np.float64, SHAPE, elements=st.sampled_from([0.0, 1.0, np.nan]))
TRUTH = arrays(np.int8, SHAPE, elements=st.sampled_from([-1, 0, 1]))


def blind(numbers: range) -> list[Decision]:
    return [replace(each, blind=True) for number in numbers for each in (accept(number), nothing(number))]


def said(seed: int, rightly: float, wrongly: float, count: int = COUNT) -> Signal:
    """A voice that says yes to this share of what carries a code, and to that share of what does not."""
    draws = np.random.default_rng(seed).random((count, len(CODES)))
    carries = np.array([[subject(number) == code for code in CODES] for number in range(count)])
    return Signal("test:voice", np.where(draws < np.where(carries, rightly, wrongly), 1.0, 0.0))


GOOD, GUESS = said(1, 0.8, 0.05), said(2, 0.3, 0.3)
BEGUN = task(passages(COUNT, 6), blind(range(READ)))


def heard(signal: Signal, begun: Task = BEGUN) -> Task:
    return replace(begun, signals=(signal,))


@settings(deadline=None, max_examples=30)
@given(SAYS)
def test_without_blind_labels_nothing_that_is_said_weighs_anything(says: np.ndarray) -> None:
    assert not log_ratios(says, np.full(SHAPE, -1, dtype=np.int8)).any()


@settings(deadline=None, max_examples=60)
@given(SAYS, TRUTH, st.integers(0, 11), st.integers(0, 2), st.sampled_from([-1, 0, 1]))
def test_no_label_of_a_passage_changes_what_is_made_of_an_answer_on_it(
    says: np.ndarray, truth: np.ndarray, row: int, column: int, label: int
) -> None:
    other = truth.copy()
    other[row, column] = label
    np.testing.assert_allclose(log_ratios(says, other)[row], log_ratios(says, truth)[row], atol=1e-12)


@settings(deadline=None, max_examples=60)
@given(SAYS, TRUTH)
def test_a_voice_and_its_opposite_tell_the_same(says: np.ndarray, truth: np.ndarray) -> None:
    np.testing.assert_allclose(log_ratios(1 - says, truth), log_ratios(says, truth), atol=1e-9)


@settings(deadline=None, max_examples=60)
@given(SAYS, TRUTH)
def test_only_answers_weigh_and_none_without_bound(says: np.ndarray, truth: np.ndarray) -> None:
    ratios = log_ratios(says, truth)
    assert not ratios[np.isnan(says)].any()
    assert (np.abs(ratios) <= MOST).all()
    yes, no = (np.where(says == answer, ratios, 0.0) for answer in (1.0, 0.0))
    # Where yes speaks for a code, no speaks against it; of a passage read blind its own label is left out of either.
    unread = (truth == -1).all(axis=1)
    assert (yes[unread].max(axis=0, initial=0.0) * no[unread].max(axis=0, initial=0.0) <= 1e-12).all()


def test_a_voice_that_says_yes_more_often_to_frequent_codes_is_not_taken_to_know_anything() -> None:
    draws = np.random.default_rng(0)
    share = np.array([0.7, 0.2, 0.05])
    truth = (draws.random((400, 3)) < share).astype(np.int8)
    says = (draws.random((400, 3)) < share).astype(np.float64)
    yes_where_given, yes_elsewhere = (says[truth == label].mean() for label in (1, 0))
    assert np.log(yes_where_given / yes_elsewhere) > 0.8  # which is what one would see without regard to codes
    assert np.abs(log_ratios(says, truth)).mean() < 0.1


def test_what_the_learned_score_knows_already_is_no_news() -> None:
    draws = np.random.default_rng(0)
    truth = (draws.random((300, 3)) < 0.3).astype(np.int8)
    known = np.where(draws.random((300, 3)) < 0.85, truth, 1 - truth)
    fresh = np.where(draws.random((300, 3)) < 0.85, truth, 1 - truth).astype(np.float64)
    odds = np.where(known == 1, 1.7, -2.0)
    parrot = weigh([Signal("parrot", known.astype(np.float64))], truth, odds, range(3))
    coder = weigh([Signal("coder", fresh)], truth, odds, range(3))
    assert parrot.news[0] < 0.3 < 0.7 < coder.news[0]


def test_a_voice_is_silent_in_the_scores_until_somebody_has_read_blind() -> None:
    assisted = replace(BEGUN, decisions=[replace(each, blind=False) for each in BEGUN.decisions])
    plain = SUGGESTER.score(assisted)
    np.testing.assert_array_equal(SUGGESTER.score(heard(GOOD, assisted)).matrix, plain.matrix)


def test_a_decision_made_after_proposals_were_seen_is_no_blind_label() -> None:
    seen = [accept(0), replace(accept(1), blind=True), accept(1, code="money"), replace(nothing(0), blind=True)]
    truth = labels.blind(BOOK, BEGUN.passages, seen)
    assert (truth[0] == -1).all()
    assert truth[1].tolist() == [int(code == subject(1)) for code in CODES]
    assert (labels.blind(BOOK, BEGUN.passages, [replace(reject(2, "money"), blind=True)])[2] == [0, -1, -1]).all()


def test_a_good_voice_moves_scores_towards_the_truth_and_a_guess_hardly_any() -> None:
    carries = np.array([[subject(number) == code for code in CODES] for number in range(COUNT)])
    plain, good, guess = (SUGGESTER.score(each).matrix for each in (BEGUN, heard(GOOD), heard(GUESS)))
    rest = slice(READ, COUNT)
    assert np.mean((good[rest] - carries[rest]) ** 2) < np.mean((plain[rest] - carries[rest]) ** 2)
    assert np.abs(guess[rest] - plain[rest]).mean() < 0.3 * np.abs(good[rest] - plain[rest]).mean()


def test_a_code_never_given_is_lifted_by_how_the_voice_did_on_the_others() -> None:
    decisions = [each for each in BEGUN.decisions if each.code != "people"]
    begun = replace(BEGUN, decisions=decisions)
    plain, scores = SUGGESTER.score(begun), SUGGESTER.score(heard(GOOD, begun))
    assert scores.sources[2] == plain.sources[2] == "similarity"
    yes = GOOD.says[:, 2] == 1
    assert (scores.matrix[yes, 2] > plain.matrix[yes, 2]).all()
    assert (scores.matrix[~yes, 2] < plain.matrix[~yes, 2]).all()
    many = [int((each.matrix[:, 2] >= each.thresholds[2]).sum()) for each in (plain, scores)]
    assert abs(many[0] - many[1]) <= 1


def test_a_reason_says_who_was_weighed_and_on_what() -> None:
    signal = Signal("openai:x", np.where(np.arange(COUNT)[:, None] % 2, GOOD.says, np.nan))
    scores = SUGGESTER.score(heard(signal))
    spoken, silent = SUGGESTER.explain(heard(signal), scores, [(READ + 1, 0), (READ, 0)])
    assert f"openai:x said {'yes' if signal.says[READ + 1, 0] else 'no'}; on {READ // 2} other passages" in spoken.note
    assert "openai:x" not in silent.note
    (own,) = SUGGESTER.explain(heard(signal), scores, [(1, 0)])
    assert f"on {READ // 2 - 1} other passages" in own.note


def test_what_a_voice_said_is_part_of_who_made_a_proposal() -> None:
    plain, with_voice = propose(SUGGESTER, BEGUN), propose(SUGGESTER, heard(GOOD))
    assert {each.maker.settings for each in plain}.isdisjoint(each.maker.settings for each in with_voice)
    unsure = replace(GOOD, says=np.where(GOOD.says == 1, GOOD.says, np.nan))
    assert len({GOOD.id, unsure.id, replace(GOOD, name="other").id}) == 3
    assert replace(GOOD, says=GOOD.says.copy()).id == GOOD.id


def test_signals_must_be_of_the_passages_and_codes_of_the_task() -> None:
    with pytest.raises(ValueError, match="60 passages and 3 codes"):
        heard(said(0, 1, 0, COUNT - 1))


def test_decisions_followed_one_by_one_are_weighed_at_once_and_so_is_what_is_said_meanwhile() -> None:
    silent = Signal(GOOD.name, np.full_like(GOOD.says, np.nan))
    begun = heard(silent)
    walk = Live(begun, SUGGESTER.score(begun).state)
    before = walk.scores.matrix.copy()
    assert walk.follow(begun.decisions, (GOOD,))
    fit = SUGGESTER.score(heard(GOOD))
    np.testing.assert_allclose(walk.scores.matrix, fit.matrix, atol=1e-9)
    np.testing.assert_allclose(walk.scores.thresholds, fit.thresholds, atol=1e-9)
    assert np.abs(walk.scores.matrix - before).max() > 0.05
    assert walk.follow([*begun.decisions, *blind(range(READ, READ + 1))])
    state = walk.scores.state
    assert state.weighed is not None
    assert (state.weighed.truth[READ] >= 0).all()
