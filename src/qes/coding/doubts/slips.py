"""Possible slips: decisions that a model, knowing all decisions but those on this passage, finds surprising."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log2

import numpy as np
from numpy.typing import NDArray

from qes.coding.doubts.readings import FEWEST_USES, Cell, Reading, judged, uses
from qes.coding.suggest import Scores

CLEARLY = 0.25
"""Largest probability of what was decided: the opposite is at least three times as likely."""
_LEAST_PROBABILITY = 2.0**-20
"""A model that is certain is not: keeps every surprise finite."""
_SHARE_PER_CODE = 4
_LEAST_PER_CODE = 3


class Kind(StrEnum):
    """What was decided about the code."""

    GIVEN = "given"
    REFUSED = "refused"
    NOT_GIVEN = "not given"
    """The passage was read, and the code neither given nor refused by name."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One coder's decision that stands against what the model expects."""

    row: int
    """Of the passage, as in the scores."""
    column: int
    coder: str
    kind: Kind
    likelihood: float
    """Of the code on this passage, in [0, 1]."""
    surprise: float
    """Bits: -log2 of the probability the model gives to what was decided; 2 where it gives a quarter."""
    at: str
    """When it was decided; UTC, ISO 8601, or empty."""
    otherwise: tuple[str, ...] = ()
    """Coders who read the passage too and decided the opposite."""


def most_per_code(most: int) -> int:
    """How many of a list of `most` slips may be of one code, so that a code the model cannot learn does not fill it."""
    return max(_LEAST_PER_CODE, most // _SHARE_PER_CODE)


def slips(found: Sequence[Reading], scores: Scores, settled: Collection[Cell] = ()) -> list[Slip]:
    """Decisions whose opposite is clearly likelier, most surprising first.

    Left out are codes that nothing was learned about, 'given' for codes with fewer than `FEWEST_USES` uses, and what
    has had its second look: settled by a lead, decided alike by another coder, or decided twice by the same one.

    Args:
        found: What each coder holds.
        scores: The likelihood of each passage and code, from a model that has not seen the decisions on that passage.
        settled: Cells on which a lead has spoken.
    """
    used = uses(found, *scores.matrix.shape)
    votes = _votes(found)
    listed = [
        slip
        for reading in found
        for column in judged(scores)
        for slip in _of_code(reading, column, scores.matrix[:, column], used[column] >= FEWEST_USES, votes)
        if (slip.row, column) not in settled
    ]
    return sorted(listed, key=lambda slip: (-slip.surprise, slip.row, slip.column, slip.coder))


def capped(found: Sequence[Slip], per_code: int) -> list[Slip]:
    """The same with at most so many of each code, its most surprising ones."""
    seen: Counter[int] = Counter()
    kept = []
    for slip in found:
        seen[slip.column] += 1
        if seen[slip.column] <= per_code:
            kept.append(slip)
    return kept


def _votes(found: Sequence[Reading]) -> Mapping[int, list[tuple[str, NDArray[np.bool_]]]]:
    """Per passage, what each coder who read it gave."""
    votes: dict[int, list[tuple[str, NDArray[np.bool_]]]] = {}
    for reading in found:
        for row, given in zip(reading.rows.tolist(), reading.given, strict=True):
            votes.setdefault(row, []).append((reading.coder, given))
    return votes


def _of_code(
    reading: Reading,
    column: int,
    likelihood: NDArray[np.float64],
    enough: bool,
    votes: Mapping[int, list[tuple[str, NDArray[np.bool_]]]],
) -> Iterator[Slip]:
    given = reading.given[:, column]
    likely = likelihood[reading.rows]
    probability = np.where(given, likely, 1 - likely)
    for number in np.flatnonzero((probability <= CLEARLY) & (enough | ~given)).tolist():
        row, gave = int(reading.rows[number]), bool(given[number])
        others = [(coder, bool(marks[column])) for coder, marks in votes[row] if coder != reading.coder]
        if (row, column) in reading.confirmed or any(theirs == gave for _, theirs in others):
            continue
        yield Slip(
            row,
            column,
            reading.coder,
            _kind(reading, (row, column), gave),
            float(likely[number]),
            -log2(max(float(probability[number]), _LEAST_PROBABILITY)),
            reading.explicit[row, column].at if (row, column) in reading.explicit else reading.last[number],
            tuple(coder for coder, _ in others),
        )


def _kind(reading: Reading, cell: Cell, gave: bool) -> Kind:
    if gave:
        return Kind.GIVEN
    return Kind.REFUSED if cell in reading.explicit else Kind.NOT_GIVEN
