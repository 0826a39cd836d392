from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from suggest_samples import BOOK, accept, nothing, passages, reject, task

from qes.coding.suggest.folds import FOLDS, folds
from qes.coding.suggest.labels import REFUSED_WEIGHT, TIE_WEIGHT, UNFINISHED_WEIGHT, Labels, collect, weak_negatives
from qes.model import Decision, Verdict

MONEY, WATER, PEOPLE = 0, 1, 2


def labels(*decisions: Decision) -> Labels:
    return collect(task(passages(6), decisions))


def test_a_code_given_by_its_only_reader_is_a_positive_and_the_others_are_not() -> None:
    found = labels(accept(0), nothing(0))
    assert found.target[0].tolist() == [1, 0, 0]
    assert found.weight[0].tolist() == [1, 1, 1]
    assert (found.target[1:] == -1).all()


def test_codes_not_given_count_less_until_the_coder_has_finished() -> None:
    assert labels(accept(0)).weight[0].tolist() == [1, UNFINISHED_WEIGHT, UNFINISHED_WEIGHT]


def test_a_refusal_counts_more_than_an_omission() -> None:
    found = labels(reject(0, "water"), nothing(0))
    assert found.weight[0].tolist() == [1, REFUSED_WEIGHT, 1]
    assert found.refused[0].tolist() == [False, True, False]


def test_a_replacement_refuses_one_code_and_gives_the_other() -> None:
    found = labels(Decision("p0", "ana", Verdict.REPLACED, BOOK.id, code="water", replacement="people"))
    assert found.target[0].tolist() == [0, 0, 1]
    assert found.refused[0].tolist() == [False, True, False]


def test_the_majority_decides_and_a_tie_is_half_a_positive() -> None:
    tie = labels(accept(0, "ana"), nothing(0, "ben"))
    assert (tie.target[0, MONEY], tie.weight[0, MONEY]) == (1, TIE_WEIGHT)
    outvoted = labels(accept(0, "ana"), nothing(0, "ben"), reject(0, "money", "eva"))
    assert outvoted.target[0, MONEY] == 0


def test_a_later_decision_of_the_same_coder_replaces_the_earlier() -> None:
    assert labels(accept(0), reject(0, "money")).target[0, MONEY] == 0
    assert labels(reject(0, "money"), accept(0)).target[0, MONEY] == 1


def test_decisions_on_other_passages_and_codes_are_no_labels() -> None:
    found = labels(Decision("elsewhere", "ana", Verdict.ACCEPTED, BOOK.id, code="money"), accept(1, code="gone"))
    assert (found.target == 1).sum() == 0
    assert len(found.decision_ids) == 1


def test_weak_negatives_are_unread_the_same_each_time_and_of_no_concern_to_other_codes() -> None:
    found = collect(task(passages(60), [accept(number) for number in range(0, 18, 3)]))
    weak = weak_negatives(found, MONEY, "money", seed=3)
    assert len(weak) == 20
    assert (found.target[weak, MONEY] == -1).all()
    np.testing.assert_array_equal(weak, weak_negatives(found, MONEY, "money", seed=3))
    assert weak.tolist() != weak_negatives(found, MONEY, "money", seed=4).tolist()


def test_no_weak_negatives_where_real_ones_abound() -> None:
    found = collect(task(passages(60), [accept(0), *(nothing(number) for number in range(1, 40))]))
    assert len(weak_negatives(found, MONEY, "money", seed=0)) == 0


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("abcde"), st.booleans()), min_size=1, max_size=40))
def test_folds_keep_sources_whole_where_enough_of_them_hold_positives(rows: list[tuple[str, bool]]) -> None:
    sources, target = [source for source, _ in rows], np.array([label for _, label in rows], dtype=np.int8)
    chosen = folds(sources, target, seed=0)
    assert set(chosen.tolist()) <= set(range(FOLDS))
    if len({source for source, label in rows if label}) >= FOLDS:
        assert all(
            len({fold for fold, other in zip(chosen.tolist(), sources, strict=True) if other == each}) == 1
            for each in sources
        )
        assert all(target[chosen == fold].any() for fold in range(FOLDS))
