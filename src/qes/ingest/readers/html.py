"""Web pages: the text people read, in order, without the page's furniture."""

from __future__ import annotations

import re
from pathlib import Path

from qes.ingest.document import Document, ReadOptions
from qes.ingest.encoding import decode, is_utf8
from qes.ingest.readers.files import empty_if_no_pieces, kind_of, not_what_it_says, read_bytes
from qes.ingest.readers.html_walk import Walk

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^>]{0,2000}>", re.IGNORECASE)
LEFT_OPEN = frozenset(
    {"area", "base", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta", "p", "source", "td", "th"}
    | {"tr", "wbr"}
)
"""Elements that need no end tag, and so tell nothing of the depth."""

DEEPEST = 1_000
"""Elements inside one another; the parser's time grows with the square of it."""


class HtmlReader:
    """Reads HTML by lexbor, walking the tree without recursion."""

    suffixes = (".html", ".htm", ".xhtml")

    def read(self, path: Path, options: ReadOptions, /) -> Document:
        """Read a web page saved as HTML.

        Navigation, page headers and footers, asides and forms are left out with a note. The
        header of an article is part of it, and so is a form that holds the page itself.

        Raises:
            EmptyFile: It holds no text people would read.
            UnreadableFile: It is binary, or not in the encoding named.
            GarbledText: It was decoded wrongly before.
        """
        from selectolax.lexbor import LexborHTMLParser

        data = read_bytes(path)
        if (kind := kind_of(data)) not in (None, "html"):
            raise not_what_it_says(path, "an HTML page", kind)
        text, notes = decode(data, str(path), options.encoding or _declared(data))
        walk = Walk()
        root = LexborHTMLParser(_flattened(text)).root
        pieces = tuple(walk.pieces(root)) if root is not None else ()
        return empty_if_no_pieces(path, Document(pieces, (*notes, *walk.notes())))


def _declared(data: bytes) -> str | None:
    """The encoding a page names, if it is not UTF-8 anyway; Latin-1 means cp1252 on the web (WHATWG)."""
    found = CHARSET.search(data[:4096])
    if found is None or is_utf8(data) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    name = found[1].decode("ascii", "replace").lower()
    name = "cp1252" if name in ("iso-8859-1", "latin1", "us-ascii", "ascii") else name
    try:
        data.decode(name)
    except (LookupError, ValueError):
        return None
    return name


def _flattened(text: str) -> str:
    """The page with whatever is nested deeper than any page people write as plain paragraphs."""
    depth = 0

    def flat(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in LEFT_OPEN:
            return match[0]
        depth = max(0, depth - 1) if match[1] else depth + 1
        return match[0] if depth + bool(match[1]) <= DEEPEST else "<p>"

    return TAG.sub(flat, text)
