"""Decisions that deserve a second look: possible slips, drift over time, and codes that mean two things.

Nothing here says that a decision is wrong. Each part compares what people decided with what a model, which has not seen
the decisions on the passage in question, expects from all others.
"""

from __future__ import annotations

from qes.coding.doubts.drift import Drift, drift
from qes.coding.doubts.meanings import Group, Meanings, meanings
from qes.coding.doubts.readings import FEWEST_USES, Reading, readings, uses
from qes.coding.doubts.slips import Kind, Slip, capped, most_per_code, slips

__all__ = [
    "FEWEST_USES",
    "Drift",
    "Group",
    "Kind",
    "Meanings",
    "Reading",
    "Slip",
    "capped",
    "drift",
    "meanings",
    "most_per_code",
    "readings",
    "slips",
    "uses",
]
