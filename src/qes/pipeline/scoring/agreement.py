"""Agreement between the people who score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.errors import TooFewCoders
from qes.model import Score
from qes.model.people import name_key
from qes.pipeline.scoring.state import standings
from qes.project import Project
from qes.synthesis.scoring.standing import UnitStanding


@dataclass(frozen=True, slots=True)
class ScoreAgreement:
    """How far people give the same level, over units that at least two have scored in a round that is complete.

    NE is no level: units where somebody gives it are left out of the figures and counted apart. Of each unit the two
    who locked first are compared; alpha takes everybody.
    """

    units: int
    """To which both give a level; a case's capability each."""
    exact: float | None
    """Share with the same level. All figures are None where there is nothing to compare."""
    within_one: float | None
    """Share with levels at most one apart."""
    kappa_linear: float | None
    """Weighted kappa; None also where everybody gives one and the same level."""
    kappa_quadratic: float | None
    alpha: float | None
    """Krippendorff's, ordinal."""
    interval: tuple[float, float] | None
    """95 % bootstrap interval of alpha, drawn by unit."""
    both_ne: int
    """Units which both find not to have enough evidence."""
    one_ne: int
    """Units to which one gives a level, and the other NE."""
    scorers: tuple[str, ...]
    """Whose scores these are, by name."""


def score_agreement(project: Project) -> ScoreAgreement:
    """Agreement between those who score, in the current round of each unit.

    Raises:
        TooFewCoders: No unit has been scored by two people in a round that is complete.
    """
    return agreement_of(list(standings(project).values()), seed=project.settings.seed)


def agreement_of(standings: Sequence[UnitStanding], *, seed: int = 0) -> ScoreAgreement:
    """The same from where units stand; `seed` is that of the bootstrap."""
    scored = [each.scores for each in standings if each.complete and len(each.scores) > 1]
    if not scored:
        error = TooFewCoders("no unit has been scored by two people in a round that is complete")
        error.hint = "Let a second person score some of the same cases, each apart."
        raise error
    pairs = [_pair(scores) for scores in scored]
    levels = [(one, two) for one, two in pairs if one is not None and two is not None]
    names = sorted({score.author for scores in scored for score in scores}, key=name_key)
    figures = _figures(levels) if levels else (None, None, None, None)
    alpha, interval = _alpha(scored, seed)
    return ScoreAgreement(
        len(levels),
        *figures,
        alpha=alpha,
        interval=interval,
        both_ne=sum(pair == (None, None) for pair in pairs),
        one_ne=sum((one is None) != (two is None) for one, two in pairs),
        scorers=tuple(names),
    )


def _pair(scores: Sequence[Score]) -> tuple[int | None, int | None]:
    """The levels of the two who locked first; by name, so that a person is on the same side throughout."""
    one, two = sorted(scores[:2], key=lambda score: name_key(score.author))
    return one.level, two.level


Figures = tuple[float | None, float | None, float | None, float | None]


def _figures(levels: Sequence[tuple[int, int]]) -> Figures:
    import numpy as np

    from qes.coding.agreement import weighted_kappa, within

    ratings = np.array(levels)
    return (
        within(ratings, 0),
        within(ratings, 1),
        weighted_kappa(ratings, "linear"),
        weighted_kappa(ratings, "quadratic"),
    )


def _alpha(scored: Sequence[Sequence[Score]], seed: int) -> tuple[float | None, tuple[float, float] | None]:
    """Krippendorff's ordinal alpha of everybody's levels, NE counting as not rated, and its interval."""
    import numpy as np

    from qes.coding.agreement import alpha, interval

    names = sorted({name_key(score.author) for scores in scored for score in scores})
    ratings = np.full((len(scored), len(names)), -1)
    for row, scores in enumerate(scored):
        for score in scores:
            ratings[row, names.index(name_key(score.author))] = -1 if score.level is None else score.level
    if not ((ratings >= 0).sum(axis=1) > 1).any():
        return None, None
    return alpha(ratings, "ordinal"), interval(ratings, "ordinal", seed=seed)
