from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from suggest_samples import accept, embed, passages, quiet, subject, task

from qes.coding.suggest import Settings, propose
from qes.coding.suggest.context import surroundings
from qes.coding.suggest.scale import log_odds, logistic, share_threshold, squashed
from qes.coding.suggest.similarity import SimilaritySuggester
from qes.model import ExampleKind


def test_passages_score_highest_for_the_code_they_speak_of() -> None:
    scores = SimilaritySuggester().score(task(passages(90), settings=Settings(context=0)))
    best = [scores.codes[column] for column in scores.matrix.argmax(axis=1).tolist()]
    assert np.mean([found == subject(number) for number, found in enumerate(best)]) > 0.8


def test_about_a_tenth_of_the_passages_is_proposed_for_each_code() -> None:
    scores = SimilaritySuggester().score(task(passages(100)))
    assert np.allclose((scores.matrix >= scores.thresholds).mean(axis=0), 0.1, atol=0.03)


def test_decisions_change_nothing() -> None:
    suggester = SimilaritySuggester()
    decided = task(passages(30), [accept(number) for number in range(20)])
    assert propose(suggester, decided) == propose(suggester, task(passages(30)))


def test_a_reason_shows_the_nearest_examples_of_the_codebook() -> None:
    project = task([*passages(90), *quiet(120)])
    found = [each for each in propose(SimilaritySuggester(), project) if each.code == "money"]
    examples = {example for suggestion in found for example in suggestion.reason.examples}
    assert {example.text for example in examples} == {"The budget grew."}
    assert {example.kind for example in examples} == {ExampleKind.CODEBOOK}
    assert any(word == "budget" for suggestion in found for word, _ in suggestion.reason.words)


def test_a_passage_near_a_counter_example_scores_lower_than_without_it() -> None:
    found = passages(30)
    given_task = task(found)
    code = given_task.codebook.codes[2]
    suggester = SimilaritySuggester()
    with_counter = suggester.score(given_task).state.raw[:, 1]
    bare = type(code)(code.code, code.label, code.brief, code.definition)
    book = type(given_task.codebook)("small", "1", "Small", (*given_task.codebook.codes[:2], bare))
    without = suggester.score(task(found, book=book)).state.raw[:, 1]
    assert (with_counter <= without + 1e-2).all()


@settings(deadline=None, max_examples=50)
@given(arrays(np.int64, (12, 3), elements=st.integers(-50, 50)), st.floats(-1, 1))
def test_a_code_everything_is_close_to_has_no_head_start(cosines: NDArray[np.int64], shift: float) -> None:
    raw = cosines / 50
    np.testing.assert_allclose(squashed(raw + shift * np.array([0, 1, 2])), squashed(raw), atol=1e-6)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=40), st.integers(0, 10), st.integers(10, 40))
def test_more_positives_never_raise_the_threshold(scores: list[float], positives: int, read: int) -> None:
    values = np.array(scores)
    assert share_threshold(values, positives + 1, read) <= share_threshold(values, positives, read)
    np.testing.assert_allclose(logistic(log_odds(values)), values, atol=1e-9)


def test_surroundings_never_cross_from_one_source_to_another() -> None:
    found = passages(12, sources=3)
    vectors = embed([passage.text for passage in found])
    around = surroundings(found, vectors)
    changed = vectors.copy()
    changed[4:8] = vectors[8:12]
    same = [row for row in range(12) if not 4 <= row < 8]
    np.testing.assert_array_equal(surroundings(found, changed)[same], around[same])
    assert (surroundings(found[:1], vectors[:1]) == 0).all()
