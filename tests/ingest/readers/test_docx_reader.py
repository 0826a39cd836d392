from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.parser import parse_xml

from qes.errors import EmptyFile, GarbledText, UnreadableFile
from qes.ingest.document import Document, ReadOptions
from qes.ingest.readers.docx import DocxReader

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(path: Path) -> Document:
    return DocxReader().read(path, ReadOptions())


def written(tmp_path: Path, fill: Callable[[WordDocument], object]) -> Path:
    word = docx.Document()
    fill(word)
    word.save(str(tmp_path / "a.docx"))
    return tmp_path / "a.docx"


def found(tmp_path: Path, fill: Callable[[WordDocument], object]) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in read(written(tmp_path, fill)).pieces]


def with_body(tmp_path: Path, *blocks: str) -> list[tuple[str, str]]:
    def fill(word: WordDocument) -> None:
        for block in blocks:
            word.element.body.insert(-1, parse_xml(block.replace(">", f" {W}>", 1)))

    return found(tmp_path, fill)


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, change(name, data))
    return path


def test_headings_paragraphs_and_tables_stand_in_order(tmp_path: Path) -> None:
    def fill(word: WordDocument) -> None:
        word.add_heading("Title", 0)
        word.add_heading("Part", 2)
        word.add_paragraph("Some text.")
        table = word.add_table(2, 3)
        for number, cell in enumerate(table._cells):
            cell.text = f"c{number}"
        table.cell(0, 1).merge(table.cell(1, 1))
        word.add_paragraph("After.")

    document = read(written(tmp_path, fill))
    assert [(piece.kind.value, piece.text, piece.level) for piece in document.pieces] == [
        ("heading", "Title", 1),
        ("heading", "Part", 2),
        ("paragraph", "Some text.", None),
        ("table-row", "c0 | c1\nc4 | c2", None),
        ("table-row", "c3 | c5", None),
        ("paragraph", "After.", None),
    ]


def test_a_style_of_ones_own_that_builds_on_a_heading_is_one(tmp_path: Path) -> None:
    def fill(word: WordDocument) -> None:
        style = word.styles.add_style("Our head", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Heading 3"]
        word.add_paragraph("Ours", style="Our head")

    assert [piece.level for piece in read(written(tmp_path, fill)).pieces] == [3]


def test_a_heading_style_on_long_text_is_a_mistake(tmp_path: Path) -> None:
    assert found(tmp_path, lambda word: word.add_heading("word " * 60, 1))[0][0] == "paragraph"


def test_tracked_changes_read_as_accepted_and_are_counted(tmp_path: Path) -> None:
    def fill(word: WordDocument) -> None:
        paragraph = word.add_paragraph("We")._p
        paragraph.append(parse_xml(f'<w:ins {W} w:id="1"><w:r><w:t xml:space="preserve"> did</w:t></w:r></w:ins>'))
        paragraph.append(parse_xml(f'<w:del {W} w:id="2"><w:r><w:delText> not</w:delText></w:r></w:del>'))
        word.add_comment(word.add_paragraph("Seen.").runs, text="really?", author="me")

    document = read(written(tmp_path, fill))
    assert [piece.text for piece in document.pieces] == ["We did", "Seen."]
    assert document.notes == (
        "1 comment not taken in",
        "1 tracked deletion left out",
        "1 tracked insertion taken as part of the text",
    )


def test_soft_line_breaks_stay_and_tabs_are_spaces(tmp_path: Path) -> None:
    assert found(tmp_path, lambda word: word.add_paragraph("one\ttwo\nthree")) == [("paragraph", "one two\nthree")]


def test_content_controls_and_text_boxes_are_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    assert with_body(
        tmp_path,
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>controlled</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        f"<w:p><w:r><w:t>anchor</w:t></w:r><w:r><mc:AlternateContent {mc}><mc:Choice Requires='x'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
    ) == [("paragraph", "controlled"), ("paragraph", "anchor"), ("paragraph", "boxed")]


def test_a_table_of_one_column_only_frames_its_paragraphs(tmp_path: Path) -> None:
    def fill(word: WordDocument) -> None:
        cell = word.add_table(1, 1).cell(0, 0)
        cell.text = "one"
        cell.add_paragraph("two")

    assert found(tmp_path, fill) == [("paragraph", "one"), ("paragraph", "two")]


def test_page_headers_are_left_out_with_a_note(tmp_path: Path) -> None:
    def fill(word: WordDocument) -> None:
        word.add_paragraph("Text.")
        word.sections[0].header.paragraphs[0].text = "City of Halvern"

    document = read(written(tmp_path, fill))
    assert [piece.text for piece in document.pieces] == ["Text."]
    assert document.notes == ("page headers left out",)


def test_an_empty_document_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        found(tmp_path, lambda word: word.add_paragraph(" "))


def test_garbled_text_pasted_into_word_is_refused_with_its_paragraph(tmp_path: Path) -> None:
    with pytest.raises(GarbledText, match="paragraph 2 reads 'CafÃ©'"):
        found(tmp_path, lambda word: [word.add_paragraph(text) for text in ("Good.", "CafÃ© naÃ¯ve dÃ©jÃ\xa0")])


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (encrypted(), "password-protected"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"an old Word file \(\.doc\)"),
        (b"<!DOCTYPE html><p>x", "an HTML page"),
        (b"{\\rtf1 x}", "a rich text file"),
        (b"PK\x03\x04 cut short", "a zip archive"),
        (b"plain words", "is not a Word document"),
    ],
)
def test_what_is_no_word_document_is_refused_by_name(tmp_path: Path, data: bytes, problem: str) -> None:
    (tmp_path / "a.docx").write_bytes(data)
    with pytest.raises(UnreadableFile, match=problem) as error:
        read(tmp_path / "a.docx")
    assert error.value.hint


