"""What may follow what in the scoring of a unit, and what a rubric lets people say."""

from __future__ import annotations

from collections.abc import Mapping

from qes.errors import BadScore, Conflict
from qes.model import Answer, Confidence, Consensus, Reopening, Score, SignOff, Unit
from qes.model.people import name_key
from qes.synthesis.rubric import Rubric
from qes.synthesis.scoring.standing import Record, UnitStanding

REOPEN = "A lead can reopen it with a reason; then everybody scores it anew."
_DID = {Score: "scored", Consensus: "settled", SignOff: "signed off", Reopening: "reopened"}


def named(unit: Unit) -> str:
    """A unit in words."""
    return f"{unit.case}, {unit.capability}"


def check(record: Record, standing: UnitStanding, seen: str | None) -> None:
    """Refuse what may not follow where a unit stands.

    Args:
        record: What is about to be said, without id and time.
        standing: Of its unit, as it is now.
        seen: Id of the last thing its author saw of the unit; None: there was nothing.

    Raises:
        BadScore: The rules do not allow it.
        Conflict: Something has come, or was taken back, since the author looked.
    """
    if not record.author.strip():
        raise BadScore(named(record.unit), "nobody is named who says it")
    if isinstance(record, Score):
        _check_open(record, standing)
    _check_seen(record.unit, standing, record.author, seen)
    match record:
        case Score():
            _check_pair(record)
        case Consensus():
            _check_consensus(record, standing)
        case SignOff():
            _check_signoff(record, standing)
        case Reopening():
            _check_reopening(record, standing)


def check_withdrawal(record: Record, standing: UnitStanding, author: str, reason: str) -> None:
    """Refuse to take back what is not the last the author saw of a unit, or what others have built on or seen.

    Raises:
        BadScore: No reason is given, or it is a score of a complete round: its author has seen the others by now.
        Conflict: Something has come since.
    """
    if not reason.strip():
        raise BadScore(named(record.unit), "it is taken back with a reason, which is missing", "Say why.")
    _check_seen(record.unit, standing, author, record.id)
    if isinstance(record, Score) and standing.revealed:
        raise BadScore(named(record.unit), "everybody's scores can be seen, so none is taken back any more", REOPEN)


def _check_seen(unit: Unit, standing: UnitStanding, author: str, seen: str | None) -> None:
    last = standing.last_seen_by(author)
    if (last.id if last else None) != seen:
        theirs = f"{_DID[type(last)]} by {last.author} at {last.at}" if last else ""
        raise Conflict(f"the scoring of {named(unit)}", theirs)


def _check_open(score: Score, standing: UnitStanding) -> None:
    if standing.revealed:
        who = ", ".join(each.author for each in standing.scores)
        raise BadScore(named(score.unit), f"the scores of this round are all in ({who}) and can be seen", REOPEN)
    for other in standing.scores:
        if name_key(other.author) != name_key(score.author) and other.rubric != score.rubric:
            problem = f"this round is scored by {other.rubric}, and the rubric is now {score.rubric}"
            raise BadScore(named(score.unit), problem, REOPEN)


def _check_pair(record: Score | Consensus | SignOff) -> None:
    """Where there is no level, there is nothing to be confident about."""
    if record.level is None and record.confidence is not None:
        problem = "NE (not enough evidence) is no level, and has no confidence"
        raise BadScore(named(record.unit), problem, "Leave the confidence out, or choose a level.")


def _check_round(record: Consensus | SignOff, standing: UnitStanding) -> None:
    where = named(record.unit)
    if not standing.complete:
        problem = f"{len(standing.scores)} of {standing.needed} people have scored it"
        raise BadScore(where, problem, "It is settled and signed off when all of them have.")
    if set(record.scores) != {each.id for each in standing.scores}:
        raise Conflict(f"the scoring of {where}", "other scores than those it names are in force")
    if record.rubric != standing.rubric:
        raise BadScore(where, f"it was scored by {standing.rubric}, and the rubric is now {record.rubric}", REOPEN)
    _check_pair(record)


