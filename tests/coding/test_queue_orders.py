"""The orders a coder can choose: what each promises, and what all have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.embed import Vectors
from qes.coding.queue import ORDERS, Item, Standing, drawn, queue, shuffled
from qes.coding.queue.diverse import farthest_first
from qes.model import Decision, Maker, Passage, Suggestion, Verdict
from review_samples import BOOK, CODERS, CODES, PASSAGES, QUESTION

MAKER = Maker("similarity", "m", BOOK.id, "")
MANY = [replace(PASSAGES[0], id=f"p{number:02}", ordinal=number) for number in range(24)]


def proposal(passage: Passage, code: str, score: float) -> Suggestion:
    return Suggestion(f"{passage.id}{code}", passage.id, code, score, MAKER)


def accept(passage: Passage, code: str, coder: str = "ben") -> Decision:
    return Decision(passage.id, coder, Verdict.ACCEPTED, BOOK.id, code)


def vectors_of(passages: Sequence[Passage], seed: int = 0) -> Vectors:
    raw = np.random.default_rng(seed).normal(size=(len(passages), 8)).astype(np.float32)
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), dtype=np.float32)


def asked(
    order: str,
    suggestions: Sequence[Suggestion] = (),
    decisions: Sequence[Decision] = (),
    share: float = 0.0,
    passages: Sequence[Passage] = MANY,
    vectors: Vectors | None = None,
    standing: Standing | None = None,
) -> list[Item]:
    return queue(
        passages,
        suggestions,
        decisions,
        "ana",
        blind_share=share,
        seed=3,
        order=order,
        vectors=vectors_of(passages) if vectors is None else vectors,
        standing=standing,
    )


def ids(items: Sequence[Item]) -> list[str]:
    return [item.passage.id for item in items]


suggestions_ = st.lists(
    st.builds(proposal, st.sampled_from(MANY), st.sampled_from(CODES), st.sampled_from([0.1, 0.3, 0.5, 0.9])),
    unique_by=lambda each: each.id,
    max_size=20,
)
decisions_ = st.lists(
    st.builds(accept, st.sampled_from(MANY), st.sampled_from(CODES), st.sampled_from(CODERS)), max_size=20
)


@pytest.mark.parametrize("order", ORDERS)
@given(suggestions_, decisions_, st.sampled_from([0.0, 0.3, 1.0]))
@settings(deadline=None, max_examples=25)
def test_every_order_offers_each_passage_of_its_scope_once_and_hides_the_same_ones(
    order: str, suggestions: list[Suggestion], decisions: list[Decision], share: float
) -> None:
    items = asked(order, suggestions, decisions, share)
    mine = {decision.passage_id for decision in decisions if decision.coder == "ana"}
    blind = {passage.id for passage in MANY if drawn(passage.id, 3, share)}
    scope = {passage.id for passage in MANY} - mine
    assert sorted(ids(items)) == sorted(scope & blind if order == "audit" else scope)
    assert {item.passage.id for item in items if item.blind} == scope & blind
    for item in items:
        proposed = [each for each in suggestions if each.passage_id == item.passage.id]
        assert set(item.suggestions) == (set() if item.blind else set(proposed))
    assert items == asked(order, suggestions[::-1], decisions, share)


@pytest.mark.parametrize("order", [order for order in ORDERS if order not in ("audit", "diverse")])
def test_passages_that_are_alike_to_an_order_come_in_reading_order(order: str) -> None:
    same = [proposal(passage, "learning", 0.4) for passage in MANY]
    assert ids(asked(order, same)) == ids(asked(order)) == [passage.id for passage in MANY]


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_of_nothing_is_empty(order: str) -> None:
    assert asked(order, passages=[QUESTION], share=1.0) == []


def test_the_audit_takes_the_draw_in_order_whoever_has_read_what_else() -> None:
    order = [passage.id for passage in shuffled(MANY, 3) if drawn(passage.id, 3, 0.5)]
    assert ids(asked("audit", share=0.5)) == order
    mine = accept(next(each for each in MANY if each.id == order[1]), "learning", "ana")
    assert ids(asked("audit", decisions=[mine], share=0.5)) == [order[0], *order[2:]]


def test_a_larger_audit_goes_on_where_a_smaller_one_ends() -> None:
    small, large = ids(asked("audit", share=0.3)), ids(asked("audit", share=0.8))
    assert large[: len(small)] == small


def test_the_least_certain_passage_is_the_one_nearest_to_a_threshold() -> None:
    suggestions = [
        *(proposal(MANY[number], "learning", score) for number, score in ((0, 0.9), (1, 0.5), (2, 0.6))),
        *(proposal(MANY[number], "awareness", score) for number, score in ((3, 0.2), (4, 0.25), (0, 0.23))),
    ]
    assert ids(asked("uncertain", suggestions))[:6] == ["p01", "p03", "p00", "p04", "p02", "p05"]


def test_scores_of_all_passages_tell_more_than_suggestions_where_they_are_known() -> None:
    known = Standing(
        {"p07": {"learning": 0.48}, "p02": {"learning": 0.95}, "p05": {"learning": 0.1}}, {"learning": 0.5}
    )
    assert ids(asked("uncertain", standing=known))[:3] == ["p07", "p05", "p02"]


def test_the_code_found_least_comes_first_and_its_likeliest_passage_before_others() -> None:
    suggestions = [
        *(proposal(MANY[number], "learning", score) for number, score in ((0, 0.9), (1, 0.5), (2, 0.6))),
        *(proposal(MANY[number], "awareness", score) for number, score in ((3, 0.2), (4, 0.25), (0, 0.1))),
    ]
    found = [accept(MANY[10], "learning"), accept(MANY[11], "learning"), accept(MANY[10], "awareness", "cy")]
    assert ids(asked("rare", suggestions, found))[:6] == ["p04", "p03", "p00", "p02", "p01", "p05"]
    found += [accept(MANY[number], "awareness") for number in (12, 13)]
    assert ids(asked("rare", suggestions, found))[:6] == ["p00", "p02", "p01", "p04", "p03", "p05"]


def test_two_coders_of_one_passage_count_as_one_find() -> None:
    suggestions = [proposal(MANY[0], "awareness", 0.5), proposal(MANY[1], "learning", 0.5)]
    found = [accept(MANY[10], "awareness", coder) for coder in CODERS] + [accept(MANY[n], "learning") for n in (11, 12)]
    assert ids(asked("rare", suggestions, found))[:2] == ["p00", "p01"]


def corners() -> Vectors:
    """Eight passages at each of three corners."""
    return np.repeat(np.eye(3, dtype=np.float32), 8, axis=0)


def test_a_diverse_set_visits_every_corner_before_it_returns_to_one() -> None:
    assert ids(asked("diverse", vectors=corners()))[:4] == ["p00", "p08", "p16", "p01"]


def test_corners_where_anybody_has_read_wait() -> None:
    items = asked(
        "diverse", decisions=[accept(MANY[3], "learning"), accept(MANY[20], "learning", "ana")], vectors=corners()
    )
    assert ids(items)[0] == "p08"
    assert len(items) == 23


@given(st.integers(0, 500), st.integers(1, 6))
@settings(deadline=None, max_examples=20)
def test_each_pick_is_the_one_least_like_all_before_it(seed: int, covered: int) -> None:
    vectors = vectors_of(MANY, seed)
    decisions = [accept(passage, "learning") for passage in MANY[:covered]]
    order = [int(each[1:]) for each in ids(asked("diverse", decisions=decisions, vectors=vectors))]
    for place, row in enumerate(order):
        before = [*range(covered), *order[:place]]
        nearest = (vectors @ vectors[before].T).max(axis=1)
        assert nearest[row] <= nearest[order[place:]].min() + 1e-4


def test_what_is_left_after_the_spread_is_sorted_once() -> None:
    vectors = vectors_of(MANY)
    nearest = vectors @ vectors[0]
    order = farthest_first(vectors, nearest, spread=5)
    likest = (vectors[order[5:]] @ vectors[[0, *order[:5]]].T).max(axis=1)
    assert sorted(order) == list(range(len(MANY)))
    assert np.all(np.diff(likest) >= -1e-4)
