"""What people type is read so that nothing in it can be wrong."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qes.store.query import MOST_TERMS, Query, Term, parse

typed = st.lists(
    st.sampled_from([*'ab Äß""“”--*:^()\'/\\.,\0\n😀水道\ud800', "AND ", "NEAR(", "two kinds"]), max_size=30
).map("".join)


def shown(terms: tuple[Term, ...]) -> list[str]:
    return [" ".join(term.words) + "*" * term.open for term in terms]


@pytest.mark.parametrize(
    ("text", "terms", "phrases", "excluded"),
    [
        ("flooded streets", ["flooded", "streets*"], [], []),
        ("who is it", ["who", "is", "it"], [], []),
        ("drain* of", ["drain*", "of"], [], []),
        ('"two kinds" grates', ["grates*"], ["two kinds"], []),
        ("“two kinds” „alte Stadt“ «ici»", [], ["two kinds", "alte stadt", "ici"], []),
        ('drains -festival -"old town" -park*', ["drains"], [], ["festival", "old town", "park*"]),
        ('"two kinds', ["two", "kinds*"], [], []),
        ('5" pipes', ["5", "pipes*"], [], []),
        ("plan - not that -- this", ["plan", "not", "that", "this*"], [], []),
        ("e-mail and/or letter,fax", ["e mail", "and", "or", "letter", "fax*"], [], []),
        ("NEAR(a b) AND col:x ^y OR NOT", ["near a", "b", "and", "col x", "y", "or", "not*"], [], []),
        ("Straße ÄNDERUNGEN", ["strasse", "anderungen*"], [], []),
        ("水道", ["水 道"], [], []),
        ("drains drains drains", ["drains*"], [], []),
        ('* "" "!!" -() 😀 -- \0', [], [], []),
        ("", [], [], []),
    ],
)
def test_it_reads_what_people_mean(text: str, terms: list[str], phrases: list[str], excluded: list[str]) -> None:
    query = parse(text)
    assert [shown(each) for each in (query.terms, query.phrases, query.excluded)] == [terms, phrases, excluded]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('who decides "what is" dropped -festival?', "who decides what is dropped"),
        ('drain* -"old town"', "drain"),
        ("😀\0 \ud800fine", "😀 fine"),
        ("-festival", ""),
    ],
)
def test_a_search_by_meaning_gets_what_was_said_without_the_marks(text: str, said: str) -> None:
    assert parse(text).said == said


def test_a_page_pasted_in_whole_is_cut_to_its_first_words() -> None:
    page = " ".join(f"word{number}" for number in range(1000))
    for text in (page, f'"{page}"', page.replace(" ", "-")):
        query = parse(text)
        assert shown(query.terms) == [f"word{number}" for number in range(MOST_TERMS)]
        assert query.phrases == ()
    assert parse(f'drains -"{page}"').excluded == ()


@given(typed)
@example('"')
@example('-"')
@example("-")
def test_whatever_is_typed_is_read_as_words_of_letters_and_digits(text: str) -> None:
    query = parse(text)
    assert query.said.isprintable()
    for term in (*query.wanted, *query.excluded):
        assert term.words
        assert all(word.isalnum() for word in term.words)


@given(typed, typed)
def test_what_is_marked_as_found_lies_in_the_text_in_order_and_apart(text: str, held: str) -> None:
    spans = parse(text).spans(held)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.of(held).strip() for span in spans)


def test_what_is_found_is_marked_as_it_stands() -> None:
    text = "The Änderungen were two  kinds: drainage, and änderungsfreude."
    marked = [span.of(text) for span in parse('anderungen "TWO kinds" drain').spans(text)]
    assert marked == ["Änderungen", "two  kinds", "drainage"]
    assert Query().spans(text) == []
