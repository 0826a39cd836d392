"""When a finding may be approved, what a search is good for, and what counts as a quotation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.errors import BadFinding
from qes.model import (
    Approval,
    Candidate,
    Citation,
    Confidence,
    Counter,
    Finding,
    Origin,
    Span,
    Weighed,
    Weight,
)
from qes.synthesis.findings import Record, Status, sentence, stands_at, still_searched
from qes.synthesis.quoted import check_quoted, quoted_words

SUPPORT = Citation("s", Span(0, 10), "We count t", passage_id="p0")
SPOKEN = Candidate("s", "p1", Span(20, 40), "Nothing came of it a", Origin.SAME_CASES, 0.5)
OTHER = Candidate("t", "p2", Span(5, 9), "Oh n", Origin.OTHER_CASES, 0.4)
AGAINST = Citation("s", Span(20, 40), SPOKEN.quote, against=True, passage_id="p1")
FIRST = Finding("f", "They count.", (SUPPORT,), ("Arden",), "awareness", id="v1")
CITED = replace(FIRST, citations=(SUPPORT, AGAINST), id="v2")
SEARCH = Counter(
    "f",
    "v1",
    (SPOKEN, OTHER),
    ((Origin.OPPOSITE, 14), (Origin.SAME_CASES, 210), (Origin.OTHER_CASES, 1030)),
    "e",
    "Mia",
    "c1",
    "2026-05-03T10:00:00Z",
)
BOTH = (Weighed("c1", 0, Weight.AGAINST), Weighed("c1", 1, Weight.NEITHER))
APPROVAL = Approval("f", "v2", "c1", "Lea", "a1")


def test_a_finding_goes_from_draft_to_approved_and_back_when_it_changes() -> None:
    record = Record((FIRST,))
    assert (record.status, record.missing) == (Status.DRAFT, ("nobody has searched for counter-evidence",))
    record = replace(record, counter=SEARCH)
    assert record.status is Status.SEARCHED
    assert record.missing == ("2 of 2 candidates are not weighed (number 1, 2)",)
    record = replace(record, weighed=BOTH)
    assert record.missing == ("candidate 1 speaks against it and is not cited as such",)
    record = replace(record, versions=(FIRST, CITED))
    assert (record.status, record.missing) == (Status.READY, ())
    record = replace(record, approvals=(APPROVAL,))
    assert record.status is Status.APPROVED
    again = replace(CITED, statement="They count well.", id="v3")
    assert replace(record, versions=(FIRST, CITED, again)).status is Status.CHANGED
    assert replace(record, lost=("a.txt was revised",)).status is Status.LOST
    assert replace(record, versions=(replace(CITED, withdrawn=True),)).status is Status.WITHDRAWN


def test_an_approval_lasts_no_longer_than_what_it_rests_on() -> None:
    record = Record((FIRST, CITED), SEARCH, BOTH, (APPROVAL,))
    later = replace(SEARCH, id="c2", version="v2")
    assert replace(record, counter=later, weighed=()).status is Status.CHANGED
    assert replace(record, counter=replace(later, candidates=()), weighed=()).status is Status.APPROVED
    changed = replace(record, weighed=(BOTH[0], replace(BOTH[1], weight=Weight.AGAINST)))
    assert changed.status is Status.CHANGED
    assert changed.missing == ("candidate 2 speaks against it and is not cited as such",)


def test_a_finding_without_a_quote_for_it_is_not_ready() -> None:
    bare = replace(FIRST, citations=(AGAINST,))
    record = Record((bare,), replace(SEARCH, candidates=()))
    assert (record.status, record.missing) == (Status.SEARCHED, ("no quote is cited for it",))


@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({}, True),
        ({"confidence": Confidence("high"), "reason": "judged"}, True),
        ({"citations": (SUPPORT, AGAINST)}, True),
        ({"citations": (SUPPORT, replace(AGAINST, against=False))}, True),
        ({"citations": (SUPPORT, replace(AGAINST, span=Span(20, 30), quote=AGAINST.quote[:10]))}, True),
        ({"citations": (SUPPORT, Citation("s", Span(50, 53), "New", passage_id="p9"))}, False),
        ({"citations": ()}, False),
        ({"citations": (replace(SUPPORT, against=True),)}, False),
        ({"citations": (replace(SUPPORT, span=Span(90, 100), passage_id="of a later revision"),)}, True),
        ({"citations": (replace(SUPPORT, span=Span(90, 100)),)}, False),
        ({"statement": "They count!"}, False),
        ({"cases": ()}, False),
        ({"cases": ("Arden", "Boro")}, False),
        ({"capability": None}, False),
    ],
)
def test_a_search_is_good_for_what_only_cites_more_of_what_it_found(change: dict[str, Any], good: bool) -> None:
    now = replace(FIRST, **change)
    assert still_searched(FIRST, now, SEARCH.candidates) is good
    assert Record((FIRST, replace(now, id="v2")), SEARCH).valid is good


def test_a_search_of_a_version_that_was_taken_back_is_good_for_nothing() -> None:
    assert not Record((replace(FIRST, id="v2"),), SEARCH).valid


def test_a_candidate_is_known_again_by_its_words_where_it_stood_or_after_a_revision() -> None:
    assert stands_at(AGAINST, SPOKEN)
    assert stands_at(replace(AGAINST, span=Span(15, 45), quote="So.  Nothing came of it at all"), SPOKEN) is True
    assert stands_at(replace(AGAINST, span=Span(70, 90), passage_id="new"), SPOKEN)
    assert not stands_at(replace(AGAINST, span=Span(70, 90)), SPOKEN)
    assert not stands_at(replace(AGAINST, source_id="t"), SPOKEN)
    assert not stands_at(replace(AGAINST, quote="Nothing else at all."), SPOKEN)


def test_what_was_searched_is_told_also_when_nothing_was_found() -> None:
    looked = (
        "Searched on 3 May 2026 by Mia: 14 codings of the opposite polarity, 210 uncoded passages of its cases and "
        "1,030 of others looked through; "
    )
    assert sentence(SEARCH, BOTH) == looked + "2 candidates read, 1 speaks against it."
    assert sentence(SEARCH, BOTH[1:]) == looked + "1 of 2 candidates read, of which none speaks against it."
    assert sentence(SEARCH, ()) == looked + "2 candidates, none read yet."
    other = replace(SEARCH, searched=((Origin.OPPOSITE, 2), (Origin.UNCITED, 1), (Origin.SAME_CASES, 4)))
    assert "2 codings of the opposite polarity, 1 other not cited and 4 uncoded passages looked" in sentence(other, ())
    twice = (BOTH[0], replace(BOTH[1], weight=Weight.AGAINST))
    assert sentence(SEARCH, twice) == looked + "2 candidates read, 2 speak against it."
    assert sentence(replace(SEARCH, candidates=()), BOTH) == looked + "none found."
    assert sentence(SEARCH, [replace(BOTH[0], counter="another")]).endswith("2 candidates, none read yet.")
    plain = replace(SEARCH, searched=((Origin.SAME_CASES, 1),), candidates=())
    assert sentence(plain, ()) == "Searched on 3 May 2026 by Mia: 1 uncoded passage looked through; none found."


# --- Quotations -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("No marks at all.", []),
        ("She said “we move a crew”.", ["we move a crew"]),
        ('The "smart" city, "so to speak"', ["smart", "so to speak"]),
        ("„wir zählen“ und »so« und «ça va» et 「数える」", ["wir zählen", "so", "ça va", "数える"]),
        ("”vi räknar” ja", ["vi räknar"]),
        ("“He said ‘no way at all’ to us”", ["He said ‘no way at all’ to us"]),
        ("‘we count them weekly’ is what they say", ["we count them weekly"]),
        ("'we don't count them' they say", ["we don't count them"]),
        ("‚wir zählen sie nicht‘ heißt es", ["wir zählen sie nicht"]),
        ("‘the officials’ views matter most’", ["the officials’ views matter most"]),
        ("``we count'' and ''we do''", ["we count", "we do"]),
        ("the officials' report, the mayors' office, it’s the city’s own", []),
        ("‘smart’ city and the officials’ report", []),
        ("rock 'n' roll of the '90s, File › Save › As", []),
        ("قال “نحن نعدها كل أسبوع” \u200f", ["نحن نعدها كل أسبوع"]),
        ("<b>“<i>x</i>”</b> 😀", ["<i>x</i>"]),
    ],
)
def test_quotations_are_recognised_by_marks_of_every_kind(text: str, found: list[str]) -> None:
    assert quoted_words(text) == found


@pytest.mark.parametrize("text", ["She said “we count", "“we count“", 'a 12" pipe', '""', "“ \n”", "''"])
def test_marks_that_do_not_match_or_hold_nothing_are_refused(text: str) -> None:
    with pytest.raises(BadFinding, match="quotation marks"):
        quoted_words(text)


def test_a_quotation_must_stand_in_one_quote_with_white_space_alone_allowed_to_differ() -> None:
    quotes = ["We  count\nthe floods.", "And then café we rest."]
    check_quoted("it", "They say “count the   floods” and «cafe\N{COMBINING ACUTE ACCENT} we»", quotes)
    for wrong in (
        "“count the Floods”",
        "“count floods”",
        "“floods. And then”",
        "“count … floods”",
        "“count the floods!”",
    ):
        with pytest.raises(BadFinding) as refused:
            check_quoted("the finding", f"They say {wrong}", quotes)
        assert wrong.strip("“”") in str(refused.value)
        assert "the finding" in str(refused.value)
        assert "to the letter" in refused.value.hint


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab '’‘“”\"„«»‚\n😀\u200f", max_size=30))
def test_no_text_between_double_marks_escapes_whatever_surrounds_it(noise: str) -> None:
    """Whatever is written before: an invented quotation at the end is never taken for one that stands."""
    with pytest.raises(BadFinding):
        check_quoted("it", f"{noise} “never said by anybody”", ["We count the floods."])
