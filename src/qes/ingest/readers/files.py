"""Reading the bytes of a file, and telling what they are whatever the file is called."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from qes.errors import EmptyFile, UnreadableFile
from qes.ingest.document import Document

HEAD = 4096
"""Bytes in which a format shows itself."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

KINDS = {
    "pdf": "a PDF file",
    "docx": "a Word document (.docx)",
    "zip": "a zip archive",
    "office": "an Office file, but not a Word document",
    "ole": "an old Word file (.doc) or another old Office file",
    "protected": "a password-protected Office file",
    "rtf": "a rich text file (.rtf)",
    "html": "an HTML page",
    "vtt": "WebVTT subtitles",
}
"""What a file can be found to be, in words."""

REMEDIES = {
    "ole": "Open it in Word and save it as .docx.",
    "rtf": "Open it in Word and save it as .docx.",
    "protected": "Remove the password (in Word: File, Info, Protect Document) and save it again.",
    "html": "Rename it to end in .html.",
    "pdf": "Rename it to end in .pdf.",
    "vtt": "Rename it to end in .vtt.",
    "docx": "Rename it to end in .docx.",
    "zip": "Unpack it and ingest the files in it.",
    "office": "Save what is to be coded as .docx, .pdf or .csv.",
}


def read_bytes(path: Path) -> bytes:
    """All of a file.

    Raises:
        EmptyFile: It has no bytes.
        UnreadableFile: It is missing, a folder, or may not be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(str(path), _plainly(error), "Check the path and the file's permissions.") from error
    if not data:
        raise EmptyFile(str(path), "is empty (0 bytes)")
    return data


def _plainly(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "is not there"
    if isinstance(error, IsADirectoryError):
        return "is a folder"
    return f"cannot be read ({error.strerror or error})"


def kind_of(data: bytes) -> str | None:
    """What a file shows itself to be (a key of `KINDS`), or None for text without a mark."""
    head = data[:HEAD]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if head.startswith(OLE):
        return "protected" if "EncryptedPackage".encode("utf-16-le") in data else "ole"
    return _kind_of_text(head)


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "zip"
    if any(name.startswith("word/") for name in names):
        return "docx"
    return "office" if "[Content_Types].xml" in names or "mimetype" in names else "zip"


def _kind_of_text(head: bytes) -> str | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if start.startswith(b"webvtt"):
        return "vtt"
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    return None


def not_what_it_says(path: Path, expected: str, kind: str | None) -> UnreadableFile:
    """The error for a file that is not the `expected` (such as `a Word document`) its name says."""
    problem = f"is {KINDS[kind]}, not {expected}" if kind else f"is not {expected}, or is damaged"
    return UnreadableFile(str(path), problem, REMEDIES.get(kind or "", ""))


def empty_if_no_pieces(path: Path, document: Document, hint: str = "") -> Document:
    """The document itself.

    Raises:
        EmptyFile: It has no pieces.
    """
    if not document.pieces:
        raise EmptyFile(str(path), "holds no text", hint)
    return document
