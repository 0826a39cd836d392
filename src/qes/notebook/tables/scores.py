"""What people say of levels: their scores with the whole history, where each unit stands, how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qes.errors import TooFewCoders
from qes.model import Answer, Confidence, Consensus, Reopening, Score, SignOff, Unit
from qes.notebook.columns import Table, choice, flag, number, several, text, time, whole
from qes.notebook.reading import Reading
from qes.pipeline.scoring.agreement import ScoreAgreement, agreement_of
from qes.synthesis.scoring.standing import Past, Record, Stage, Stale, UnitStanding

ACTS: dict[type[Record], str] = {
    Score: "score",
    Consensus: "consensus",
    SignOff: "sign-off",
    Reopening: "reopening",
}


class Word(NamedTuple):
    """Something a person said of a unit."""

    past: Past
    round: int
    withheld: bool

    @property
    def judged(self) -> Score | Consensus | SignOff | None:
        """What gives a level and may be shown."""
        record = self.past.record
        return None if self.withheld or isinstance(record, Reopening) else record

    @property
    def answers(self) -> Sequence[str]:
        """What was said of criteria and gates."""
        given: dict[str, Answer] = {}
        if isinstance(self.judged, Score | Consensus):
            given = dict(self.judged.answers)
        return [f"{name}: {answer}" for name, answer in sorted(given.items())]

    @property
    def reason(self) -> str:
        """Why, in their words; of a sign-off, its statement."""
        record = self.past.record
        if self.withheld:
            return ""
        return record.statement if isinstance(record, SignOff) else record.reason


class Standing(NamedTuple):
    """Where a unit stands."""

    standing: UnitStanding
    proposed: int | None
    stale: Stale | None

    @property
    def label(self) -> str | None:
        """The level as it is shown; None while nothing is decided."""
        if not self.standing.decided:
            return None
        return "NE" if self.standing.level is None else str(self.standing.level)

    @property
    def confidence(self) -> Confidence | None:
        """As signed off or settled, otherwise as all scorers have it."""
        judged = self.standing.signoff or self.standing.consensus
        if judged is not None:
            return judged.confidence
        given = [each.confidence for each in self.standing.scores]
        same = self.standing.decided and len({each.overall if each else None for each in given}) == 1
        return given[0] if same else None


def words(reading: Reading, *, reveal: bool = False) -> list[Word]:
    """Everything ever said, unit by unit in order.

    Args:
        reading: Of the project.
        reveal: Whether to show also what its coder may not see yet, as a round is not complete.
    """
    found = []
    for standing in reading.scored.standings.values():
        seen = {each.record.id for each in standing.visible_to(reading.project.coder)}
        number = 1
        for past in standing.history:
            number += isinstance(past.record, Reopening) and past.withdrawn is None
            found.append(Word(past, number, not reveal and past.record.id not in seen))
    return found


def _standings(reading: Reading) -> Sequence[Standing]:
    proposed = {Unit(each.case, each.capability): each.level for each in reading.scored.assessments}
    return [
        Standing(each, proposed.get(unit) if each.revealed else None, reading.scored.stale.get(unit))
        for unit, each in reading.scored.standings.items()
    ]


def _agreement(reading: Reading) -> Sequence[ScoreAgreement]:
    try:
        return [agreement_of(list(reading.scored.standings.values()), seed=reading.project.settings.seed)]
    except TooFewCoders:
        return []


SCORES: Table[Word] = Table(
    "scores",
    "something a person said of a level: a score, consensus, sign-off or reopening, also what was taken back",
    (
        text("score", "id of its event in the log", lambda each: each.past.record.id),
        time("at", "when", lambda each: each.past.record.at),
        text("case", "the case", lambda each: each.past.record.unit.case),
        text("capability", "the scored code", lambda each: each.past.record.unit.capability),
        whole("round", "from 1; a reopening begins the next", lambda each: each.round),
        choice("act", "what it is", ACTS.values(), lambda each: ACTS[type(each.past.record)]),
        text("author", "who", lambda each: each.past.record.author),
        whole(
            "level",
            "the level; `<NA>` is NE, or not shown: see `label`",
            lambda each: each.judged and each.judged.level,
        ),
        text("label", "a number or `NE`; `<NA>` where it gives no level, or is withheld", lambda each: _label(each)),
        text("confidence", "as they judge it", lambda each: _overall(each.judged.confidence if each.judged else None)),
        text("reason", "why, in their words; of a sign-off, its statement", lambda each: each.reason),
        several("answers", "what they say of criteria and gates, such as `owner: yes`", lambda each: each.answers),
        flag("in_force", "whether it was not taken back", lambda each: each.past.withdrawn is None),
        text("withdrawn_by", "who took it back", lambda each: each.past.withdrawn and each.past.withdrawn.author),
        text("withdrawn_why", "why", lambda each: each.past.withdrawn and each.past.withdrawn.reason),
        flag("withheld", "whether what it says is kept back until the round is complete", lambda each: each.withheld),
        text("rubric", "name and version", lambda each: each.judged and each.judged.rubric),
    ),
    words,
)


def _label(word: Word) -> str | None:
    if word.judged is None:
        return None
    return "NE" if word.judged.level is None else str(word.judged.level)


def _overall(confidence: Confidence | None) -> str | None:
    return confidence.overall if confidence else None


LEVELS: Table[Standing] = Table(
    "levels",
    "a case and a capability: where its scoring stands",
    (
        text("case", "the case", lambda each: each.standing.unit.case),
        text("capability", "the scored code", lambda each: each.standing.unit.capability),
        choice("stage", "how far it has come", Stage, lambda each: each.standing.stage),
        flag("decided", "whether people have a level for it", lambda each: each.standing.decided),
        whole(
            "level", "the one people have; `<NA>` is NE or not decided: see `label`", lambda each: each.standing.level
        ),
        text("label", "a number or `NE`; `<NA>` while nothing is decided", lambda each: each.label),
        text("confidence", "as people judge it", lambda each: _overall(each.confidence)),
        whole(
            "proposed",
            "the rubric's level; `<NA>` is NE, or not shown before the round is complete",
            lambda e: e.proposed,
        ),
        whole("round", "from 1", lambda each: each.standing.round),
        several("scorers", "who has scored it in this round", lambda each: [s.author for s in each.standing.scores]),
        whole("needed", "how many people are asked to", lambda each: each.standing.needed),
        text("signed_by", "who signed it off", lambda each: each.standing.signoff and each.standing.signoff.author),
        time("signed_at", "when", lambda each: each.standing.signoff and each.standing.signoff.at),
        text(
            "statement",
            "what the lead says of it",
            lambda each: each.standing.signoff and each.standing.signoff.statement,
        ),
        flag("stale", "whether evidence or rubric have changed since it was signed off", lambda e: e.stale is not None),
        text("stale_why", "what has changed", lambda each: each.stale and each.stale.sentence),
    ),
    _standings,
)

SCORE_AGREEMENT: Table[ScoreAgreement] = Table(
    "score_agreement",
    "how far people give the same level, one row; none while no unit has two scores in a complete round",
    (
        whole("units", "units to which both give a level; NE is none", lambda each: each.units),
        number("exact", "share with the same level", lambda each: each.exact),
        number("within_one", "share with levels at most one apart", lambda each: each.within_one),
        number("kappa_linear", "weighted kappa", lambda each: each.kappa_linear),
        number("kappa_quadratic", "weighted kappa, by squares", lambda each: each.kappa_quadratic),
        number("alpha", "Krippendorff's alpha, ordinal, of everybody's levels", lambda each: each.alpha),
        number("alpha_low", "95 % bootstrap interval of alpha, drawn by unit", lambda e: e.interval and e.interval[0]),
        number("alpha_high", "its upper end", lambda each: each.interval and each.interval[1]),
        whole("both_ne", "units both find not to have enough evidence", lambda each: each.both_ne),
        whole("one_ne", "units to which one gives a level, and the other NE", lambda each: each.one_ne),
        several("scorers", "whose scores these are", lambda each: each.scorers),
    ),
    _agreement,
)
