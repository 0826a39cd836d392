"""What is sent has no name in it, and whatever is found in it is found again in the original."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.ingest.naming import extended, is_name, named_in
from qes.ingest.pseudonyms import LEAVE, Masked, Pseudonyms, Row, clashing
from qes.model import Span
from qes.quotes import Match, find_quote

NAMES = [
    "Marta Ruiz",
    "Ana Gómez",
    "Jean-Luc Petit",
    "O'Neill",
    "Strauß",
    "王小明",
    "김민수",
    "Rosa",
    "Rosa María",
    "Will",
    "Іван",
]
KEY = extended((), NAMES, (), tuple)
MASK = Pseudonyms(KEY)
CONTACTS = [
    "marta.ruiz@city.example.org",
    "ANA+news@mail.example",
    "ivan [at] example [dot] org",
    "+44 20 7946 0958",
    "(020) 7946-0958",
    "555-0100",
    "612 345 678",
    "0049/30/1234567",
    "https://city.example/ana?x=1",
    "www.marta.example",
    "marta-ruiz.com",
    "@martaruiz",
    "4111 1111 1111 1111",
    "12345678",
]


def spelled(name: str) -> st.SearchStrategy[str]:
    """A name as it may stand in a text."""
    cases = st.sampled_from([str, str.upper, str.lower, str.title]) if name != "Will" else st.just(str)
    ends = st.sampled_from(["", "'s", "’s", "'S"])
    gaps = st.sampled_from([" ", "\n", "  ", "\u00a0", "-\n"])
    return st.builds(lambda case, end, gap: case(name).replace(" ", gap) + end, cases, ends, gaps)


people = st.sampled_from(NAMES).flatmap(lambda name: spelled(name).map(lambda as_written: (name, as_written)))
filler = st.one_of(
    st.sampled_from(
        ["the budget of 2019", "we moved 1 200 000 euros", "一直", "will", "Person-2", "[phone]", "🙂", "é\n"]
    ),
    st.text(max_size=8),
)
texts = st.lists(st.one_of(people.map(lambda each: each[1]), st.sampled_from(CONTACTS), filler), max_size=8).map(
    " ".join
)


@settings(deadline=None, max_examples=150)
@given(texts, st.data())
def test_what_stands_between_whole_pieces_is_found_again_to_the_letter(text: str, data: st.DataObject) -> None:
    masked = MASK.mask(text)
    cuts = [
        at for at in range(len(masked.text) + 1) if not any(p.masked.start < at < p.masked.end for p in masked.pieces)
    ]
    one, other = data.draw(st.sampled_from(cuts)), data.draw(st.sampled_from(cuts))
    if one == other:
        return
    span = Span(min(one, other), max(one, other))
    back = masked.back(span)
    inside = [piece for piece in masked.pieces if piece.masked.within(span)]
    rebuilt, at = "", back.start
    for piece in inside:
        rebuilt += text[at : piece.original.start] + piece.masked.of(masked.text)
        at = piece.original.end
    assert rebuilt + text[at : back.end] == span.of(masked.text)
    assert all(piece.original.within(back) for piece in inside)


@settings(deadline=None, max_examples=100)
@given(texts)
def test_all_of_a_masked_text_is_all_of_the_original_and_a_part_of_a_pseudonym_is_all_of_its_name(text: str) -> None:
    masked = MASK.mask(text)
    if masked.text:
        assert masked.back(Span(0, len(masked.text))) == Span(0, len(text))
    for piece in masked.pieces:
        assert masked.back(Span(piece.masked.start, piece.masked.start + 1)) == piece.original
        assert masked.back(Span(piece.masked.end - 1, piece.masked.end)) == piece.original


@settings(deadline=None, max_examples=150)
@given(filler, people, filler)
def test_no_listed_name_is_left_however_it_is_written_and_the_same_person_is_the_same_pseudonym(
    before: str, person: tuple[str, str], after: str
) -> None:
    name, written = person
    pseudonym = next(row.pseudonym for row in KEY if row.name == name)
    masked = MASK.masked(f"{before} ({written}) {after}")
    assert pseudonym in masked
    for word in re.findall(r"[^\W_]{3,}", name):
        assert word.casefold() not in re.sub(r"\bwill\b", "", masked).casefold()


@settings(deadline=None, max_examples=100)
@given(filler, st.sampled_from(CONTACTS), filler)
def test_no_address_or_number_of_a_person_is_left(before: str, contact: str, after: str) -> None:
    masked = MASK.masked(f"{before} | {contact} | {after}")
    assert contact not in masked
    assert not re.search(r"\d{3}\D{0,2}\d{4}|@|ruiz|example", masked.replace(before, "").replace(after, ""))


@settings(deadline=None, max_examples=150)
@given(texts)
def test_masking_twice_changes_nothing(text: str) -> None:
    once = MASK.masked(text)
    assert MASK.mask(once) == Masked(once)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ana\nGomez met MARTA and Ruiz's team.", "Person-2 met Person-1 and Person-1's team."),
        ("Gómez, Ana: yes.", "Person-2, Person-2: yes."),
        ("Martas Plan, Strauss' Plan", "Person-1s Plan, Person-5' Plan"),
        ("王小明说，김민수는 왔다", "Person-6说，Person-7는 왔다"),
        ("Rosa María and Rosa", "Person-9 and Person-8"),
        ("Jean Luc and jean-\nluc petit", "Person-3 Person-3 and Person-3"),
        ("Анна и Іванові", "Анна и Іванові"),
        ("Rosamund rosary Ruizmo", "Rosamund rosary Ruizmo"),
        ("ana_gomez.docx", "Person-2.docx"),
    ],
)
def test_names_are_whole_words_in_any_spelling(text: str, masked: str) -> None:
    assert MASK.masked(text) == masked


def test_overlapping_names_are_one_stretch_under_the_longest() -> None:
    rows = [Row("Ana María", "Person-1"), Row("María Gómez Díaz", "Person-2"), Row("Ana", "Person-3")]
    assert Pseudonyms(rows).masked("Ana María Gómez Díaz, Ana María, Ana") == "Person-2, Person-1, Person-3"


@pytest.mark.parametrize("word", ["Will", "May", "A"])
def test_a_name_that_is_a_common_word_is_masked_only_where_it_is_capitalised_or_stands_alone(word: str) -> None:
    mask = Pseudonyms(extended((), [word], (), tuple))
    assert mask.masked(f"so {word.lower()} it be") == f"so {word.lower()} it be"
    assert mask.masked(f"so {word} said, {word}'s idea") == "so Person-1 said, Person-1's idea"
    assert mask.masked(word.lower()) == "Person-1", "who speaks, as a label stands alone"


@pytest.mark.parametrize(
    "kept",
    [
        "In 2019-2020 (2018, 2021)",
        "on 2024-05-17 or 17.05.2024",
        "1 200 000 euros",
        "$ 12345678",
        "3.14159265",
        "1,234,567",
        "12 of 40",
        "e.g. that. Then",
    ],
)
def test_years_dates_and_amounts_are_left(kept: str) -> None:
    assert MASK.masked(kept) == kept


def test_a_quote_of_the_masked_text_is_found_verbatim_in_the_original() -> None:
    text = "Every Monday Marta\nRuiz and the drivers call 555-0100 about stops."
    masked = MASK.mask(text)
    found = find_quote("Person-1 and the drivers call [phone]", masked.text)
    assert found.match is Match.EXACT
    assert found.span is not None
    assert masked.back(found.span).of(text) == "Marta\nRuiz and the drivers call 555-0100"


# --- The key --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("MARTA (CHIEF ENGINEER)", "MARTA"),
        ("Dr. Ana Gómez, mayor", "Ana Gómez"),
        ("Prof. Dr. Strauß:", "Strauß"),
        ("Gómez, Ana", "Ana Gómez"),
        ("Gómez, director", "Gómez"),
        ("王小明", "王小明"),
    ],
)
def test_a_label_gives_the_name_without_role_and_title(label: str, name: str) -> None:
    assert is_name(label)
    assert named_in(label) == name


@pytest.mark.parametrize(
    "label", ["INTERVIEWER", "Speaker 2", "B", "A:", "P3", "The Mayor", "Deputy Director", "[unknown]", "..."]
)
def test_labels_that_name_nobody_get_no_pseudonym(label: str) -> None:
    assert not is_name(label)


def test_words_of_a_label_that_mostly_stand_in_lower_case_are_words_until_they_are_capitalised() -> None:
    texts = ["Die permits sind klein. Und die permits bleiben klein."] * 2 + ["we all asked marta and rosa."] * 5
    mask = Pseudonyms(extended((), ["Klein"], ["MARTA"], lambda: texts))
    assert mask.masked("klein, sagt marta") == "Person-1, sagt Person-2", "no text with capitals has them otherwise"
    mask = Pseudonyms(extended((), (), ["HEAD OF PERMITS", "Rosa Klein"], lambda: texts))
    assert mask.masked("die permits sind klein, sagt Klein") == "die permits sind klein, sagt Person-2"
    assert mask.masked("Head of Permits said") == "Person-1 said"


def test_people_who_come_later_change_nobodys_pseudonym() -> None:
    before = extended((), ["Ana Gómez"], ["MARTA"], tuple)
    after = extended(before, ["Zoe", "Ana Gómez", "Ana Díaz"], ["JON", "Marta"], tuple)
    assert after[: len(before)] == before
    assert [row.name for row in after[len(before) :]] == ["Zoe", "Ana Díaz", "Díaz", "JON"]
    assert len({row.pseudonym for row in after}) == 5
    assert extended(after, ["Zoe"], ["JON"], tuple) == after


def test_a_row_without_a_pseudonym_gets_one_and_a_dash_leaves_a_name() -> None:
    rows = extended([Row("Marta", ""), Row("Arden", LEAVE)], ["Arden"], (), tuple)
    assert rows == [Row("Marta", "Person-1"), Row("Arden", LEAVE)]
    assert Pseudonyms(rows).masked("Marta of Arden") == "Person-1 of Arden"


def test_a_pseudonym_that_holds_a_name_is_seen() -> None:
    bad = Row("Marta", "Aunt Rosa")
    assert clashing([bad, Row("Rosa", "Person-1")]) == [bad]
    assert clashing([Row("Marta", "Engineer 1"), Row("Rosa", "Person-1"), Row("Person", "Person-2")]) == []
