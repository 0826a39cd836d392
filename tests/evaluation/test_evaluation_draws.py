from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
from evaluation_samples import BOOK, items, verdicts
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.evaluation.dataset import UNJUDGED, build, context
from qes.evaluation.draws import FOLDS, draw, folds


@given(documents=st.integers(3, 12), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=15)
def test_a_document_is_never_split_between_folds(documents: int, seed: int) -> None:
    data = build(items(90, documents, seed), BOOK, 1)
    fold = folds(data)
    of_document: dict[str | None, set[int]] = {}
    for item, number in zip(data.items, fold.tolist(), strict=True):
        of_document.setdefault(item.doc_id, set()).add(number)
    assert all(len(numbers) == 1 for numbers in of_document.values())
    assert set(fold.tolist()) == set(range(min(FOLDS, documents)))


def test_two_documents_are_too_few_so_folds_are_random_and_equal() -> None:
    fold = folds(build(items(100, 2), BOOK, 1))
    assert Counter(fold.tolist()) == dict.fromkeys(range(FOLDS), 20)
    assert len(set(fold[:20].tolist())) > 1


def test_folds_of_verdicts_hold_equal_shares_of_each_code_and_verdict() -> None:
    data = build(verdicts(200), BOOK, 1)
    fold = folds(data)
    for column in range(len(data.codes)):
        for label in (0, 1):
            counts = Counter(fold[data.target[:, column] == label].tolist())
            assert max(counts.values()) - min(counts[number] for number in range(FOLDS)) <= 1


@given(budget=st.integers(0, 12), seed=st.integers(0, 9), fold=st.integers(0, 4))
@settings(deadline=None, max_examples=25)
def test_a_draw_holds_k_items_per_code_and_3k_uncoded_ones_of_the_training_folds(
    budget: int, seed: int, fold: int
) -> None:
    data = build(items(160, 8), BOOK, 1)
    training = np.flatnonzero(folds(data) != fold)
    shown = draw(data, training, budget, seed, fold)
    assert set(shown.tolist()) <= set(training.tolist())
    target = data.target[shown]
    available = data.target[training]
    assert target.sum(axis=0).tolist() == np.minimum(budget, available.sum(axis=0)).tolist()
    uncoded = int((~available.any(axis=1)).sum())
    assert int((~target.any(axis=1)).sum()) == min(3 * budget, uncoded)


@given(seed=st.integers(0, 20))
@settings(deadline=None, max_examples=10)
def test_a_larger_budget_holds_all_of_a_smaller_one(seed: int) -> None:
    data = build(items(160, 8), BOOK, 1)
    training = np.flatnonzero(folds(data) != 0)
    drawn = [set(draw(data, training, budget, seed, 0).tolist()) for budget in (0, 2, 8, None)]
    assert drawn[0] == set()
    assert drawn[0] < drawn[1] < drawn[2] < drawn[3] == set(training.tolist())


def test_a_draw_of_verdicts_holds_as_many_accepted_as_refused() -> None:
    data = build(verdicts(200), BOOK, 1)
    shown = draw(data, np.flatnonzero(folds(data) != 0), 4, 0, 0)
    target = data.target[shown]
    assert ((target == 1).sum(axis=0) == 4).all()
    assert ((target == 0).sum(axis=0) == 4).all()


def test_rare_codes_and_codes_outside_the_codebook_are_left_out_and_named() -> None:
    found = items(100)
    rare = min(BOOK.codes, key=lambda code: sum(code.code in item.codes for item in found)).code
    least = sum(rare in item.codes for item in found) + 1
    data = build(found, BOOK, least)
    assert rare not in data.codes
    assert data.target.shape == (100, len(data.codes))
    assert any(rare in note and str(least) in note for note in data.notes)
    strange = build([*found, type(found[0])("z", "Text.", frozenset({"weather"}))], BOOK, 1)
    assert any("weather" in note for note in strange.notes)


def test_items_stand_in_reading_order_with_their_documents_together() -> None:
    found = items(40, 4)
    shuffled = [found[row] for row in np.random.default_rng(3).permutation(40)]
    data = build(shuffled, BOOK, 1)
    sources = [passage.source_id for passage in data.passages]
    assert len([None for one, two in pairwise(sources) if one != two]) == 3
    assert all(
        one.order is not None and two.order is not None and one.order < two.order
        for one, two in pairwise(data.items)
        if one.doc_id == two.doc_id
    )


def test_what_was_not_judged_is_neither_given_nor_refused() -> None:
    data = build(verdicts(60), BOOK, 1)
    assert ((data.target != UNJUDGED).sum(axis=1) == 1).all()
    assert {decision.passage_id for decision in data.decisions(range(60))} == {item.id for item in data.items}


def test_speaker_question_and_heading_reach_the_passage() -> None:
    plain, *others = items(20)
    asked = replace(plain, speaker="Ana", question="And then?", heading="Water")
    data = build([asked, *others], BOOK, 1)
    passage = next(each for each in data.passages if each.id == asked.id)
    assert (passage.speaker, passage.question, passage.heading) == ("Ana", "And then?", "Water")
    assert {(each.speaker, each.question, each.heading) for each in data.passages[1:]} == {(None, None, None)}
    assert context(data) == ["And then?", "Water"]
