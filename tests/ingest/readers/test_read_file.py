from __future__ import annotations

from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import column, write_pdf

from qes.errors import EmptyFile, IngestError, UnknownFormat, UnreadableFile
from qes.ingest.document import Document, ReadOptions
from qes.ingest.readers import read_file, suffixes

VTT = b"WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ana>Hello &amp; <i>you</i>\n\nNOTE x\n"
SRT = b"1\n00:00:01,000 --> 00:00:02,000\n<i>Hello</i>\nthere\n\n2\n00:00:03,000 --> 00:00:04,000\nBye\n"
CSV = 'speaker,start,text\nAna,0:01,"Hello, you"\nBo,0:02,Größe, oh\n'.encode()
HTML = "<html><body><h1>Head</h1><table><tr><td>a<td>b</table><ul><li>é<p>x</ul><pre> y</pre></body>".encode()
MARKDOWN = "# Head\n\n- *item* [x](y)\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\n> é\n".encode()
TEXT = "INTERVIEWER: So?\nANA: Größe.\n\nHEAD\n\nA longer paragraph with CafÃ© in it.\n".encode()


def word_file(folder: Path) -> bytes:
    word = docx.Document()
    word.add_heading("Head", 1)
    word.add_paragraph("Some text.")
    word.add_table(2, 2).cell(0, 0).text = "cell"
    word.save(str(folder / "sample.docx"))
    return (folder / "sample.docx").read_bytes()


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("samples")
    pdf = write_pdf(folder / "sample.pdf", [column("Head", "", "Some text of a page.", "1")] * 2).read_bytes()
    texts = {".vtt": VTT, ".srt": SRT, ".csv": CSV, ".html": HTML, ".md": MARKDOWN, ".txt": TEXT}
    return {**texts, ".docx": word_file(folder), ".pdf": pdf}


def read_bytes(folder: Path, name: str, data: bytes, encoding: str | None = None) -> Document:
    (folder / name).write_bytes(data)
    return read_file(folder / name, ReadOptions(encoding))


def test_every_format_is_found_by_its_suffix_in_any_case(tmp_path: Path, samples: dict[str, bytes]) -> None:
    assert set(samples) <= set(suffixes())
    for suffix, data in samples.items():
        assert read_bytes(tmp_path, f"sample{suffix.upper()}", data).pieces


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".vtt", ".html"])
@pytest.mark.parametrize("name", ["sample.txt", "sample", "sample.unheard-of"])
def test_a_file_that_shows_what_it_is_is_read_as_that(
    tmp_path: Path, samples: dict[str, bytes], suffix: str, name: str
) -> None:
    document = read_bytes(tmp_path, name, samples[suffix])
    assert document.pieces == read_bytes(tmp_path, f"right{suffix}", samples[suffix]).pieces
    assert ", read as " in document.notes[0]


@pytest.mark.parametrize("name", ["a.xyz", "a.xlsx", "a"])
def test_an_unknown_format_lists_what_can_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownFormat) as error:
        read_bytes(tmp_path, name, b"some words")
    assert all(suffix in error.value.hint for suffix in (".csv", ".docx", ".md", ".pdf", ".srt", ".txt", ".vtt"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Word file"),
        (b"{\\rtf1 text}", "a rich text file"),
        (b"PK\x03\x04 cut short", "a zip archive"),
    ],
)
@pytest.mark.parametrize("name", ["a.doc", "a.txt"])
def test_what_cannot_be_read_is_named_whatever_it_is_called(tmp_path: Path, data: bytes, kind: str, name: str) -> None:
    with pytest.raises(UnknownFormat, match=kind):
        read_bytes(tmp_path, name, data)


def test_errors_name_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableFile, match=r"^folder/gone\.txt: is not there$"):
        read_file(Path("folder/gone.txt"), ReadOptions())


def test_a_file_of_no_bytes_and_a_folder_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile, match="0 bytes"):
        read_bytes(tmp_path, "a.pdf", b"")
    with pytest.raises(UnreadableFile, match="is a folder"):
        read_file(tmp_path, ReadOptions())


def test_the_encoding_of_the_manifest_reaches_the_reader(tmp_path: Path) -> None:
    data = "speaker;text\nAna;żółć\n".encode("cp1250")
    assert read_bytes(tmp_path, "a.csv", data, "cp1250").pieces[0].text == "żółć"


SUFFIXES = [".vtt", ".srt", ".csv", ".html", ".md", ".txt", ".docx", ".pdf"]


def outcome(folder: Path, name: str, data: bytes) -> Document | IngestError:
    """What comes of a file; any other exception fails the test by itself."""
    try:
        return read_bytes(folder, name, data)
    except IngestError as error:
        return error


def is_clear(found: Document | IngestError, name: str) -> bool:
    """Whether it is a document without blank pieces, or an error that names the file and says what to do."""
    if isinstance(found, Document):
        return bool(found.pieces) and all(piece.text.strip() for piece in found.pieces)
    return f"{name}: " in str(found) and bool(found.hint)


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(data=st.binary(max_size=300))
@settings(deadline=None, max_examples=25)
def test_any_bytes_are_a_document_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: bytes
) -> None:
    assert is_clear(outcome(tmp_path_factory.getbasetemp(), f"fuzz{suffix}", data), f"fuzz{suffix}")


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(cut=st.floats(0, 1), changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=3)), max_size=6))
@settings(deadline=None, max_examples=40)
def test_any_damage_to_a_sound_file_leaves_a_document_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory,
    samples: dict[str, bytes],
    suffix: str,
    cut: float,
    changes: list[tuple[float, bytes]],
) -> None:
    data = samples[suffix]
    data = data[: round(cut * len(data))] if changes and cut < 0.5 else data
    for place, new in changes:
        at = int(place * len(data))
        data = data[:at] + new + data[at + len(new) :]
    assert is_clear(outcome(tmp_path_factory.getbasetemp(), f"damaged{suffix}", data), f"damaged{suffix}")
