"""One file becomes one source and its passages: the whole of ingest for a file, without touching the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qes.errors import EmptyFile, FileTooLarge, UnreadableFile
from qes.ingest.compose import compose, cut, normalised
from qes.ingest.document import Document, ReadOptions
from qes.ingest.readers import read_file
from qes.ingest.sections import Row, sections
from qes.ingest.segment import segment
from qes.ingest.speakers import find_interviewers, find_turns
from qes.model import Facts, Passage, Source, Span, digest, sha256

VERSION = "1"
"""Changes whenever the same file would give other text or other passages."""

_LANGUAGE_WORDS = 20
"""Below this the language identifier guesses ("Yes, okay." is Danish to it)."""


@dataclass(frozen=True, slots=True)
class Order:
    """A file to take in, and what is known of it beforehand."""

    file: Path
    name: str
    """The source's path, as people will know it."""
    case: str | None
    """Case when the manifest does not say."""
    rows: tuple[Row, ...] = ()
    interviewers: tuple[str, ...] = ()
    max_megabytes: float = 50.0

    def fingerprint(self, file_sha256: str) -> str:
        """Identity of everything the result depends on."""
        rows = repr(sorted((row.section or "", repr(row.facts), row.encoding or "") for row in self.rows))
        return digest(VERSION, file_sha256, str(self.case), rows, repr(sorted(self.interviewers)))


@dataclass(frozen=True, slots=True)
class Taken:
    """A source ready to be stored, with the original it was read from."""

    order: Order
    source: Source
    passages: tuple[Passage, ...]
    fingerprint: str


def file_sha256(order: Order) -> str:
    """Hash of the original file.

    Raises:
        FileTooLarge: Before anything is read.
        UnreadableFile: It is gone, or may not be read.
    """
    try:
        megabytes = order.file.stat().st_size / 1e6
        if megabytes > order.max_megabytes:
            raise FileTooLarge(str(order.file), f"{megabytes:.0f} MB, more than the {order.max_megabytes:g} MB allowed")
        return sha256(order.file.read_bytes())
    except OSError as error:
        raise UnreadableFile(
            str(order.file), f"cannot be read ({error.strerror})", "Check that it exists and its permissions."
        ) from error


def take_in(order: Order) -> Taken:
    """Read, normalise, find speakers and sections, and segment one file.

    Raises:
        IngestError: With the file, the place, what is wrong and what to do.
    """
    hashed = file_sha256(order)
    encodings = {row.encoding for row in order.rows if row.encoding}
    document = read_file(order.file, ReadOptions(encoding=min(encodings, default=None)))
    source = to_source(order, document, hashed)
    return Taken(order, source, tuple(segment(source)), order.fingerprint(hashed))


def to_source(order: Order, document: Document, hashed: str) -> Source:
    """A document with everything that is known of its file.

    Raises:
        EmptyFile: No text remains after normalising.
        ManifestError: A section's heading is not found.
    """
    pieces = normalised(find_turns(normalised(document.pieces)))
    if not pieces:
        raise EmptyFile(str(order.file), "holds no text")
    interviewers, note = find_interviewers(pieces, order.interviewers)
    text, blocks = compose(pieces)
    talk = any(piece.speaker for piece in pieces)
    default = Facts(case=order.case, kind="interview" if talk else "document")
    parts = sections(text, blocks, order.rows, default)
    for part in parts:
        if part.heading:
            blocks = cut(blocks, Span(part.span.start, part.span.start + len(part.heading)))
    said = {part.facts.language for part in parts if part.facts.language}
    language = min(said) if len(said) == 1 else None if said else guess_language(text)
    return Source(
        id=digest("source", order.name),
        path=order.name,
        text=text,
        blocks=blocks,
        sections=tuple(
            replace(part, facts=replace(part.facts, language=part.facts.language or language)) for part in parts
        ),
        file_sha256=hashed,
        language=language,
        interviewers=interviewers,
        notes=(*document.notes, *((note,) if note else ())),
    )


def guess_language(text: str) -> str | None:
    """ISO 639-1 code of a text's language; None when it is too short to tell."""
    words = text.split(maxsplit=2000)[:2000]
    if len(words) < _LANGUAGE_WORDS:
        return None
    import py3langid

    return str(py3langid.classify(" ".join(words))[0])


def gather(paths: Sequence[Path], skip: frozenset[str]) -> list[Path]:
    """The files below some paths, sorted; hidden files and `skip` names left out.

    Raises:
        UnreadableFile: A path does not exist.
    """
    files: set[Path] = set()
    for path in paths:
        if path.is_file():
            files.add(path)
        elif path.is_dir():
            files.update(each for each in path.rglob("*") if each.is_file() and _wanted(each, path, skip))
        else:
            raise UnreadableFile(str(path), "there is no such file or folder", "Check the spelling of the path.")
    return sorted(files)


def _wanted(file: Path, top: Path, skip: frozenset[str]) -> bool:
    parts = file.relative_to(top).parts
    return file.name.lower() not in skip and not any(part.startswith((".", "~$")) for part in parts)
