"""Where the scoring of a unit stands: what people said of it in order, what of it is in force, and who may see what.

People score apart, in rounds. A round is complete when as many people as are asked for have locked a score; only then
are the proposal and each other's scores shown. A lead may reopen a unit, which begins another round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qes.model import Answer, Consensus, Reopening, Score, SignOff, Unit
from qes.model.people import name_key
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import Rubric
from qes.synthesis.scoring.basis import Stale, basis, evidence_by_unit, stale
from qes.synthesis.scoring.past import Past, Record, Withdrawal, scored_apart

__all__ = [
    "Past",
    "Record",
    "Stage",
    "Stale",
    "UnitStanding",
    "Withdrawal",
    "basis",
    "confirmed",
    "evidence_by_unit",
    "scored_apart",
    "stale",
    "stale_units",
    "standing",
]


class Stage(StrEnum):
    """How far a unit has come in its current round."""

    OPEN = "open"
    """Nobody has scored it."""
    PARTLY = "partly"
    """Somebody has; others are still asked for."""
    ALONE = "alone"
    """One person has scored it, and nobody else is asked to: whether others would agree cannot be told."""
    DIFFERING = "differing"
    AGREED = "agreed"
    """Two or more give the same level."""
    SETTLED = "settled"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """One unit after everything that was said of it."""

    unit: Unit
    needed: int
    """How many people are asked to score it now."""
    round: int
    """From 1; each reopening begins another."""
    scores: tuple[Score, ...]
    """The newest of each person in this round, who locked first coming first."""
    complete: bool
    """Whether as many people as were asked for have a score in force."""
    revealed: bool
    """Whether the proposal and others' scores may be shown: from when it is complete, and for good once something was
    settled on it."""
    consensus: Consensus | None
    """The newest on just these scores."""
    signoff: SignOff | None
    """The newest on just these scores and this consensus."""
    history: tuple[Past, ...]
    """Everything ever said, in order, also what was taken back."""

    @property
    def alone(self) -> bool:
        """Whether a single person's score is all that the level rests on."""
        return self.complete and len(self.scores) == 1

    @property
    def apart(self) -> frozenset[str]:
        """Ids of the scores whose authors could know neither the proposal nor others' scores when they locked them."""
        return scored_apart(self.history, self.needed)

    @property
    def agree(self) -> bool:
        """Whether there are scores, and none gives another level than the first; NE is one, too."""
        return len({each.level for each in self.scores}) == 1

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if not self.complete:
            return Stage.PARTLY if self.scores else Stage.OPEN
        if self.signoff is not None:
            return Stage.SIGNED
        if self.consensus is not None:
            return Stage.SETTLED
        if self.alone:
            return Stage.ALONE
        return Stage.AGREED if self.agree else Stage.DIFFERING

    @property
    def decided(self) -> bool:
        """Whether people have a level for it: signed, settled, or the same in all scores of a complete round."""
        return self.stage in (Stage.SIGNED, Stage.SETTLED, Stage.AGREED, Stage.ALONE)

    @property
    def level(self) -> int | None:
        """The one decided; None for NE, and for as long as nothing is decided."""
        if not self.decided:
            return None
        return (self.signoff or self.consensus or self.scores[0]).level

    @property
    def rubric(self) -> str | None:
        """Name and version of the one this round is scored by; None before the first score."""
        return self.scores[0].rubric if self.scores else None

    def own(self, author: str) -> Score | None:
        """A person's score in this round."""
        return next((each for each in self.scores if name_key(each.author) == name_key(author)), None)

    def visible_to(self, author: str) -> tuple[Past, ...]:
        """What a person may see of the history: while the round is not complete, their own words and reopenings."""
        if self.revealed:
            return self.history
        key = name_key(author)
        return tuple(
            each for each in self.history if isinstance(each.record, Reopening) or name_key(each.record.author) == key
        )

    def last_seen_by(self, author: str) -> Record | None:
        """The last thing in force that a person can have seen."""
        return next((each.record for each in reversed(self.visible_to(author)) if each.withdrawn is None), None)


