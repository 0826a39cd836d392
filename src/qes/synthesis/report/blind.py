"""Reports while people still score: nothing in them tells what the rubric proposes of a unit that is not scored yet."""

from __future__ import annotations

from dataclasses import replace

from qes.model import Unit
from qes.synthesis.report.inputs import LevelInput, ReportInput

LABEL = "–"
"""Stands where a level would; NE is another thing."""
NAME = "Not scored yet"
TEXT = "People are still to score it, each without having seen a proposal or each other's score; until then no level."


def blinded(given: ReportInput) -> ReportInput:
    """The same without proposals, scores and what hangs on them for the units that are not scored yet."""
    hidden = given.unscored
    if not hidden:
        return given
    levels = {unit: each for unit, each in given.levels.items() if unit not in hidden}
    return replace(
        given,
        assessments=[each for each in given.assessments if Unit(each.case, each.capability) not in hidden],
        levels=levels | {unit: LevelInput(unit, None, None, NAME.lower()) for unit in sorted(hidden, key=_order)},
        robustness={unit: each for unit, each in given.robustness.items() if unit not in hidden},
        saturation={unit: each for unit, each in given.saturation.items() if unit not in hidden},
    )


def _order(unit: Unit) -> tuple[str, str]:
    return unit.case, unit.capability
