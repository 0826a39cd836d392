from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from suggest_samples import BY_THEMSELVES, RULES, accept, embed, subject, tales, task, telling

from qes.coding.suggest import open_suggester, propose
from qes.coding.suggest.spans import sentences
from qes.model import Code, Suggestion
from subjects import SUBJECTS

CODES = {code.code: code for code in RULES.codes}
PIECES = st.sampled_from(
    [
        *("We fixed the old road. ", "Why? ", "No!\n", "He said “stop now please.” ", "3.5 m, e.g. here", "…", " "),
        *(
            "我们修了路。",
            "河水涨了！",
            "それは何ですか？",
            "اليوم سعيد. ",
            "🌊🏚️",
            "👩\u200d👩\u200d👧 ",
            "\x1f",
            "\u2028",
            "\u3000",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join))


@settings(deadline=None, max_examples=300)
@given(TEXTS)
@example("A very long first sentence.\n")
@example("。")
def test_sentences_hold_every_character_that_is_no_space_in_order_and_once(text: str) -> None:
    found = sentences(text)
    assert all(start < stop for start, stop in found)
    assert all(stop <= start for (_, stop), (start, _) in pairwise(found))
    inside = {place for start, stop in found for place in range(start, stop)}
    assert all(place in inside or text[place].isspace() for place in range(len(text)))
    assert all(text[start:stop] == text[start:stop].strip() for start, stop in found)


def test_short_sentences_are_read_with_the_one_before() -> None:
    text = "The river rose last spring. It did. Nobody had expected so much water! “Never before, they said.” Yes."
    assert [text[start:stop] for start, stop in sentences(text)] == [
        "The river rose last spring. It did.",
        "Nobody had expected so much water!",
        "“Never before, they said.” Yes.",
    ]


def test_sentences_are_found_where_no_space_parts_them() -> None:
    text = "去年春天河水涨得很高。居民们都非常担心自己的房子！我们后来修了一条新的路。"
    assert [text[start:stop] for start, stop in sentences(text)] == [
        "去年春天河水涨得很高。",
        "居民们都非常担心自己的房子！",
        "我们后来修了一条新的路。",
    ]


@pytest.fixture(scope="module", params=BY_THEMSELVES)
def proposed(request: pytest.FixtureRequest) -> list[Suggestion]:
    decisions = [accept(number) for number in range(30)]
    return propose(open_suggester(request.param), task(tales(72), decisions, book=RULES))


def test_a_span_lies_in_its_passage_and_begins_and_ends_with_a_sentence(proposed: list[Suggestion]) -> None:
    found = {passage.id: passage for passage in tales(72)}
    spans = [(found[each.passage_id], each.reason.span) for each in proposed if each.reason.span]
    assert spans
    for passage, span in spans:
        assert span.within(passage.span)
        assert span != passage.span
        borders = sentences(passage.text)
        assert span.start - passage.span.start in [start for start, _ in borders]
        assert span.end - passage.span.start in [stop for _, stop in borders]


def test_a_span_holds_the_sentence_that_speaks_of_the_code(proposed: list[Suggestion]) -> None:
    found = {passage.id: passage for passage in tales(72)}
    right = []
    for each in proposed:
        passage = found[each.passage_id]
        if each.code == subject(passage.ordinal) and each.reason.span:
            start, stop = sentences(passage.text)[telling(passage.ordinal)]
            span = each.reason.span
            right.append(span.start <= passage.span.start + start and passage.span.start + stop <= span.end)
    assert len(right) > 10
    assert sum(right) > 0.9 * len(right)


def test_a_criterion_is_the_codebooks_own_word_and_so_is_a_caution(proposed: list[Suggestion]) -> None:
    for each in proposed:
        code = CODES[each.code]
        assert each.reason.criterion
        assert any(each.reason.criterion in text for text in speaks(code))
        assert each.reason.caution in code.when_not_to_use
    assert len({each.reason.criterion for each in proposed}) > len(SUBJECTS)


def test_a_caution_is_shown_only_where_it_is_closer_than_what_speaks_for_the_code(proposed: list[Suggestion]) -> None:
    found = {passage.id: passage for passage in tales(72)}
    cautioned = [each for each in proposed if each.reason.caution]
    assert 0 < len(cautioned) < len(proposed)
    for each in proposed:
        if each.reason.span:
            passage, code = found[each.passage_id], CODES[each.code]
            start, stop = each.reason.span.start - passage.span.start, each.reason.span.end - passage.span.start
            parts = [(a, b) for a, b in sentences(passage.text) if start <= a and b <= stop]
            meaning = embed([passage.text[a:b] for a, b in parts]).mean(axis=0)
            speaks_for, against = embed([each.reason.criterion, code.when_not_to_use]) @ meaning
            assert (against > speaks_for) == bool(each.reason.caution)


def test_without_further_words_the_label_is_the_criterion() -> None:
    bare = type(RULES)("bare", "1", "Bare", tuple(Code(each.code, each.label, "", "") for each in RULES.codes))
    found = propose(open_suggester("similarity"), task(tales(30), book=bare))
    assert found
    assert all(each.reason.criterion == CODES[each.code].label for each in found)
    assert not any(each.reason.caution for each in found)


def speaks(code: Code) -> list[str]:
    return [code.label, code.brief, code.definition, code.when_to_use]
