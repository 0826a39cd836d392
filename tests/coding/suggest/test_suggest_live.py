"""Decisions followed one by one give what learning the same codes anew would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suggest_samples import accept, nothing, passages, reject, subject, task

from qes.coding.suggest import labels
from qes.coding.suggest.learned import LearnedSuggester, learnable
from qes.coding.suggest.live import Live
from qes.coding.suggest.ridge import NOISE
from qes.coding.suggest.scale import logistic
from qes.coding.suggest.state import LearnedState
from qes.coding.suggest.task import Scores, Task
from qes.model import Decision

COUNT, SOURCES = 90, 8
READ = 45
ENOUGH = tuple(each for number in range(READ) for each in (accept(number), nothing(number)))
"""Enough that no unread passage stands in for one read without a code."""
FEW = (accept(0), accept(1), accept(2), nothing(2))
SUGGESTER = LearnedSuggester()
CODES = ("money", "water", "people")


BEGUN = task(passages(COUNT, SOURCES))
FITS: dict[str, tuple[Task, Scores]] = {}


def fitted(base: Sequence[Decision]) -> tuple[Task, Scores]:
    """A task and a full fit of it, made once; nothing that follows a fit may change it."""
    if repr(base) not in FITS:
        begun = replace(BEGUN, decisions=base)
        FITS[repr(base)] = begun, SUGGESTER.score(begun)
    return FITS[repr(base)]


def live(base: tuple[Decision, ...] = ENOUGH) -> Live:
    begun, scores = fitted(base)
    return Live(begun, scores.state)


@st.composite
def answers(draw: st.DrawFn) -> Decision:
    """What Ana, who reads for all codes, or Ben, who may judge single ones, says of any passage."""
    number, coder = draw(st.integers(0, COUNT - 1)), draw(st.sampled_from(["ana", "ben"]))
    code = draw(st.sampled_from([subject(number), subject(number), *CODES]))
    made = [accept(number, coder, code), reject(number, code, coder), nothing(number, coder)]
    return draw(st.sampled_from(made))


def taught(decisions: Sequence[Decision]) -> np.ndarray:
    """Which passages teach which code."""
    known = labels.collect(replace(BEGUN, decisions=decisions))
    return ~np.isnan(known.teaches)


def solved(state: LearnedState, decisions: Sequence[Decision]) -> np.ndarray:
    """Probabilities by one linear system per code, with the blend, line and shift of a fit."""
    known = labels.collect(replace(BEGUN, decisions=decisions))
    everyone = np.arange(COUNT)
    kernel = state.kernel.block(everyone, everyone).astype(np.float64)
    scores = np.zeros((COUNT, len(state.columns)))
    for place, column in enumerate(state.columns):
        rows = np.flatnonzero(~np.isnan(known.teaches[:, column]))
        system = np.ones((len(rows) + 1, len(rows) + 1))
        system[:-1, :-1] = kernel[np.ix_(rows, rows)] + NOISE * np.eye(len(rows))
        system[-1, -1] = 0.0
        found = np.linalg.solve(system, [*known.teaches[rows, column], 0.0])
        scores[:, place] = kernel[:, rows] @ found[:-1] + found[-1]
    line = state.line
    odds = scores * line.slope + state.closeness * line.codebook + line.intercept + state.shift
    return np.asarray(logistic(odds))


def agrees_with_a_full_solve(walk: Live, state: LearnedState, decisions: Sequence[Decision]) -> None:
    unread = ~taught(decisions)[:, state.columns]
    got, wanted = walk.scores.matrix[:, state.columns], solved(state, decisions)
    np.testing.assert_allclose(got[unread], wanted[unread], atol=2e-4)


@pytest.mark.parametrize("base", [ENOUGH, FEW], ids=["enough", "few"])
@settings(deadline=None, max_examples=5)
@given(steps=st.lists(st.tuples(answers(), st.booleans()), min_size=1, max_size=6))
def test_scores_of_the_unread_are_those_of_a_full_solve_also_after_taking_back(
    base: tuple[Decision, ...], steps: list[tuple[Decision, bool]]
) -> None:
    walk, state, standing = live(base), fitted(base)[1].state, list(base)
    known = labels.collect(fitted(base)[0])
    for decision, takes_back in steps:
        standing.append(decision)
        stays = walk.follow(standing)
        if takes_back:
            del standing[len(base)]
            stays = walk.follow(standing)
        known = labels.collect(replace(BEGUN, decisions=standing))
        assert stays == ([each for each in range(3) if learnable(known, each)] == state.columns)
        if not stays:
            return
        agrees_with_a_full_solve(walk, state, standing)
        assert walk.scores.learned_from == known.decision_ids


@settings(deadline=None, max_examples=5)
@given(decision=answers())
def test_decisions_on_a_passage_never_change_its_own_scores(decision: Decision) -> None:
    walk, number = live(), int(decision.passage_id[1:])
    before = walk.scores.matrix.copy()
    assert walk.follow([*ENOUGH, decision])
    np.testing.assert_array_equal(walk.scores.matrix[number], before[number])
    assert walk.follow([*ENOUGH, decision, nothing(number, "cy")])
    np.testing.assert_array_equal(walk.scores.matrix[number], before[number])


def test_a_decision_moves_the_unread_passages_like_its_own() -> None:
    walk = live()
    before = walk.scores.matrix.copy()
    more = [accept(number, code="money") for number in range(46, 60, 3)]
    assert [subject(number) for number in range(46, 60, 3)] == ["water"] * 5
    assert walk.follow([*ENOUGH, *more])
    water = [number for number in range(60, COUNT) if subject(number) == "water"]
    assert (walk.scores.matrix[water, 0] > before[water, 0]).all()


@settings(deadline=None, max_examples=5)
@given(more=st.lists(answers(), min_size=1, max_size=6))
def test_one_by_one_and_all_at_once_are_the_same_to_the_unread(more: list[Decision]) -> None:
    single, whole = live(), live()
    for stop in range(len(more)):
        single.follow([*ENOUGH, *more[: stop + 1]])
    whole.follow([*ENOUGH, *more])
    unread = ~taught([*ENOUGH, *more])
    np.testing.assert_allclose(single.scores.matrix[unread], whole.scores.matrix[unread], atol=1e-5)
    assert single.scores.learned_from == whole.scores.learned_from


@settings(deadline=None, max_examples=5)
@given(more=st.lists(answers(), min_size=1, max_size=5))
def test_taking_everything_back_restores_the_scores(more: list[Decision]) -> None:
    walk, before = live(), fitted(ENOUGH)[1]
    for stop in (*range(1, len(more) + 1), *reversed(range(len(more)))):
        walk.follow([*ENOUGH, *more[:stop]])
    np.testing.assert_allclose(walk.scores.matrix, before.matrix, atol=1e-5)
    np.testing.assert_allclose(walk.scores.thresholds, before.thresholds, atol=1e-5)
    assert walk.scores.learned_from == before.learned_from


def test_a_passage_taken_back_follows_what_is_learned_from_others() -> None:
    walk, state = live(), fitted(ENOUGH)[1].state
    others = [each for number in range(51, 80) for each in (accept(number, code="money"), nothing(number))]
    walk.follow([*ENOUGH, accept(50)])
    walk.follow([*ENOUGH, accept(50), *others])
    walk.follow([*ENOUGH, *others])
    agrees_with_a_full_solve(walk, state, [*ENOUGH, *others])


def test_a_passage_judged_for_one_code_stays_unread_for_the_others() -> None:
    walk, state = live(), fitted(ENOUGH)[1].state
    single = reject(50, "money", "ben")
    assert walk.follow([*ENOUGH, single])
    further = [each for number in range(51, 80) for each in (accept(number, code="water"), nothing(number))]
    assert walk.follow([*ENOUGH, single, *further])
    agrees_with_a_full_solve(walk, state, [*ENOUGH, single, *further])


def test_it_says_when_the_codes_that_can_be_learned_are_others() -> None:
    two = tuple(each for each in ENOUGH if each.code != "people")
    assert live(two).follow([*two, accept(48)])
    assert not live(two).follow([*two, accept(50)])
    one = (*two, accept(50))
    assert not live(one).follow(two)
    assert live(one).follow([*one, accept(53)])


def test_there_is_nothing_to_follow_while_nothing_can_be_learned() -> None:
    assert Live.start(SUGGESTER, BEGUN) is None
    begun = Live.start(SUGGESTER, replace(BEGUN, decisions=ENOUGH))
    assert begun is not None
    np.testing.assert_array_equal(begun.scores.matrix, fitted(ENOUGH)[1].matrix)


@pytest.mark.parametrize("more", [(), (nothing(0, "ben"),), (reject(50, "money", "ben"),)])
def test_codes_nothing_new_was_said_of_keep_their_reasons(more: tuple[Decision, ...]) -> None:
    begun, scores = fitted(ENOUGH)
    walk = live()
    assert walk.follow([*ENOUGH, *more])
    cell = (int(np.argmax(scores.matrix[READ:, 1])) + READ, 1)
    (before,), (after,) = SUGGESTER.explain(begun, scores, [cell]), SUGGESTER.explain(walk.task, walk.scores, [cell])
    assert before.examples
    assert after.examples == before.examples
    assert after.words == before.words


def test_what_was_followed_is_explained_by_the_passages_decided_since() -> None:
    walk = live()
    more = [each for number in range(45, 75) for each in (accept(number), nothing(number))]
    assert walk.follow([*ENOUGH, *more])
    cells = [(number, CODES.index(subject(number))) for number in range(75, COUNT)]
    reasons = SUGGESTER.explain(walk.task, walk.scores, cells)
    assert {example.passage_id for reason in reasons for example in reason.examples} & {
        each.passage_id for each in more
    }
