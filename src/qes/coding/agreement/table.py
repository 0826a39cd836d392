"""Agreement per code and group of coders, from what each coder gave the passages they have read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from qes.coding.agreement.bootstrap import CONFIDENCE, RESAMPLES, interval_of
from qes.coding.agreement.coefficients import Ratings, ac1, alpha, coincidences, kappa, percent, prevalence
from qes.errors import TooFewCoders

OVERALL = "*"
"""Stands for all codes together: every yes-or-no judgement on every passage."""

FEW_UNITS = 30
HIGH_PERCENT = 0.8
RARE = 0.1

Labels = Mapping[str, Mapping[str, frozenset[str]]]
"""Coder → unit → the codes given; a unit that was read and got none has an empty set."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a group of coders agrees on one code."""

    code: str
    """Its id, or `OVERALL`."""
    coders: tuple[str, ...]
    units: int
    """Passages read by both coders; in a larger group, by at least two of them."""
    prevalence: float
    """Share of the judgements that give the code."""
    percent: float
    kappa: float | None
    alpha: float | None
    ac1: float
    interval: tuple[float, float] | None
    """95 % bootstrap interval of `alpha`, drawn by passage."""
    warning: str
    """What to bear in mind when reading these figures, why one is missing; empty when there is nothing."""


def agreement(
    labels: Labels, codes: Sequence[str], *, resamples: int = RESAMPLES, seed: int = 0, pairs: bool = True
) -> list[Agreement]:
    """Agreement on each code and on all of them together.

    Args:
        labels: What each coder gave; codes that are not in `codes` are left out.
        codes: The codes, in the order the rows are wanted.
        resamples: Draws of the bootstrap.
        seed: Of the bootstrap.
        pairs: Whether each pair is wanted too; of twenty coders there are 190, which takes half a minute.

    Returns:
        For each code, then for `OVERALL`: a row for all coders, and below it, where there are more than two,
        one for each pair that has read something in common.

    Raises:
        TooFewCoders: No two coders have read the same passage.
    """
    coders = sorted(labels)
    readers = Counter(unit for each in labels.values() for unit in each)
    units = sorted(unit for unit, number in readers.items() if number > 1)
    if not units:
        raise TooFewCoders(_nobody(coders))
    cube = _cube(labels, coders, units, codes)
    groups = [tuple(range(len(coders)))]
    if pairs and len(coders) > 2:
        groups += combinations(range(len(coders)), 2)
    columns = [(code, cube[:, :, [place]]) for place, code in enumerate(codes)] + [(OVERALL, cube)]
    return [
        _row(code, tuple(coders[each] for each in group), shared, resamples, seed)
        for code, ratings in columns
        for group in groups
        if ratings.shape[2] and len(shared := _shared(ratings[:, group, :]))
    ]


def _nobody(coders: Sequence[str]) -> str:
    if len(coders) < 2:
        return f"only {coders[0]} has coded anything" if coders else "nobody has coded anything"
    return f"no passage has been read by two of these coders: {', '.join(coders)}"


def _cube(labels: Labels, coders: Sequence[str], units: Sequence[str], codes: Sequence[str]) -> NDArray[np.int8]:
    """Units by coders by codes: 1 given, 0 read and not given, -1 not read."""
    rows = {unit: row for row, unit in enumerate(units)}
    places = {code: place for place, code in enumerate(codes)}
    cube = np.full((len(units), len(coders), len(codes)), -1, dtype=np.int8)
    for column, coder in enumerate(coders):
        for unit, given in labels[coder].items():
            row = rows.get(unit)
            if row is not None:
                cube[row, column] = 0
                cube[row, column, [places[code] for code in given if code in places]] = 1
    return cube


def _shared(cube: NDArray[np.int8]) -> NDArray[np.int8]:
    """The units that at least two of the group have read."""
    shared: NDArray[np.int8] = cube[(cube[:, :, 0] >= 0).sum(axis=1) >= 2]
    return shared


def _row(code: str, coders: tuple[str, ...], cube: NDArray[np.int8], resamples: int, seed: int) -> Agreement:
    units, group, codes = cube.shape
    ratings: Ratings = cube.transpose(0, 2, 1).reshape(units * codes, group)
    blocks, values = coincidences(ratings)
    by_unit = blocks.reshape(units, codes, *blocks.shape[1:]).sum(axis=1)
    bounds = interval_of(by_unit, values, "nominal", resamples=resamples, confidence=CONFIDENCE, seed=seed)
    figures = Agreement(
        code=code,
        coders=coders,
        units=units,
        prevalence=prevalence(ratings),
        percent=percent(ratings),
        kappa=kappa(ratings),
        alpha=alpha(ratings),
        ac1=ac1(ratings),
        interval=bounds,
        warning="",
    )
    return replace(figures, warning=_warning(figures))


def _warning(row: Agreement) -> str:
    """In plain words, what these figures cannot show; several sentences where several things hold."""
    what = "any code" if row.code == OVERALL else "this code"
    notes: list[str] = []
    if row.prevalence in (0.0, 1.0):
        who = f"Nobody gave {what} to any of" if row.prevalence == 0.0 else f"Everybody gave {what} to all of"
        notes.append(f"{who} these passages, so kappa and alpha are undefined and nothing was put to the test.")
    elif row.percent < 1.0 and row.percent >= HIGH_PERCENT and not RARE <= row.prevalence <= 1 - RARE:
        notes.append(_rare(row, what))
    if row.kappa is None and row.alpha is not None:
        notes.append("Kappa is undefined: each pair of coders used one answer throughout.")
    if row.interval is None and row.alpha is not None:
        notes.append("It was used too rarely for an interval.")
    if row.units < FEW_UNITS:
        notes.append(f"Only {row.units} passage{'' if row.units == 1 else 's'}: a first impression, no more.")
    return " ".join(notes)


def _rare(row: Agreement, what: str) -> str:
    """Says why percent looks too good and kappa too bad at once."""
    rare = row.prevalence < RARE
    share = row.prevalence if rare else 1 - row.prevalence
    answer = "yes" if rare else "no"
    return (
        f"Only {share:.1%} of the judgements on {what} say {answer}: percent is high because the other answer is easy "
        "to agree on, and kappa and alpha fall far for each single difference. Read AC1 beside them, and look at the "
        "passages that differ."
    )
