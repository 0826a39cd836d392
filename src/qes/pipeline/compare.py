"""Groups of cases side by side, by what is known of them; groups are told apart, never ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from qes.pipeline.cases import CaseTable, in_words
from qes.pipeline.evidence import Matrix


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that share a value, or a half of the range."""

    name: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How much evidence a group of cases has for a code and those below it."""

    cases: int
    with_evidence: int
    """Cases with at least one coding that counts."""
    codings: int

    @property
    def codings_per_case(self) -> float:
        """Over all cases of the group, those without evidence too."""
        return self.codings / self.cases


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every code in every group."""

    by: str
    groups: tuple[Group, ...]
    """Words in alphabetical order, halves of a range from low to high; the order says nothing of the evidence."""
    shares: Mapping[tuple[str, str], Share]
    """By name of the group and code."""
    unstated: tuple[str, ...]
    """Cases of which the attribute is not known; they are in no group."""


def compare(matrix: Matrix, table: CaseTable, by: str) -> Comparison:
    """Set groups of cases side by side.

    Args:
        matrix: The evidence; a filter it was made with holds here too.
        table: What is known of the cases; cases that the matrix does not have are left out.
        by: The attribute; one of numbers is cut at the median into two groups, which say from where to where they go.

    Raises:
        BadCases: There is no such attribute.
    """
    known = {case: value for case, value in table.of(by).items() if case in matrix.cases}
    groups = _groups(by, known)
    return Comparison(
        by,
        groups,
        {(group.name, row.code): _share(matrix, group, row.code) for group in groups for row in matrix.rows},
        tuple(case for case in matrix.cases if case not in known),
    )


def _share(matrix: Matrix, group: Group, code: str) -> Share:
    codings = [matrix.cell(case, code).codings for case in group.cases]
    return Share(len(codings), sum(count > 0 for count in codings), sum(codings))


def _groups(by: str, known: Mapping[str, str | float]) -> tuple[Group, ...]:
    numbers = {case: value for case, value in known.items() if isinstance(value, float)}
    if numbers:
        return _halves(by, numbers)
    words = sorted({str(value) for value in known.values()})
    return tuple(Group(word, _cases(known, [word])) for word in words)


def _halves(by: str, known: Mapping[str, float]) -> tuple[Group, ...]:
    """Two groups that part at the median, which belongs to the lower; one, where all values are the same."""
    middle = median(known.values())
    halves = [
        sorted({value for value in known.values() if value <= middle}),
        sorted({value for value in known.values() if value > middle}),
    ]
    return tuple(Group(f"{by} {_range(half)}", _cases(known, half)) for half in halves if half)


def _range(values: Sequence[float]) -> str:
    low, high = in_words(values[0]), in_words(values[-1])
    return low if low == high else f"{low} to {high}"


def _cases(known: Mapping[str, str | float], values: Sequence[str | float]) -> tuple[str, ...]:
    wanted = frozenset(values)
    return tuple(sorted(case for case, value in known.items() if value in wanted))
