"""Passages: verbatim, complete, whole sentences, with their question."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qes.ingest.compose import compose, normalised
from qes.ingest.document import Piece
from qes.ingest.segment import LONGEST, segment
from qes.ingest.sentences import sentences
from qes.model import BlockKind, Facts, Passage, PassageKind, Section, Source, Span

WORDS = st.sampled_from(
    "we the council voted again 3.5 million e.g. Dr. Ortiz drains, [laughter] “never” né Ω a😀b".split()
)
SENTENCE = st.builds(
    lambda words, end: " ".join(words) + end, st.lists(WORDS, min_size=1, max_size=25), st.sampled_from(".!?…")
)
TEXT = st.builds(" ".join, st.lists(SENTENCE, min_size=1, max_size=12))
PIECES = st.lists(
    st.builds(
        Piece,
        text=TEXT,
        kind=st.sampled_from(list(BlockKind)),
        speaker=st.sampled_from([None, "Ana", "Interviewer"]),
        page=st.sampled_from([None, 1, 2]),
    ),
    min_size=1,
    max_size=12,
)


def source_of(pieces: list[Piece], interviewers: tuple[str, ...] = ("Interviewer",)) -> Source:
    text, blocks = compose(normalised(pieces))
    section = Section(Span(0, len(text)), Facts(case="Springvale"))
    return Source("s", "a.txt", text, blocks, (section,), "0" * 64, "en", interviewers)


def turns(*said: tuple[str, str]) -> list[Passage]:
    return list(segment(source_of([Piece(text, BlockKind.TURN, speaker) for speaker, text in said])))


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_passages_quote_their_source_and_cover_every_word(pieces: list[Piece]) -> None:
    source = source_of(pieces)
    passages = list(segment(source))
    assert all(passage.span.of(source.text) == passage.text for passage in passages)
    assert " ".join(passage.text for passage in passages).split() == source.text.split()
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert len({passage.id for passage in passages}) == len(passages)


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_no_passage_cuts_a_sentence(text: str) -> None:
    source = source_of([Piece(text)])
    ends = {span.end for span in sentences(source.text, "en")}
    assert all(passage.span.end in ends for passage in segment(source))


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_a_passage_never_mixes_speakers_or_goes_on_after_a_heading(pieces: list[Piece]) -> None:
    source = source_of(pieces)
    for passage in segment(source):
        inside = [block for block in source.blocks if block.span.overlaps(passage.span)]
        assert len({block.speaker for block in inside}) == 1
        assert passage.kind is PassageKind.HEADING or all(block.kind is not BlockKind.HEADING for block in inside)


def test_a_long_answer_is_cut_into_passages_of_a_readable_length() -> None:
    answer = " ".join(f"In year {n} we moved the budget of the drains to the next district." for n in range(40))
    passages = turns(("Ana", answer))
    assert all(40 <= len(passage.text.split()) <= LONGEST for passage in passages)


def test_an_answer_keeps_its_question_through_small_talk_of_the_interviewer() -> None:
    passages = turns(
        ("Interviewer", "How do you notice that a street floods?"),
        ("Ana", "The bus drivers call us."),
        ("Interviewer", "Mhm, yes."),
        ("Ana", "And then we drive there."),
        ("Interviewer", "Who decides what comes first?"),
        ("Ana", "The mayor."),
    )
    assert [p.question for p in passages if p.kind is PassageKind.SPEECH] == [
        "How do you notice that a street floods?",
        "How do you notice that a street floods?",
        "Who decides what comes first?",
    ]


def test_interviewers_headings_and_page_numbers_are_kept_but_not_coded() -> None:
    pieces = [
        Piece("Drains", BlockKind.HEADING),
        Piece("We clean them every autumn."),
        Piece("- 12 -"),
        Piece("Why in autumn?", BlockKind.TURN, "Interviewer"),
    ]
    passages = list(segment(source_of(pieces)))
    assert [(p.kind, p.codable) for p in passages] == [
        (PassageKind.HEADING, False),
        (PassageKind.PROSE, True),
        (PassageKind.ASIDE, False),
        (PassageKind.QUESTION, False),
    ]
    assert passages[1].heading == "Drains"


def test_a_sentence_broken_by_a_page_is_read_on() -> None:
    passages = list(segment(source_of([Piece("The council moved the money", page=1), Piece("to the drains.", page=2)])))
    assert [" ".join(p.text.split()) for p in passages] == ["The council moved the money to the drains."]
    assert passages[0].page == 1


def test_a_text_without_any_full_stop_still_becomes_passages() -> None:
    passages = list(segment(source_of([Piece("word " * 3000)])))
    assert " ".join(p.text for p in passages).split() == ["word"] * 3000


def test_text_outside_every_section_belongs_to_no_case_and_is_not_coded() -> None:
    whole = source_of([Piece("Foreword of the editors."), Piece("Springvale drains its streets.")])
    start = whole.text.index("Springvale")
    section = Section(Span(start, len(whole.text)), Facts(case="Springvale"))
    source = Source("s", "a.txt", whole.text, whole.blocks, (section,), "0" * 64, "en")
    assert [(p.case, p.codable) for p in segment(source)] == [(None, False), ("Springvale", True)]
