"""Levels as people give them: scored apart, then settled, then signed; each an event of the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qes.model.confidence import Confidence


class Answer(StrEnum):
    """What a scorer says of one criterion or gate of the rubric."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Unit:
    """What gets a level: one capability of one case."""

    case: str
    capability: str


@dataclass(frozen=True, slots=True)
class Score:
    """One person's level for a unit, locked; in its round neither others' nor the proposal was shown to them before."""

    unit: Unit
    author: str
    rubric: str
    """Name and version."""
    level: int | None
    """None is NE: not enough evidence."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By id of the criterion or gate."""
    reason: str = ""
    confidence: Confidence | None = None
    """None where the level is NE, or was not judged."""
    basis: Mapping[str, str] = field(default_factory=dict)
    """The evidence it was given on: coding → digest of what it says, so that a change of it can be told."""
    needed: int = 0
    """How many people had to score the unit when it was locked, so that what was shown then is not hidden again when
    more are asked for; 0: not known."""
    id: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Consensus:
    """The level on which those who scored a unit have settled, and why."""

    unit: Unit
    author: str
    rubric: str
    level: int | None
    reason: str
    scores: tuple[str, ...]
    """Ids of the scores it settles."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    confidence: Confidence | None = None
    basis: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """A lead's word that the level of a unit stands."""

    unit: Unit
    author: str
    rubric: str
    level: int | None
    scores: tuple[str, ...]
    """Ids of the scores it rests on."""
    consensus: str | None = None
    """Id of the consensus; None where the scores agree."""
    confidence: Confidence | None = None
    statement: str = ""
    """What the lead wants said of it, in their own words; may be empty."""
    basis: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Reopening:
    """A unit is scored anew, and why; what was said before stays in its history."""

    unit: Unit
    author: str
    reason: str
    id: str = ""
    at: str = ""
