"""The rubric's proposals beside what people have said of each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qes.errors import NoRubric
from qes.model import Assessment, Unit, digest
from qes.pipeline.evidence import Gathered, gather
from qes.pipeline.scoring.state import standings
from qes.pipeline.uncertainty import Uncertainty, uncertainty
from qes.project import Project
from qes.synthesis.robustness import Robustness
from qes.synthesis.rubric import Rubric
from qes.synthesis.score import assess
from qes.synthesis.scoring.standing import Stage, Stale, UnitStanding, confirmed, evidence_by_unit, stale_units

ASSESSED = "assessed"
"""Kind of the event by which proposals are recorded."""

WORDS = {
    Stage.OPEN: "proposed",
    Stage.PARTLY: "being scored",
    Stage.DIFFERING: "scores differ",
    Stage.AGREED: "scores agree",
    Stage.SETTLED: "settled",
    Stage.SIGNED: "signed off",
}
"""How far a unit has come, in words."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rubric proposes for a unit, and where people stand on it."""

    assessment: Assessment
    standing: UnitStanding
    stale: Stale | None
    """What has changed since it was signed off."""
    robustness: Robustness
    """How the proposal would come out with something left out."""

    @property
    def status(self) -> str:
        """How far it has come, in words."""
        return WORDS[self.standing.stage]


@dataclass(frozen=True, slots=True)
class Scored:
    """What the rubric proposes for every unit, what people have said of it, and what it hangs on."""

    assessments: Sequence[Assessment]
    """One per case and scored code, by case and in the order of the codebook."""
    standings: Mapping[Unit, UnitStanding]
    stale: Mapping[Unit, Stale]
    """What has changed since they were signed off."""
    uncertainty: Uncertainty


def scored(project: Project, found: Gathered, rubric: Rubric) -> Scored:
    """The levels that follow from some evidence; what people have confirmed in complete rounds is taken as they say."""
    now = standings(project, found)
    said = confirmed(now.values(), rubric)
    return Scored(
        assess(found.evidence, found.codebook, rubric, found.cases, confirmed=said),
        now,
        stale_units(now.values(), evidence_by_unit(found.evidence), rubric.id),
        uncertainty(found, rubric, confirmed=said),
    )


def propose(project: Project) -> list[Proposal]:
    """Propose levels from the evidence so far, and record the proposal in the log when it is a new one.

    Returns:
        One per case and scored code, by case and in the order of the codebook.

    Raises:
        NoRubric: The codebook has none.
    """
    codebook, rubric = project.use_codebook(), project.use_rubric()
    if rubric is None:
        raise NoRubric(codebook.id)
    found = scored(project, gather(project), rubric)
    record_proposal(project, found.assessments, rubric.id, codebook.id)
    robust = {each.unit: each for each in found.uncertainty.robustness}
    units = [Unit(each.case, each.capability) for each in found.assessments]
    return [
        Proposal(each, found.standings[unit], found.stale.get(unit), robust[unit])
        for each, unit in zip(found.assessments, units, strict=True)
    ]


def record_proposal(project: Project, assessments: Sequence[Assessment], rubric: str, codebook: str) -> None:
    """Log levels as they are proposed, unless the last ones logged are the same."""
    key = digest(rubric, codebook, *(repr(each) for each in assessments))
    last = [trace.event.body["fingerprint"] for trace in project.store.latest(1, kinds={ASSESSED})]
    if last != [key]:
        levels = [[each.case, each.capability, each.level, each.confidence] for each in assessments]
        body = {"rubric": rubric, "codebook": codebook, "levels": levels, "fingerprint": key}
        project.store.append(project.coder, ASSESSED, body)