def standing(unit: Unit, history: Iterable[Past], needed: int) -> UnitStanding:
    """Where a unit stands.

    What was shown stays shown: a round that was complete for the number asked for when its last score came stays so if
    more people are asked for later. Only where one person has scored it alone, and nothing was settled or signed on
    that, it is hidden again when others are asked for, so that they can score it without having seen anything.

    Args:
        unit: Which.
        history: Everything said of it, in the order of the log.
        needed: How many people are asked to score a unit.
    """
    if needed < 1:
        raise ValueError("at least one person scores a unit")
    past = tuple(history)
    number, current = _round([each.record for each in past if each.withdrawn is None])
    newest: dict[str, Score] = {}
    for record in current:
        if isinstance(record, Score):
            newest[name_key(record.author)] = record
    scores = tuple(newest.values())
    complete, ids = _complete(current, needed), {each.id for each in scores}
    settled = [each for each in current if isinstance(each, Consensus) and set(each.scores) == ids]
    consensus = settled[-1] if settled else None
    rests_on = consensus.id if consensus else None
    signed = [
        each for each in current if isinstance(each, SignOff) and set(each.scores) == ids and each.consensus == rests_on
    ]
    return UnitStanding(
        unit=unit,
        needed=needed,
        round=number,
        scores=scores,
        complete=complete,
        revealed=complete or any(not isinstance(each, Score) for each in current),
        consensus=consensus,
        signoff=signed[-1] if signed else None,
        history=past,
    )


def _round(records: list[Record]) -> tuple[int, list[Record]]:
    """The number of the current round, and what was said in it."""
    opened = [place for place, each in enumerate(records, start=1) if isinstance(each, Reopening)]
    return len(opened) + 1, records[opened[-1] :] if opened else records


def _complete(current: Sequence[Record], needed: int) -> bool:
    built_on = any(not isinstance(each, Score) for each in current)
    authors: set[str] = set()
    for record in current:
        if isinstance(record, Score):
            authors.add(name_key(record.author))
            if len(authors) >= min(needed, record.needed or needed) and (len(authors) > 1 or needed == 1 or built_on):
                return True
    return False


# --- What came since, and what people have confirmed ------------------------------------------


def stale_units(
    standings: Iterable[UnitStanding], evidence: Mapping[Unit, Iterable[Evidence]], rubric_now: str
) -> dict[Unit, Stale]:
    """The units signed off on something else than there is now; `evidence` is that of `evidence_by_unit`."""
    found = {}
    for each in standings:
        if each.signoff is not None:
            outdated = stale(each.signoff, basis(evidence.get(each.unit, ())), rubric_now)
            if outdated is not None:
                found[each.unit] = outdated
    return found


def confirmed(standings: Iterable[UnitStanding], rubric: Rubric) -> dict[tuple[str, str], frozenset[str]]:
    """What people have confirmed where codings cannot show it, as `assess` takes it.

    A judgement counts once the round is complete, so that nobody's half-way answers show in a proposal: the consensus'
    answer to it, or where that is silent the scorers', if all of them say yes. Answers to another version of the rubric
    do not count, since its criteria may mean something else.
    """
    asked = [c.id for level in rubric.levels for c in level.criteria if c.judgement]
    asked += [gate.id for gate in rubric.gates if gate.judgement]
    return {
        (each.unit.case, each.unit.capability): frozenset(name for name in asked if _says_yes(each, name))
        for each in standings
        if each.complete and each.rubric == rubric.id
    }


def _says_yes(standing: UnitStanding, name: str) -> bool:
    if standing.consensus is not None and name in standing.consensus.answers:
        return standing.consensus.answers[name] is Answer.YES
    return all(score.answers.get(name) is Answer.YES for score in standing.scores)
