"""What those who scored say: of each criterion and gate, of what is missing for the next level, and of the level.

What the codings show stands beside it where it is something else; it never stands in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qes.errors import BadFinding
from qes.model import Answer, Consensus, Score, Unit
from qes.synthesis.quoted import unquoted
from qes.synthesis.report.inputs import LevelInput
from qes.synthesis.report.material import Material
from qes.synthesis.report.parts import Judgement, Reason, Said
from qes.synthesis.report.wording import capitalised, day, listed
from qes.synthesis.rubric import Rubric

_MET = {Answer.YES: "met", Answer.NO: "not met", Answer.UNSURE: "unsure"}
_UNSURE, _DIFFER, _SILENT = "Unsure", "They differ", "no answer"
_MISQUOTED = "the reason is left out, as it puts words between quotation marks that nothing coded for this reads"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people say of a criterion or gate."""

    answer: Answer | None
    """None: they differ, and have not settled it."""
    words: str
    """Who says what."""

    @property
    def met(self) -> bool:
        """Whether they say that it holds."""
        return self.answer is Answer.YES

    @property
    def label(self) -> str:
        """The verdict where it is neither; else empty."""
        return _DIFFER if self.answer is None else _UNSURE if self.answer is Answer.UNSURE else ""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everybody's answers by the rubric in use."""

    scores: Sequence[tuple[str, Mapping[str, Answer]]]
    """Who scored, and what they answered."""
    settled: Mapping[str, Answer]

    def to(self, id: str) -> Verdict | None:
        """What they say of one item; None where nobody has said anything of it."""
        given = [(author, answers.get(id)) for author, answers in self.scores]
        said = {answer for _, answer in given}
        if id in self.settled:
            final = self.settled[id]
            before = "" if said <= {final} else f"; before that {_each(given)}"
            return Verdict(final, f"settled on {_MET[final]}{before}")
        if not said - {None}:
            return None
        if len(said) == 1:
            [answer] = said
            return Verdict(answer, f"{listed([author for author, _ in given])}: {_word(answer)}")
        return Verdict(None, _each(given))


def _each(given: Sequence[tuple[str, Answer | None]]) -> str:
    return ", ".join(f"{author}: {_word(answer)}" for author, answer in given)


def _word(answer: Answer | None) -> str:
    return answer.value if answer else _SILENT


def answers_of(given: LevelInput | None, rubric: Rubric | None) -> Answers | None:
    """The answers that count: those given by the rubric in use, as others may mean something else.

    Returns:
        None where there are none.
    """
    if given is None or rubric is None:
        return None
    scores = [(each.author, each.answers) for each in given.scores if each.rubric == rubric.id]
    agreed = given.consensus
    settled = agreed.answers if agreed is not None and agreed.rubric == rubric.id else {}
    return Answers(scores, settled) if settled or any(answers for _, answers in scores) else None


def judged(computed: Reason, verdict: Verdict | None, *, asked: bool, judgement: bool) -> Reason:
    """A criterion or gate as people see it.

    Args:
        computed: As the codings show it.
        verdict: What people say of it; None: nothing.
        asked: Whether people scored at all, so that their silence is worth a word.
        judgement: Whether only a person can tell, so that there is nothing to compare.
    """
    if verdict is None:
        why = f"nobody answered; computed: {computed.why}" if asked else computed.why
        return Reason(computed.text, computed.met, why, computed.refs, computed.more)
    why = verdict.words
    if not judgement:
        same = computed.met == verdict.met and not verdict.label
        shown = "" if same else f"computed: {'met' if computed.met else 'not met'}, "
        why = f"{why}; {shown}{computed.why}"
    return Reason(computed.text, verdict.met, why, computed.refs, computed.more, verdict.label)


# --- The level ----------------------------------------------------------------------------------------


def judgement_of(unit: Unit, material: Material) -> Judgement | None:
    """How people came to a level; None where nobody scored it, or not everybody may know yet."""
    given = material.level(unit)
    if given is None or not given.scores:
        return None
    settled = _said(given.consensus, unit, material) if given.consensus else None
    return Judgement(tuple(_said(each, unit, material) for each in given.scores), _course(given.scores), settled)


def _course(scores: Sequence[Score]) -> str:
    if len(scores) == 1:
        return f"Only {scores[0].author} scored it: whether others would agree cannot be told."
    if len({each.level for each in scores}) == 1:
        return f"{capitalised(listed([each.author for each in scores]))} gave the same level."
    return f"They differed: {', '.join(f'{each.author} {_number(each.level)}' for each in scores)}."


def _said(record: Score | Consensus, unit: Unit, material: Material) -> Said:
    rubric = material.given.rubric
    level = rubric.level(record.level) if rubric and record.rubric == rubric.id else None
    name = level.label if level else "Not enough evidence" if record.level is None else record.rubric
    left_out = _MISQUOTED if misquotes(record.reason, unit, material) else ""
    return Said(
        author=record.author,
        level=_number(record.level),
        name=name,
        confidence=record.confidence.overall if record.confidence else "",
        reason="" if left_out else record.reason,
        at=day(record.at) if record.at else "",
        left_out=left_out,
    )


def misquotes(text: str, unit: Unit, material: Material) -> bool:
    """Whether a text quotes what nothing that counts for a unit reads, or its quotation marks do not match."""
    own = (each.coding.quote for each in material.units.get((unit.case, unit.capability), ()))
    try:
        return bool(unquoted(text, own))
    except BadFinding:
        return True


def _number(level: int | None) -> str:
    return "NE" if level is None else str(level)


# --- What is missing ----------------------------------------------------------------------------------


def missing(level: int, reasons: Mapping[str, Reason], rubric: Rubric, *, people: bool) -> tuple[str, ...]:
    """What the next level asks for that is not there.

    Args:
        level: The one shown; 0 for NE.
        reasons: Every criterion and gate by id, as people or the codings have it.
        rubric: What each level takes.
        people: Whether people gave the level.
    """
    following = rubric.level(level + 1)
    if following is None:
        return (f"There is no level above {level}.",)
    wanted = [each.id for one in rubric.levels if one.level <= following.level for each in one.criteria]
    wanted += [gate.id for gate in rubric.gates if gate.cap < following.level]
    unmet = [each for id in wanted if (each := reasons.get(id)) is not None and not each.met]
    if unmet or not people:
        return tuple(f"{each.text.rstrip('.')} ({each.why})." for each in unmet)
    asked = "; ".join(each.text.rstrip(".") for each in following.criteria)
    there = f"More than level {following.level} asks for, which is there as it was answered ({asked})"
    return (f"{there}: see the reasons of those who scored it.",)