def test_a_zip_that_would_unpack_to_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = written(tmp_path, lambda word: word.add_paragraph("x"))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (2**31).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match="would unpack to 2,0"):
        read(path)


def test_xml_entities_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, lambda word: word.add_paragraph("x"))
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    repacked(path, lambda name, data: bomb if name == "word/document.xml" else data)
    with pytest.raises(UnreadableFile, match="declares XML entities"):
        read(path)


def test_a_damaged_part_is_an_error_a_person_can_read(tmp_path: Path) -> None:
    path = written(tmp_path, lambda word: word.add_paragraph("x"))
    repacked(path, lambda name, data: data[:200] if name == "word/document.xml" else data)
    with pytest.raises(UnreadableFile, match="is damaged"):
        read(path)


def test_footnotes_are_put_at_the_end_with_a_note(tmp_path: Path) -> None:
    path = written(tmp_path, lambda word: word.add_paragraph("Text."))
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>See the ledger.</w:t></w:r></w:p></w:footnote>"
    rule = "<w:footnote w:id='0' w:type='separator'><w:p><w:r><w:t>rule</w:t></w:r></w:p></w:footnote>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    target = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"

    def change(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return data.replace(
                b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
            )
        if name == "word/_rels/document.xml.rels":
            relation = f'<Relationship Id="rId99" Type="{target}" Target="footnotes.xml"/></Relationships>'
            return data.replace(b"</Relationships>", relation.encode())
        return data

    repacked(path, change)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/footnotes.xml", f"<w:footnotes {W}>{rule}{note}</w:footnotes>")
    document = read(path)
    assert [piece.text for piece in document.pieces] == ["Text.", "See the ledger."]
    assert document.notes == ("1 footnote paragraph put at the end",)


def test_the_bytes_of_a_document_are_enough_to_reread_it_the_same(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    word = docx.Document()
    word.add_paragraph("Same.")
    word.save(buffer)
    (tmp_path / "b.docx").write_bytes(buffer.getvalue())
    assert read(tmp_path / "b.docx") == read(tmp_path / "b.docx")
