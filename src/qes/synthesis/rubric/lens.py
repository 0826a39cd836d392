"""Evidence as one rubric sees it, looked at once: many levels are then read from parts of it without matching anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from qes.model import CodingStatus
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric.model import Criterion, Gate, Openness, Rubric
from qes.synthesis.rubric.needs import Amount, Needs, Side, Where


class Piece(NamedTuple):
    """All that a rubric asks of one piece of evidence."""

    evidence: Evidence
    passes: int
    """A bit for each filter of the lens: set if the filter lets it through."""
    side: Side
    counts: bool
    """False while it is disputed."""
    usable: bool
    """Whether it bears on a level: it counts, and is more than an intention."""
    disputed: bool
    """Whether its coders differ on the code or on the direction."""
    settled: bool
    wording: str
    code: str
    source: str
    speaker: str | None


_Seen = tuple[int, Side, bool]
"""What is the same for all evidence with the same properties: filters passed, side, and whether it is disputed."""


class Lens:
    """A rubric made ready to look at much evidence, and at parts of the same evidence again and again."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self._filters = list(dict.fromkeys(_filters(rubric)))
        self._bits = {where: 1 << number for number, where in enumerate(self._filters)}
        named = {name for where in self._filters for name, _ in where.attributes}
        self._attributes = tuple(sorted(named | {rubric.polarity.attribute}))
        self._by_code = any(where.codes for where in self._filters)
        self._seen: dict[tuple[object, ...], _Seen] = {}
        self._levels = [
            (level.level, [(criterion, self.bit(criterion.needs.where)) for criterion in level.criteria])
            for level in rubric.levels
        ]
        self._gates = [(gate, self.bit(gate.needs.where) if gate.needs else 0) for gate in rubric.gates]

    def bit(self, where: Where) -> int:
        """The bit of a filter in `Piece.passes`; KeyError for one that is not the rubric's."""
        return self._bits[where]

    def scope(self, needs: Needs) -> int:
        """The bit of what a test is about, whichever way the evidence points."""
        return self._bits[needs.where.without(self.rubric.polarity.attribute)]

    def pieces(self, evidence: Iterable[Evidence]) -> list[Piece]:
        """Look at evidence, in the order given."""
        return [self.piece(each) for each in evidence]

    def piece(self, evidence: Evidence) -> Piece:
        """Look at one piece of evidence."""
        coding, facts = evidence.coding, evidence.facts
        given = coding.attributes
        values = (
            tuple(map(evidence.attribute, self._attributes))
            if coding.differing
            else tuple(map(given.get, self._attributes))
        )
        # Everything that `Where.matches`, `Polarity.side` and `Polarity.in_dispute` look at.
        alike = (
            values,
            coding.code if self._by_code else "",
            coding.status,
            coding.differing,
            facts.kind,
            facts.independent is True,
            bool(facts.date),
        )
        seen = self._seen.get(alike)
        if seen is None:
            seen = self._seen[alike] = self._look(evidence)
        passes, side, disputed = seen
        counts = coding.counts
        return Piece(
            evidence,
            passes,
            side,
            counts,
            counts and side is not Side.ASPIRATION,
            disputed,
            coding.status is CodingStatus.SETTLED,
            evidence.wording,
            coding.code,
            evidence.source_path,
            evidence.speaker,
        )

    def _look(self, evidence: Evidence) -> _Seen:
        polarity = self.rubric.polarity
        passes = sum(1 << number for number, where in enumerate(self._filters) if where.matches(evidence))
        return passes, polarity.side(evidence), polarity.in_dispute(evidence)

    # --- The level alone --------------------------------------------------------------------------

    def level(self, pieces: Sequence[Piece], confirmed: Collection[str] = ()) -> int | None:
        """The level that `assess` gives for these pieces of one unit, without reasons; in any order."""
        usable = [each for each in pieces if each.usable]
        reached = 0
        for level, criteria in self._levels:
            if not all(_holds(criterion, bit, usable, confirmed) for criterion, bit in criteria):
                break
            reached = level
        for gate, bit in self._gates:
            if reached > gate.cap and not _open(gate, bit, usable, pieces, confirmed):
                reached = gate.cap
        return reached or None


def _filters(rubric: Rubric) -> Iterator[Where]:
    tests = [each.needs for level in rubric.levels for each in level.criteria]
    tests += [gate.needs for gate in rubric.gates if gate.needs is not None]
    for needs in tests:
        yield needs.where
        yield needs.where.without(rubric.polarity.attribute)
    for component in rubric.confidence.components:
        for measure in component.measures:
            yield measure.where


def _holds(criterion: Criterion, bit: int, usable: Sequence[Piece], confirmed: Collection[str]) -> bool:
    judged = not criterion.judgement or criterion.id in confirmed
    return judged and _enough(criterion.needs.least, bit, usable)


def _open(gate: Gate, bit: int, usable: Sequence[Piece], pieces: Sequence[Piece], confirmed: Collection[str]) -> bool:
    if gate.judgement and gate.id in confirmed:
        return True
    if gate.needs is not None:
        return _enough(gate.needs.least, bit, usable)
    if gate.open is Openness.DISPUTES:
        return not any(each.disputed for each in pieces)
    return not unsettled(usable)


def unsettled(usable: Sequence[Piece]) -> list[Piece]:
    """Evidence against that stands unsettled beside evidence for it; it is settled once it is adjudicated."""
    if all(each.side is not Side.FOR for each in usable):
        return []
    return [each for each in usable if each.side is Side.AGAINST and not each.settled]


def _enough(least: Amount, bit: int, usable: Sequence[Piece]) -> bool:
    """Whether what passes a filter comes to the least of each count; stops as soon as it does."""
    texts: set[str] = set()
    codes: set[str] = set()
    sources: set[str] = set()
    speakers: set[str] = set()
    if least == Amount():
        return True
    for each in usable:
        if each.passes & bit:
            texts.add(each.wording)
            codes.add(each.code)
            sources.add(each.source)
            if each.speaker:
                speakers.add(each.speaker)
            number = len(texts)
            if number >= least.codings and len(codes) >= least.codes:
                heard, told = min(number, len(sources)), min(number, len(speakers))
                if heard >= least.sources and told >= least.speakers and max(heard, told) >= least.voices:
                    return True
    return False
