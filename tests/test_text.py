"""Finding quotes: to the letter or but for white space and kinds of marks, and never approximately."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qes.model import Span
from qes.text import collapse, collapsed_with_offsets, locate, places

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
