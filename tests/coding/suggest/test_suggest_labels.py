from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from suggest_samples import BOOK, accept, nothing, passages, reject, task

from qes.coding.suggest import Settings
from qes.coding.suggest.labels import (
    FEWEST_NEGATIVES,
    GIVEN,
    IMPLIED,
    NOT_GIVEN,
    REFUSED,
    TIE,
    WEAK,
    Labels,
    collect,
    judge_one_by_one,
)
from qes.model import Code, Codebook, Decision, Verdict

MONEY, WATER, PEOPLE = 0, 1, 2
CODES = ("money", "water", "people")
JUDGED = st.lists(st.tuples(st.integers(0, 8), st.sampled_from(CODES), st.booleans()), max_size=20)


def labels(*decisions: Decision, count: int = 6) -> Labels:
    return collect(task(passages(count), decisions))


def weak(found: Labels, column: int) -> set[int]:
    return set(np.flatnonzero(found.teaches[:, column] == WEAK).tolist())


def verdicts(judged: Sequence[tuple[int, str, bool]], coder: str = "eva") -> list[Decision]:
    """Of somebody who answers single questions, and has refused at least once."""
    asked = [accept(row, coder, code) if gives else reject(row, code, coder) for row, code, gives in judged]
    return [reject(9, "money", coder), *asked]


def test_a_code_given_by_its_only_reader_is_a_positive_and_the_others_are_not() -> None:
    found = labels(accept(0), nothing(0))
    assert found.target[0].tolist() == [1, 0, 0]
    assert found.teaches[0].tolist() == [GIVEN, NOT_GIVEN, NOT_GIVEN]
    assert (found.target[1:] == -1).all()
    assert not found.single.any()


def test_a_refusal_teaches_more_than_an_omission() -> None:
    found = labels(reject(0, "water"), nothing(0))
    assert found.teaches[0].tolist() == [NOT_GIVEN, REFUSED, NOT_GIVEN]
    assert found.refused[0].tolist() == [False, True, False]
    assert REFUSED < NOT_GIVEN < WEAK < IMPLIED < 0 < TIE < GIVEN


def test_a_replacement_refuses_one_code_and_gives_the_other() -> None:
    found = labels(Decision("p0", "ana", Verdict.REPLACED, BOOK.id, code="water", replacement="people"), nothing(0))
    assert found.target[0].tolist() == [0, 0, 1]
    assert found.teaches[0].tolist() == [NOT_GIVEN, REFUSED, GIVEN]
    assert found.refused[0].tolist() == [False, True, False]


def test_the_majority_decides_and_a_tie_is_half_a_positive() -> None:
    tie = labels(accept(0, "ana"), nothing(0, "ben"))
    assert (tie.target[0, MONEY], tie.teaches[0, MONEY]) == (1, TIE)
    outvoted = labels(accept(0, "ana"), nothing(0, "ben"), reject(0, "money", "eva"))
    assert (outvoted.target[0, MONEY], outvoted.teaches[0, MONEY]) == (0, REFUSED)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["gives", "refuses", "reads"]), min_size=1, max_size=7))
def test_a_code_is_carried_where_at_least_half_of_its_readers_gave_it(votes: list[str]) -> None:
    decisions = []
    for coder, vote in enumerate(votes):
        said = {"gives": [accept(0, f"{coder}")], "refuses": [reject(0, "money", f"{coder}")], "reads": []}[vote]
        decisions += [*said, nothing(0, f"{coder}")]
    found, given_by = labels(*decisions), votes.count("gives")
    assert (found.target[0, MONEY] == 1) == (given_by > 0 and 2 * given_by >= len(votes))
    assert found.refused[0, MONEY] == (found.target[0, MONEY] == 0 and "refuses" in votes)
    assert (found.teaches[0, MONEY] > 0) == (found.target[0, MONEY] == 1)


def test_a_later_decision_of_the_same_coder_replaces_the_earlier() -> None:
    assert labels(accept(0), reject(0, "money")).target[0, MONEY] == 0
    assert labels(reject(0, "money"), accept(0)).target[0, MONEY] == 1


def test_decisions_on_other_passages_and_codes_are_no_labels() -> None:
    found = labels(Decision("elsewhere", "ana", Verdict.ACCEPTED, BOOK.id, code="money"), accept(1, code="gone"))
    assert (found.target == 1).sum() == 0
    assert len(found.decision_ids) == 1


def test_who_refuses_and_never_finishes_a_passage_judges_codes_one_by_one() -> None:
    decisions = [accept(0, "ana"), reject(1, "water", "ben"), nothing(2, "ben"), reject(3, "water", "eva")]
    assert judge_one_by_one(decisions) == {"eva"}


