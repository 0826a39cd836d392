from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.errors import EmptyFile, UnreadableFile
from qes.ingest.document import Document, ReadOptions
from qes.ingest.readers.clock import seconds
from qes.ingest.readers.table import CsvReader
from qes.model import BlockKind


def read(tmp_path: Path, text: str) -> Document:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8", newline="")
    return CsvReader().read(tmp_path / "a.csv", ReadOptions())


def rows(document: Document) -> list[tuple[str | None, float | None, str]]:
    return [(piece.speaker, piece.time, piece.text) for piece in document.pieces]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_found_by_name_under_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    lines = (["Start Time", "WHO", "Utterance"], ["[00:01:02:12]", "Ana", "Hello"], ["2:05", "Bo", "Yes."])
    document = read(tmp_path, "\n".join(delimiter.join(line) for line in lines))
    assert rows(document) == [("Ana", 62.0, "Hello"), ("Bo", 125.0, "Yes.")]
    assert {piece.kind for piece in document.pieces} == {BlockKind.TURN}
    assert document.notes == ()


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    assert read(tmp_path, "id,text,Tags\n1,Hello,x\n").notes == ("columns not read: id, Tags",)


def test_blank_lines_and_rows_without_words_are_skipped(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "\nspeaker,text\n\nAna,Hello\n,,\nBo,\n")) == [("Ana", None, "Hello")]


def test_the_line_by_which_excel_names_the_delimiter_is_no_header(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "sep=;\r\nspeaker;text\r\nAna;one, two\r\n")) == [("Ana", None, "one, two")]


def test_unquoted_commas_are_rejoined_and_their_lines_named(tmp_path: Path) -> None:
    rows_below = ("Ana,0:01,we had 10,000 people, yes,crowd", "Bo,0:02,fine,", "Ana,0:03,and what, then?,")
    text = "\n".join(["speaker,start,words,tags", "", *rows_below])
    document = read(tmp_path, text)
    assert rows(document) == [
        ("Ana", 1.0, "we had 10,000 people, yes"),
        ("Bo", 2.0, "fine"),
        ("Ana", 3.0, "and what, then?"),
    ]
    assert document.notes[1:] == ("2 rows had unquoted commas; their text was re-joined: lines 3, 5",)


def test_empty_columns_at_the_end_of_most_rows_are_no_unquoted_commas(tmp_path: Path) -> None:
    document = read(tmp_path, "speaker,text,tags\nAna,one,x,\nBo,two,y,\nAna,three, four,z,\n")
    assert [piece.text for piece in document.pieces] == ["one", "two", "three, four"]


def test_a_row_that_fits_in_no_single_way_keeps_all_its_text(tmp_path: Path) -> None:
    sound = "".join(f"Ana,0:0{number},word\n" for number in range(1, 7))
    document = read(tmp_path, f"speaker,start,text\nLima, Ana,0:00,hi there\n{sound}")
    assert document.pieces[0].text.replace(" ", "") == "LimaAna0:00hithere"
    assert document.pieces[0].speaker is None
    assert document.notes == (
        "1 row does not fit the columns; all their text was kept, without speaker or time: line 2",
    )


def test_a_table_broken_in_more_than_a_fifth_of_its_rows_is_refused_with_the_lines(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="2 of 4 rows do not have 3 fields: lines 3, 5"):
        read(tmp_path, "speaker,start,text\nAna,0:01,a\nloose\nBo,0:02,b\nends\n")


def test_missing_columns_after_the_text_do_no_harm(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "speaker,text,tags\nAna,Hello\n")) == [("Ana", None, "Hello")]


def test_without_a_column_of_text_the_columns_found_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no column of text among 'id', 'value'") as error:
        read(tmp_path, "id,value\n1,2\n")
    assert "utterance" in error.value.hint


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('speaker,text\nAna,"never closed\nBo,x\n', "line 2: a quotation mark opened in this row is never closed"),
        ("speaker,text\nAna," + "x" * 140_000, "line 2: a field of more than"),
        ('speaker,text\nAna,"open\nBo,x\nBo,"y" too\nBo,z\n', "line 2: a quotation mark .* only in a later row"),
    ],
)
def test_open_quotation_marks_are_refused_with_their_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(UnreadableFile, match=problem):
        read(tmp_path, text)


def test_quotation_marks_inside_a_quoted_field_are_noted(tmp_path: Path) -> None:
    document = read(tmp_path, 'speaker,text\nAna,"he said "yes" to it"\nBo,b\n')
    assert len(document.pieces) == 2
    assert "first on line 2" in document.notes[0]


def test_times_not_understood_and_rows_without_a_speaker_are_noted(tmp_path: Path) -> None:
    document = read(tmp_path, "speaker,start,text\nAna,0:01,a\n,0:02,b\nBo,0:03,c\nBo,noon,d\n")
    assert document.notes == ("time not understood: line 5", "no speaker named: line 3")


@pytest.mark.parametrize("text", ["speaker,text\n", "text\n\n , \n", "text,id\n,4\n"])
def test_a_table_without_words_is_empty(tmp_path: Path, text: str) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, text)


def test_a_spreadsheet_file_named_csv_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    with pytest.raises(UnreadableFile, match="old Office file"):
        CsvReader().read(tmp_path / "a.csv", ReadOptions())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("00:01:02", 62.0),
        ("[00:01:02:12]", 62.0),
        ("1:02:03.25", 3723.25),
        ("00:00:01,5", 1.5),
        ("2:05", 125.0),
        ("75", 75.0),
        ("12.5s", 12.5),
        ("", None),
        ("noon", None),
        ("2024-05-01", None),
        ("1:02:03:04:05", None),
    ],
)
def test_times_as_transcripts_write_them(written: str, expected: float | None) -> None:
    assert seconds(written) == expected


CELL = st.text(alphabet="ab ,;\"'\n", max_size=8).filter(lambda text: text.strip() != "")


@given(st.lists(CELL, min_size=1, max_size=6))
@settings(deadline=None, max_examples=60)
def test_what_a_csv_writer_quotes_comes_back_word_for_word(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    quoted = ['"' + word.replace('"', '""') + '"' for word in words]
    document = read(tmp_path_factory.mktemp("csv"), "speaker,text\n" + "".join(f"Ana,{cell}\n" for cell in quoted))
    assert [piece.text for piece in document.pieces] == [word.strip() for word in words]
