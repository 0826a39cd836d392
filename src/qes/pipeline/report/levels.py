"""Levels as a report prints them: as people have them, else as the rubric proposes, else not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qes.model import Confidence, Unit
from qes.pipeline.scoring.proposals import Scored
from qes.pipeline.scoring.state import needed
from qes.project import Project
from qes.synthesis.report.inputs import LevelInput
from qes.synthesis.report.wording import day
from qes.synthesis.scoring.standing import Stage, UnitStanding


def unscored(project: Project, standings: Iterable[UnitStanding]) -> frozenset[Unit]:
    """The units that people are still to score without having seen what the rubric proposes.

    Where a single person without an account is asked, nobody scores apart, and proposals are what there is.
    """
    if not project.store.accounts() and needed(project) == 1:
        return frozenset()
    return frozenset(each.unit for each in standings if not each.revealed)


def levels(scored: Scored) -> dict[Unit, LevelInput]:
    """Where every unit stands; empty where nobody has ever scored any."""
    now = scored.standings
    if not any(each.history for each in now.values()):
        return {}
    proposed: Mapping[Unit, int | None] = {Unit(each.case, each.capability): each.level for each in scored.assessments}
    stale = {unit: each.sentence for unit, each in scored.stale.items()}
    return {unit: _level(each, proposed[unit], stale.get(unit, "")) for unit, each in now.items() if unit in proposed}


def _level(standing: UnitStanding, proposed: int | None, stale: str) -> LevelInput:
    level = standing.level if standing.decided else proposed
    signed = standing.signoff
    return LevelInput(
        unit=standing.unit,
        level=level,
        confidence=_confidence(standing) if level is not None else None,
        status=_status(standing),
        signed=signed is not None,
        stale=stale,
        statement=signed.statement if signed else "",
        author=signed.author if signed else "",
        scores=standing.scores if standing.revealed else (),
        consensus=standing.consensus,
    )


def _confidence(standing: UnitStanding) -> Confidence | None:
    """As it was signed off or settled; otherwise the first scorer's, where all who scored say the same."""
    judged = standing.signoff or standing.consensus
    if judged is not None:
        return judged.confidence
    given = [each.confidence for each in standing.scores if each.confidence]
    same = standing.decided and len({each.overall for each in given}) == 1
    return given[0] if same and len(given) == len(standing.scores) else None


def _status(standing: UnitStanding) -> str:
    alone = ", on one person's score alone" if standing.alone else ""
    if standing.stage is Stage.SIGNED and standing.signoff:
        return f"signed off by {standing.signoff.author} on {day(standing.signoff.at)}{alone}"
    if standing.stage is Stage.SETTLED and standing.consensus:
        settled = f"settled by {standing.consensus.author} on {day(standing.consensus.at)}{alone}"
        return f"{settled}, not signed off"
    people = len(standing.scores)
    said = {
        Stage.AGREED: f"the {people} who scored it agree, not signed off",
        Stage.ALONE: "scored by one person alone, not signed off",
        Stage.DIFFERING: "proposed by the rubric; those who scored it differ",
        Stage.PARTLY: "proposed by the rubric; not everybody asked has scored it",
    }
    return said.get(standing.stage, "proposed by the rubric; nobody has scored it")
