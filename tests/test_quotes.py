from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.model import Span
from qes.quotes import ABSENT, Found, Match, find_quote, same_words
from qes.text import words

TEXT = "Every Monday the bus drivers send us the “list” of flooded  stops, and we have done that since 2019."
WORDS = st.sampled_from("we do not test “grates” twice — a year's work, über 北京 e\u0301t\u00e9 100 ’tis ".split())
TEXTS = st.lists(WORDS, min_size=1, max_size=25).map(" ".join).filter(words)
ANYTHING = st.one_of(TEXTS, st.text(max_size=60), st.text(alphabet='ab "”…’-\n', max_size=30))


@pytest.mark.parametrize(
    ("quote", "match", "reads"),
    [
        ("the bus drivers send us", Match.EXACT, "the bus drivers send us"),
        ('"the bus drivers send us"', Match.EXACT, "the bus drivers send us"),
        ("… we have done that since 2019 …", Match.EXACT, "we have done that since 2019"),
        ('the "list" of flooded stops', Match.ALIKE, "the “list” of flooded  stops"),
        ("the bus\ndrivers", Match.ALIKE, "the bus drivers"),
        ("Every monday the bus drivers sent us the list", Match.NEAR, None),
        ("the drivers of the night trams never call us", Match.ABSENT, None),
        ("rivers send", Match.ABSENT, None),
        ("the bus drivers send us the list and everybody is happy about it, which we are proud of", Match.ABSENT, None),
        ("", Match.ABSENT, None),
        ("“…”", Match.ABSENT, None),
    ],
)
def test_a_quote_is_found_to_the_letter_or_but_for_marks_or_nearly_or_not(
    quote: str, match: Match, reads: str | None
) -> None:
    found = find_quote(quote, TEXT)
    assert found.match is match
    assert (found.span is None) == (match is Match.ABSENT)
    if reads is not None:
        assert found.span is not None
        assert found.span.of(TEXT) == reads


def test_of_two_words_nothing_is_near() -> None:
    assert find_quote("buss drivers", TEXT) == Found(Match.ABSENT)


def test_scripts_without_spaces_are_quoted_too() -> None:
    found = find_quote("我们每个星期一", "是的，我们每个星期一都会开会。")
    assert (found.match, found.span) == (Match.EXACT, Span(3, 10))


def test_a_place_without_a_quote_and_a_quote_without_a_place_cannot_be() -> None:
    with pytest.raises(ValueError, match="place"):
        Found(Match.ABSENT, Span(0, 1))
    with pytest.raises(ValueError, match="place"):
        Found(Match.NEAR)


@settings(deadline=None, max_examples=300)
@given(ANYTHING, ANYTHING)
def test_what_is_found_lies_in_the_text_cuts_no_word_and_reads_as_quoted(quote: str, text: str) -> None:
    found = find_quote(quote, text)
    if found.span is None:
        return
    assert found.span.end <= len(text)
    inside = [word.span for word in words(text) if word.span.overlaps(found.span)]
    assert inside
    assert all(word.within(found.span) for word in inside)
    if found.verbatim:
        assert same_words(quote, found.span.of(text))
    else:
        assert len(inside) >= 3
        assert found.similarity >= 90


@settings(deadline=None, max_examples=100)
@given(TEXTS, st.data())
def test_whole_words_of_a_text_are_always_found_in_it_to_the_letter(text: str, data: st.DataObject) -> None:
    spans = [word.span for word in words(text)]
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    quote = text[spans[first].start : spans[last].end]
    found = find_quote(quote, text)
    assert found.match is Match.EXACT
    assert found.span is not None
    assert found.span.of(text) == quote


def test_a_quote_much_longer_than_the_text_is_not_compared_and_near_ones_only_where_wanted() -> None:
    text = "We walk the bus routes every Tuesday and write down what we see."
    slipped = "We walk the bus routes each Tuesday and write down what we see."
    assert find_quote(slipped, text).match is Match.NEAR
    assert find_quote(slipped, text, near=None) == ABSENT
    assert find_quote("the bus routes", text, near=None).match is Match.EXACT
    assert find_quote(f"{text} {text[:30]}", text) == ABSENT
