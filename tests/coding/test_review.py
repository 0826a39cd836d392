"""What decisions amount to: laws that hold whoever decides what in which order, and the cases that matter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding import carry, review
from qes.errors import BadDecision, QesError, UnknownCode
from qes.model import Adjudication, Code, Coding, CodingStatus, Decision, Passage, PassageKind, Span, Verdict
from review_samples import (
    BOOK,
    CODERS,
    CODES,
    PASSAGES,
    QUESTION,
    TEXT,
    adjudications,
    decide,
    decisions,
    evidence,
    settle,
    within,
)

quick = settings(deadline=None, max_examples=35)


def nameless(found: Sequence[Coding]) -> list[Coding]:
    """Memos come in the order of their coders' names; all else may not hang on names."""
    return [replace(coding, memos=tuple(sorted(coding.memos))) for coding in found]


# --- Laws -----------------------------------------------------------------------------------------


@given(decisions, adjudications, st.permutations(CODERS))
@quick
def test_who_the_coders_are_changes_nothing_but_their_names(
    given_: list[Decision], settled: list[Adjudication], names: list[str]
) -> None:
    other = dict(zip(CODERS, names, strict=True))
    renamed = [replace(each, coder=other[each.coder]) for each in given_]
    expected = [
        replace(coding, coders=tuple(sorted(other[name] for name in coding.coders)))
        for coding in evidence(given_, settled)
    ]
    assert nameless(evidence(renamed, settled)) == nameless(expected)


@given(decisions, adjudications, st.permutations(CODERS))
@quick
def test_it_does_not_matter_which_coder_decides_first(
    given_: list[Decision], settled: list[Adjudication], order: list[str]
) -> None:
    one_by_one = sorted(given_, key=lambda each: order.index(each.coder))
    assert evidence(one_by_one, settled) == evidence(given_, settled)
    assert review.labels(one_by_one) == review.labels(given_)


@given(decisions, adjudications)
@quick
def test_every_quote_is_its_span_of_the_text_and_no_two_of_a_code_overlap(
    given_: list[Decision], settled: list[Adjudication]
) -> None:
    found = evidence(given_, settled)
    assert all(coding.quote == coding.span.of(TEXT) for coding in found)
    for one in found:
        same = [each for each in found if (each.passage_id, each.code) == (one.passage_id, one.code)]
        assert sum(each.span.overlaps(one.span) for each in same) == 1
    assert len({coding.id for coding in found}) == len(found)
    assert [coding.span.start for coding in found if coding.code == CODES[0]] == sorted(
        coding.span.start for coding in found if coding.code == CODES[0]
    )


@given(decisions)
@quick
def test_a_coding_is_agreed_single_or_disputed_by_who_has_read_and_who_gave_it(given_: list[Decision]) -> None:
    """Told from the labels alone, so that labels and codings cannot drift apart."""
    labels = review.labels(given_)
    statuses: dict[tuple[str, str], set[CodingStatus]] = defaultdict(set)
    for coding in evidence(given_):
        statuses[coding.passage_id, coding.code].add(coding.status)
    for passage in PASSAGES:
        readers = {coder for coder, read in labels.items() if passage.id in read}
        for code in CODES:
            givers = {coder for coder in readers if code in labels[coder][passage.id]}
            firm = CodingStatus.AGREED if len(readers) > 1 else CodingStatus.SINGLE
            expected = {firm if givers == readers else CodingStatus.DISPUTED} if givers else set()
            assert statuses[passage.id, code] == expected


@given(decisions)
@quick
def test_coders_have_read_what_they_decided_about_and_hold_what_stands_of_it(given_: list[Decision]) -> None:
    labels = review.labels(given_)
    assert {(coder, unit) for coder, read in labels.items() for unit in read} == {
        (each.coder, each.passage_id) for each in given_
    }
    held = {(coding.passage_id, coding.code, coder) for coding in evidence(given_) for coder in coding.coders}
    assert held == {
        (unit, code, coder) for coder, read in labels.items() for unit, codes in read.items() for code in codes
    }


@given(decisions, adjudications, st.sampled_from(CODES), st.integers(0, 2))
@quick
def test_settling_removes_or_confirms_one_code_on_one_passage_and_touches_no_other(
    given_: list[Decision], settled: list[Adjudication], code: str, passage: int
) -> None:
    def others(found: Sequence[Coding]) -> list[Coding]:
        return [each for each in found if (each.passage_id, each.code) != (f"p{passage}", code)]

    before = evidence(given_, settled)
    denied = evidence(given_, [*settled, settle(code, False, passage)])
    confirmed = evidence(given_, [*settled, settle(code, True, passage)])
    assert denied == others(denied) == others(before) == others(confirmed)
    here = [each for each in confirmed if each not in others(confirmed)]
    assert {each.status for each in here} == {CodingStatus.SETTLED}


@given(decisions)
@quick
def test_the_last_word_of_a_coder_on_a_passage_holds(given_: list[Decision]) -> None:
    for verdict, holds in (("reject", False), ("accept", True)):
        last = decide("ana", verdict, CODES[0], 1)
        assert (CODES[0] in review.labels([*given_, last])["ana"]["p1"]) is holds


