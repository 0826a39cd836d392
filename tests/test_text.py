"""Finding quotes: to the letter or but for white space and kinds of marks, and never approximately; and words."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qes.model import Span
from qes.text import around, collapse, collapsed_with_offsets, fold, locate, places, words

letters = st.text(alphabet="ab é\u0301\n\t\u00a0'’\"“”-–", max_size=12)
CURLY = str.maketrans({"'": "’", '"': "“", "-": "–", " ": "\n"})


def plain(text: str) -> str:
    """What is left when white space, composition and kinds of marks are set aside, in the plainest words."""
    for mark, straight in zip("“”„«»‘’‚–—\u2011", '"""""\'\'\'---', strict=True):
        text = text.replace(mark, straight)
    return " ".join(unicodedata.normalize("NFC", text).split())


@given(letters, st.text(alphabet="ab é\n\u00a0'’\"“”-–", max_size=60))
@settings(deadline=None, max_examples=60)
def test_every_span_found_reads_as_the_quote(quote: str, text: str) -> None:
    for span in locate(quote, text):
        assert plain(span.of(text)) == plain(quote)


@given(letters, st.text(alphabet="ab é\n'’", max_size=20), st.text(alphabet="ab é\n'’", max_size=20))
@settings(deadline=None, max_examples=60)
@example("a", "a", "")
def test_a_quote_that_stands_in_the_text_is_found_where_it_stands(quote: str, before: str, after: str) -> None:
    wanted = quote.strip()
    found = locate(quote, before + quote + after)
    at = len(before) + (len(quote) - len(quote.lstrip()))
    assert (Span(at, at + len(wanted)) in found) if wanted else found == []


@given(st.text(alphabet="ab '\"-", min_size=1, max_size=20))
@settings(deadline=None, max_examples=60)
def test_curly_marks_and_broken_lines_hide_no_quote(quote: str) -> None:
    altered = quote.translate(CURLY)
    assert bool(locate(quote, f"x{altered}y")) == bool(quote.strip())
    assert bool(locate(altered, f"x{quote}y")) == bool(quote.strip())


def test_an_exact_match_beats_one_with_other_marks() -> None:
    text = "We said “now”. Then we said 'now'. Then \"now\"."
    assert [span.of(text) for span in locate('"now"', text)] == ['"now"']
    assert [span.of(text) for span in locate("«now»", text)] == ["“now”", '"now"']


def test_all_places_are_found_overlapping_ones_too() -> None:
    assert places("banana", "ana") == [1, 3]
    assert locate("a a", "a\na a") == [Span(2, 5)]
    assert locate("a  a", "a a a") == [Span(0, 3), Span(2, 5)]


@pytest.mark.parametrize("quote", ["", "  \n", "the budgets", "THE BUDGET", "the budget was"])
def test_what_the_text_does_not_read_is_not_found(quote: str) -> None:
    assert locate(quote, "We cut the budget. Was it right?") == []


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=60)
def test_collapsed_text_knows_where_each_character_came_from(text: str) -> None:
    flat, offsets = collapsed_with_offsets(text)
    assert flat == collapse(text)
    assert len(flat) == len(offsets)
    assert all(text[at] == char or (char == " " and text[at].isspace()) for char, at in zip(flat, offsets, strict=True))
    assert offsets == sorted(set(offsets))


@given(st.text())
def test_words_are_letters_and_digits_that_stand_in_the_text_in_order(text: str) -> None:
    found = words(text)
    assert all(word.folded.isalnum() and word.folded == fold(word.span.of(text)) for word in found)
    assert all(before.span.end <= after.span.start for before, after in pairwise(found))
    assert all(fold(word.folded) == word.folded for word in found)


def test_words_are_compared_without_case_accents_and_kinds_of_letters() -> None:
    folded = [word.folded for word in words("Straße ÄRGER a\u0308rger İzmir ﬁne don’t a_b 水道 𝐁old")]
    assert folded == ["strasse", "arger", "arger", "izmir", "fine", "don", "t", "a", "b", "水", "道", "bold"]
    assert len(fold("x" * 5000)) == 200


@given(st.text(min_size=1), st.lists(st.integers(0, 40), max_size=4), st.integers(1, 30))
@example("one two three four five", [8], 9)
def test_what_is_shown_of_a_text_is_part_of_it_and_as_short_as_asked(text: str, at: list[int], most: int) -> None:
    spans = sorted(Span(place, place + 1) for place in at if place < len(text))
    shown = around(text, spans, most)
    assert 0 < len(shown.of(text)) <= most
    assert not spans or any(span.within(shown) for span in spans) or most < 4


def test_what_is_shown_of_a_text_holds_most_of_what_was_found() -> None:
    text = "Here is the word drain alone. " * 10 + "But here the drain and the festival meet. " + "And so on. " * 20
    spans = [Span(at, at + len(word)) for word in ("drain", "festival") for at in places(text, word)]
    shown = around(text, sorted(spans), 100).of(text)
    assert "drain" in shown
    assert "festival" in shown
    assert around(text, [], 100).of(text).startswith("Here is the word")
