"""Turns and paragraphs become passages: whole sentences, about 40-120 words, never across speakers or headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qes.ingest.sentences import sentences
from qes.ingest.speakers import asks_nothing
from qes.model import Block, BlockKind, Passage, PassageKind, Source, Span, digest

SHORTEST, LONGEST, IDEAL = 40, 120, 80
"""Words. Shorter passages lack context; longer ones hold several ideas and are truncated by small embedders."""

_ENDS = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring blocks that may share a passage."""

    kind: PassageKind
    blocks: tuple[Block, ...]
    section: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is never cut: a sentence, or a table row of a readable length."""

    span: Span
    words: int
    opens: bool
    """Whether a paragraph begins with it."""


def segment(source: Source) -> Iterator[Passage]:
    """Yield passages in reading order; their spans index `source.text` as stored and together hold every word."""
    question: str | None = None
    heading: str | None = None
    for ordinal, (run, span) in enumerate(_spans(source)):
        text = span.of(source.text)
        if run.kind is PassageKind.HEADING:
            heading, question = text, None
        first = next(block for block in reversed(run.blocks) if block.span.start <= span.start)
        facts = source.facts_at(span)
        yield Passage(
            id=digest(source.id, source.text_sha256, str(span.start), str(span.end)),
            source_id=source.id,
            ordinal=ordinal,
            span=span,
            text=text,
            kind=run.kind,
            case=facts.case if facts else None,
            speaker=first.speaker,
            question=question if run.kind is PassageKind.SPEECH else None,
            heading=heading if run.kind is not PassageKind.HEADING else None,
            page=first.page,
            time=first.time,
        )
        if run.kind is PassageKind.QUESTION:
            whole = Span(run.blocks[0].span.start, run.blocks[-1].span.end).of(source.text)
            question = question if question and asks_nothing(whole) else whole


def _spans(source: Source) -> Iterator[tuple[_Run, Span]]:
    for run in _runs(source):
        if run.kind in (PassageKind.HEADING, PassageKind.ASIDE):
            for block in run.blocks:
                yield run, block.span
        else:
            for span in _packed(list(_units(source, run))):
                yield run, span


def _runs(source: Source) -> Iterator[_Run]:
    gathered: list[Block] = []
    key: tuple[PassageKind, str | None, int] | None = None
    for block in _trimmed(source):
        section = next((n for n, s in enumerate(source.sections) if s.span.start <= block.span.start < s.span.end), -1)
        now = (_kind(source, block), block.speaker, section)
        alone = now[0] in (PassageKind.HEADING, PassageKind.ASIDE)
        # Answers without a named speaker are turns of their own: each may answer another question.
        apart = block.kind is BlockKind.TURN and block.speaker is None and now[0] is PassageKind.QUESTION
        if gathered and key is not None and (now != key or alone or apart):
            yield _Run(key[0], tuple(gathered), key[2])
            gathered = []
        key = now
        gathered.append(block)
    if gathered and key is not None:
        yield _Run(key[0], tuple(gathered), key[2])


def _trimmed(source: Source) -> Iterator[Block]:
    """Blocks without white space at their edges, which cutting at a heading can leave."""
    for block in source.blocks:
        body = block.span.of(source.text)
        left, right = len(body) - len(body.lstrip()), len(body.rstrip())
        if right > left:
            start = block.span.start
            span = Span(start + left, start + right)
            yield Block(block.kind, span, block.speaker, block.time, block.page, block.level)


def _kind(source: Source, block: Block) -> PassageKind:
    if block.kind is BlockKind.HEADING:
        return PassageKind.HEADING
    if block.speaker is not None and block.speaker in source.interviewers:
        return PassageKind.QUESTION
    if block.kind is BlockKind.TURN:
        return PassageKind.SPEECH
    if not any(character.isalpha() for character in block.span.of(source.text)):
        return PassageKind.ASIDE
    return PassageKind.TABLE if block.kind is BlockKind.TABLE_ROW else PassageKind.PROSE


def _units(source: Source, run: _Run) -> Iterator[_Unit]:
    """Table rows as they are; sentences of paragraphs, where a paragraph broken in mid-sentence is read on."""
    for paragraph in _paragraphs(source, run):
        body = paragraph.of(source.text)
        row = run.kind is PassageKind.TABLE and len(body.split()) <= LONGEST
        spans = [Span(0, len(body))] if row else sentences(body, source.language)
        for number, span in enumerate(spans):
            moved = Span(paragraph.start + span.start, paragraph.start + span.end)
            yield _Unit(moved, len(moved.of(source.text).split()), number == 0)


def _paragraphs(source: Source, run: _Run) -> Iterator[Span]:
    start = run.blocks[0].span.start
    for block, following in pairwise(run.blocks):
        joined = run.kind is not PassageKind.TABLE and (
            block.kind is BlockKind.TURN
            or (not _ENDS.search(block.span.of(source.text)) and source.text[following.span.start].islower())
        )
        if not joined:
            yield Span(start, block.span.end)
            start = following.span.start
    yield Span(start, run.blocks[-1].span.end)


def _packed(units: Sequence[_Unit]) -> Iterator[Span]:
    """Passages of the least total badness, found by dynamic programming as a typesetter breaks lines."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    total = [0]
    for unit in units:
        total.append(total[-1] + unit.words)
    for end in range(1, len(units) + 1):
        choices: list[tuple[float, int]] = []
        for start in range(end - 1, -1, -1):
            words = total[end] - total[start]
            choices.append((best[start][0] + _badness(words, units[start].opens, end - start), start))
            if words > LONGEST * 2:
                break
        best.append(min(choices))
    edges, at = [], len(units)
    while at:
        edges.append((best[at][1], at))
        at = best[at][1]
    for start, end in reversed(edges):
        yield Span(units[start].span.start, units[end - 1].span.end)


def _badness(words: int, opens: bool, units: int) -> float:
    """How far a passage is from the ideal length; beginning with a paragraph is worth some words either way."""
    cost = ((words - IDEAL) / SHORTEST) ** 2 * (0.5 if opens else 1.0)
    if words < SHORTEST:
        cost += 2.0
    if words > LONGEST and units > 1:
        cost += 8.0 + (words - LONGEST) / 10
    return cost