# --- Cases ----------------------------------------------------------------------------------------


def test_only_settled_agreed_and_single_codings_count() -> None:
    given_ = [decide("ana", "accept", "learning"), decide("ben", "nothing")]
    (disputed,) = evidence(given_)
    assert (disputed.status, disputed.counts, disputed.coders) == (CodingStatus.DISPUTED, False, ("ana",))
    (settled,) = evidence(given_, [settle("learning", True)])
    assert (settled.status, settled.counts, settled.coders) == (CodingStatus.SETTLED, True, ("ana",))
    assert evidence(given_, [settle("learning", True), settle("learning", False)]) == []


@given(decisions)
@quick
def test_the_words_an_adjudication_names_are_the_only_quote(given_: list[Decision]) -> None:
    first = PASSAGES[0].span
    chosen = Span(first.start + 2, first.end - 1)
    found = evidence(given_, [settle("learning", True, span=chosen)])
    assert [each.span for each in found if (each.passage_id, each.code) == ("p0", "learning")] == [chosen]


def test_overlapping_quotes_become_one_and_distant_ones_stay_apart() -> None:
    given_ = [
        decide("ana", "accept", "learning", 1, span=within(1, "Then we met"), memo="m1", blind=True),
        decide("ben", "accept", "learning", 1, span=within(1, "met the"), memo="m2", blind=True),
        decide("cy", "accept", "learning", 1, span=within(1, "residents"), blind=False),
    ]
    first, second = evidence(given_)
    assert (first.quote, first.coders, first.memos, first.blind) == (
        "Then we met the",
        ("ana", "ben"),
        ("m1", "m2"),
        True,
    )
    assert (second.quote, second.coders, second.blind) == ("residents", ("cy",), False)
    assert first.status is second.status is CodingStatus.AGREED


def test_a_new_quote_replaces_what_it_overlaps_and_a_rejected_one_takes_only_itself_back() -> None:
    both = [
        decide("ana", "accept", "learning", 1, span=within(1, "Then we met")),
        decide("ana", "accept", "learning", 1, span=within(1, "residents")),
    ]
    assert [each.quote for each in evidence(both)] == ["Then we met", "residents"]
    taken = [*both, decide("ana", "reject", "learning", 1, span=within(1, "the residents"))]
    assert [each.quote for each in evidence(taken)] == ["Then we met"]
    assert [each.quote for each in evidence([*both, decide("ana", "accept", "learning", 1)])] == [PASSAGES[1].text]
    assert evidence([*both, decide("ana", "reject", "learning", 1)]) == []


def test_a_replacement_denies_the_one_code_and_gives_the_other() -> None:
    given_ = [
        decide("ana", "accept", "awareness"),
        decide("ana", "replace", "awareness", replacement="learning", attributes={"polarity": "supports"}),
    ]
    (coding,) = evidence(given_)
    assert (coding.code, coding.attributes, coding.case) == ("learning", {"polarity": "supports"}, "Arden")
    assert review.labels(given_) == {"ana": {"p0": frozenset({"learning"})}}


def test_attributes_coders_differ_on_count_for_nothing_until_a_lead_settles_them() -> None:
    given_ = [
        decide("ana", "accept", "learning", attributes={"polarity": "supports", "regularity": "once"}),
        decide("ben", "accept", "learning", attributes={"polarity": "contradicts"}),
    ]
    (open_,) = evidence(given_)
    assert (open_.attributes, open_.differing) == ({"regularity": "once"}, ("polarity",))
    (settled,) = evidence(given_, [settle("learning", True, attributes={"polarity": "supports"})])
    assert (settled.attributes, settled.differing) == ({"regularity": "once", "polarity": "supports"}, ())


def test_a_lead_may_give_a_code_nobody_gave() -> None:
    (whole,) = evidence([], [settle("learning", True)])
    assert (whole.quote, whole.coders, whole.blind) == (PASSAGES[0].text, (), False)
    (part,) = evidence([decide("ana", "nothing")], [settle("learning", True, span=within(0, "floods"))])
    assert (part.quote, part.status) == ("floods", CodingStatus.SETTLED)


def test_decisions_on_passages_that_are_gone_are_left_out() -> None:
    gone = Decision("old", "ben", Verdict.ACCEPTED, BOOK.id, code="learning")
    assert evidence([gone, decide("ana", "accept", "learning")]) == evidence([decide("ana", "accept", "learning")])


# --- What may be decided --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": "nonsense"}, "'nonsense' is not in codebook 'small@1'"),
        ({"code": "group"}, "'group' only groups others"),
        ({"attributes": {"polarity": "sideways"}}, "polarity cannot be 'sideways'; choose one of: supports, contrad"),
        ({"attributes": {"colour": "red"}}, "unknown attribute 'colour'; small@1 has: polarity, regularity"),
        ({"span": PASSAGES[2].span}, "the quote lies outside passage p0"),
    ],
)
def test_a_decision_or_adjudication_the_codebook_does_not_allow_is_refused(changes: dict[str, Any], says: str) -> None:
    for item in (decide("ana", "accept", "learning"), settle("learning", True)):
        review.check(item, BOOK, PASSAGES[0])
        with pytest.raises(QesError, match=says) as caught:
            review.check(replace(item, **changes), BOOK, PASSAGES[0])
        assert isinstance(caught.value, UnknownCode | BadDecision)


