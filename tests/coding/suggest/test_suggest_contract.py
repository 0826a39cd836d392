from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suggest_samples import BOOK, BY_THEMSELVES, RULES, accept, nothing, passages, reject, tales, task

from qes import plugins
from qes.coding.suggest import Settings, Suggester, open_suggester, propose
from qes.model import Codebook, Decision

DECISIONS = st.lists(
    st.one_of(
        st.builds(accept, st.integers(0, 23), st.sampled_from(["ana", "ben"])),
        st.builds(reject, st.integers(0, 23), st.sampled_from(["money", "water"])),
        st.builds(nothing, st.integers(0, 30)),
    ),
    max_size=30,
)


@pytest.fixture(params=BY_THEMSELVES)
def suggester(request: pytest.FixtureRequest) -> Suggester:
    return open_suggester(request.param)


@pytest.mark.parametrize("name", BY_THEMSELVES)
@settings(deadline=None, max_examples=15)
@given(decisions=DECISIONS, count=st.sampled_from([1, 2, 24]))
def test_scores_are_probabilities_for_every_passage_and_codable_code(
    name: str, decisions: list[Decision], count: int
) -> None:
    given_task = task(passages(count), decisions)
    scores = open_suggester(name).score(given_task)
    assert scores.codes == ("money", "water", "people")
    assert scores.matrix.shape == (count, 3)
    assert scores.thresholds.shape == (3,)
    assert np.isfinite(scores.matrix).all()
    assert scores.matrix.min() >= 0
    assert scores.matrix.max() <= 1
    assert set(scores.sources) <= set(plugins.names(plugins.SUGGESTERS))


def test_the_same_input_gives_the_same_suggestions(suggester: Suggester) -> None:
    decisions = [accept(number) for number in range(24)]
    first = propose(suggester, task(passages(60), decisions))
    assert first == propose(open_suggester(suggester.name), task(passages(60), decisions))
    assert len({suggestion.id for suggestion in first}) == len(first)


def test_each_passage_gets_its_best_codes_above_their_threshold_and_no_more(suggester: Suggester) -> None:
    given_task = task(passages(60), [accept(number) for number in range(24)], Settings(per_passage=2, minimum=0.06))
    scores = suggester.score(given_task)
    proposed = propose(suggester, given_task)
    for row, passage in enumerate(given_task.passages):
        reached = {
            code: scores.matrix[row, column]
            for column, code in enumerate(scores.codes)
            if scores.matrix[row, column] >= max(0.06, scores.thresholds[column])
        }
        expected = sorted(reached, key=lambda code: -round(reached[code], 4))[:2]
        found = [each.code for each in proposed if each.passage_id == passage.id]
        assert found == expected


def test_other_settings_passages_or_codebooks_give_other_ids(suggester: Suggester) -> None:
    base = task(passages(30))
    others = [
        task(passages(30), settings=Settings(seed=1)),
        task(passages(31)),
        task(passages(30), book=replace(BOOK, version="2")),
        task(passages(30), book=replace(BOOK, sha256="other")),
        replace(base, embedder_id="hashed-words@2"),
    ]
    known = {suggestion.id for suggestion in propose(suggester, base)}
    assert known
    for other in others:
        assert known.isdisjoint(suggestion.id for suggestion in propose(suggester, other))


def test_every_suggestion_names_its_maker_and_says_why(suggester: Suggester) -> None:
    found = propose(suggester, task(passages(60), [accept(number) for number in range(24)]))
    assert found
    texts = {passage.id: passage.text.lower() for passage in passages(60)}
    for suggestion in found:
        assert suggestion.maker.model == "hashed-words@1"
        assert suggestion.maker.codebook == BOOK.id
        assert suggestion.reason.note
        shares = [share for _, share in suggestion.reason.words]
        assert all(0 < share <= 1 for share in shares)
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1
        for words, _ in suggestion.reason.words:
            assert all(word in texts[suggestion.passage_id] for word in words.split())
        assert all(example.passage_id != suggestion.passage_id for example in suggestion.reason.examples)


@pytest.mark.parametrize("decided", [0, 24])
def test_every_suggestion_says_where_and_by_which_criterion(suggester: Suggester, decided: int) -> None:
    found = {passage.id: passage for passage in tales(48)}
    codes = {code.code: code for code in RULES.codes}
    proposed = propose(suggester, task(tales(48), [accept(number) for number in range(decided)], book=RULES))
    assert any(each.reason.span for each in proposed)
    for each in proposed:
        code, reason = codes[each.code], each.reason
        assert reason.span is None or reason.span.within(found[each.passage_id].span)
        assert any(reason.criterion in text for text in (code.brief, code.definition, code.when_to_use))
        assert reason.caution in code.when_not_to_use
        assert f"Criterion: {reason.criterion}" in reason.text
        assert ("But: " in reason.text) == bool(reason.caution)


def test_a_passage_of_one_sentence_has_no_span_of_its_own(suggester: Suggester) -> None:
    assert all(each.reason.span is None for each in propose(suggester, task(passages(30))))


@pytest.mark.parametrize("codes", [0, 1])
def test_empty_projects_and_codebooks_give_no_suggestions(suggester: Suggester, codes: int) -> None:
    book = Codebook("b", "1", "B", BOOK.codes[1 : 1 + codes])
    assert propose(suggester, task([], book=book)) == []
    if codes == 0:
        assert propose(suggester, task(passages(5), book=book)) == []


def test_passages_without_words_are_scored(suggester: Suggester) -> None:
    mute = [replace(passage, text="…", question=None) for passage in passages(12)]
    scores = suggester.score(task(mute, [accept(number) for number in range(12)]))
    assert np.isfinite(scores.matrix).all()


def test_settings_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="per_passage"):
        Settings(per_passage=0)
    with pytest.raises(ValueError, match="minimum"):
        Settings(minimum=2.0)
    for precision in (0.0, 1.0):
        with pytest.raises(ValueError, match="precision"):
            Settings(precision=precision)


def test_vectors_must_match_the_passages() -> None:
    with pytest.raises(ValueError, match="3 passages, but 2 vectors"):
        replace(task(passages(3)), vectors=task(passages(2)).vectors)
