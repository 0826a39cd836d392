"""Printed lines to paragraphs: by gaps, indents, lines that end early, and hyphens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qes.ingest.document import Piece
from qes.ingest.readers.lines import BULLET, ends_sentence, heading_level, heading_like, headings, label_test
from qes.ingest.readers.pdf_lines import Line, Pages
from qes.model import BlockKind

SAME_SIZE = 1.12
"""Ratio of heights up to which two lines are of one size."""

WIDER_GAP = 1.25
"""Ratio to the usual distance of lines from which a gap parts paragraphs."""

INDENT = 0.6
"""Share of the line height from which the left edge counts as moved."""

SUSPENDED = frozenset({"and", "or", "to", "und", "oder", "et", "ou", "e", "y", "o", "och", "og", "en", "of", "i"})
"""After these a hyphen waits for the second word: "pre- and post-war"."""

MOST_NAME_WORDS = 4
MOST_HEADING_WORDS = 30


@dataclass(slots=True)
class _Paragraph:
    lines: list[Line]
    text: str = field(default="")

    @property
    def height(self) -> float:
        return self.lines[0].height


def pieces(pages: Pages) -> Iterator[Piece]:
    """The paragraphs and headings of a document given by the lines of its pages."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    tells = _Tells(lines)
    paragraphs: list[_Paragraph] = []
    for run in _runs(lines, tells.leading):
        for at, paragraph in enumerate(_paragraphs(run, tells.stands_alone, tells.begins_turn)):
            if at == 0 and paragraphs and _runs_on(paragraphs[-1], paragraph, tells):
                paragraphs[-1].lines += paragraph.lines
            else:
                paragraphs.append(paragraph)
    for paragraph in paragraphs:
        paragraph.text = tells.joined(paragraph.lines)
    yield from _with_headings(paragraphs, tells)


class _Tells:
    """What the document as a whole tells of its lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.begins_turn = label_test(line.text for line in lines)
        self.leading = _leading(lines)
        whole = re.sub(r"\w+-\n\w+", " ", "\n".join(line.text for line in lines).lower())
        self.words = Counter(re.findall(r"\w+(?:-\w+)*", whole))
        self.times = Counter(line.text.rstrip(":") for line in lines)
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.height, 1)] += len(line.text)
        self.body = sizes.most_common(1)[0][0]

    def stands_alone(self, line: Line) -> bool:
        """Whether a line is a name as transcripts put it above a turn: short, capital first, and it returns."""
        words = line.text.split()
        short = len(words) <= MOST_NAME_WORDS and len(line.text) <= 40 and line.text[0].isupper()
        return short and not ends_sentence(line.text) and self.times[line.text.rstrip(":")] > 1

    def joined(self, lines: Sequence[Line]) -> str:
        """The text of some lines as one, hyphens at line ends undone where they only broke a word."""
        text = ""
        for line in lines:
            text = self._with(text, line.text) if text else line.text
        return text

    def _with(self, text: str, more: str) -> str:
        if text.endswith("\u00ad"):
            return text[:-1] + more
        before, after = re.search(r"(\w+)-$", text), re.match(r"\w+", more)
        if before is None or after is None or after[0].lower() in SUSPENDED:
            return f"{text} {more}"
        if not more[0].islower():
            return text + more
        first, second = before[1].lower(), after[0].lower()
        compound = self.words[f"{first}-{second}"] or (self.words[first] and self.words[second] and len(second) > 2)
        broken = self.words[first + second] or not compound
        return text[:-1] + more if broken and first.isalpha() else text + more


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance of lines within a paragraph, in line heights: the smallest that is frequent."""
    gaps = Counter(
        round((above.base - below.base) / below.height, 1)
        for above, below in pairwise(lines)
        if above.page == below.page and above.base - below.base > 0.5 * below.height and _same_size(above, below)
    )
    frequent = [gap for gap, count in gaps.items() if 8 * count >= gaps.total()]
    return min(frequent, default=1.2)


def _same_size(one: Line, other: Line) -> bool:
    return max(one.height, other.height) <= SAME_SIZE * min(one.height, other.height)


def _runs(lines: Sequence[Line], leading: float) -> Iterator[list[Line]]:
    """Lines that follow one another at the usual distance in one size: one paragraph or several."""
    run = [lines[0]]
    for above, below in pairwise(lines):
        gap = (above.base - below.base) / max(below.height, 0.1)
        # Beside the line above: cells of one printed row, which belong together.
        beside = abs(gap) < 0.3 and below.left >= above.right
        near = beside or 0.3 <= gap <= WIDER_GAP * leading
        if above.page == below.page and near and (beside or _same_size(above, below)):
            run.append(below)
        else:
            yield run
            run = [below]
    yield run


def _paragraphs(
    run: Sequence[Line], stands_alone: Callable[[Line], bool], begins_turn: Callable[[str], bool]
) -> Iterator[_Paragraph]:
    edge = max(line.right for line in run)
    width = edge - min(line.left for line in run)
    usual, often = Counter(round(line.left) for line in run).most_common(1)[0]
    indents = 2 * often > len(run) >= 3
    current = [run[0]]
    for above, below in pairwise(run):
        first_word = len(below.text.split(" ", 1)[0]) + 1
        ends_early = above.right + first_word * below.letter < edge - 0.04 * width
        moved = indents and abs(below.left - usual) > INDENT * below.height
        beside = abs(above.base - below.base) < 0.3 * below.height
        starts = moved or ends_early or begins_turn(below.text) or BULLET.match(below.text)
        if not beside and (starts or stands_alone(below) or stands_alone(above)):
            yield _Paragraph(current)
            current = []
        current.append(below)
    yield _Paragraph(current)


def _runs_on(above: _Paragraph, below: _Paragraph, tells: _Tells) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    last, first = above.lines[-1], below.lines[0]
    new_column = last.page != first.page or first.base > last.base
    return (
        new_column
        and _same_size(last, first)
        and not ends_sentence(last.text)
        and first.text[0].islower()
        and not tells.stands_alone(last)
    )


def _with_headings(paragraphs: Sequence[_Paragraph], tells: _Tells) -> Iterator[Piece]:
    texts = [paragraph.text for paragraph in paragraphs]
    large = [_is_large(paragraph, tells) for paragraph in paragraphs]
    sizes = sorted({round(paragraph.height) for paragraph, is_large in zip(paragraphs, large, strict=True) if is_large})
    candidates = [
        len(paragraph.lines) == 1
        and heading_like(paragraph.text)
        and not tells.begins_turn(paragraph.text)
        and not tells.stands_alone(paragraph.lines[0])
        for paragraph in paragraphs
    ]
    by_look = headings(texts, [each or size for each, size in zip(candidates, large, strict=True)])
    for paragraph, is_large, looks in zip(paragraphs, large, by_look, strict=True):
        level = None
        if is_large:
            level = len(sizes) - sizes.index(round(paragraph.height))
        elif looks:
            level = max(heading_level(paragraph.text), len(sizes) + 1)
        kind = BlockKind.PARAGRAPH if level is None else BlockKind.HEADING
        yield Piece(paragraph.text, kind, page=paragraph.lines[0].page, level=level)


def _is_large(paragraph: _Paragraph, tells: _Tells) -> bool:
    """Whether a paragraph is set larger than the text, and is a heading rather than a pull quote."""
    short = len(paragraph.text.split()) <= MOST_HEADING_WORDS and any(map(str.isalpha, paragraph.text))
    return short and paragraph.height > SAME_SIZE * tells.body and not tells.begins_turn(paragraph.text)
