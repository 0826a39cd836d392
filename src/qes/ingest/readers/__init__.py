"""A reader per format, found by the file's suffix and by a look at its content."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from qes import plugins
from qes.errors import UnknownFormat
from qes.ingest.document import Document, Reader, ReadOptions
from qes.ingest.readers.files import KINDS, REMEDIES, kind_of, read_bytes

SHOWS_ITSELF = ("pdf", "docx", "vtt", "html")
"""Kinds of content that are read as what they are even in a file called `.txt`."""

PLAIN = (".txt", ".text", "")


def read_file(path: Path, options: ReadOptions) -> Document:
    """Read a file in whatever format it is.

    The suffix names the reader. A file without one, one called `.txt`, or one with a suffix
    nobody reads is taken for what its content shows, and a note says so.

    Raises:
        UnknownFormat: No reader for it; the hint lists what can be read.
        IngestError: As the reader says.
    """
    suffix = path.suffix.lower()
    named = _by_suffix().get(suffix)
    if named is not None and suffix not in PLAIN:
        return named.read(path, options)
    kind = kind_of(read_bytes(path))
    shown = _readers().get(kind) if kind in SHOWS_ITSELF else None
    if kind is not None and shown is not None:
        return _with_note(shown.read(path, options), f"named {suffix or 'without a suffix'}, read as {KINDS[kind]}")
    if kind is not None or named is None:
        raise _unknown(path, kind)
    return named.read(path, options)


def suffixes() -> list[str]:
    """Every suffix some installed reader reads, sorted."""
    return sorted(_by_suffix())


@cache
def _readers() -> dict[str, Reader]:
    return {name: plugins.load(plugins.READERS, name)() for name in plugins.names(plugins.READERS)}


@cache
def _by_suffix() -> dict[str, Reader]:
    return {suffix: reader for reader in _readers().values() for suffix in reader.suffixes}


def _with_note(document: Document, note: str) -> Document:
    return replace(document, notes=(note, *document.notes))


def _unknown(path: Path, kind: str | None) -> UnknownFormat:
    listed = f"qes reads {', '.join(suffixes())}."
    if kind is not None:
        return UnknownFormat(str(path), f"is {KINDS[kind]}, which qes does not read", f"{REMEDIES[kind]} {listed}")
    what = f"files ending in {path.suffix!r}" if path.suffix else "files without a suffix"
    return UnknownFormat(str(path), f"qes does not read {what}", f"Save it in another format: {listed}")
