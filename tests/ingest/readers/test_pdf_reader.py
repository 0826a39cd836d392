from __future__ import annotations

from pathlib import Path

import pytest
from pdf_files import column, write_pdf

from qes.errors import EmptyFile, UnreadableFile
from qes.ingest.document import Document, ReadOptions
from qes.ingest.readers.pdf import PdfReader
from qes.model import BlockKind


def read(path: Path) -> Document:
    return PdfReader().read(path, ReadOptions())


def texts(document: Document) -> list[str]:
    return [piece.text for piece in document.pieces]


PROSE = (
    "The council met in the autumn of that year and agreed on a list of works for",
    "the river, which the departments then carried out together. Nobody had asked",
    "them to do so before.",
)
MORE = (
    "A second paragraph begins here and runs on over one more line of text that is",
    "as long as the first one was.",
)


def test_printed_lines_become_paragraphs_with_their_page(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [column(*PROSE, "", *MORE), column(*MORE)])
    document = read(path)
    assert texts(document) == [" ".join(PROSE), " ".join(MORE), " ".join(MORE)]
    assert [piece.page for piece in document.pieces] == [1, 1, 2]


def test_a_line_that_ends_early_ends_its_paragraph_without_a_gap(tmp_path: Path) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", [column(*PROSE, *MORE)]))
    assert texts(document) == [" ".join(PROSE), " ".join(MORE)]


def test_first_line_indents_part_paragraphs(tmp_path: Path) -> None:
    full = "The council met in the autumn of that year and agreed on a list of works."
    lines = [(60 if at % 3 else 75, 740 - 14 * at, 11, full) for at in range(6)]
    assert len(read(write_pdf(tmp_path / "a.pdf", [lines])).pieces) == 2


def test_a_name_alone_on_a_line_stays_a_piece_of_its_own(tmp_path: Path) -> None:
    turns = column("Ana Lima", *PROSE[:2], "Bo", *MORE, "Ana Lima", *PROSE, "Bo", "Yes.")
    document = read(write_pdf(tmp_path / "a.pdf", [turns]))
    short = [piece.text for piece in document.pieces if len(piece.text) < 10]
    assert short == ["Ana Lima", "Bo", "Ana Lima", "Bo", "Yes."]
    assert all(piece.kind is BlockKind.PARAGRAPH for piece in document.pieces)


def test_turns_with_labels_part_even_at_the_usual_distance(tmp_path: Path) -> None:
    lines = ("Dan: What do you see, when you look at the whole of it, from the river?", "Participant: I see it.")
    document = read(write_pdf(tmp_path / "a.pdf", [column(*lines, *lines)]))
    assert texts(document) == [*lines, *lines]


def test_large_print_is_a_heading_and_larger_print_a_higher_one(tmp_path: Path) -> None:
    page = [(60, 760, 22, "A report"), (60, 720, 16, "Its first part"), *column(*PROSE, top=690)]
    document = read(write_pdf(tmp_path / "a.pdf", [page]))
    assert [(piece.kind, piece.level) for piece in document.pieces] == [
        (BlockKind.HEADING, 1),
        (BlockKind.HEADING, 2),
        (BlockKind.PARAGRAPH, None),
    ]


def test_running_heads_and_page_numbers_are_left_out_with_a_note(tmp_path: Path) -> None:
    words = ("one", "two", "three", "four")
    bodies = [column(f"Part {word} begins.", "", *PROSE, "", f"Part {word} ends here.") for word in words]
    pages = [
        [(60, 780, 9, f"City report, page {number}"), *body, (300, 20, 9, str(number))]
        for number, body in enumerate(bodies, 4)
    ]
    document = read(write_pdf(tmp_path / "a.pdf", pages))
    assert len(texts(document)) == 12
    assert not any("City report" in text or text.isdigit() for text in texts(document))
    assert any("running head" in note and "City report" in note for note in document.notes)
    assert any("page numbers left out" in note for note in document.notes)


def test_pages_that_are_all_alike_keep_their_text(tmp_path: Path) -> None:
    assert len(read(write_pdf(tmp_path / "a.pdf", [column("Slide")] * 4)).pieces) == 4


def test_a_number_in_the_text_is_no_page_number(tmp_path: Path) -> None:
    pages = [column(*PROSE, "", "1998"), column(*MORE, "", "77")]
    assert "1998" in texts(read(write_pdf(tmp_path / "a.pdf", pages)))


def test_line_numbers_in_the_margin_are_left_out_with_a_note(tmp_path: Path) -> None:
    numbers = [(20.0, 740.0 - 14 * at, 8.0, str(at + 1)) for at in range(3)]
    document = read(write_pdf(tmp_path / "a.pdf", [[*column(*PROSE), *numbers]]))
    assert texts(document) == [" ".join(PROSE)]
    assert document.notes == ("3 line numbers in the margin left out",)


def test_text_printed_outside_the_page_is_not_read(tmp_path: Path) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", [[*column(*PROSE), (60, -40, 11, "hidden")]]))
    assert "hidden" not in " ".join(texts(document))


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("and then they spoke at some length of the develop-", "ment of the quarter.", "the development of"),
        ("and then they spoke of a mission and of an oriented mission-", "oriented policy.", "mission-oriented policy"),
        ("and then they spoke of the years between 2021-", "2022 and of others.", "2021-2022"),
        ("and then they spoke at some length of the North-", "South divide.", "North-South"),
        ("and then they spoke at some length of the pre-", "and post-war years.", "pre- and post-war"),
    ],
)
def test_a_hyphen_at_the_line_end_goes_only_where_it_broke_a_word(
    tmp_path: Path, above: str, below: str, joined: str
) -> None:
    assert joined in read(write_pdf(tmp_path / "a.pdf", [column(above, below)])).pieces[0].text


def test_a_sentence_that_runs_over_the_page_is_one_paragraph_of_its_first_page(tmp_path: Path) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", [column(*PROSE[:2]), column("quietly that they would.", "", *MORE)]))
    assert texts(document)[0].endswith("Nobody had asked quietly that they would.")
    assert document.pieces[0].page == 1


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = column("the council met and", "agreed on a list of", "works for the river.", left=60)
    right = column("The second column is", "read below the first", "and not across it.", left=320)
    assert texts(read(write_pdf(tmp_path / "a.pdf", [[*left, *right]]))) == [
        "the council met and agreed on a list of works for the river.",
        "The second column is read below the first and not across it.",
    ]


def test_a_password_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="password") as error:
        read(write_pdf(tmp_path / "a.pdf", [column(*PROSE)], password="secret"))
    assert "without one" in error.value.hint


def test_a_scan_asks_for_text_recognition(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile, match="no text on its 2 pages") as error:
        read(write_pdf(tmp_path / "a.pdf", [[], []]))
    assert "OCR" in error.value.hint


def test_a_page_without_text_among_others_is_noted(tmp_path: Path) -> None:
    assert read(write_pdf(tmp_path / "a.pdf", [column(*PROSE), []])).notes == ("no text on page 2; a scan?",)


@pytest.mark.parametrize("data", [b"%PDF-1.4\nnothing", b"plain text", b"<html>page</html>"])
def test_what_is_no_pdf_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(UnreadableFile, match=r"a\.pdf: is"):
        read(tmp_path / "a.pdf")
