"""How far a project has come, from what the ledger holds: by case, source, code and coder."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from qes.coding import review
from qes.coding.disagreements import Difference, disagreements
from qes.coding.unfound import Unfound
from qes.model import Codebook, Coding, CodingStatus, Decision
from qes.pipeline.ledger import Ledger


@dataclass(slots=True)
class Progress:
    """How much of something has been read."""

    passages: int = 0
    """That people code."""
    once: int = 0
    """Read by at least one coder."""
    twice: int = 0
    """Read by at least two."""
    disputed: int = 0
    """Codings that wait to be settled."""

    @property
    def waiting(self) -> int:
        """Passages nobody has read."""
        return self.passages - self.once

    def add(self, readers: int, disputed: int) -> None:
        """Count one passage."""
        self.passages += 1
        self.once += readers > 0
        self.twice += readers > 1
        self.disputed += disputed


@dataclass(frozen=True, slots=True)
class Standing:
    """Progress by case and by source."""

    cases: Mapping[str, Progress]
    sources: Mapping[str, Progress]
    """By id, those without anything to code left out."""
    case_of: Mapping[str, Sequence[str]]
    """Source → its cases, sorted."""


def standing(ledger: Ledger) -> Standing:
    """How much of each case and source has been read."""
    cases: defaultdict[str, Progress] = defaultdict(Progress)
    sources: defaultdict[str, Progress] = defaultdict(Progress)
    within: defaultdict[str, set[str]] = defaultdict(set)
    for passage in ledger.passages.values():
        readers = len({each.coder for each in ledger.decisions(passage.id)})
        disputed = sum(not each.counts for each in ledger.codings(passage.id)) if readers > 1 else 0
        case = passage.case or ""
        cases[case].add(readers, disputed)
        sources[passage.source_id].add(readers, disputed)
        within[passage.source_id].add(case)
    return Standing(
        {case: cases[case] for case in sorted(cases)},
        {each: sources[each] for each in ledger.sources if each in sources},
        {each: sorted(found) for each, found in within.items()},
    )


# --- Codes ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CodeLine:
    """What has come of one code."""

    code: str
    label: str
    by_status: Mapping[CodingStatus, int]
    """Codings, by how firmly they stand."""
    unfound: Unfound | None
    """What the audit says of it; None while it says nothing."""

    @property
    def used(self) -> int:
        """Codings, disputed ones included."""
        return sum(self.by_status.values())


def code_lines(codings: Iterable[Coding], codebook: Codebook, unfound: Iterable[Unfound]) -> list[CodeLine]:
    """A line for each code that can be given, in the order of the codebook, then for others that were given."""
    by_code: defaultdict[str, Counter[CodingStatus]] = defaultdict(Counter)
    for coding in codings:
        by_code[coding.code][coding.status] += 1
    bounds = {each.code: each for each in unfound}
    known = [code.code for code in codebook.codable]
    labels = {code.code: code.label for code in codebook.codes}
    return [
        CodeLine(code, labels.get(code, code), dict(by_code[code]), bounds.get(code))
        for code in (*known, *sorted(set(by_code) - set(known)))
    ]


# --- Coders ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CoderLine:
    """What one coder has done."""

    name: str
    passages: int
    """They have read."""
    decisions: int
    """In force."""
    blind: int
    """Passages on which they decided something while proposals were hidden."""
    last: str
    """When they decided last: UTC, ISO 8601."""

    @property
    def blind_share(self) -> float:
        """In [0, 1]."""
        return self.blind / self.passages


def coder_lines(decisions: Iterable[Decision]) -> list[CoderLine]:
    """A line for each coder, by name."""
    by_coder: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_coder[decision.coder].append(decision)
    return [_coder(name, by_coder[name]) for name in sorted(by_coder)]


def _coder(name: str, made: Sequence[Decision]) -> CoderLine:
    return CoderLine(
        name=name,
        passages=len({each.passage_id for each in made}),
        decisions=len(made),
        blind=len({each.passage_id for each in made if each.blind}),
        last=max(each.at for each in made),
    )


# --- Agreement ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Range:
    """A coefficient over the codes for which it is defined."""

    least: float
    middle: float
    most: float


@dataclass(frozen=True, slots=True)
class Concord:
    """Agreement of all coders together, code by code, in a few figures; no single one of them is enough."""

    units: int
    """Passages read by at least two coders."""
    codes: int
    """Codes put to the test: given by somebody on these passages, and not by everybody on all of them."""
    ac1: Range
    alpha: Range
    lowest: str
    """The code with the lowest alpha."""


def concord(decisions: Iterable[Decision], codes: Sequence[str]) -> Concord | None:
    """How far all coders agree; None where no two have read the same passage, or no code was put to the test.

    The figures of each code are those `coding.agreement` gives for all coders together; pairs and intervals, which
    take long, are left to it.
    """
    import numpy as np

    from qes.coding.agreement import ac1, alpha

    labels = review.labels(decisions)
    readers = Counter(unit for read in labels.values() for unit in read)
    units = {unit: row for row, unit in enumerate(sorted(each for each, count in readers.items() if count > 1))}
    if not units:
        return None
    read = np.full((len(units), len(labels)), -1, dtype=np.int8)
    given: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for column, coder in enumerate(sorted(labels)):
        for unit in labels[coder].keys() & units.keys():
            read[units[unit], column] = 0
            for code in labels[coder][unit]:
                given[code].append((units[unit], column))
    found: dict[str, tuple[float, float]] = {}
    for code in codes:
        ratings = read.copy()
        for place in given[code]:
            ratings[place] = 1
        if (value := alpha(ratings)) is not None:
            found[code] = (ac1(ratings), value)
    return _concord(len(units), found)


def _concord(units: int, found: Mapping[str, tuple[float, float]]) -> Concord | None:
    """Of each code, AC1 and alpha."""
    if not found:
        return None
    of_ac1, of_alpha = zip(*found.values(), strict=True)
    lowest = min(found, key=lambda code: (found[code][1], code))
    return Concord(units, len(found), _range(of_ac1), _range(of_alpha), lowest)


def _range(values: Sequence[float]) -> Range:
    return Range(min(values), median(values), max(values))


def open_differences(ledger: Ledger) -> Counter[Difference]:
    """How many disagreements nobody has settled, by what they are about."""
    found = disagreements(ledger.passages.values(), ledger.decisions(), ledger.adjudications())
    return Counter(each.kind for each in found if each.settled is None)
