"""What each coder made of the passages they have read, as arrays beside a model's scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qes.coding.review import in_force, labels
from qes.coding.suggest import Scores
from qes.model import Decision, Passage

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

FEWEST_USES = 5
"""Passages that must carry a code before a model's low likelihood for one more says anything."""
LEARNED = "learned"
"""The suggester whose scores are likelihoods; a code that another one scored stands in an order only."""

Cell = tuple[int, int]
"""Row of a passage and column of a code, as in the scores."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one coder holds, on the passages they have read (n of them) and for every code."""

    coder: str
    rows: NDArray[np.intp]
    """Place of each passage read among all passages, ascending; shape (n,)."""
    given: Bools
    """Whether the code was given; shape (n, codes)."""
    first: tuple[str, ...]
    """When the coder first decided about each passage, of what stands; UTC, ISO 8601, or empty."""
    last: tuple[str, ...]
    explicit: Mapping[Cell, Decision]
    """The latest decision in force that gives or refuses the code by name."""
    confirmed: frozenset[Cell]
    """Where the coder decided the same by name more than once: a second look has been had."""


def readings(passages: Sequence[Passage], codes: Sequence[str], decisions: Sequence[Decision]) -> list[Reading]:
    """One reading per coder, sorted by name; decisions about other passages or codes are passed over.

    Args:
        passages: In the order of the scores' rows.
        codes: In the order of the scores' columns.
        decisions: In the order they were made, with those that a later one replaced.
    """
    place = {passage.id: row for row, passage in enumerate(passages)}
    columns = {code: column for column, code in enumerate(codes)}
    known = [decision for decision in decisions if decision.passage_id in place]
    standing = in_force(known, {passage.id: passage for passage in passages})
    given = labels(standing)
    return [
        _reading(
            coder,
            {place[passage]: marks for passage, marks in given[coder].items()},
            [(place[each.passage_id], each) for each in standing if each.coder == coder],
            columns,
            _repeated([(place[each.passage_id], each) for each in known if each.coder == coder], columns),
        )
        for coder in sorted(given)
    ]


def _reading(
    coder: str,
    marks: Mapping[int, frozenset[str]],
    decided: Sequence[tuple[int, Decision]],
    columns: Mapping[str, int],
    confirmed: frozenset[Cell],
) -> Reading:
    rows = sorted(marks)
    given = np.zeros((len(rows), len(columns)), dtype=np.bool_)
    for number, row in enumerate(rows):
        given[number, [columns[code] for code in marks[row] if code in columns]] = True
    times: dict[int, list[str]] = {row: [] for row in rows}
    explicit: dict[Cell, Decision] = {}
    for row, decision in decided:
        times[row].append(decision.at)
        explicit.update({(row, columns[code]): decision for code, _ in _said(decision) if code in columns})
    first, last = (tuple(choose(times[row]) for row in rows) for choose in (min, max))
    return Reading(coder, np.array(rows, dtype=np.intp), given, first, last, explicit, confirmed)


def _said(decision: Decision) -> list[tuple[str, bool]]:
    """The codes a decision names, with whether it gives them."""
    said = ((decision.refused, False), (decision.applied, True))
    return [(code, gives) for code, gives in said if code is not None]


def _repeated(decided: Sequence[tuple[int, Decision]], columns: Mapping[str, int]) -> frozenset[Cell]:
    counts = Counter(
        (row, columns[code], gives) for row, each in decided for code, gives in _said(each) if code in columns
    )
    return frozenset((row, column) for (row, column, _), count in counts.items() if count > 1)


def uses(found: Sequence[Reading], size: int, codes: int) -> NDArray[np.int64]:
    """On how many of `size` passages anybody gave each code."""
    counts: NDArray[np.int64] = np.add.reduce(carried(found, size, codes), axis=0, dtype=np.int64)
    return counts


def carried(found: Sequence[Reading], size: int, codes: int) -> Bools:
    """Whether anybody gave each code to each passage; shape (passages, codes)."""
    result = np.zeros((size, codes), dtype=np.bool_)
    for reading in found:
        result[reading.rows] |= reading.given
    return result


def judged(scores: Scores) -> list[int]:
    """The codes whose scores are likelihoods, learned from decisions."""
    return [column for column, source in enumerate(scores.sources) if source == LEARNED]
