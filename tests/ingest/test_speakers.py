"""Turns are found where people mark them, and prose is never mistaken for talk."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qes.ingest.document import Piece
from qes.ingest.speakers import find_interviewers, find_turns
from qes.model import BlockKind


def turns(*texts: str) -> list[tuple[str | None, str]]:
    return [(piece.speaker, piece.text) for piece in find_turns([Piece(text) for text in texts])]


def test_labels_with_a_colon_become_speakers() -> None:
    assert turns("INTERVIEWER: Who decides?", "ANA (MAYOR): I do.", "And the council.", "INTERVIEWER: Why?") == [
        ("INTERVIEWER", "Who decides?"),
        ("ANA (MAYOR)", "I do."),
        ("ANA (MAYOR)", "And the council."),
        ("INTERVIEWER", "Why?"),
    ]


def test_lines_of_one_paragraph_may_each_open_a_turn() -> None:
    assert turns("Q: Who decides?\nA: I do.\nQ: Why?\nA: It is my job.") == [
        ("Q", "Who decides?"),
        ("A", "I do."),
        ("Q", "Why?"),
        ("A", "It is my job."),
    ]


def test_names_alone_on_a_line_become_speakers() -> None:
    said = turns(
        "Nina", "Who decides?", "Omar", "I do.", "Nina", "Why?", "Omar", "My job.", "Nina", "Fine.", "Omar", "Yes."
    )
    assert said[:4] == [("Nina", "Who decides?"), ("Omar", "I do."), ("Nina", "Why?"), ("Omar", "My job.")]


def test_numbered_questions_without_answer_labels_leave_answers_to_nobody() -> None:
    assert turns(
        "Pergunta 1: Quem decide?\nSou eu.", "Pergunta 2: Porquê?\nÉ o meu trabalho.", "Pergunta 3: Como?\nAssim."
    )[:2] == [
        ("Pergunta 1", "Quem decide?"),
        (None, "Sou eu."),
    ]


def test_times_at_a_label_are_kept() -> None:
    pieces = find_turns(
        [
            Piece("[00:01:30] Ana: I do."),
            Piece("Bo [00:02:00]: Why?"),
            Piece("Ana: So."),
            Piece("Bo: Ah."),
            Piece("Ana: Yes."),
            Piece("Bo: No."),
        ]
    )
    assert [(piece.speaker, piece.time) for piece in pieces[:2]] == [("Ana", 90.0), ("Bo", 120.0)]


def test_prose_with_colons_stays_prose() -> None:
    texts = (
        "Note: the budget grew.",
        "Result: three drains were built.",
        "We list: one, two.",
        "The rest follows in chapter two.",
    )
    assert turns(*texts) == [(None, text) for text in texts]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="aA: \n?Q1.[]0", min_size=1, max_size=40), min_size=1, max_size=8))
def test_no_word_is_lost_but_into_a_speaker_or_a_time(texts: list[str]) -> None:
    pieces = find_turns([Piece(text) for text in texts])
    kept = "".join("".join(piece.text for piece in pieces).split())
    names = {piece.speaker for piece in pieces if piece.speaker}
    if not names:
        assert kept == "".join("".join(texts).split())
    else:
        assert len(kept) <= len("".join("".join(texts).split()))
        assert all(any(name in text for text in texts) for name in names)


def test_the_one_who_asks_most_and_says_least_is_the_interviewer() -> None:
    pieces = [
        piece
        for n in range(5)
        for piece in (
            Piece(f"How was year {n}?", BlockKind.TURN, "Jack"),
            Piece(
                "It was long, and we learned a great deal about rivers, fires and the people who live near them.",
                BlockKind.TURN,
                "Teresa",
            ),
        )
    ]
    assert find_interviewers(pieces)[0] == ("Jack",)


def test_two_people_who_talk_alike_have_no_interviewer() -> None:
    pieces = [Piece("We saw the river rise that year, did we not?", BlockKind.TURN, name) for name in ("Ana", "Bo") * 4]
    assert find_interviewers(pieces) == ((), None)


def test_the_team_may_name_the_interviewer() -> None:
    pieces = [Piece("Tell me.", BlockKind.TURN, "Ana"), Piece("What?", BlockKind.TURN, "Bo")]
    assert find_interviewers(pieces, ["ana"])[0] == ("Ana",)