def _check_consensus(record: Consensus, standing: UnitStanding) -> None:
    _check_round(record, standing)
    if standing.signoff is not None:
        hint = "The lead who signed can take that back, or a lead reopens it with a reason."
        raise BadScore(named(record.unit), f"it was signed off by {standing.signoff.author}", hint)
    same = standing.agree and standing.scores[0].level == record.level
    if not same and not record.reason.strip():
        problem = "it settles on another level than everybody gave it, and no reason is given"
        raise BadScore(named(record.unit), problem, "Say why this level.")


def _check_signoff(record: SignOff, standing: UnitStanding) -> None:
    where = named(record.unit)
    _check_round(record, standing)
    consensus = standing.consensus
    if consensus is None and not standing.agree:
        raise BadScore(where, "the scores differ", "Settle on a level first, with a reason.")
    if record.consensus != (consensus.id if consensus else None):
        raise Conflict(f"the scoring of {where}", "another consensus than the one it names is in force")
    level = (consensus or standing.scores[0]).level
    if record.level != level:
        problem = f"level {_label(record.level)} is not the one people gave, which is {_label(level)}"
        raise BadScore(where, problem, "Sign off that one, settle on another one with a reason, or reopen it.")
    if record.level is not None and record.confidence is None:
        raise BadScore(where, "a level is signed off with a confidence, which is missing", "Judge the confidence.")


def _check_reopening(record: Reopening, standing: UnitStanding) -> None:
    if not record.reason.strip():
        raise BadScore(named(record.unit), "it is reopened with a reason, which is missing", "Say why.")
    if not standing.scores and not standing.revealed:
        raise BadScore(named(record.unit), "nobody has scored it, so it is open already", "Score it.")


def _label(level: int | None) -> str:
    return "NE" if level is None else str(level)


# --- What the rubric lets people say ----------------------------------------------------------


def check_fit(record: Score | Consensus | SignOff, rubric: Rubric) -> None:
    """Refuse what the rubric does not know.

    Raises:
        BadScore: It is given by another version of the rubric, or names a level, a criterion, a gate, a component or an
            overall confidence the rubric does not have.
    """
    where = named(record.unit)
    if record.rubric != rubric.id:
        problem = f"it is scored by {record.rubric or 'no rubric'}, and the rubric is {rubric.id}"
        raise BadScore(where, problem, "Load the page anew, look at the rubric, and score again.")
    if record.level is not None and rubric.level(record.level) is None:
        known = ", ".join(str(level.level) for level in rubric.levels)
        raise BadScore(where, f"{rubric.id} has no level {record.level}", f"Choose one of: {known}, or NE.")
    if not isinstance(record, SignOff):
        _check_answers(where, record.answers, rubric)
    if record.confidence is not None:
        _check_confidence(where, record.confidence, rubric)


def _check_answers(where: str, answers: Mapping[str, Answer], rubric: Rubric) -> None:
    known = [each.id for level in rubric.levels for each in level.criteria] + [gate.id for gate in rubric.gates]
    for name in answers:
        if name not in known:
            problem = f"{rubric.id} has no criterion or gate {name!r}"
            raise BadScore(where, problem, f"Choose of: {', '.join(known)}.")


def _check_confidence(where: str, confidence: Confidence, rubric: Rubric) -> None:
    rules = rubric.confidence
    if confidence.overall not in rules.scale:
        problem = f"{rubric.id} has no confidence {confidence.overall!r}"
        raise BadScore(where, problem, f"Choose one of: {', '.join(rules.scale)}.")
    known = [each.id for each in rules.components]
    given = [each.component for each in confidence.concerns]
    for name in given:
        if name not in known:
            problem = f"{rubric.id} has no component of confidence {name!r}"
            raise BadScore(where, problem, f"Choose of: {', '.join(known)}.")
        if given.count(name) > 1:
            raise BadScore(where, f"the concern about {name!r} is graded twice", "Grade each component once.")
