"""Which counts may not be told to readers outside the team, as too few people spoke, and what stands in their place."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from qes.synthesis.evidence import Evidence
from qes.synthesis.report.inputs import ReportInput
from qes.synthesis.report.names import folds

Cells = frozenset[tuple[str, str]]
"""Pairs of case and code, or case and scored code."""


def shown(number: int, case: str, code: str, suppressed: frozenset[tuple[str, str]], smallest: int = 3) -> str:
    """A count of a case's code as it may be told."""
    return f"< {smallest}" if (case, code) in suppressed else str(number)


def total(number: int, pairs: Iterable[tuple[str, str]], suppressed: frozenset[tuple[str, str]]) -> str:
    """A sum over such counts: not told where one of them is not."""
    return "–" if any(pair in suppressed for pair in pairs) else str(number)


def person_of(evidence: Evidence, unnamed: Collection[str]) -> tuple[str, ...]:
    """Who speaks, as far as it is known: by name however it is written, else by source and by what they are called."""
    name = evidence.speaker or ""
    return (evidence.coding.source_id, name) if not name or name in unnamed else folds(name) or (name,)


def small_cells(given: ReportInput, people: frozenset[str], smallest: int) -> frozenset[tuple[str, str]]:
    """Pairs of case and code, or scored code, of which some people spoke, but too few."""
    every: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    counting: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for each in given.evidence:
        if each.coding.source_id in people:
            for code in {each.coding.code, each.capability or each.coding.code}:
                every.setdefault((each.case, code), set()).add(person_of(each, given.unnamed))
                if each.coding.counts:
                    counting.setdefault((each.case, code), set()).add(person_of(each, given.unnamed))
    # What counts is printed as a number of its own, so it must come from enough people by itself.
    return frozenset(cell for spoke in (every, counting) for cell, persons in spoke.items() if len(persons) < smallest)


def few_speakers(given: ReportInput, people: frozenset[str], smallest: int) -> frozenset[str]:
    """Sources on cases in which fewer people spoke at all."""
    spoke: dict[str, set[tuple[str, ...]]] = {case.name: set() for case in given.cases}
    for each in given.evidence:
        if each.coding.source_id in people:
            spoke.setdefault(each.case, set()).add(person_of(each, given.unnamed))
    return frozenset(
        source.id
        for case in given.cases
        for source in case.sources
        if source.id in people and len(spoke[case.name]) < smallest
    )


def closed(given: ReportInput, small: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The small cells and every group of codes above one: its sum less the other codes would give the cell away."""
    found = set(small)
    for case, name in small:
        code, seen = given.codebook.get(name), {name}
        while code is not None and code.parent and code.parent not in seen:
            seen.add(code.parent)
            found.add((case, code.parent))
            code = given.codebook.get(code.parent)
    return frozenset(found)
