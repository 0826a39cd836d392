"""Which passage comes next, and who sees suggestions with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.queue import Item, drawn, queue
from qes.model import Decision
from review_samples import PASSAGES, QUESTION, decide, suggestion

SUGGESTIONS = [
    suggestion(0, "learning", 0.2),
    suggestion(1, "awareness", 0.4),
    suggestion(1, "learning", 0.9),
    suggestion(1, "context", 0.4),
]


def waiting(given_: list[Decision] | None = None, coder: str = "ana", share: float = 0.0, **parts: str) -> list[Item]:
    return queue(PASSAGES, SUGGESTIONS, given_ or [], coder, blind_share=share, seed=1, **parts)


def test_the_likeliest_passage_comes_first_and_document_order_can_be_had() -> None:
    assert [item.passage.id for item in waiting()] == ["p1", "p0", "p2"]
    assert [item.passage.id for item in waiting(order="document")] == ["p0", "p1", "p2"]


def test_suggestions_come_likeliest_first_and_ties_by_code() -> None:
    assert [each.code for each in waiting()[0].suggestions] == ["learning", "awareness", "context"]


def test_what_a_coder_has_decided_about_does_not_come_again_but_comes_to_others() -> None:
    given_ = [decide("ana", "nothing", passage=1)]
    assert [item.passage.id for item in waiting(given_)] == ["p0", "p2"]
    assert [item.passage.id for item in waiting(given_, "ben")] == ["p1", "p0", "p2"]


def test_questions_are_never_asked_about() -> None:
    question = replace(QUESTION, id="q")
    assert queue([question], SUGGESTIONS, [], "ana", blind_share=0, seed=1) == []


def test_blind_passages_show_no_suggestions_and_the_rest_shows_all() -> None:
    assert all(item.blind and not item.suggestions for item in waiting(share=1.0))
    assert [len(item.suggestions) for item in waiting(order="document")] == [1, 3, 0]
    assert not any(item.blind for item in waiting())


@given(st.text(max_size=20), st.integers(), st.floats(0, 1), st.floats(0, 1))
@settings(deadline=None)
def test_a_larger_share_holds_all_of_a_smaller_one(passage: str, seed: int, one: float, other: float) -> None:
    small, large = sorted((one, other))
    assert drawn(passage, seed, large) or not drawn(passage, seed, small)
    assert drawn(passage, seed, 1.0)
    assert not drawn(passage, seed, 0.0)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_the_share_is_about_as_large_as_asked_and_another_for_another_seed(share: float) -> None:
    ids = [f"passage {number}" for number in range(4000)]
    chosen = {each for each in ids if drawn(each, 7, share)}
    assert len(chosen) / len(ids) == pytest.approx(share, abs=0.03)
    assert chosen != {each for each in ids if drawn(each, 8, share)}


def test_an_unknown_order_and_diversity_without_vectors_are_refused() -> None:
    with pytest.raises(ValueError, match="sideways"):
        waiting(order="sideways")
    with pytest.raises(ValueError, match="vectors"):
        waiting(order="diverse")
