"""What is withheld is withheld however it is written, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from synthesis_samples import INTERVIEW, Corpus, practice, report_input

from qes.synthesis.report import ReportInput
from qes.synthesis.report.disclosure import Rules, for_public
from qes.synthesis.report.names import Names

ONE = Rules(smallest_cell=1)
SOMEBODY = "somebody"
FOUND = [
    ("Jo Weiß", "as Jo Weiß said"),
    ("Jo Weiß", "as JO WEISS said"),
    ("İrem Kaya", "as İrem Kaya said"),
    ("Zoë Møller", "as Zoe\nMøller said"),
    ("王芳", "后来王芳说"),
    ("anna-weiss.txt", "in anna-weiss.txt, at the end"),
    ("???", "as ??? said"),
]


def spoken(*speakers: str, quote: str = "Sentence {} of a talk.", **parts: Any) -> ReportInput:
    """A talk with each of some people, all on the same code."""
    corpus = Corpus()
    for number, speaker in enumerate(speakers):
        facts = replace(INTERVIEW, role=None)
        said = quote.format(number)
        practice(corpus, quote=said, source=f"talk-{number}.txt", facts=facts, speaker=speaker, coders=("ada",))
    return report_input(corpus, cases=("Aldmoor",), **parts)


@pytest.mark.parametrize(("name", "text"), FOUND)
def test_a_name_is_found_in_whatever_spelling(name: str, text: str) -> None:
    names = Names({name: SOMEBODY})
    assert names.stand_in(text)
    assert SOMEBODY in names.replaced(text)
    assert not Names({SOMEBODY: ""}).stand_in(text)


@given(st.text(), st.text(), st.text())
@settings(max_examples=60, deadline=None)
def test_a_name_between_spaces_is_always_replaced_and_without_names_nothing_is(a: str, name: str, b: str) -> None:
    names, text = Names({name: SOMEBODY}), f"{a} {name} {b}"
    assume(names.stand_in(name))
    assert names.stand_in(text)
    assert SOMEBODY in names.replaced(text)
    assert Names({}).replaced(text) == text


def test_the_longest_name_is_replaced_and_no_part_of_it_by_itself() -> None:
    names = Names({"Ina": "one", "Ina Corval": "two"})
    assert names.replaced("Ina Corval and Ina met") == "two and one met"


@pytest.mark.parametrize("said", ["Jo WEISS told me {}.", "Ina Corval told me {}."])
def test_a_quote_that_names_somebody_in_another_spelling_is_withheld(said: str) -> None:
    told = for_public(spoken("Jo Weiß", "INA CORVAL (CHIEF OF STAFF)", quote=said), ONE)
    assert list(told.evidence) == []


@pytest.mark.parametrize(
    ("label", "said"), [("A", "We keep a list {}."), ("Respondent", "One respondent in {} answered.")]
)
def test_words_that_stand_for_nobody_in_particular_withhold_nothing(label: str, said: str) -> None:
    method = [("Read", "a list of all respondents, and no respondent twice")]
    plain = spoken(label, label, quote=said, unnamed=frozenset({label}), method=method)
    told = for_public(plain, ONE)
    assert len(told.evidence) == len(plain.evidence)
    assert list(told.method) == method


def test_people_without_names_are_told_apart_by_their_sources_and_a_name_in_two_spellings_is_one_person() -> None:
    unnamed = spoken("A", "A", "A", unnamed=frozenset({"A"}))
    assert len(for_public(unnamed, Rules()).evidence) == len(unnamed.evidence)
    assert list(for_public(spoken("INA CORVAL", "Ina Corval", "Jo Weiß"), Rules()).evidence) == []
