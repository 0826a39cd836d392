from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.errors import EmptyFile, UnreadableFile
from qes.ingest.document import Piece, ReadOptions
from qes.ingest.readers.lines import split_lines
from qes.ingest.readers.text import TextReader, pieces
from qes.model import BlockKind


def read(text: str) -> list[Piece]:
    return list(pieces(split_lines(text)))


def texts(text: str) -> list[str]:
    return [piece.text for piece in read(text)]


WRAPPED = """The council met in the autumn of that year and agreed on a
list of works for the river, which the departments then
carried out together. Nobody had asked them to do so.

A second paragraph follows after a blank line and is wrapped at
the same width as the first one was."""


def test_blank_lines_part_paragraphs_and_soft_wraps_become_spaces() -> None:
    found = texts(WRAPPED)
    assert len(found) == 2
    assert "\n" not in "".join(found)
    assert found[0].startswith("The council met in the autumn of that year and agreed on a list of works")


def test_lines_that_are_paragraphs_are_a_piece_each() -> None:
    lines = ["It was decided that the works would begin at once, whatever the cost of them might be."] * 3
    assert texts("\n".join(lines)) == lines


def test_question_and_answer_lines_are_a_piece_each_and_never_headings() -> None:
    transcript = "Pergunta 1: Quantos?\nQuatro.\nTalvez cinco.\n\nPergunta 2: Quais?\nEsses, que eu saiba."
    found = read(transcript)
    assert [piece.text for piece in found] == [line for line in transcript.split("\n") if line]
    assert not any(piece.kind is BlockKind.HEADING for piece in found)


def test_a_label_begins_a_piece_inside_a_wrapped_block() -> None:
    block = WRAPPED.split("\n\n")[0]
    transcript = f"INTERVIEWER: And then?\nANA LIMA: {block}\nINTERVIEWER: I see.\nANA LIMA: {block}"
    assert [text.split(":")[0] for text in texts(transcript)] == ["INTERVIEWER", "ANA LIMA"] * 2


def test_a_lone_colon_in_running_text_begins_no_piece() -> None:
    assert len(texts("The council met in the autumn of that year and agreed on\nNote: a list of works.")) == 1


def test_short_lines_keep_their_breaks() -> None:
    assert texts("Office of the Mayor\n12 River Street\nHalvern") == ["Office of the Mayor\n12 River Street\nHalvern"]


@pytest.mark.parametrize(
    ("line", "level"),
    [("What changed in 2022?", 2), ("2. Working together", 2), ("FINDINGS AND ADVICE", 1), ("The reasons:", 2)],
)
def test_a_short_line_above_a_paragraph_is_a_heading(line: str, level: int) -> None:
    first, second = read(f"{line}\n\nThe council met in the autumn of that year and agreed.")
    assert (first.kind, first.level, first.text) == (BlockKind.HEADING, level, line)
    assert second.kind is BlockKind.PARAGRAPH


@pytest.mark.parametrize(
    "line",
    ["It was so.", "lower case first", "46", "Q: What changed?", "Listed, and more to come,", " ".join(["Word"] * 21)],
)
def test_other_lines_above_a_paragraph_are_none(line: str) -> None:
    first = read(f"{line}\n\nThe council met in the autumn and agreed on all of it at once.")[0]
    assert first.kind is BlockKind.PARAGRAPH


def test_the_name_below_a_quotation_is_no_heading() -> None:
    text = '"Nothing is as lasting as a trial."\n\nAna Lima, 2023\n\nThe council met in the autumn and agreed on it.'
    assert not any(piece.kind is BlockKind.HEADING for piece in read(text))


def test_columns_parted_by_tabs_are_rows_and_words_parted_by_tabs_are_text() -> None:
    first, second = read("Case\tTime frame\tLevel of government\t\n\nand\tthen\twe\twent")
    assert (first.kind, first.text) == (BlockKind.TABLE_ROW, "Case | Time frame | Level of government")
    assert (second.kind, second.text) == (BlockKind.PARAGRAPH, "and then we went")


LINES = ["Ana:", "Ana: yes", "one", "Two.", "A LINE", "a\tb c\td", "", " ", "- item", "1. x", "é"]


@given(st.lists(st.sampled_from(LINES)))
@settings(deadline=None, max_examples=200)
def test_no_word_is_lost_or_moved(lines: list[str]) -> None:
    found = " ".join(texts("\n".join(lines))).replace(" | ", " ").split()
    assert found == " ".join(lines).split()


def test_a_file_of_white_space_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" \n\n ")
    with pytest.raises(EmptyFile):
        TextReader().read(tmp_path / "a.txt", ReadOptions())


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is not there"):
        TextReader().read(tmp_path / "a.txt", ReadOptions())
