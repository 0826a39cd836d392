"""Levels from a file of judgements, given, settled and signed by the acts of the workbench, under its rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from qes.errors import BadJudgements, Conflict, NotFound
from qes.model import Concern, Confidence, Consensus, Score, SignOff, Unit
from qes.pipeline import Progress
from qes.pipeline.evidence import gather
from qes.pipeline.judgements import file
from qes.pipeline.scoring import acts
from qes.pipeline.scoring.state import rubric_of, standings
from qes.project import Project
from qes.synthesis.confidence import concerns
from qes.synthesis.scoring.standing import Past, evidence_by_unit

Act = Score | Consensus | SignOff
REQUEST = "judgements"
"""Names the requests, so that each counts once."""


def judge(project: Project, levels: Sequence[file.Level], where: str, progress: Progress) -> None:
    """Score, settle and sign, a unit after the other.

    A unit on which people have gone on otherwise since is left to them.

    Args:
        project: Whose units they are.
        levels: From the file.
        where: The file, for errors.
        progress: Told how many units are done.

    Raises:
        NotFound: There is no such unit.
        BadScore, NoRubric: The rules do not allow what the file says.
        BadJudgements: It names a component of confidence there is not.
    """
    found, rubric = gather(project), rubric_of(project)
    now, evidence = standings(project, found), evidence_by_unit(found.evidence)
    for number, level in enumerate(levels):
        progress("scoring", number, len(levels))
        unit = Unit(level.case, level.capability)
        if unit not in now:
            raise NotFound("unit", f"{unit.case}, {unit.capability}")
        past = now[unit].history
        if _as_planned(past, _plan(level)) and len(past) < len(_plan(level)):
            raised = concerns(evidence.get(unit, ()), rubric)
            _go_on(project, _records(level, rubric.id, raised, where), past)
    progress("scoring", len(levels), len(levels))


def _plan(level: file.Level) -> list[tuple[type[Act], str]]:
    plan: list[tuple[type[Act], str]] = [(Score, each.by) for each in level.scores]
    plan += [(Consensus, level.settled.by)] if level.settled else []
    return [*plan, (SignOff, level.signed.by)] if level.signed else plan


def _as_planned(past: Sequence[Past], plan: Sequence[tuple[type[Act], str]]) -> bool:
    """Whether a unit stands somewhere on the way that the file describes."""
    said = [(type(each.record), each.record.author) for each in past if each.withdrawn is None]
    return len(said) == len(past) and said == list(plan[: len(past)])


def _go_on(project: Project, records: Sequence[Act], past: Sequence[Past]) -> None:
    last = past[-1].record.id if past else None
    with suppress(Conflict):  # somebody is at this unit right now
        for record in records[len(past) :]:
            last = _act(project, record, last).id


def _act(project: Project, record: Act, last: str | None) -> Act:
    match record:
        case Score():
            return acts.lock(project, record, None, REQUEST)  # who scores sees nothing of the others
        case Consensus():
            return acts.settle(project, record, last, REQUEST)
        case SignOff():
            return acts.sign(project, record, last, REQUEST)


def _records(level: file.Level, rubric: str, raised: Sequence[Concern], where: str) -> list[Act]:
    """What is said of a unit, in order; the concerns are those that the measures raise about its evidence."""
    unit, settled, signed = Unit(level.case, level.capability), level.settled, level.signed
    records: list[Act] = [
        Score(unit, each.by, rubric, each.number, each.answers, each.reason, _only(each)) for each in level.scores
    ]
    if settled is not None:
        answers, sure = settled.answers, _only(settled)
        records.append(Consensus(unit, settled.by, rubric, settled.number, settled.reason, (), answers, sure))
    if signed is not None:
        sure = judged(signed.confidence, raised, where) if signed.confidence else None
        number = (settled or level.scores[0]).number
        records.append(SignOff(unit, signed.by, rubric, number, (), confidence=sure, statement=signed.statement))
    return records


def _only(said: file.Said) -> Confidence | None:
    return Confidence(said.confidence) if said.confidence else None


def judged(said: file.Sure, proposed: Sequence[Concern], where: str) -> Confidence:
    """A person's confidence: the concerns that the measures propose, but where the person sees them otherwise.

    Raises:
        BadJudgements: It names a component there is not.
    """
    seen: Mapping[str, file.Concern] = said.concerns
    known = [each.component for each in proposed]
    if strange := sorted(set(seen) - set(known)):
        raise BadJudgements(where, [(0, f"no component of confidence {strange[0]!r}; there are: {', '.join(known)}")])
    found = [
        Concern(each.component, each.label, seen[each.component].grade, seen[each.component].reason)
        if each.component in seen
        else each
        for each in proposed
    ]
    return Confidence(said.overall, tuple(found), said.because)
