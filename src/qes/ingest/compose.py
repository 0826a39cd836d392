"""Pieces become the stored text and the blocks that say what stands where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from qes.ingest.document import Piece
from qes.ingest.normalise import normalise
from qes.model import Block, BlockKind, Span


def normalised(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with normalised text and speakers; empty ones left out."""
    tidy = (replace(piece, text=normalise(piece.text), speaker=_name(piece.speaker)) for piece in pieces)
    return [piece for piece in tidy if piece.text]


def _name(speaker: str | None) -> str | None:
    return " ".join(normalise(speaker).split()) or None if speaker else None


def compose(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Join pieces to one text: a blank line between them, a space between the cues of one turn."""
    parts: list[str] = []
    blocks: list[Block] = []
    length = 0
    previous: Piece | None = None
    for piece in pieces:
        if previous is not None:
            joint = " " if _same_turn(previous, piece) else "\n\n"
            parts.append(joint)
            length += len(joint)
        span = Span(length, length + len(piece.text))
        blocks.append(Block(piece.kind, span, piece.speaker, piece.time, piece.page, piece.level))
        parts.append(piece.text)
        length = span.end
        previous = piece
    return "".join(parts), tuple(blocks)


def _same_turn(one: Piece, other: Piece) -> bool:
    return one.kind is other.kind is BlockKind.TURN and one.speaker is not None and one.speaker == other.speaker


def cut(blocks: Sequence[Block], heading: Span) -> tuple[Block, ...]:
    """The blocks with an edge at both ends of a heading, which becomes a heading block where it was not one."""
    result: list[Block] = []
    for block in blocks:
        if not block.span.overlaps(heading):
            result.append(block)
            continue
        edges = sorted({block.span.start, block.span.end, *_inside(block.span, heading)})
        for start, end in pairwise(edges):
            part = Span(start, end)
            if part.within(heading):
                result.append(replace(block, span=part, kind=BlockKind.HEADING, level=block.level or 1, speaker=None))
            else:
                result.append(replace(block, span=part))
    return tuple(result)


def _inside(span: Span, heading: Span) -> list[int]:
    return [edge for edge in (heading.start, heading.end) if span.start < edge < span.end]
