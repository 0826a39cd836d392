"""What coders differ about: laws over whatever they decide, and each kind of difference once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.disagreements import Difference, Disagreement, disagreements, lessons, masked
from qes.model import Adjudication, CodingStatus, Decision, ErrorKind, Verdict
from review_samples import CODERS, PASSAGES, adjudications, decide, decisions, evidence, settle, within

quick = settings(deadline=None, max_examples=60)


def found(given_: list[Decision], settled: list[Adjudication] | None = None) -> list[Disagreement]:
    return disagreements(PASSAGES, given_, settled or [])


# --- Laws -----------------------------------------------------------------------------------------


@given(decisions, adjudications)
@quick
def test_what_is_open_on_whether_a_code_applies_is_exactly_what_is_disputed(
    given_: list[Decision], settled: list[Adjudication]
) -> None:
    still = {
        (each.passage_id, each.code)
        for each in found(given_, settled)
        if each.kind is Difference.GIVEN and each.settled is None
    }
    disputed = [coding for coding in evidence(given_, settled) if coding.status is CodingStatus.DISPUTED]
    assert still == {(coding.passage_id, coding.code) for coding in disputed}


@given(decisions, adjudications)
@quick
def test_a_passage_read_by_one_person_is_never_there_and_every_reader_of_the_others_is(
    given_: list[Decision], settled: list[Adjudication]
) -> None:
    for each in found(given_, settled):
        readers = sorted({d.coder for d in given_ if d.passage_id == each.passage_id})
        assert [voice.coder for voice in each.voices] == readers
        assert len(readers) > 1
        assert sorted([*each.gave, *each.denied]) == readers
        assert each.gave


@given(decisions, adjudications, st.integers(0, 5))
@quick
def test_masking_keeps_everything_but_names(given_: list[Decision], settled: list[Adjudication], seed: int) -> None:
    for each in found(given_, settled):
        hidden = masked(each, seed)
        assert [voice.coder for voice in hidden.voices] == ["A", "B", "C"][: len(each.voices)]
        said = [replace(voice, coder="") for voice in hidden.voices]
        assert sorted(map(repr, said)) == sorted(repr(replace(voice, coder="")) for voice in each.voices)
        assert hidden.settled == (replace(each.settled, author="") if each.settled else None)
        assert replace(hidden, voices=each.voices, settled=each.settled) == each
        assert masked(each, seed) == hidden


@given(decisions, adjudications)
@quick
def test_settling_changes_nothing_but_that_it_is_settled_and_how(
    given_: list[Decision], settled: list[Adjudication]
) -> None:
    before, after = found(given_), found(given_, settled)
    last = {(each.passage_id, each.code): each for each in settled}
    assert [replace(each, settled=last.get((each.passage_id, each.code))) for each in before] == after


# --- Cases ----------------------------------------------------------------------------------------


def test_who_refused_and_who_did_not_mention_it_are_told_apart_and_words_and_memos_are_shown() -> None:
    words = within(0, "count")
    [each] = found(
        [
            decide(
                "ana", "accept", "awareness", span=words, memo="plain", blind=True, attributes={"polarity": "supports"}
            ),
            decide("ben", "reject", "awareness", memo="no"),
            decide("cy", "nothing", memo="empty"),
        ]
    )
    assert (each.passage_id, each.code, each.kind) == ("p0", "awareness", Difference.GIVEN)
    ana, ben, cy = each.voices
    assert (ana.gave, ana.spans, ana.memos, ana.blind, ana.attributes) == (
        True,
        (words,),
        ("plain",),
        True,
        {"polarity": ("supports",)},
    )
    assert (ben.gave, ben.refused, ben.memos, ben.spans, ben.blind) == (False, True, ("no",), (), False)
    assert (cy.gave, cy.refused, cy.memos) == (False, False, ("empty",))
    assert (each.gave, each.denied) == (("ana",), ("ben", "cy"))


def test_a_memo_on_another_code_is_no_memo_on_this_one() -> None:
    [awareness, _] = found([decide("ana", "accept", "awareness"), decide("ben", "accept", "learning", memo="mine")])
    assert [voice.memos for voice in awareness.voices] == [(), ()]


def test_words_differ_when_the_least_similar_two_share_too_little() -> None:
    everything = decide("ana", "accept", "awareness")
    close = decide("ben", "accept", "awareness", span=within(0, "We count the"))
    far = decide("cy", "accept", "awareness", span=within(0, "floods."))
    assert found([everything, close]) == []
    [each] = found([everything, close, far])
    assert (each.kind, each.overlap) == (Difference.WORDS, 0.0)
    [strict] = disagreements(PASSAGES, [everything, close], [], least_overlap=0.8)
    assert strict.overlap == 12 / len("We count the floods.")


def test_attributes_differ_when_two_values_were_given_and_not_when_one_coder_left_it_open() -> None:
    ana = decide("ana", "accept", "awareness", attributes={"polarity": "supports", "regularity": "once"})
    ben = decide("ben", "accept", "awareness", attributes={"polarity": "contradicts"})
    [each] = found([ana, ben])
    assert (each.kind, each.differing, each.unsaid) == (Difference.ATTRIBUTES, ("polarity",), ("polarity",))
    assert found([ana, replace(ben, attributes={})]) == []
    [settled] = found([ana, ben], [settle("awareness", True)])
    assert settled.unsaid == ("polarity",)
    [said] = found([ana, ben], [settle("awareness", True, attributes={"polarity": "supports"})])
    [denied] = found([ana, ben], [settle("awareness", False)])
    assert (said.unsaid, denied.unsaid) == ((), ())


def test_letters_are_drawn_anew_for_each_passage_and_code() -> None:
    many = [replace(PASSAGES[0], id=f"q{number}") for number in range(40)]
    given_ = [
        Decision(passage.id, coder, Verdict.ACCEPTED if coder == "ana" else Verdict.REJECTED, "b@1", code="awareness")
        for passage in many
        for coder in CODERS
    ]
    drawn = ["".join(v.coder for v in masked(each, 1).voices if v.gave) for each in disagreements(many, given_, [])]
    assert {drawn.count(letter) > 4 for letter in "ABC"} == {True}
    assert len(drawn) == 40


def test_after_z_comes_aa() -> None:
    given_ = [decide(f"c{n:02}", "accept" if n else "reject", "awareness") for n in range(28)]
    [each] = found(given_)
    assert [voice.coder for voice in masked(each, 0).voices][24:] == ["Y", "Z", "AA", "AB"]


def test_lessons_count_the_last_word_on_each_passage_and_put_unclear_definitions_first() -> None:
    settled = [
        settle("learning", True, 0, kind=ErrorKind.MISSED),
        settle("learning", True, 1),
        settle("learning", False, 2, kind=ErrorKind.CODE),
        settle("awareness", True, 0, kind=ErrorKind.MISSED),
        settle("awareness", False, 0, kind=ErrorKind.DEFINITION),
    ]
    awareness, learning = lessons(PASSAGES, settled)
    assert (awareness.code, dict(awareness.kinds), awareness.applies) == ("awareness", {ErrorKind.DEFINITION: 1}, 0)
    assert dict(learning.kinds) == {ErrorKind.MISSED: 1, None: 1, ErrorKind.CODE: 1}
    assert [(passage.id, each.applies) for passage, each in learning.settled] == [
        ("p0", True),
        ("p1", True),
        ("p2", False),
    ]
    assert lessons(PASSAGES[1:], settled)[0].code == "learning"
