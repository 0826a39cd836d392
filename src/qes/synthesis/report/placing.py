"""Where in a report its tables and pictures stand, and which quotes speak for a whole group: alike in every format."""

from __future__ import annotations

from collections.abc import Sequence

from qes.synthesis.report.content import CapabilitySection, Report
from qes.synthesis.report.parts import Figure, Group, Quote, Table
from qes.synthesis.rubric import Side

_TABLES = {
    "levels": "glance",
    "ranking": "glance",
    "evidence-profile": "findings",
    "summary-of-findings": "findings",
    "evidence-profile-levels": "levels",
    "summary-of-levels": "levels",
}
"""Tables by id, and the section each belongs to; all others stand with the method."""
_FIGURES = {"agreement": "agreement", "saturation": "saturation", "where-spoken": "coverage"}
"""The same of pictures across cases, by how their ids begin; all others stand at the glance."""
_OFFERED = 4
"""How many quotes of a group one is chosen from to stand for it."""
_TELLING = 40
"""Shorter quotes, in characters, say too little to stand alone."""


def tables_in(report: Report, section: str) -> tuple[Table, ...]:
    """The tables of a section: glance, findings, levels or method."""
    return tuple(each for each in report.tables if _TABLES.get(each.id, "method") == section)


def judged(report: Report) -> tuple[Table, ...]:
    """The tables of judgement, for forms that are read from the beginning: behind all that they sum up."""
    return tuple(each for each in report.tables if _TABLES.get(each.id, "method") != "method")


def figures_in(report: Report, section: str) -> tuple[Figure, ...]:
    """The pictures of a section across cases: glance, coverage, agreement or saturation."""
    return tuple(each for each in report.figures if not each.case and _place(each) == section)


def _place(figure: Figure) -> str:
    return next((section for kind, section in _FIGURES.items() if figure.id.startswith(kind)), "glance")


def figures_of(report: Report, case: str) -> tuple[Figure, ...]:
    """The pictures of a case."""
    return tuple(each for each in report.figures if each.case == case)


def exemplar(group: Group) -> Quote | None:
    """The quote that stands for its group in a profile: the first that is not all too short."""
    offered = group.quotes[:_OFFERED]
    return next((each for each in offered if len(each.text) >= _TELLING), offered[0] if offered else None)


def faced(part: CapabilitySection) -> tuple[Group, Group]:
    """The two groups a profile sets beside each other: where nothing is only against, what is mixed stands there."""
    support, against = part.sides
    mixed = next((each for each in part.apart if each.id == Side.MIXED), None)
    return support, against if against.quotes or mixed is None else mixed


def exemplars(part: CapabilitySection) -> tuple[tuple[Group, Quote | None], ...]:
    """For each of these the quote that stands for it; nothing where evidence has no direction."""
    return tuple((group, exemplar(group)) for group in faced(part)) if part.directed else ()


def further(part: CapabilitySection, group: Group) -> Sequence[Quote]:
    """The quotes of a group of a capability that its profile does not show."""
    return rest(group) if part.directed and group in faced(part) else group.quotes


def rest(group: Group) -> Sequence[Quote]:
    """The quotes of a group but the one that stands for it."""
    first = exemplar(group)
    return tuple(each for each in group.quotes if each is not first)
