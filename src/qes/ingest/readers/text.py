"""Plain text: paragraphs between blank lines, turns by line, headings by how they look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from qes.ingest.document import Document, Piece, ReadOptions
from qes.ingest.encoding import decode
from qes.ingest.readers.files import read_bytes
from qes.ingest.readers.lines import (
    BULLET,
    ends_sentence,
    heading_level,
    heading_like,
    headings,
    label_of,
    label_test,
    split_lines,
)
from qes.model import BlockKind

WIDEST_WRAP = 130
"""A line longer than this was not broken by a mail program or a converter."""

SHORTEST_WRAP = 40

STARTS_WITH_TIME = re.compile(r"\s*[\[(]?\d{1,2}:\d\d")


class TextReader:
    """Reads plain text."""

    suffixes = (".txt", ".text")

    def read(self, path: Path, options: ReadOptions, /) -> Document:
        """Read a text file; no word of it is dropped.

        Raises:
            EmptyFile: It holds no text.
            UnreadableFile: It is binary, or not in the encoding named.
            GarbledText: It was decoded wrongly before.
        """
        text, notes = decode(read_bytes(path), str(path), options.encoding)
        return Document(tuple(pieces(split_lines(text))), notes)


def pieces(lines: Sequence[str]) -> Iterator[Piece]:
    """The pieces of a text given by its lines."""
    begins_turn = label_test(lines)
    layout = Layout(lines)
    texts: list[str] = []
    candidates: list[bool] = []
    for block in _blocks(lines):
        texts.extend(layout.paragraphs(block, begins_turn))
        alone = len(block) == 1 and heading_like(block[0]) and not begins_turn(block[0])
        candidates.extend([alone] if alone else [False] * (len(texts) - len(candidates)))
    for text, heading in zip(texts, headings(texts, candidates), strict=True):
        yield _piece(text, heading)


def _piece(text: str, heading: bool) -> Piece:
    if heading:
        return Piece(text, BlockKind.HEADING, level=heading_level(text))
    if "\t" in text and "\n" not in text:
        return _row(text)
    return Piece(text.strip())


def _row(text: str) -> Piece:
    """A line with tabs: a table row where they part columns, running text where they part words or a time."""
    cells = [cell.strip() for cell in text.split("\t")]
    is_row = len(cells) > 2 and any(" " in cell for cell in cells) and not STARTS_WITH_TIME.match(text)
    joined = (" | " if is_row else " ").join(filter(None, cells))
    return Piece(joined, BlockKind.TABLE_ROW if is_row else BlockKind.PARAGRAPH)


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


class Layout:
    """How a file uses line breaks: to wrap at a width, or to end a paragraph."""

    def __init__(self, lines: Sequence[str]) -> None:
        inner = [line.rstrip() for block in _blocks(lines) for line in block[:-1]]
        lengths = sorted(map(len, inner)) or [0]
        self.width = lengths[int(0.95 * (len(lengths) - 1))]
        ended = sum(map(ends_sentence, inner)) / max(1, len(inner))
        self.wraps = ended < 0.5 and SHORTEST_WRAP <= median(lengths) <= self.width <= WIDEST_WRAP
        self.line_is_paragraph = not self.wraps and (ended >= 0.5 or median(lengths) > 60)

    def paragraphs(self, block: Sequence[str], begins_turn: Callable[[str], bool]) -> Iterator[str]:
        """The texts of a block of lines; what was wrapped is joined by spaces, other breaks are kept."""
        parts: list[str] = []
        last = ""
        for line in block:
            if parts and (self.line_is_paragraph or begins_turn(line) or BULLET.match(line) or "\t" in last + line):
                yield _tidy(parts)
                parts = []
            wrapped = self.wraps and len(last) >= 0.6 * self.width and label_of(line) is None
            if parts:
                parts.append(" " if wrapped else "\n")
            parts.append(line.strip(" "))
            last = line.rstrip()
        if parts:
            yield _tidy(parts)


def _tidy(parts: Sequence[str]) -> str:
    return re.sub(r" {2,}", " ", "".join(parts))
