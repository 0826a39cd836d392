"""Word documents: paragraphs, headings and tables in order, with insertions and without deletions."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qes.errors import UnreadableFile
from qes.ingest.document import Document, Piece, ReadOptions
from qes.ingest.encoding import garbled_notes
from qes.ingest.readers.docx_body import Body, W
from qes.ingest.readers.files import empty_if_no_pieces, kind_of, not_what_it_says, read_bytes

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

MOST_UNPACKED = 500 * 1024 * 1024
"""Bytes a document may unpack to; a zip bomb declares more."""

ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
"""Word writes neither; in a document they can only be an attack on the XML parser."""

WORD = "a Word document (.docx)"


class DocxReader:
    """Reads Word documents."""

    suffixes = (".docx",)

    def read(self, path: Path, _options: ReadOptions, /) -> Document:
        """Read a docx file: body, text boxes where they are anchored, footnotes at the end.

        Notes count what was left out: comments, tracked deletions, page headers and footers.

        Raises:
            EmptyFile: It holds no text.
            UnreadableFile: It is damaged, protected by a password, larger than 500 MB unpacked,
                or no Word document.
            GarbledText: Its text was decoded wrongly before it was pasted into Word.
        """
        data = read_bytes(path)
        if (kind := kind_of(data)) != "docx":
            raise not_what_it_says(path, WORD, kind)
        _check_archive(data, path)
        word = _opened(data, path)
        body = Body(word)
        footnotes = list(_footnotes(word, body))
        pieces = (*body.pieces(), *footnotes)
        garbled = garbled_notes((piece.text.replace("\n", " ") for piece in pieces), path, unit="paragraph")
        document = Document(pieces, (*_notes(word, body, len(footnotes)), *garbled))
        return empty_if_no_pieces(path, document, "If it holds pictures of pages, recognise their text (OCR) first.")


def _check_archive(data: bytes, path: Path) -> None:
    """Unpack every part once, so that damage shows here and nothing larger than declared is read later."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > MOST_UNPACKED:
                problem = f"would unpack to {size // 1024**2:,} MB; that is no document"
                raise UnreadableFile(str(path), problem, "Check where the file comes from.")
            for part in archive.infolist():
                content = archive.read(part)
                if part.filename.endswith((".xml", ".rels")) and ENTITIES.search(content):
                    problem = f"{part.filename} declares XML entities, which no document does"
                    raise UnreadableFile(str(path), problem, "Check where the file comes from.")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise UnreadableFile(str(path), f"is damaged ({error})") from error


def _opened(data: bytes, path: Path) -> WordDocument:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        word = docx.Document(io.BytesIO(data))
        if word.element.body is None or word.styles.element is None:
            raise UnreadableFile(str(path), "is damaged (it has no body or no styles)")
        return word
    except (OpcError, SyntaxError, LookupError, ValueError, AttributeError, TypeError) as error:
        # The XML parser's errors are SyntaxErrors; the others arise where a part is missing or of a wrong kind.
        problem = " ".join(str(error).split())[:200]
        raise UnreadableFile(str(path), f"is damaged, or no Word document ({problem})") from error


def _footnotes(word: WordDocument, body: Body) -> Iterator[Piece]:
    for name in ("footnotes", "endnotes"):
        root = _part(word, name)
        for note in root if root is not None else ():
            if note.get(f"{W}type") is None:
                yield from body.pieces_of(note)


def _part(word: WordDocument, name: str) -> BaseOxmlElement | None:
    """The XML of a part beside the body, such as the comments; None if there is none that can be read."""
    from docx.oxml.parser import parse_xml

    for part in word.part.package.iter_parts():
        if str(part.partname) == f"/word/{name}.xml":
            try:
                return parse_xml(part.blob)
            except SyntaxError:
                return None
    return None


def _notes(word: WordDocument, body: Body, footnotes: int) -> Iterator[str]:
    comments = _part(word, "comments")
    counts = (
        (len(comments) if comments is not None else 0, "comment", "not taken in"),
        (body.deletions, "tracked deletion", "left out"),
        (body.insertions, "tracked insertion", "taken as part of the text"),
        (footnotes, "footnote paragraph", "put at the end"),
    )
    for count, what, done in counts:
        if count:
            yield f"{count} {what}{'s'[: count > 1]} {done}"
    names = sorted({re.sub(r"\d+$", "", Path(str(part.partname)).stem) for part in word.part.package.iter_parts()})
    if furniture := [f"page {name}s" for name in names if name in ("header", "footer")]:
        yield f"{' and '.join(furniture)} left out"
