"""Markdown: headings, paragraphs, list items, quotations and table rows, without the markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from qes.ingest.document import Document, Piece, ReadOptions
from qes.ingest.encoding import decode
from qes.ingest.readers.files import empty_if_no_pieces, read_bytes
from qes.ingest.readers.lines import label_of, label_test, split_lines
from qes.model import BlockKind

ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$")
SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
QUOTE = re.compile(r"(?: {0,3}>[ \t]?)+")
DIVIDER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
REFERENCE = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:[ \t]*\S+")

INLINE = (
    (re.compile(r"!\[([^\[\]]{0,999})\]\([^()\s]{0,999}(?:\s[^()]{0,999})?\)"), r"\1"),
    (re.compile(r"\[([^\[\]]{0,999})\]\((?:[^()\s]|\([^()\s]{0,99}\)){0,999}(?:\s[^()]{0,999})?\)"), r"\1"),
    (re.compile(r"!?\[([^\[\]^][^\[\]]{0,999})\]\[[^\[\]]{0,999}\]"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,999})>"), r"\1"),
    (re.compile(r"<br\s{0,9}/?>", re.IGNORECASE), "\n"),
    (re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]{0,30}(?:\s[^<>]{0,999})?/?>"), ""),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*]*)(?<=[^\s*])\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_]*)(?<=[^\s_])\1(?![\w_])"), r"\2"),
    (re.compile(r"~~(?=[^\s~])([^~]*)(?<=[^\s~])~~"), r"\1"),
)
"""Markup and what is left of it, in the order it is taken off; twice, as bold may hold italic.

`2*3*4` and `snake_case` stay, whatever CommonMark makes of the first. All are bounded,
so that a hostile file takes no longer than its size allows."""

CODE = re.compile(r"(?<![\\`])(`{1,9})(?!`)(.{1,3999}?)(?<!`)\1(?!`)", re.DOTALL)
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
MARKED = re.compile(r"[*_~`\\\[<&]")
HELD = re.compile("[\ue000-\uf8ff]")


class MarkdownReader:
    """Reads Markdown by lines: CommonMark's blocks as far as notes and reports use them, and tables."""

    suffixes = (".md", ".markdown")

    def read(self, path: Path, options: ReadOptions, /) -> Document:
        """Read a Markdown file.

        Raises:
            EmptyFile: It holds no text but markup.
            UnreadableFile: It is binary, or not in the encoding named.
            GarbledText: It was decoded wrongly before.
        """
        text, notes = decode(read_bytes(path), str(path), options.encoding)
        text, comments = _without_comments(text)
        lines = split_lines(text)
        body = _after_front_matter(lines)
        if len(body) < len(lines):
            notes = (*notes, f"front matter left out (lines 1-{len(lines) - len(body)})")
        if comments:
            notes = (*notes, f"{comments} HTML comment{'s'[: comments > 1]} left out")
        return empty_if_no_pieces(path, Document(tuple(pieces(body)), notes))


def _without_comments(text: str) -> tuple[str, int]:
    """The text without `<!-- -->`, and how many there were; one that is never closed stays as text."""
    kept: list[str] = []
    while (start := text.find("<!--")) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[:start])
        text = text[end + 3 :]
    return "".join([*kept, text]), len(kept)


def _after_front_matter(lines: Sequence[str]) -> Sequence[str]:
    if lines[0].rstrip() not in ("---", "+++"):
        return lines
    ends = ("---", "...") if lines[0].startswith("-") else ("+++",)
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() in ends), None)
    fields = lines[1:end]
    if end is None or not any(re.match(r"\s*[\w-]+\s*[:=]", line) for line in fields):
        return lines
    return lines[end + 1 :]


def pieces(lines: Sequence[str]) -> Iterator[Piece]:
    """The pieces of a Markdown text given by its lines."""
    for piece in _Parser(lines).pieces():
        text = re.sub(r"[^\S\n]+", " ", piece.text).strip()
        if text:
            yield Piece(text, piece.kind, level=piece.level)


