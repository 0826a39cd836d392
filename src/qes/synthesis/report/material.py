"""What the sections of a report are made of, sorted once so that each of them finds its own at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from qes.model import Assessment, Code, Unit
from qes.synthesis.evidence import Evidence, in_order
from qes.synthesis.report.inputs import LevelInput, ReportInput
from qes.synthesis.report.wording import slug, slugs
from qes.synthesis.rubric import Side


@dataclass(frozen=True)
class Material:
    """The input of a report, by case and capability."""

    given: ReportInput
    cases: tuple[str, ...]
    evidence: Sequence[Evidence]
    """On the cases of the report, each coding once, in reading order."""

    @classmethod
    def of(cls, given: ReportInput) -> Material:
        """Sort what is given; evidence on cases that are not listed is left out."""
        cases = tuple(case.name for case in given.cases)
        listed = frozenset(cases)
        once = {each.id: each for each in given.evidence if each.case in listed}
        return cls(given, cases, in_order(once.values()))

    @cached_property
    def by_id(self) -> Mapping[str, Evidence]:
        """Coding id → evidence."""
        return {each.id: each for each in self.evidence}

    @cached_property
    def units(self) -> Mapping[tuple[str, str | None], Sequence[Evidence]]:
        """What counts, by case and capability (None: on no capability), in reading order."""
        found: dict[tuple[str, str | None], list[Evidence]] = {}
        for each in self.evidence:
            if each.coding.counts:
                found.setdefault((each.case, each.capability), []).append(each)
        return found

    @cached_property
    def assessments(self) -> Mapping[Unit, Assessment]:
        """What the rubric proposes."""
        return {Unit(each.case, each.capability): each for each in self.given.assessments}

    @cached_property
    def anchors(self) -> Mapping[str, str]:
        """Case → its address in the report."""
        return dict(zip(self.cases, (f"case-{each}" for each in slugs(self.cases)), strict=True))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Code → what it is called."""
        return {code.code: code.label for code in self.given.codebook.codes}

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """Code → the topmost code above it, or itself."""
        parents = {code.code: code.parent for code in self.given.codebook.codes}
        return {code: _root(code, parents) for code in parents}

    def side(self, evidence: Evidence) -> Side:
        """Which way a piece of evidence points; without a rubric, no way."""
        rubric = self.given.rubric
        return rubric.polarity.side(evidence) if rubric else Side.UNSTATED

    def level(self, unit: Unit) -> LevelInput | None:
        """Where the unit stands: as people have it, otherwise as it is proposed; None where it was not assessed."""
        if (known := self.given.levels.get(unit)) is not None:
            return known
        proposed = self.assessments.get(unit)
        return None if proposed is None else LevelInput(unit, proposed.level, None, "proposed by the rubric")

    def unit_anchor(self, case: str, code: Code) -> str:
        """Address of a capability of a case."""
        return f"{self.anchors[case]}-{slug(code.code)}"


def _root(code: str, parents: Mapping[str, str | None]) -> str:
    seen: set[str] = set()
    while (parent := parents.get(code)) and parent in parents and code not in seen:
        seen.add(code)
        code = parent
    return code
