"""The rubric's proposals beside what people have said of each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from qes.errors import NoRubric
from qes.model import Assessment, Unit, digest
from qes.pipeline.evidence import Gathered, gather
from qes.pipeline.scoring.state import standings
from qes.pipeline.uncertainty import Uncertainty, uncertainty
from qes.project import Project
from qes.synthesis.robustness import Robustness
from qes.synthesis.rubric import Rubric
from qes.synthesis.score import Confirmed, assess
from qes.synthesis.scoring.standing import Stage, Stale, UnitStanding, confirmed, evidence_by_unit, stale_units
from qes.synthesis.view import View

ASSESSED = "assessed"
"""Kind of the event by which proposals are recorded."""

WORDS = {
    Stage.OPEN: "proposed",
    Stage.PARTLY: "being scored",
    Stage.ALONE: "scored by one",
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
        """How far it has come, in words; also that one person alone scored it, of which no agreement can be told."""
        words, now = WORDS[self.standing.stage], self.standing
        return f"{words}, scored by one" if now.alone and now.stage is not Stage.ALONE else words


class Scored:
    """What the rubric proposes for every unit, what people have said of it, and what it hangs on.

    Each part is computed when it is first asked for. What people have confirmed in complete rounds is taken as they
    say. Without a rubric nothing is proposed, nothing stale, and nothing known of what levels hang on.
    """

    def __init__(self, project: Project, found: Gathered, rubric: Rubric | None) -> None:
        self._project, self._found, self._rubric = project, found, rubric

    @cached_property
    def standings(self) -> Mapping[Unit, UnitStanding]:
        """Where people stand on every unit."""
        return standings(self._project, self._found)

    @cached_property
    def _confirmed(self) -> Confirmed:
        return confirmed(self.standings.values(), self._rubric) if self._rubric else {}

    @cached_property
    def _view(self) -> View | None:
        return View.of(self._found.evidence, self._rubric) if self._rubric else None

    @cached_property
    def assessments(self) -> Sequence[Assessment]:
        """One per case and scored code, by case and in the order of the codebook."""
        found = self._found
        if self._rubric is None:
            return ()
        return assess(
            found.evidence, found.codebook, self._rubric, found.cases, confirmed=self._confirmed, view=self._view
        )

    @cached_property
    def stale(self) -> Mapping[Unit, Stale]:
        """What has changed since units were signed off."""
        if self._rubric is None:
            return {}
        return stale_units(self.standings.values(), evidence_by_unit(self._found.evidence), self._rubric.id)

    @cached_property
    def uncertainty(self) -> Uncertainty:
        """How far each level can change, and how its evidence came together."""
        if self._rubric is None:
            return Uncertainty((), ())
        return uncertainty(self._found, self._rubric, confirmed=self._confirmed, view=self._view)


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
    found = Scored(project, gather(project), rubric)
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
