"""How levels were scored, as the methods of a report tell it: by whom, which of it blind, and where one was alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from qes.pipeline.scoring.agreement import ScoreAgreement, agreement_of
from qes.synthesis.report.wording import several
from qes.synthesis.scoring.standing import UnitStanding


def scoring_told(standings: Iterable[UnitStanding], seed: int = 0) -> str:
    """Sentences on the scores in force; "apart, with the proposal hidden" is said only of those of which it is true.

    Args:
        standings: Of every unit.
        seed: Of the bootstrap of the interval.
    """
    units = [each for each in standings if each.scores]
    if not units:
        return "Levels are proposed by the rubric; nobody has scored yet."
    people = Counter(score.author for unit in units for score in unit.scores)
    named = ", ".join(f"{name} ({several(number, 'score')})" for name, number in sorted(people.items()))
    return " ".join(filter(None, [f"Scored by {named}.", _blind(units), _together(units, seed), _alone(units)]))


def _blind(units: Sequence[UnitStanding]) -> str:
    apart = sum(len(each.apart & {score.id for score in each.scores}) for each in units)
    informed = sum(len(each.scores) for each in units) - apart
    told = f"{several(apart, 'score was', 'scores were')} locked apart, with the proposal hidden"
    if informed:
        were = several(informed, "was", "were")
        told += f"; {were} given anew, when the proposal or the scores of an earlier round could be known"
    return f"{told}."


def _together(units: Sequence[UnitStanding], seed: int) -> str:
    """Levels that two or more people gave, how many of these they differed on, and how far they agree."""
    shared = [each for each in units if each.complete and len(each.scores) > 1]
    if not shared:
        return ""
    differed = [each for each in shared if not each.agree]
    settled = sum(each.consensus is not None for each in differed)
    told = f"{several(len(shared), 'level was', 'levels were')} scored by two people or more"
    told += f", who differed on {len(differed)}; {settled} of these {'was' if settled == 1 else 'were'} settled."
    return " ".join(filter(None, [told, _agreement(agreement_of(shared, seed=seed))]))


def _agreement(found: ScoreAgreement) -> str:
    """The figures, where there are any; which units they leave out."""
    named = (
        ("weighted kappa (linear)", found.kappa_linear),
        ("weighted kappa (quadratic)", found.kappa_quadratic),
        ("ordinal alpha", found.alpha),
    )
    told = [f"{name} {value:.2f}" for name, value in named if value is not None]
    if not told or found.exact is None or found.within_one is None:
        return ""
    if found.interval is not None:
        told[-1] += f" (95 % interval {found.interval[0]:.2f} to {found.interval[1]:.2f})"
    said = f"On the {several(found.units, 'level')} both of two gave, {found.exact:.0%} are the same and "
    said += f"{found.within_one:.0%} at most one apart; {', '.join(told)}."
    if left := found.both_ne + found.one_ne:
        left_out = several(left, "unit is", "units are")
        said += f" NE is no level, so {left_out} left out, {found.both_ne} of them NE to both."
    return said


def _alone(units: Sequence[UnitStanding]) -> str:
    alone = sum(each.alone for each in units)
    if not alone:
        return ""
    return f"{several(alone, 'level rests', 'levels rest')} on the score of one person alone: no agreement can be told."