@settings(deadline=None, max_examples=60)
@given(JUDGED)
def test_a_verdict_says_nothing_of_other_codes_unless_it_gave_one(judged: list[tuple[int, str, bool]]) -> None:
    found = labels(*verdicts(judged), count=10)
    said = {(row, code): gives for row, code, gives in [(9, "money", False), *judged]}
    for row in range(10):
        gave = any(said.get((row, code), False) for code in CODES)
        read = any((row, code) in said for code in CODES)
        for column, code in enumerate(CODES):
            teaches = found.teaches[row, column]
            if (row, code) in said:
                assert found.target[row, column] == said[row, code]
                assert teaches == (GIVEN if said[row, code] else REFUSED)
            else:
                assert found.target[row, column] == -1
                assert teaches == IMPLIED if gave else np.isnan(teaches) or (teaches == WEAK and not read)


def test_a_code_known_mostly_from_single_verdicts_is_marked() -> None:
    judged = verdicts([(0, "money", True), (1, "money", False)])
    found = labels(*judged, accept(2, "ana", "people"), nothing(3, "ana"), count=10)
    assert found.single.tolist() == [True, False, False]


def test_weak_negatives_are_unread_and_the_same_each_time() -> None:
    decisions = [accept(number) for number in range(0, 18, 3)]
    found = labels(*decisions, count=60)
    assert len(weak(found, MONEY)) == FEWEST_NEGATIVES
    assert (found.target[sorted(weak(found, MONEY)), MONEY] == -1).all()
    assert weak(labels(*decisions, count=60), MONEY) == weak(found, MONEY)
    other = collect(task(passages(60), decisions, Settings(seed=4)))
    assert weak(other, MONEY) != weak(found, MONEY)


def test_there_are_no_weak_negatives_where_real_ones_abound_or_nobody_gave_the_code() -> None:
    found = labels(accept(0), *(nothing(number) for number in range(1, 40)), count=60)
    assert not weak(found, MONEY)
    assert not weak(found, WATER)


@settings(deadline=None, max_examples=30)
@given(JUDGED, st.booleans(), st.lists(st.sampled_from(["fire", "air", "earth"]), unique=True), st.randoms())
def test_weak_negatives_are_the_same_whatever_other_codes_there_are(
    judged: list[tuple[int, str, bool]], readers: bool, others: list[str], random: Random
) -> None:
    """Whether people read for all codes or judged single ones."""
    decisions = [accept(8), *verdicts(judged), *([nothing(9, "eva")] if readers else [])]
    codes = [*BOOK.codes, *(Code(code, code, "", "") for code in others)]
    random.shuffle(codes)
    book = Codebook("more", "1", "More", tuple(codes))
    few, many = labels(*decisions, count=50), collect(task(passages(50), decisions, book=book))
    for column, code in enumerate(CODES):
        assert weak(few, column) == weak(many, [each.code for each in book.codable].index(code))


@settings(deadline=None, max_examples=30)
@given(JUDGED)
def test_weak_negatives_of_a_code_people_read_for_do_not_ask_for_the_other_codes(
    judged: list[tuple[int, str, bool]],
) -> None:
    decisions = [*(accept(row, "ana", code) for row, code, gives in judged if gives), nothing(9, "ana")]
    alone = replace(BOOK, codes=tuple(code for code in BOOK.codes if code.code == "money"))
    few, many = collect(task(passages(50), decisions, book=alone)), labels(*decisions, count=50)
    assert weak(few, 0) == weak(many, MONEY)


def test_codes_that_the_same_passages_teach_are_learned_together() -> None:
    found = labels(accept(0), nothing(1), *verdicts([(2, "people", True)]), count=40)
    groups = found.alike(range(3))
    assert sorted(column for _, columns in groups for column in columns.tolist()) == [0, 1, 2]
    for rows, columns in groups:
        for column in columns:
            np.testing.assert_array_equal(rows, np.flatnonzero(~np.isnan(found.teaches[:, column])))


def test_parts_of_labels_are_those_of_the_passages_and_codes_asked_for() -> None:
    found = labels(accept(0), reject(1, "water"), nothing(1), accept(2))
    part = found.among(np.array([2, 1])).of([PEOPLE, WATER])
    np.testing.assert_array_equal(part.target, found.target[[2, 1]][:, [PEOPLE, WATER]])
    np.testing.assert_array_equal(part.teaches, found.teaches[[2, 1]][:, [PEOPLE, WATER]])
    np.testing.assert_array_equal(part.refused, found.refused[[2, 1]][:, [PEOPLE, WATER]])
    assert found.positives(MONEY).tolist() == [0]
    assert found.negatives(WATER).tolist() == [0, 1, 2]
    assert found.known(MONEY).tolist() == [0, 1, 2]
