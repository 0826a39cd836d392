"""What somebody who scores a unit may see: the rubric with the evidence first, and the rest once all have scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qes.model import Answer, Assessment, Check, Codebook, Consensus, Score, SignOff, Unit
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import Rubric
from qes.synthesis.rubric.model import Criterion, Gate, Openness
from qes.synthesis.rubric.needs import counted_as
from qes.synthesis.score import assess
from qes.synthesis.scoring.counts import counted_in
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
    mixed: tuple[str, ...] = ()
    """Those that say something for and something against; none of them is among the other two."""
    counted: str = ""
    """What was counted, such as "6 codings from 1 source, 2 speakers"; empty where only people can say."""
    cap: int | None = None
    """For a gate: the highest level while it is not met."""
    open: bool = False
    """Whether it is a gate that waits for people to settle something, and asks for no evidence of its own."""


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
    alone: bool
    """Whether the level rests on one person's score, and nobody else is asked for one."""
    seen_before: tuple[str, ...]
    """Of them, who could know the proposal or the scores of an earlier round when they locked theirs."""
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
    item = _Items(proposal, evidence)
    last = standing.last_seen_by(author)
    return Sheet(
        unit=unit,
        rubric=rubric.id,
        stage=standing.stage,
        round=standing.round,
        needed=standing.needed,
        locked=tuple(each.author for each in standing.scores),
        alone=standing.alone,
        seen_before=tuple(each.author for each in standing.scores if each.id not in standing.apart),
        mine=standing.own(author),
        seen=last.id if last else None,
        levels=tuple(
            Rung(each.level, each.label, each.text, tuple(map(item.criterion, each.criteria))) for each in rubric.levels
        ),
        gates=tuple(map(item.gate, rubric.gates)),
        scale=rubric.confidence.scale,
        components=tuple((each.id, each.label) for each in rubric.confidence.components),
        basis=basis(evidence),
        history=standing.visible_to(author),
        revealed=_revealed(standing, proposal, evidence, rubric) if standing.revealed else None,
    )


class _Items:
    """What is asked, each with its evidence and what was counted of it."""

    def __init__(self, proposal: Assessment, evidence: Sequence[Evidence]) -> None:
        self._checks = {each.id: each for each in (*proposal.checks, *proposal.gates)}
        self._evidence = {each.id: each for each in evidence}

    def criterion(self, asked: Criterion) -> Item:
        """One criterion of a level; what only people can judge is not counted."""
        check = self._checks[asked.id]
        told = "" if asked.judgement else counted_in(asked.needs, self._of(check))
        return self._item(check, asked.judgement, told)

    def gate(self, asked: Gate) -> Item:
        """One gate, with what was counted or waits for people to settle."""
        check = self._checks[asked.id]
        told = counted_in(asked.needs, self._of(check)) if asked.needs else _waiting(asked, check)
        return replace(self._item(check, asked.judgement, told, asked.cap), open=asked.open is not None)

    def _of(self, check: Check) -> list[Evidence]:
        return [self._evidence[each] for each in check.evidence]

    def _item(self, check: Check, judgement: bool, counted: str, cap: int | None = None) -> Item:
        mixed = set(check.mixed)
        speaking = tuple(each for each in check.evidence if each not in mixed)
        return Item(check.id, check.text, judgement, speaking, check.against, check.mixed, counted, cap)


def _waiting(gate: Gate, check: Check) -> str:
    if gate.open is Openness.DISPUTES:
        return f"{counted_as(len(check.against), 'codings')} in dispute"
    mixed = f", {len(check.mixed)} mixed" if check.mixed else ""
    return f"{len(check.evidence)} for{mixed}, {len(check.against)} against"


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
