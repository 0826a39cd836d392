"""The body of a Word document, walked to its pieces.

python-docx leaves out text in tracked insertions, content controls and text boxes, so the walk is over the XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from qes.ingest.document import Piece
from qes.model import BlockKind

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

PARAGRAPH, TABLE, ROW, CELL, BOX = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "txbxContent"))
DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
UNREAD = frozenset({FALLBACK, BOX, f"{W}rPr", f"{W}pPr", f"{W}instrText"})
"""In a paragraph: what stands there twice, and properties. Text boxes are pieces of their own."""

BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}

NAMED = re.compile(r"heading (\d)", re.IGNORECASE)
TITLES = {"title": 1, "subtitle": 2}
MOST_HEADING_WORDS = 50
"""A paragraph longer than this is text, whatever style it was given by mistake."""


class Body:
    """Walks a document and counts the tracked changes on its way."""

    def __init__(self, word: WordDocument) -> None:
        self.root: BaseOxmlElement = word.element.body
        self.levels = _style_levels(word.styles.element)
        self.deletions = 0
        self.insertions = 0

    def pieces(self) -> Iterator[Piece]:
        """Everything in the body, in reading order."""
        yield from self.pieces_of(self.root)

    def pieces_of(self, root: BaseOxmlElement) -> Iterator[Piece]:
        """The pieces of anything that holds paragraphs and tables: the body, a cell, a text box, a footnote."""
        for block in self._blocks(root, (PARAGRAPH, TABLE)):
            if block.tag == TABLE:
                yield from self._table(block)
            else:
                yield from self._paragraph(block)

    def _blocks(self, root: BaseOxmlElement, wanted: Iterable[str]) -> Iterator[BaseOxmlElement]:
        """Elements of some kinds, looking through content controls and the like, but not through one another."""
        for child in root:
            if child.tag in wanted:
                yield child
            elif child.tag in DELETED:
                self.deletions += 1
            elif child.tag not in UNREAD and isinstance(child.tag, str):
                yield from self._blocks(child, wanted)

    def _paragraph(self, paragraph: BaseOxmlElement) -> Iterator[Piece]:
        text = self._text(paragraph)
        if text:
            level = self._level(paragraph) if len(text.split()) <= MOST_HEADING_WORDS else None
            kind = BlockKind.PARAGRAPH if level is None else BlockKind.HEADING
            yield Piece(text if level is None else text.replace("\n", " "), kind, level=level)
        for box in _boxes(paragraph):
            yield from self.pieces_of(box)

    def _text(self, paragraph: BaseOxmlElement) -> str:
        """The text of a paragraph as it reads with all changes accepted."""
        parts: list[str] = []
        for element in _within(paragraph, DELETED | UNREAD):
            self.deletions += element.tag in DELETED
            self.insertions += element.tag in INSERTED
            if element.tag in (f"{W}t", MATH_TEXT):
                parts.append(element.text or "")
            elif isinstance(element.tag, str):
                parts.append(BREAKS.get(element.tag, ""))
        lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
        return "\n".join(filter(None, lines))

    def _level(self, paragraph: BaseOxmlElement) -> int | None:
        outline = _outline(paragraph)
        if outline is not None:
            return outline or None
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.levels.get(style.get(f"{W}val", "")) if style is not None else None

    def _table(self, table: BaseOxmlElement) -> Iterator[Piece]:
        rows = [list(self._cells(row)) for row in self._blocks(table, (ROW,)) if not self._deleted(row)]
        if all(len(cells) <= 1 for cells in rows):
            # One column only frames the text, so that its paragraphs stay apart.
            for cell in (cell for cells in rows for cell in cells):
                yield from self.pieces_of(cell)
            return
        for cells in rows:
            texts = ("\n".join(piece.text for piece in self.pieces_of(cell)) for cell in cells)
            if row := " | ".join(filter(None, texts)):
                yield Piece(row, BlockKind.TABLE_ROW)

    def _deleted(self, row: BaseOxmlElement) -> bool:
        deleted = row.find(f"{W}trPr/{W}del") is not None
        self.deletions += deleted
        return deleted

    def _cells(self, row: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
        """The cells of a row, without those that continue the cell above."""
        for cell in self._blocks(row, (CELL,)):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is None or merge.get(f"{W}val") == "restart":
                yield cell


def _within(root: BaseOxmlElement, closed: frozenset[str]) -> Iterator[BaseOxmlElement]:
    """Every element below one, in order, but nothing below those that are closed."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        yield element
        if element.tag not in closed:
            waiting.extend(reversed(element))


def _boxes(paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The text boxes anchored in a paragraph, each once and none that lies in another."""
    return (each for each in _within(paragraph, DELETED | {FALLBACK, BOX}) if each.tag == BOX)


def _outline(holder: BaseOxmlElement) -> int | None:
    """The outline level set on a paragraph or style, from 1; 0 for body text; None where nothing is set."""
    outline = holder.find(f"{W}pPr/{W}outlineLvl")
    value = outline.get(f"{W}val", "") if outline is not None else ""
    return (int(value) + 1) % 10 if value.isdecimal() else None


def _style_levels(styles: BaseOxmlElement) -> dict[str, int]:
    """The heading level of each paragraph style that has one: by name, by outline level, or from its base."""
    known: dict[str, int | None] = {}
    bases: dict[str, str] = {}
    for style in styles.iterfind(f"{W}style"):
        name, base = style.find(f"{W}name"), style.find(f"{W}basedOn")
        key = style.get(f"{W}styleId", "")
        known[key] = _named_level(name.get(f"{W}val", "") if name is not None else "") or _outline(style)
        bases[key] = base.get(f"{W}val", "") if base is not None else ""
    return {key: level for key in known if (level := _inherited(key, known, bases))}


def _named_level(name: str) -> int | None:
    match = NAMED.match(name)
    return int(match[1]) or None if match else TITLES.get(name.lower())


def _inherited(key: str, known: dict[str, int | None], bases: dict[str, str]) -> int | None:
    seen: set[str] = set()
    while key in known and key not in seen:
        if known[key] is not None:
            return known[key]
        seen.add(key)
        key = bases[key]
    return None
