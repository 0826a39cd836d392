"""What coders hold, as arrays: the same as the rules of review say."""

from __future__ import annotations

from collections.abc import Sequence

from doubts_samples import accept, minute, nothing, passage, reject
from hypothesis import given, settings

import review_samples
from qes.coding import review
from qes.coding.doubts import readings, uses
from qes.model import Decision
from review_samples import CODES, PASSAGES

TWO = [passage(0), passage(1)]


@given(review_samples.decisions)
@settings(deadline=None, max_examples=60)
def test_they_are_the_labels_of_review_in_another_form(decisions: Sequence[Decision]) -> None:
    known = {each.id: each for each in PASSAGES}
    expected = review.labels(review.in_force(decisions, known))
    found = readings(PASSAGES, CODES, decisions)
    assert [each.coder for each in found] == sorted(expected)
    for each in found:
        shown = {
            PASSAGES[row].id: frozenset(code for code, gives in zip(CODES, given, strict=True) if gives)
            for row, given in zip(each.rows.tolist(), each.given, strict=True)
        }
        assert shown == expected[each.coder]


def test_decisions_on_other_passages_and_codes_are_passed_over() -> None:
    (found,) = readings(TWO, ["a"], [accept(0, "a"), accept(1, "gone"), accept(7, "a")])
    assert found.rows.tolist() == [0, 1]
    assert found.given.tolist() == [[True], [False]]


def test_a_passage_is_as_old_as_the_first_decision_on_it_that_stands() -> None:
    decisions = [nothing(0, at=minute(1)), accept(1, "a", at=minute(2)), accept(0, "a", at=minute(9))]
    (found,) = readings(TWO, ["a"], decisions)
    assert found.first == (minute(1), minute(2))
    assert found.last == (minute(9), minute(2))


def test_what_was_decided_twice_by_name_is_confirmed_and_a_mind_changed_is_not() -> None:
    decisions = [accept(0, "a"), accept(0, "a"), accept(1, "a"), reject(1, "a")]
    (found,) = readings(TWO, ["a"], decisions)
    assert found.confirmed == {(0, 0)}


def test_a_use_counts_once_however_many_coders_gave_it() -> None:
    found = readings(TWO, ["a", "b"], [accept(0, "a"), accept(0, "a", "ben"), accept(1, "b", "ben"), accept(1, "a")])
    assert uses(found, 2, 2).tolist() == [2, 1]
