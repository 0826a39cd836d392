"""Decisions become rows of a sheet, and rows, wherever they come from, become decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qes.coding.carry import best_passage
from qes.interop.decisions import Known, Read, read_decisions
from qes.interop.sheet import settled_rows, sheet
from qes.model import Adjudication, Decision, Source, Span, Verdict
from review_samples import BOOK, PASSAGES, TEXT, adjudications, decide, decisions, settle, suggestion, within

SOURCE = Source("s", "arden/talk.txt", TEXT, (), (), "f" * 64)
KNOWN = Known(BOOK, {SOURCE.path: SOURCE}, {"s": PASSAGES}, best_passage)
DEFAULTS = {"source": SOURCE.path, "coder": "ana"}


def read(*rows: Mapping[str, Any], coder: str | None = None) -> Read:
    return read_decisions(enumerate(rows, start=2), KNOWN, coder)


def one(row: Mapping[str, Any]) -> Decision:
    """The only decision of a table of one row."""
    found = read(DEFAULTS | row)
    assert found.problems == []
    ((number, decision),) = found.decisions
    assert number == 2
    return decision


def trimmed(span: Span | None) -> bool:
    """Whether a quote is such as people mark: it neither begins nor ends with white space."""
    return span is None or span.of(TEXT) == span.of(TEXT).strip()


def plain(item: Decision | Adjudication) -> Decision | Adjudication:
    whole = item.span in [passage.span for passage in PASSAGES]
    return replace(item, span=None) if whole else item


def by_passage(items: Iterable[Decision]) -> list[Decision]:
    return sorted(items, key=lambda item: item.passage_id)


# --- Out and back in ------------------------------------------------------------------------------


@given(decisions)
@settings(deadline=None, max_examples=25)
def test_every_decision_comes_back_from_its_row(given_: list[Decision]) -> None:
    """Also where its quote is a single letter that stands in the passage many times."""
    assume(all(trimmed(decision.span) for decision in given_))
    rows = list(sheet(PASSAGES, {"s": SOURCE}, [], given_, BOOK))
    found = read(*rows)
    assert found.problems == []
    assert [plain(each) for _, each in found.decisions] == [plain(each) for each in by_passage(given_)]
    assert found.blank == len({passage.id for passage in PASSAGES} - {each.passage_id for each in given_})


@given(adjudications, st.booleans())
@settings(deadline=None, max_examples=15)
def test_every_adjudication_comes_back_from_its_row(given_: list[Adjudication], quoted: bool) -> None:
    given_ = [replace(each, span=within(int(each.passage_id[1]), "e") if quoted else None) for each in given_]
    found = read(*settled_rows(given_, {passage.id: passage for passage in PASSAGES}, {"s": SOURCE}))
    assert found.problems == []
    assert [each for _, each in found.adjudications] == given_


def test_the_sheet_holds_what_is_decided_then_open_suggestions_then_the_rest() -> None:
    proposed = [suggestion(0, "awareness", 0.91234), suggestion(0, "learning", 0.5)]
    given_ = [decide("ana", "reject", "awareness", memo="no"), decide("ben", "accept", "context", 1)]
    rows = list(sheet(PASSAGES, {"s": SOURCE}, proposed, given_, BOOK))
    shown = [
        (row["passage"], row["code"], row["verdict"], row["coder"], row["score"], row["suggestion"]) for row in rows
    ]
    assert shown == [
        ("p0", "awareness", "reject", "ana", "", ""),
        ("p0", "learning", "", "", 0.5, "0learning"),
        ("p1", "context", "accept", "ben", "", ""),
        ("p2", "", "", "", "", ""),
    ]
    assert {"polarity", "regularity", "text", "place", "start"} <= set(rows[0])
    assert rows[0]["text"] == PASSAGES[0].text


def test_adjudications_on_passages_that_are_gone_are_not_in_the_sheet() -> None:
    assert list(settled_rows([settle("learning", True)], {}, {"s": SOURCE})) == []


# --- Rows by hand ---------------------------------------------------------------------------------


def test_a_quote_alone_finds_its_passage_though_an_editor_changed_its_marks() -> None:
    decision = one({"quote": "met\u00a0the\n residents", "code": "learning", "verdict": " Accept "})
    assert (decision.passage_id, decision.verdict, decision.code) == ("p1", Verdict.ACCEPTED, "learning")
    assert decision.span == within(1, "met the residents")


def test_quoting_the_whole_passage_is_the_same_as_naming_it() -> None:
    quoted = one({"quote": PASSAGES[1].text, "code": "learning", "verdict": "accept"})
    assert quoted == one({"passage": "p1", "code": "learning", "verdict": "accept"})
    assert quoted.span is None


def test_a_repeated_quote_is_told_apart_by_its_passage_or_where_it_starts() -> None:
    row = {"quote": "th", "code": "learning", "verdict": "accept", "passage": "p1"}
    assert one(row).span == within(1, "th")
    start = TEXT.rindex("e")
    assert one({"quote": "e", "code": "learning", "verdict": "accept", "start": start}).span == Span(start, start + 1)


def test_a_replaced_suggestion_keeps_its_quote_and_the_attributes_of_the_new_code() -> None:
    row = {"passage": "p1", "quote": "residents", "code": "context", "verdict": "replace", "suggestion": "x9"}
    decision = one(row | {"replacement": "learning", "polarity": "supports", "memo": " why ", "blind": "TRUE"})
    assert (decision.refused, decision.applied, decision.suggestion_id) == ("context", "learning", "x9")
    assert decision.span == within(1, "residents")
    assert (decision.attributes, decision.memo, decision.blind) == ({"polarity": "supports"}, "why", True)


def test_attributes_are_dropped_for_codes_that_carry_none() -> None:
    assert one({"passage": "p1", "code": "context", "verdict": "accept", "polarity": "supports"}).attributes == {}


def test_nothing_on_a_source_means_all_that_is_not_decided_about_in_the_table() -> None:
    rows = (
        {"verdict": "nothing", "blind": 1},
        {"passage": "p1", "code": "learning", "verdict": "accept"},
        {"passage": "p0", "code": "learning", "verdict": "accept", "coder": "ben"},
    )
    found = read(*(DEFAULTS | row for row in rows))
    assert [(row, each.coder, each.passage_id, each.verdict.value, each.blind) for row, each in found.decisions] == [
        (3, "ana", "p1", "accept", False),
        (4, "ben", "p0", "accept", False),
        (2, "ana", "p0", "nothing", True),
        (2, "ana", "p2", "nothing", True),
    ]


def test_rows_without_a_verdict_wait_and_the_coder_may_be_given_for_all() -> None:
    found = read({"passage": "p0", "verdict": None}, {"passage": "p0", "verdict": "nothing"}, coder="zoe")
    assert found.blank == 1
    assert [(row, each.coder) for row, each in found.decisions] == [(3, "zoe")]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"passage": "p0", "verdict": "accept", "coder": "", "code": "learning"}, "names no coder"),
        ({"passage": "p0", "verdict": "maybe", "code": "learning"}, "verdict 'maybe' is not one of: accept, reject"),
        ({"passage": "p0", "verdict": "accept"}, "a decision names a code"),
        ({"passage": "p0", "verdict": "replace", "code": "learning"}, "a replacement is given if and only if"),
        (
            {"passage": "p0", "verdict": "accept", "code": "learning", "replacement": "context"},
            "a replacement is given",
        ),
        ({"passage": "p0", "verdict": "settled-yes"}, "settles no code"),
        ({"passage": "p9", "verdict": "accept", "code": "learning"}, "names neither a passage of this project nor a"),
        ({"quote": "flood", "verdict": "accept", "code": "learning", "source": "x.txt"}, "source 'x.txt' is not in"),
        ({"verdict": "nothing", "source": "x.txt"}, "source 'x.txt' is not in this project"),
        ({"quote": "no flood", "verdict": "accept", "code": "learning"}, "quote is not in arden/talk.txt: 'no flood'"),
        ({"passage": "p0", "quote": "residents", "verdict": "nothing"}, "quote is not in arden/talk.txt"),
        ({"quote": "the", "verdict": "accept", "code": "learning", "start": "3"}, "quote stands 2 times in arden/talk"),
    ],
)
def test_a_wrong_row_is_listed_with_its_number_and_the_others_go_on(row: dict[str, str], says: str) -> None:
    good = DEFAULTS | {"passage": "p2", "verdict": "accept", "code": "learning"}
    found = read(good, DEFAULTS | row, good)
    ((number, problem),) = found.problems
    assert number == 3
    assert problem.startswith(says)
    assert [row for row, _ in found.decisions] == [2, 4]


def test_a_quote_between_passages_is_refused() -> None:
    known = replace(KNOWN, passages={"s": PASSAGES[:1]})
    row = DEFAULTS | {"quote": "Nothing came", "verdict": "accept", "code": "learning"}
    assert read_decisions([(5, row)], known, None).problems == [
        (5, "quote is not in a passage that can be coded: 'Nothing came'")
    ]