def test_what_cannot_be_given_any_more_can_still_be_denied() -> None:
    note = "Merged into learning; use it instead.\n\nNot for plans."
    book = replace(BOOK, codes=(*BOOK.codes, Code("old", "Old", "", "It was.", "", note, codable=False)))
    for item in (
        decide("ana", "reject", "old"),
        decide("ana", "replace", "old", replacement="learning"),
        settle("old", False),
    ):
        review.check(item, book, PASSAGES[0])
    for item in (
        decide("ana", "accept", "old"),
        decide("ana", "replace", "learning", replacement="old"),
        settle("old", True),
    ):
        with pytest.raises(BadDecision, match=r"'old' is no longer in use \(Merged into learning; use it instead\.\)$"):
            review.check(item, book, PASSAGES[0])
    for item in (decide("ana", "reject", "nonsense"), settle("nonsense", False)):
        with pytest.raises(UnknownCode):
            review.check(item, book, PASSAGES[0])


@pytest.mark.parametrize("code", ["nonsense", "group"])
def test_the_code_chosen_instead_is_checked_too(code: str) -> None:
    with pytest.raises(QesError, match=code):
        review.check(decide("ana", "replace", "learning", replacement=code), BOOK, PASSAGES[0])


def test_nobody_decides_anonymously_or_about_a_question() -> None:
    for item in (decide(" ", "nothing"), replace(settle("learning", True), author="")):
        with pytest.raises(BadDecision, match="name of who made it"):
            review.check(item, BOOK, PASSAGES[0])
    with pytest.raises(BadDecision, match="is a question outside what is coded"):
        review.check(decide("ana", "nothing"), BOOK, QUESTION)


def _new_passages(*sentences: str) -> tuple[list[Passage], str]:
    text, passages = "", []
    for ordinal, sentence in enumerate(sentences):
        span = Span(len(text), len(text) + len(sentence))
        passages.append(Passage(f"n{ordinal}", "s", ordinal, span, sentence, PassageKind.PROSE, case="Arden"))
        text += sentence + " "
    return passages, text.strip()


def test_a_decision_moves_to_where_its_quote_stands_nearest() -> None:
    passages, text = _new_passages("New start.", "We count the floods.", "Much was added.", "We count the floods.")
    whole = carry.carry_over(decide("ana", "accept", "learning"), PASSAGES[0], TEXT, passages, text)
    assert whole == carry.Carried("", "n1", None)
    quote = decide("ana", "accept", "learning", span=within(0, "floods"))
    part = carry.carry_over(quote, PASSAGES[0], TEXT, passages, text)
    assert part is not None
    assert part.span is not None
    assert (part.passage_id, part.span.of(text)) == ("n1", "floods")


def test_a_whole_passage_that_became_part_of_another_is_carried_as_a_quote() -> None:
    passages, text = _new_passages("First: We count the floods. And more.")
    found = carry.carry_over(settle("learning", True), PASSAGES[0], TEXT, passages, text)
    assert found is not None
    assert found.span is not None
    assert found.span.of(text) == "We count the floods."


@pytest.mark.parametrize("sentence", ["We count the storms.", "we count the floods."])
def test_a_quote_that_is_gone_or_reworded_is_not_guessed(sentence: str) -> None:
    passages, text = _new_passages(sentence)
    assert carry.carry_over(decide("ana", "nothing"), PASSAGES[0], TEXT, passages, text) is None


def test_a_quote_belongs_to_the_codable_passage_that_holds_most_of_it() -> None:
    across = Span(within(0, "floods").start, within(1, "Then we met").end)
    assert carry.best_passage(across, PASSAGES) == PASSAGES[1]
    assert carry.best_passage(within(0, "floods"), [QUESTION]) is None
    assert Counter(p.id for p in PASSAGES if carry.best_passage(p.span, PASSAGES) == p) == Counter(["p0", "p1", "p2"])


def test_a_coder_may_return_to_an_earlier_verdict() -> None:
    yes, no = decide("ana", "accept", "learning"), decide("ana", "reject", "learning")
    by_id = {passage.id: passage for passage in PASSAGES}
    assert review.in_force([yes, no], by_id) == [no]
    assert review.in_force([yes, no, yes], by_id) == [yes]
    assert review.in_force([yes, decide("ben", "reject", "learning")], by_id)[0] == yes


def test_a_later_word_on_the_refused_code_leaves_the_one_given_instead() -> None:
    instead = decide("ana", "replace", "learning", replacement="capacity")
    back = decide("ana", "accept", "learning")
    by_id = {passage.id: passage for passage in PASSAGES}
    assert review.in_force([instead, back], by_id) == [instead, back]
    assert review.labels([instead, back])["ana"]["p0"] == {"learning", "capacity"}
