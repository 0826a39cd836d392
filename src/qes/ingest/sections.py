"""A document with several cases is cut at the headings its manifest names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.errors import ManifestError
from qes.model import Block, BlockKind, Facts, Section, Span
from qes.text import collapse, collapsed_with_offsets, places


@dataclass(frozen=True, slots=True)
class Row:
    """What the manifest says in one of its rows."""

    path: str
    section: str | None
    facts: Facts
    line: int
    manifest: str
    encoding: str | None = None


def sections(text: str, blocks: Sequence[Block], rows: Sequence[Row], default: Facts) -> tuple[Section, ...]:
    """Sections in text order; one for the whole text when no row names a heading.

    Text before the first named heading belongs to no case.

    Raises:
        ManifestError: A heading is not found, or two rows of one file contradict each other.
    """
    if not rows:
        return (Section(Span(0, len(text)), default),)
    named = [row for row in rows if row.section]
    if not named:
        if len(rows) > 1:
            raise ManifestError(
                f"{rows[1].manifest}, line {rows[1].line}",
                f"{rows[1].path!r} is listed twice without `section` headings to tell its cases apart",
            )
        return (Section(Span(0, len(text)), rows[0].facts),)
    for row in rows:
        if not row.section:
            raise ManifestError(
                f"{row.manifest}, line {row.line}",
                f"{row.path!r} has sections in other rows but none in this one",
            )
    found = sorted(((find_heading(text, blocks, row), row) for row in named), key=lambda pair: pair[0])
    ends = [span.start for span, _ in found[1:]] + [len(text)]
    return tuple(
        Section(Span(span.start, end), row.facts, span.of(text)) for (span, row), end in zip(found, ends, strict=True)
    )


def find_heading(text: str, blocks: Sequence[Block], row: Row) -> Span:
    """Where a section's heading stands, compared after collapsing white space.

    Among several places, one that is a heading block comes first, then one that starts a block, then the first; an
    exact match of case before any other. So a table of contents or a mention in running text is not mistaken for it.

    Raises:
        ManifestError: It is not found, or stands at several equally good places.
    """
    wanted = collapse(row.section or "")
    flat, offsets = collapsed_with_offsets(text)
    starts = {block.span.start: block.kind for block in blocks}
    for needle, hay in ((wanted, flat), (wanted.casefold(), flat.lower())):
        ranked = sorted((_rank(starts, offsets[place]), place) for place in places(hay, needle))
        if ranked:
            place = ranked[0][1]
            return Span(offsets[place], offsets[place + len(needle) - 1] + 1)
    raise ManifestError(
        f"{row.manifest}, line {row.line}",
        f"heading {row.section!r} is not found in {row.path!r}{_nearest(wanted, text, blocks)}",
    )


def _rank(starts: dict[int, BlockKind], start: int) -> int:
    kind = starts.get(start)
    return 0 if kind is BlockKind.HEADING else 1 if kind is not None else 2


def _nearest(wanted: str, text: str, blocks: Sequence[Block]) -> str:
    from rapidfuzz import process

    headings = [collapse(block.span.of(text)) for block in blocks if block.kind is BlockKind.HEADING]
    best = process.extractOne(wanted, headings, score_cutoff=60)
    return f"; the nearest heading there is {best[0]!r}" if best else ""
