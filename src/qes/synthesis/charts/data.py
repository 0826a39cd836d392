"""What each picture is drawn from: plain values with the labels they are shown under, in the order they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qes.synthesis.rubric import Side


class Facet(StrEnum):
    """What each of several small panels is about."""

    CAPABILITY = "capability"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """The level of one capability of one case."""

    case: str
    capability: str
    level: int | None
    """None is NE: not enough evidence."""
    confidence: str = ""
    """One of the scale of the map; empty where there is none."""
    signed: bool = False
    """Whether a lead has signed the level off."""
    scored: bool = True
    """False: people are still to score it, so that None is not NE."""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Levels of cases (rows) by capability (columns)."""

    cases: tuple[str, ...]
    capabilities: tuple[str, ...]
    cells: tuple[HeatCell, ...]
    """At most one per case and capability; where there is none the place stays blank."""
    names: tuple[str, ...] = ()
    """What the levels are called, from 1 up; may be empty."""
    confidences: tuple[str, ...] = ("very low", "low", "moderate", "high")
    """The scale of confidence, lowest first."""
    highest: int = 5

    def __post_init__(self) -> None:
        """Every cell has its place, its level and its confidence."""
        places = [(cell.case, cell.capability) for cell in self.cells]
        if len(set(places)) < len(places):
            raise ValueError("a case has two levels of one capability")
        for cell in self.cells:
            _known(cell.case, self.cases, "case")
            _known(cell.capability, self.capabilities, "capability")
            _level(cell.level, self.highest)
            if cell.confidence:
                _known(cell.confidence, self.confidences, "confidence")


@dataclass(frozen=True, slots=True)
class LevelRange:
    """A level, and those that come out when something is left out."""

    case: str
    capability: str
    level: int | None
    low: int | None
    """Lowest that comes out; None is NE, which stands left of 1 without being lower."""
    high: int | None

    def __post_init__(self) -> None:
        """The level lies in its range."""
        if not (self.low or 0) <= (self.level or 0) <= (self.high or 0):
            raise ValueError(f"level {self.level} of {self.case!r} lies outside {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class LevelRanges:
    """Levels with their ranges, in panels."""

    ranges: tuple[LevelRange, ...]
    facet: Facet = Facet.CAPABILITY
    highest: int = 5
    case: str = ""
    """The one case it is about, if it is about one."""

    def __post_init__(self) -> None:
        """Levels are within the rubric."""
        for each in self.ranges:
            _level(each.high, self.highest)


@dataclass(frozen=True, slots=True)
class SidesRow:
    """How many pieces of evidence speak which way."""

    label: str
    supporting: int
    contradicting: int
    mixed: int = 0
    aspiration: int = 0
    unstated: int = 0

    def __post_init__(self) -> None:
        """Counts are counts."""
        if min(self.supporting, self.contradicting, self.mixed, self.aspiration, self.unstated) < 0:
            raise ValueError(f"a count of {self.label!r} is negative")


@dataclass(frozen=True, slots=True)
class Sides:
    """Evidence for and against: the capabilities of one case, or the cases for one capability."""

    rows: tuple[SidesRow, ...]
    case: str = ""
    capability: str = ""

    def __post_init__(self) -> None:
        """It is about one or the other."""
        if bool(self.case) == bool(self.capability):
            raise ValueError("evidence for and against is shown for one case or for one capability")


@dataclass(frozen=True, slots=True)
class Curve:
    """How many kinds of evidence are known after each source of a case, for one capability."""

    case: str
    capability: str
    kinds: tuple[int, ...]
    """After the first source, after the second, and so on; never falls."""

    def __post_init__(self) -> None:
        """What is known stays known."""
        if any(later < earlier for earlier, later in zip((0, *self.kinds), self.kinds, strict=False)):
            raise ValueError(f"kinds of evidence of {self.case!r} become fewer: {self.kinds}")


@dataclass(frozen=True, slots=True)
class Saturation:
    """Curves, in a panel per capability."""

    curves: tuple[Curve, ...]
    case: str = ""
    """The one case it is about, if it is about one."""


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """How far coders agree on one code."""

    label: str
    alpha: float | None
    """Krippendorff's; None where it is undefined."""
    low: float | None = None
    """Ends of α's interval; None where there is none."""
    high: float | None = None
    ac1: float | None = None
    """Gwet's."""

    def __post_init__(self) -> None:
        """Coefficients lie in [-1, 1], and an interval has two ends."""
        if (self.low is None) != (self.high is None):
            raise ValueError(f"the interval of {self.label!r} has one end only")
        values = (self.alpha, self.low, self.high, self.ac1)
        if not all(-1 <= value <= 1 for value in values if value is not None):
            raise ValueError(f"a coefficient of {self.label!r} is outside -1 to 1")


@dataclass(frozen=True, slots=True)
class AgreementByCode:
    """Agreement per code, in the codebook's order."""

    codes: tuple[CodeAgreement, ...]
    confidence: float = 0.95
    """Of the intervals."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in a source where a capability is spoken of."""

    source: str
    capability: str
    at: float
    """How far into the source, in [0, 1]."""
    side: Side

    def __post_init__(self) -> None:
        """It lies within the source."""
        if not 0 <= self.at <= 1:
            raise ValueError(f"a place in {self.source!r} is outside 0 to 1: {self.at}")


@dataclass(frozen=True, slots=True)
class WhereSpoken:
    """Where in the sources each capability is spoken of."""

    mentions: tuple[Mention, ...]
    sources: tuple[str, ...]
    """All that were looked at, those without a mention too."""
    capabilities: tuple[str, ...]
    pooled: bool = False
    """All sources together rather than a row each."""
    case: str = ""
    """The one case it is about, if it is about one."""

    def __post_init__(self) -> None:
        """Every mention has its row."""
        for source in sorted({each.source for each in self.mentions}):
            _known(source, self.sources, "source")
        for capability in sorted({each.capability for each in self.mentions}):
            _known(capability, self.capabilities, "capability")


def _known(name: str, names: tuple[str, ...], what: str) -> None:
    if name not in names:
        raise ValueError(f"{what} {name!r} has no place in the picture")


def _level(level: int | None, highest: int) -> None:
    if level is not None and not 1 <= level <= highest:
        raise ValueError(f"level {level} is outside 1 to {highest}")
