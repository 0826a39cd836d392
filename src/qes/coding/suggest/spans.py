"""Where in a passage a code was found, and which sentence of the codebook it matches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qes.coding.embed import Vectors
from qes.coding.suggest.context import unit
from qes.coding.suggest.task import Task
from qes.coding.suggest.words import Words
from qes.model import Code, Span

_SENTENCE = re.compile(r"\S.*?(?:[.!?…。！？]+[\"'”’»)\]]*(?=\s|$)|(?<=[。！？])|$)", re.DOTALL)
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""A sign of a script written without spaces, or a word."""
FEWEST_WORDS = 4
"""A shorter sentence is read with the one before it."""
BESIDE = 0.8
"""A neighbouring sentence that speaks at least this much, as a share of the best one, belongs to the span."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What to show beside a suggestion."""

    span: Span | None = None
    """In the source's text; None where it is the whole passage."""
    criterion: str = ""
    caution: str = ""


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, without the space around it; together they hold all that is not space."""
    found: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text):
        start, stop = match.start(), match.start() + len(match.group().rstrip())
        if found and len(_WORD.findall(match.group())) < FEWEST_WORDS:
            found[-1] = (found[-1][0], stop)
        else:
            found.append((start, stop))
    return found


def carried(task: Task, cells: Sequence[tuple[int, int]], pull: Vectors, words: Sequence[Words]) -> list[Carried]:
    """For each cell the sentences that carried it, and what the codebook says that is closest to them.

    Args:
        task: Whose passages and codebook they are.
        cells: Row and column.
        pull: Shape (cells, dimensions): the direction in which meaning spoke for the code.
        words: Per cell, the words that spoke for it.
    """
    split = {row: sentences(task.passages[row].text) for row, _ in cells}
    texts = {
        task.passages[row].text[start:stop] for row, spans in split.items() if len(spans) > 1 for start, stop in spans
    }
    vectors = _Embedded(task, texts)
    codebook = [_Criteria(task, code) for code in task.codebook.codable]
    found = []
    for (row, column), direction, telling in zip(cells, unit(pull), words, strict=True):
        passage, spans = task.passages[row], split[row]
        meaning = task.vectors[row]
        span = None
        if len(spans) > 1:
            each = vectors([passage.text[start:stop] for start, stop in spans])
            first, last = _best(each @ direction + _said(passage.text, spans, telling))
            meaning = each[first : last + 1].mean(axis=0)
            if last - first + 1 < len(spans):
                start = passage.span.start
                span = Span(start + spans[first][0], start + spans[last][1])
        found.append(Carried(span, *codebook[column].closest(meaning)))
    return found


class _Embedded:
    """Vectors of texts, all embedded at once."""

    def __init__(self, task: Task, texts: set[str]) -> None:
        ordered = sorted(texts)
        self._vectors = dict(zip(ordered, task.embed(ordered), strict=True)) if ordered else {}

    def __call__(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vectors[text] for text in texts])


class _Criteria:
    """The sentences of the codebook that say when a code applies, and when not."""

    def __init__(self, task: Task, code: Code) -> None:
        self._code, self._task = code, task
        self._ready: tuple[list[str], Vectors, list[str], Vectors] | None = None

    def closest(self, meaning: NDArray[np.float32]) -> tuple[str, str]:
        """The criterion closest in meaning; and a reason against the code, where one is closer still."""
        criteria, speaks, cautions, against = self._ready = self._ready or self._embedded()
        if not criteria:
            return "", ""
        likeness = speaks @ meaning
        best = int(np.argmax(likeness))
        warns = against @ meaning
        caution = cautions[int(np.argmax(warns))] if len(cautions) and warns.max() > likeness[best] else ""
        return criteria[best], caution

    def _embedded(self) -> tuple[list[str], Vectors, list[str], Vectors]:
        code = self._code
        criteria = _split(code.brief, code.definition, code.when_to_use) or [code.label]
        cautions = _split(code.when_not_to_use)
        vectors = self._task.embed([*criteria, *cautions])
        return criteria, vectors[: len(criteria)], cautions, vectors[len(criteria) :]


def _split(*texts: str) -> list[str]:
    found = [text[start:stop] for text in texts for start, stop in sentences(text)]
    return list(dict.fromkeys(found))


def _said(text: str, spans: Sequence[tuple[int, int]], words: Words) -> NDArray[np.float32]:
    """For each sentence, the shares of the telling words it holds."""
    folded = text.casefold() if len(text.casefold()) == len(text) else text
    said = np.zeros(len(spans), dtype=np.float32)
    for word, share in words:
        for index, (start, stop) in enumerate(spans):
            if word in folded[start:stop]:
                said[index] += np.float32(share)
    return said


def _best(speaks: NDArray[np.float32]) -> tuple[int, int]:
    """First and last of the sentences around the best one that speak nearly as much."""
    best = int(np.argmax(speaks))
    enough = BESIDE * float(speaks[best])
    first = last = best
    while speaks[best] > 0 and first > 0 and speaks[first - 1] >= enough:
        first -= 1
    while speaks[best] > 0 and last + 1 < len(speaks) and speaks[last + 1] >= enough:
        last += 1
    return first, last
