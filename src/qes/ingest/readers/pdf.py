"""PDF: printed lines put together to paragraphs again, with their page numbers."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qes.errors import EmptyFile, UnreadableFile
from qes.ingest.document import Document, ReadOptions
from qes.ingest.encoding import garbled_notes
from qes.ingest.readers.files import kind_of, not_what_it_says, read_bytes
from qes.ingest.readers.pdf_layout import pieces
from qes.ingest.readers.pdf_lines import Line, without_furniture

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

HYPHENS = (0x02, 0xFFFE)
"""How pdfium shows a hyphen at the end of a line, the line break left out."""

WRITTEN_OUT = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
"""Ligatures are for print; searches and quotes need the letters."""

SCAN = "The pages are probably scans: recognise their text (OCR) first, then ingest the file again."


class PdfReader:
    """Reads PDF files that hold text."""

    suffixes = (".pdf",)

    def read(self, path: Path, _options: ReadOptions, /) -> Document:
        """Read a PDF: paragraphs and headings with the page they begin on.

        Page numbers, running heads, line numbers in the margin and text outside the page are left
        out with a note. Words hyphenated at the end of a line are joined.

        Raises:
            EmptyFile: No page has text, as in scans.
            UnreadableFile: It is damaged, protected by a password, or no PDF.
            GarbledText: Its letters were decoded wrongly by the program that made it.
        """
        data = read_bytes(path)
        if (kind := kind_of(data)) != "pdf":
            raise not_what_it_says(path, "a PDF file", kind)
        pages, damaged = _pages(data, path)
        blank = [number for number, page in enumerate(pages, 1) if not page and number not in damaged]
        if not any(pages):
            raise EmptyFile(
                str(path), f"has no text on {'its only page' if len(pages) == 1 else f'its {len(pages)} pages'}", SCAN
            )
        notes = []
        if blank:
            notes.append(f"no text on page{'s'[: len(blank) > 1]} {', '.join(map(str, blank[:20]))}; a scan?")
        if damaged:
            notes.append(f"damaged and left out: page {', '.join(map(str, damaged))}")
        kept, dropped = without_furniture(pages)
        document = tuple(pieces(kept))
        garbled = garbled_notes((piece.text.replace("\n", " ") for piece in document), path, unit="paragraph")
        return Document(document, (*notes, *dropped, *garbled))


def _pages(data: bytes, path: Path) -> tuple[list[list[Line]], list[int]]:
    """The lines of each page, and the numbers of the pages that cannot be read."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            hint = "Open it with its password and save or print it to a PDF without one."
            raise UnreadableFile(str(path), "is protected by a password", hint) from error
        raise UnreadableFile(str(path), "is a damaged PDF file") from error
    try:
        return _all_pages(pdf)
    finally:
        pdf.close()


def _all_pages(pdf: PdfDocument) -> tuple[list[list[Line]], list[int]]:
    from pypdfium2 import PdfiumError

    pages: list[list[Line]] = []
    damaged = []
    for at in range(len(pdf)):
        try:
            page = pdf[at]
        except PdfiumError:
            pages.append([])
            damaged.append(at + 1)
            continue
        try:
            pages.append(list(_lines(page, at + 1)))
        finally:
            page.close()
    return pages, damaged


def _lines(page: PdfPage, number: int) -> Iterator[Line]:
    """The lines of a page in the order of the file, those outside of what is shown left out."""
    from pypdfium2 import PdfiumError

    try:
        text = page.get_textpage()
    except PdfiumError:
        return
    try:
        left, bottom, right, top = page.get_bbox()
        for chars in _runs(text):
            line = _line(text, chars, number)
            if line is not None and left <= line.right and line.left <= right and bottom <= line.base <= top:
                yield line
    finally:
        text.close()


def _runs(text: PdfTextPage) -> Iterator[list[tuple[int, str]]]:
    """The characters of each line, with their positions."""
    from pypdfium2.raw import FPDFText_GetUnicode

    line: list[tuple[int, str]] = []
    for at in range(text.count_chars()):
        code = FPDFText_GetUnicode(text, at)
        if code in (0x0A, 0x0D, *HYPHENS):
            yield [*line, (at, "-")] if code in HYPHENS else line
            line = []
        elif code:
            line.append((at, WRITTEN_OUT.get(code) or chr(min(code, 0x10FFFF))))
    yield line


def _line(text: PdfTextPage, chars: list[tuple[int, str]], number: int) -> Line | None:
    words = "".join(char for _, char in chars).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    words = re.sub(r"\s+", " ", words).strip()
    printed = [at for at, char in chars if not char.isspace()]
    if not words or not printed:
        return None
    boxes = [text.get_charbox(at, loose=True) for at in (printed[0], printed[len(printed) // 2], printed[-1])]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    return Line(words, number, left, right, _base(text, printed[0]), max(box[3] - box[1] for box in boxes))


def _base(text: PdfTextPage, at: int) -> float:
    from pypdfium2.raw import FPDFText_GetCharOrigin

    x, y = ctypes.c_double(), ctypes.c_double()
    FPDFText_GetCharOrigin(text, at, x, y)
    return y.value
