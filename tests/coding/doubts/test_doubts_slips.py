"""Possible slips: what is planted is found, and what had its second look is left alone."""

from __future__ import annotations

import numpy as np
import pytest
from doubts_samples import SUBJECTS, accept, nothing, passage, reading, reject, scores, spoken, subject
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.doubts import Kind, Slip, capped, most_per_code, readings, slips
from qes.coding.embed.hashing import HashingEmbedder
from qes.coding.suggest import Task, open_suggester
from qes.model import Code, Codebook, Decision

MANY = [passage(number) for number in range(8)]
USED = [accept(number, "a", "cy") for number in range(1, 8)]
"""Enough uses of the code, none on the first passage."""


def found(
    decisions: list[Decision], likelihood: float, settled: frozenset[tuple[int, int]] = frozenset()
) -> list[Slip]:
    """Slips on the first passage, for which the model says so; on all others it has no opinion."""
    matrix = np.full((len(MANY), 1), 0.5)
    matrix[0] = likelihood
    return slips(readings(MANY, ["a"], decisions), scores(matrix, ["a"]), settled)


def test_most_of_the_decisions_flipped_by_accident_come_first() -> None:
    count, codes = 360, list(SUBJECTS)
    passages = spoken(count, seed=3)
    flipped = set(np.random.default_rng(5).choice(count, count // 20, replace=False).tolist())
    decisions = [accept(number, subject(number)) for number in range(count) if number not in flipped]
    decisions += [accept(number, codes[(codes.index(subject(number)) + 1) % len(codes)]) for number in sorted(flipped)]
    embed = HashingEmbedder().embed
    book = Codebook(
        "subjects", "1", "Subjects", tuple(Code(code, code, "", f"On {code}.") for code in codes), sha256="s"
    )
    task = Task(book, passages, embed([each.text for each in passages]), decisions, embed, HashingEmbedder.id)
    judged = open_suggester("learned").score(task)
    listed = slips(readings(passages, codes, decisions), judged)
    top = [slip.row for slip in listed[: len(flipped)]]
    assert sum(row in flipped for row in top) >= 0.8 * len(top)
    assert len(flipped & {slip.row for slip in listed[: 3 * len(flipped)]}) >= 0.9 * len(flipped)


@given(st.integers(0, 10_000), st.integers(1, 3))
@settings(deadline=None, max_examples=30)
def test_only_what_is_clearly_unlikely_is_listed_and_the_more_so_the_earlier(seed: int, coders: int) -> None:
    generator = np.random.default_rng(seed)
    matrix, names = generator.random((30, 4)), ["ana", "ben", "cy"][:coders]
    held = [reading(generator.random(matrix.shape) < 0.4, name) for name in names]
    listed = slips(held, scores(matrix, "abcd"))
    given_to = {each.coder: each.given for each in held}
    for slip in listed:
        gave = bool(given_to[slip.coder][slip.row, slip.column])
        assert gave is (slip.kind is Kind.GIVEN)
        assert slip.likelihood == matrix[slip.row, slip.column]
        assert (slip.likelihood if gave else 1 - slip.likelihood) <= 0.25
        assert slip.surprise >= 2
    assert [slip.surprise for slip in listed] == sorted((slip.surprise for slip in listed), reverse=True)
    assert len({(slip.row, slip.column, slip.coder) for slip in listed}) == len(listed)


@pytest.mark.parametrize(
    ("decision", "likelihood", "kind"),
    [
        (accept(0, "a"), 0.02, Kind.GIVEN),
        (reject(0, "a"), 0.98, Kind.REFUSED),
        (nothing(0), 0.98, Kind.NOT_GIVEN),
    ],
)
def test_each_kind_of_decision_can_surprise(decision: Decision, likelihood: float, kind: Kind) -> None:
    (slip,) = found([*USED, decision], likelihood)
    assert (slip.row, slip.coder, slip.kind, slip.otherwise) == (0, "ana", kind, ())
    assert slip.surprise == pytest.approx(-np.log2(0.02))
    assert not found([*USED, decision], 0.5)


def test_what_had_its_second_look_is_not_listed_again() -> None:
    once = [*USED, accept(0, "a")]
    assert found(once, 0.02)
    assert not found(once, 0.02, frozenset({(0, 0)})), "a lead settled it"
    assert not found([*once, accept(0, "a")], 0.02), "the coder decided the same again"
    assert not found([*once, accept(0, "a", "ben")], 0.02), "another coder decided the same"


def test_a_coder_who_decided_otherwise_is_named() -> None:
    (slip,) = found([*USED, accept(0, "a"), nothing(0, "ben")], 0.02)
    assert slip.otherwise == ("ben",)


def test_a_code_with_few_uses_is_left_out_where_given() -> None:
    few = USED[:3]
    assert not found([*few, accept(0, "a")], 0.02)
    assert found([*few, nothing(0)], 0.98)


def test_scores_that_nothing_was_learned_for_are_no_likelihoods() -> None:
    matrix = np.full((len(MANY), 1), 0.01)
    held = readings(MANY, ["a"], USED)
    assert len(slips(held, scores(matrix, ["a"]))) == len(USED)
    assert not slips(held, scores(matrix, ["a"], "similarity"))


def test_one_bad_code_does_not_fill_the_list() -> None:
    matrix = np.full((40, 2), 0.01)
    matrix[:, 1] = 0.2
    listed = slips([reading(np.ones((40, 2), dtype=np.bool_))], scores(matrix, "ab"))
    assert {slip.column for slip in listed[:40]} == {0}
    shown = capped(listed, most_per_code(20))
    assert [slip.column for slip in shown] == [0] * 5 + [1] * 5
    assert most_per_code(1) == 3