class _Parser:
    """Walks the lines once, keeping the paragraph that is open."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.at = 0
        self.open: list[str] = []
        self.begins_turn = label_test(plain(line) for line in lines)

    def pieces(self) -> Iterator[Piece]:
        while self.at < len(self.lines):
            line = _after(QUOTE, self.lines[self.at])
            self.at += 1
            yield from self._line(line)
        yield from self._close()

    def _line(self, line: str) -> Iterator[Piece]:
        if fence := FENCE.match(line):
            yield from self._close()
            yield Piece("\n".join(self._fenced(fence[1])))
        elif heading := ATX.match(line):
            yield from self._close()
            yield Piece(plain(heading[2]), BlockKind.HEADING, level=len(heading[1]))
        elif self.open and (underline := SETEXT.match(line)) and "|" not in self.open[-1]:
            text, self.open = plain("\n".join(self.open)), []
            yield Piece(text.replace("\n", " "), BlockKind.HEADING, level=1 if underline[1][0] == "=" else 2)
        elif not line.strip() or RULE.match(line) or REFERENCE.match(line):
            yield from self._close()
        elif self._table_begins(line):
            yield from self._close()
            yield from self._table(line)
        else:
            if ITEM.match(line) or (self.open and self.begins_turn(plain(line))):
                yield from self._close()
            self.open.append(_after(ITEM, line))

    def _close(self) -> Iterator[Piece]:
        if self.open:
            yield Piece(plain(_joined(self.open)))
            self.open = []

    def _fenced(self, mark: str) -> Iterator[str]:
        """The lines up to the closing fence, or to the end where it is missing."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if line.strip().startswith(mark) and not line.strip().strip(mark[0]):
                return
            yield line.strip()

    def _table_begins(self, line: str) -> bool:
        below = self.lines[self.at] if self.at < len(self.lines) else ""
        return "|" in line and "|" in below and DIVIDER.match(_after(QUOTE, below)) is not None

    def _table(self, head: str) -> Iterator[Piece]:
        yield _row(head)
        self.at += 1
        while self.at < len(self.lines) and "|" in self.lines[self.at]:
            yield _row(_after(QUOTE, self.lines[self.at]))
            self.at += 1


def _after(mark: re.Pattern[str], line: str) -> str:
    """The line without the mark it may begin with."""
    match = mark.match(line)
    return line[match.end() :] if match else line


def _joined(lines: Sequence[str]) -> str:
    """Lines of a paragraph: a break is a space, but kept after two spaces or a backslash and before a label."""
    parts: list[str] = []
    hard = False
    for line in lines:
        parts.append("\n" if hard or label_of(plain(line)) is not None else " ")
        hard = line.endswith(("  ", "\\"))
        parts.append(line.removesuffix("\\").strip())
    return "".join(parts).strip()


def _row(line: str) -> Piece:
    cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
    texts = [plain(cell.replace("\\|", "|")).replace("\n", " ").strip() for cell in cells]
    return Piece(" | ".join(filter(None, texts)), BlockKind.TABLE_ROW)


def plain(text: str) -> str:
    """Text without inline markup: links and images as their words, emphasis and code without the marks."""
    if MARKED.search(text) is None:
        return text
    held: list[str] = []

    def hold(shown: str) -> str:
        held.append(shown)
        return chr(0xE000 + len(held) - 1)

    room = 0xF8FF - 0xE000
    if HELD.search(text) or text.count("`") + text.count("\\") > room:
        return text
    text = CODE.sub(lambda match: hold(match[2].strip()), text)
    text = ESCAPE.sub(lambda match: hold(match[1]), text)
    for _ in range(2):
        for pattern, kept in INLINE:
            text = pattern.sub(kept, text)
    text = HELD.sub(lambda match: held[ord(match[0]) - 0xE000], text)
    return html.unescape(text)
