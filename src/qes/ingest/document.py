"""What a reader returns: the pieces of a file in reading order, before they become a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from qes.model import BlockKind


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading, paragraph, turn or table row, as the format gives it; `text` may span lines."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    speaker: str | None = None
    time: float | None = None
    """Seconds from the start of the recording."""
    page: int | None = None
    """From 1."""
    level: int | None = None
    """Depth of a heading, from 1."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content in reading order."""

    pieces: tuple[Piece, ...]
    notes: tuple[str, ...] = ()
    """What was dropped, guessed or repaired, each a sentence with its place."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the project or the manifest says about how to read a file."""

    encoding: str | None = None
    """Overrides detection for text formats."""


class Reader(Protocol):
    """Reads one format."""

    suffixes: Sequence[str]
    """Lower-case file suffixes with their dot."""

    def read(self, path: Path, options: ReadOptions, /) -> Document:
        """Read a file.

        Raises:
            EmptyFile: It holds no text.
            UnreadableFile: It is broken, protected, or not what its name says.
            GarbledText: It was decoded wrongly.
        """
