"""What coders who read the same passage differ about, and what their settling teaches about the codes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from qes.coding.review import Mark, held
from qes.model import Adjudication, Decision, ErrorKind, Passage, Span, Verdict, digest

LEAST_OVERLAP = 0.5
"""Two coders chose the same words when these share at least so much: intersection over union, in characters."""


class Difference(StrEnum):
    """What coders differ about, the gravest first."""

    GIVEN = "given"
    """Whether the code applies at all; such codings are disputed and count for nothing until settled."""
    WORDS = "words"
    """All gave it, and on words that share too little."""
    ATTRIBUTES = "attributes"
    """All gave it, and an attribute of it differs."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one reader of a passage says about one code."""

    coder: str
    gave: bool
    refused: bool
    """Denied it in so many words; a reader who neither gave nor refused it read the passage and did not mention it."""
    spans: tuple[Span, ...]
    """The words it was given on, in the source's text; empty when it was not given."""
    attributes: Mapping[str, tuple[str, ...]]
    """By attribute, the value given; several where the coder gave the code on several stretches, differently."""
    memos: tuple[str, ...]
    blind: bool
    """Whether all of it was said with suggestions hidden."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One code on one passage about which its readers differ, whether it has been settled or not."""

    passage_id: str
    code: str
    kind: Difference
    """The gravest of what they differ about."""
    voices: tuple[Voice, ...]
    """One for each reader, by name."""
    overlap: float
    """Of the words of those who gave it: the least that any two share, in [0, 1]; 1 when only one gave it."""
    differing: tuple[str, ...]
    """Attributes on which those who gave it differ."""
    settled: Adjudication | None
    """The last adjudication on it; None while it is open."""

    @property
    def gave(self) -> tuple[str, ...]:
        """Who gave it."""
        return tuple(voice.coder for voice in self.voices if voice.gave)

    @property
    def denied(self) -> tuple[str, ...]:
        """Who refused it, or read the passage and did not mention it."""
        return tuple(voice.coder for voice in self.voices if not voice.gave)

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Attributes that still differ: settling did not name them, or has not happened."""
        if self.settled is None:
            return self.differing
        return tuple(name for name in self.differing if self.settled.applies and name not in self.settled.attributes)


def disagreements(
    passages: Iterable[Passage],
    decisions: Iterable[Decision],
    adjudications: Iterable[Adjudication],
    *,
    least_overlap: float = LEAST_OVERLAP,
) -> list[Disagreement]:
    """What at least two readers of a passage differ about, in the order of the passages, then by code.

    Args:
        passages: Those to report on; decisions on others are left out.
        decisions: Live ones, in log order.
        adjudications: Live ones, in log order; the last on a passage and code holds.
        least_overlap: Words that share less, as intersection over union, differ.
    """
    known = {passage.id: passage for passage in passages}
    by_passage: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.passage_id in known:
            by_passage[decision.passage_id].append(decision)
    settled = {(each.passage_id, each.code): each for each in adjudications}
    found: list[Disagreement] = []
    for passage_id, passage in known.items():
        said = by_passage.get(passage_id, [])
        if len({decision.coder for decision in said}) > 1:
            found += _on_passage(passage, said, settled, least_overlap)
    return found


def _on_passage(
    passage: Passage,
    said: Sequence[Decision],
    settled: Mapping[tuple[str, str], Adjudication],
    least_overlap: float,
) -> Iterator[Disagreement]:
    by_coder: dict[str, list[Decision]] = defaultdict(list)
    for decision in said:
        by_coder[decision.coder].append(decision)
    for (_, code), marks in sorted(held(said, {passage.id: passage}).items()):
        voices = tuple(_voice(coder, code, by_coder[coder], marks) for coder in sorted(by_coder))
        givers = [voice for voice in voices if voice.gave]
        overlap = min((_shared(one.spans, other.spans) for one, other in combinations(givers, 2)), default=1.0)
        differing = _differing(givers)
        kind = _kind(len(givers) < len(voices), overlap < least_overlap, bool(differing))
        if kind is not None:
            last = settled.get((passage.id, code))
            yield Disagreement(passage.id, code, kind, voices, overlap, differing, last)


def _kind(given: bool, words: bool, attributes: bool) -> Difference | None:
    if given:
        return Difference.GIVEN
    if words:
        return Difference.WORDS
    return Difference.ATTRIBUTES if attributes else None


def _voice(coder: str, code: str, said: Sequence[Decision], marks: Sequence[Mark]) -> Voice:
    own = sorted((mark for mark in marks if mark.coder == coder), key=lambda mark: mark.span)
    refusals = [] if own else [decision for decision in said if decision.refused == code]
    silent = [decision for decision in said if decision.verdict is Verdict.NOTHING]
    grounds = [mark.decision for mark in own] or refusals[-1:] or silent or list(said)
    values: dict[str, dict[str, None]] = defaultdict(dict)
    for mark in own:
        for name, value in mark.decision.attributes.items():
            values[name][value] = None
    return Voice(
        coder=coder,
        gave=bool(own),
        refused=bool(refusals),
        spans=tuple(mark.span for mark in own),
        attributes={name: tuple(values[name]) for name in sorted(values)},
        memos=tuple(each.memo for each in grounds if each.memo) if own or refusals or silent else (),
        blind=all(each.blind for each in grounds),
    )


def _differing(givers: Sequence[Voice]) -> tuple[str, ...]:
    """Attributes that were given more than one value; one that only some of the givers filled in does not differ."""
    values: dict[str, set[str]] = defaultdict(set)
    for voice in givers:
        for name, given in voice.attributes.items():
            values[name].update(given)
    return tuple(sorted(name for name, given in values.items() if len(given) > 1))


def _shared(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Intersection over union, in characters; the spans of one coder never overlap each other."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    union = sum(each.end - each.start for each in (*one, *other)) - common
    return common / union


# --- With names hidden ----------------------------------------------------------------------------


def masked(disagreement: Disagreement, seed: int) -> Disagreement:
    """The same with letters for names, drawn anew for each passage and code, and nobody named as having settled it.

    So one can weigh what was said and not who said it, and never learn that "A" is always the same person. Memos stand
    as they were written. The order of the voices follows the letters.

    Args:
        disagreement: Whose coders are to be hidden.
        seed: Whoever knows it can work the names out; keep it to the server.
    """
    lots = {voice.coder: _lot(disagreement, voice.coder, seed) for voice in disagreement.voices}
    order = sorted(disagreement.voices, key=lambda voice: lots[voice.coder])
    voices = tuple(replace(voice, coder=_letters(place)) for place, voice in enumerate(order))
    settled = replace(disagreement.settled, author="") if disagreement.settled else None
    return replace(disagreement, voices=voices, settled=settled)


def _lot(disagreement: Disagreement, coder: str, seed: int) -> str:
    return digest("mask", str(seed), disagreement.passage_id, disagreement.code, coder)


def _letters(place: int) -> str:
    """A to Z, then AA, AB, … as the columns of a spreadsheet."""
    above, last = divmod(place, 26)
    return (_letters(above - 1) if above else "") + chr(ord("A") + last)


# --- What settling teaches ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the settled disagreements about one code say: the material for mending its definition."""

    code: str
    kinds: Mapping[ErrorKind | None, int]
    """How often each reason for differing was named; None: not said. Reasons never named are left out."""
    applies: int
    """How often it was settled that the code applies."""
    settled: tuple[tuple[Passage, Adjudication], ...]
    """With the reasons, in the order of the passages."""


def lessons(passages: Iterable[Passage], adjudications: Iterable[Adjudication]) -> list[Lesson]:
    """Per code, what was settled and why; the code whose definition was found unclear most often first.

    Args:
        passages: Those to report on.
        adjudications: Live ones, in log order; the last on a passage and code holds.
    """
    last = {(each.code, each.passage_id): each for each in adjudications}
    by_passage: dict[str, list[Adjudication]] = defaultdict(list)
    for each in last.values():
        by_passage[each.passage_id].append(each)
    by_code: dict[str, list[tuple[Passage, Adjudication]]] = defaultdict(list)
    for passage in passages:
        for each in by_passage.get(passage.id, ()):
            by_code[each.code].append((passage, each))
    found = [
        Lesson(code, Counter(each.kind for _, each in pairs), sum(each.applies for _, each in pairs), tuple(pairs))
        for code, pairs in by_code.items()
    ]
    return sorted(found, key=lambda each: (-each.kinds.get(ErrorKind.DEFINITION, 0), -len(each.settled), each.code))
