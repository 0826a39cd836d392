"""The tree of a web page, walked to its pieces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qes.ingest.document import Piece
from qes.ingest.readers.lines import split_lines
from qes.model import BlockKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

FURNITURE = frozenset({"nav", "header", "footer", "aside", "form"})
"""Left out, and counted in a note."""

UNREAD = frozenset(
    {"head", "script", "style", "noscript", "svg", "template", "iframe", "object", "canvas", "audio", "video"}
    | {"button", "select", "textarea", "datalist"}
)
"""Not text anyone reads."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}

BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre"}
    | {"section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", *HEADINGS}
)
"""Elements that begin and end a piece; all others run on within the line."""


class Walk:
    """One pass over the tree, down and up again; what is open is kept in a few variables."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.cells: list[str] | None = None
        """Cells of the table row that is open; None outside of rows that hold plain cells."""
        self.pre = 0
        self.left_out: Counter[str] = Counter()

    def pieces(self, root: LexborNode) -> Iterator[Piece]:
        """The pieces below a node, in reading order."""
        node: LexborNode | None = root
        depth = 0
        while node is not None:
            child = None
            if not self._skips(node):
                yield from self._enter(node)
                child = node.child
            if child is not None:
                node, depth = child, depth + 1
                continue
            while node is not None and node.next is None and depth > 0:
                yield from self._leave(node)
                node, depth = node.parent, depth - 1
            if node is None:
                return
            yield from self._leave(node)
            node = node.next

    def notes(self) -> Iterator[str]:
        """What was left out, once the walk is over."""
        if self.left_out:
            listed = ", ".join(f"{name} ({words} words)" for name, words in sorted(self.left_out.items()))
            yield f"left out as page furniture: {listed}"

    def _skips(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag in UNREAD:
            return True
        if tag not in FURNITURE or _belongs_to_text(node, tag):
            return False
        if words := len(node.text(separator=" ").split()):
            self.left_out[tag] += words
        return True

    def _enter(self, node: LexborNode) -> Iterator[Piece]:
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text_content or "")
        elif tag == "br":
            self.text.append("\n")
        elif tag in BLOCKS:
            yield from self._block_begins(tag)
        elif tag in ("td", "th") and self.cells is None:
            yield from self._close()

    def _block_begins(self, tag: str) -> Iterator[Piece]:
        if tag == "tr":
            yield from self._close_row()
            self.cells = []
        elif tag == "table" or tag in HEADINGS:
            yield from self._close_row()
        elif self.cells is None:
            yield from self._close()
        else:
            self.text.append("\n")
        self.pre += tag == "pre"

    def _leave(self, node: LexborNode) -> Iterator[Piece]:
        tag = node.tag or ""
        if tag in HEADINGS:
            yield from self._close(BlockKind.HEADING, HEADINGS[tag])
        elif tag in ("td", "th"):
            yield from self._cell_ends()
        elif tag in ("tr", "table"):
            yield from self._close_row()
        elif tag in BLOCKS:
            self.pre -= tag == "pre"
            if self.cells is None:
                yield from self._close()
            else:
                self.text.append("\n")

    def _add(self, text: str) -> None:
        self.text.append("\n".join(split_lines(text)) if self.pre else re.sub(r"\s+", " ", text))

    def _cell_ends(self) -> Iterator[Piece]:
        if self.cells is None:
            yield from self._close()
        elif text := self._taken():
            self.cells.append(text)

    def _close_row(self) -> Iterator[Piece]:
        """End the row that is open: also where a table or heading in it shows that it only lays out the page."""
        cells, self.cells = self.cells or [], None
        text = self._taken()
        if cells:
            yield Piece(" | ".join([*cells, text] if text else cells), BlockKind.TABLE_ROW)
        elif text:
            yield Piece(text)

    def _close(self, kind: BlockKind = BlockKind.PARAGRAPH, level: int | None = None) -> Iterator[Piece]:
        if text := self._taken():
            yield Piece(text.replace("\n", " ") if level else text, kind, level=level)

    def _taken(self) -> str:
        text, self.text = "".join(self.text), []
        lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n"))
        return "\n".join(line for line in lines if line)


def _belongs_to_text(node: LexborNode, tag: str) -> bool:
    """Whether furniture by name is text by place: an article's header, a quotation's footer, a page in a form."""
    if tag == "form":
        return node.css_first("main, article, h1") is not None
    owners = {"header": ("article", "main", "section"), "footer": ("blockquote", "figure")}.get(tag, ())
    parent = node.parent
    while parent is not None and owners:
        if parent.tag in owners:
            return True
        parent = parent.parent
    return False
