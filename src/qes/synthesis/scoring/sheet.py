"""What somebody who scores a unit may see: the rubric with the evidence first, and the rest once all have scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qes.model import Answer, Assessment, Check, Codebook, Consensus, Score, SignOff, Unit
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import Rubric
from qes.synthesis.score import assess
from qes.synthesis.scoring.standing import Past, Stage, Stale, UnitStanding, basis, confirmed, stale


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion or gate with what speaks for and against it, and no word on whether it is met."""

    id: str
    text: str
    judgement: bool
    """Whether codings cannot show it and a person has to say."""
    evidence: tuple[str, ...]
    """Ids of codings."""
    against: tuple[str, ...]
    cap: int | None = None
    """For a gate: the highest level while it is not met."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A level of the rubric with its criteria."""

    level: int
    label: str
    text: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion or gate on which those who scored do not all say the same."""

    id: str
    text: str
    answers: Mapping[str, Answer | None]
    """By author; None: they said nothing about it."""


@dataclass(frozen=True, slots=True)
class Revealed:
    """What is hidden until the round is complete."""

    proposal: Assessment
    scores: tuple[Score, ...]
    differences: tuple[Difference, ...]
    consensus: Consensus | None
    signoff: SignOff | None
    stale: Stale | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One unit as one person may see it."""

    unit: Unit
    rubric: str
    stage: Stage
    round: int
    needed: int
    locked: tuple[str, ...]
    """Who has scored it in this round; not what."""
    mine: Score | None
    seen: str | None
    """Id of the last thing on the sheet, by which a later act says what its author has seen."""
    levels: tuple[Rung, ...]
    gates: tuple[Item, ...]
    scale: tuple[str, ...]
    """Of overall confidence, from the highest down."""
    components: tuple[tuple[str, str], ...]
    """Of confidence: id and label."""
    basis: Mapping[str, str]
    """The evidence as it is shown, to be kept with the score."""
    history: tuple[Past, ...]
    revealed: Revealed | None


def sheet(
    standing: UnitStanding, author: str, evidence: Sequence[Evidence], codebook: Codebook, rubric: Rubric
) -> Sheet:
    """One unit for one person.

    Args:
        standing: Of the unit.
        author: For whose eyes.
        evidence: Of the unit, disputed codings too.
        codebook: Says which codes are scored.
        rubric: The one in use.
    """
    said = confirmed([standing], rubric)
    unit = standing.unit
    [proposal] = [
        each
        for each in assess(evidence, codebook, rubric, [unit.case], confirmed=said)
        if each.capability == unit.capability
    ]
    checks = {each.id: each for each in (*proposal.checks, *proposal.gates)}
    last = standing.last_seen_by(author)
    return Sheet(
        unit=unit,
        rubric=rubric.id,
        stage=standing.stage,
        round=standing.round,
        needed=standing.needed,
        locked=tuple(each.author for each in standing.scores),
        mine=standing.own(author),
        seen=last.id if last else None,
        levels=tuple(
            Rung(each.level, each.label, each.text, tuple(_item(checks[c.id], c.judgement) for c in each.criteria))
            for each in rubric.levels
        ),
        gates=tuple(_item(checks[each.id], each.judgement, each.cap) for each in rubric.gates),
        scale=rubric.confidence.scale,
        components=tuple((each.id, each.label) for each in rubric.confidence.components),
        basis=basis(evidence),
        history=standing.visible_to(author),
        revealed=_revealed(standing, proposal, evidence, rubric) if standing.revealed else None,
    )


def _item(check: Check, judgement: bool, cap: int | None = None) -> Item:
    return Item(check.id, check.text, judgement, check.evidence, check.against, cap)


def _revealed(standing: UnitStanding, proposal: Assessment, evidence: Sequence[Evidence], rubric: Rubric) -> Revealed:
    signoff = standing.signoff
    return Revealed(
        proposal=proposal,
        scores=standing.scores,
        differences=differences(standing, rubric),
        consensus=standing.consensus,
        signoff=signoff,
        stale=stale(signoff, basis(evidence), rubric.id) if signoff else None,
    )


def differences(standing: UnitStanding, rubric: Rubric) -> tuple[Difference, ...]:
    """The criteria and gates, in the rubric's order, on which the scores of a round do not all say the same."""
    asked = [(each.id, each.text) for level in rubric.levels for each in level.criteria]
    asked += [(each.id, each.text) for each in rubric.gates]
    found = []
    for name, text in asked:
        answers = {score.author: score.answers.get(name) for score in standing.scores}
        if len(set(answers.values())) > 1:
            found.append(Difference(name, text, answers))
    return tuple(found)
