"""One person's score is no agreement; a second can still score blind; and only blind scores are called blind."""

from __future__ import annotations

from typing import Any

import pytest
from synthesis_samples import shipped

from qes.model import Consensus, Reopening, Score, SignOff, Unit
from qes.pipeline.report.scored import scoring_told
from qes.synthesis.scoring.standing import Past, Record, Stage, UnitStanding, Withdrawal, standing

UNIT = Unit("Aldmoor", "tending")


def said(*records: Record, needed: int, withdrawn: tuple[str, ...] = ()) -> UnitStanding:
    past = [Past(each, Withdrawal(each.author, "a slip", "now") if each.id in withdrawn else None) for each in records]
    return standing(UNIT, past, needed)


def score(author: str, id: str, level: int | None = 3, needed: int = 2) -> Score:
    return Score(UNIT, author, shipped().id, level, id=id, needed=needed)


def settled(id: str, *scores: str) -> Consensus:
    return Consensus(UNIT, "lea", shipped().id, 3, "so", scores, id=id)


def signed(id: str, *scores: str) -> SignOff:
    return SignOff(UNIT, "lea", shipped().id, 3, scores, id=id)


def reopened(id: str, author: str = "lea") -> Reopening:
    return Reopening(UNIT, author, "news", id=id)


def test_one_person_who_is_asked_alone_does_not_agree_with_anybody() -> None:
    now = said(score("ada", "1", None, needed=1), needed=1)
    assert (now.stage, now.alone, now.decided, now.revealed) == (Stage.ALONE, True, True, True)


@pytest.mark.parametrize("levels", [(3, 3), (None, None)])
def test_two_who_give_the_same_level_agree(levels: tuple[int | None, int | None]) -> None:
    now = said(score("ada", "1", levels[0]), score("ben", "2", levels[1]), needed=2)
    assert (now.stage, now.alone) == (Stage.AGREED, False)


def test_what_one_person_alone_was_shown_is_hidden_again_when_a_second_is_asked() -> None:
    first = score("ada", "1", needed=1)
    now = said(first, needed=2)
    assert (now.stage, now.revealed, now.visible_to("ben")) == (Stage.PARTLY, False, ())
    after = said(first, score("ben", "2", 2), needed=2)
    assert (after.stage, after.apart) == (Stage.DIFFERING, {"1", "2"})


@pytest.mark.parametrize("deed", [settled("2", "1"), signed("2", "1")])
def test_what_was_settled_or_signed_on_one_score_stands_and_says_that_one_was_alone(deed: Record) -> None:
    now = said(score("ada", "1", needed=1), deed, needed=2)
    assert (now.complete, now.alone, now.level) == (True, True, 3)


def test_who_locks_another_score_after_seeing_the_proposal_alone_is_not_blind() -> None:
    first, again = score("ada", "1", needed=1), score("ada", "2")
    assert said(first, again, needed=2).apart == {"1"}
    assert said(first, again, needed=2, withdrawn=("1",)).apart == set()


def test_a_score_given_anew_after_reopening_is_not_blind_where_two_had_completed_the_round() -> None:
    round_one = (score("ada", "1"), score("ben", "2"))
    now = said(*round_one, reopened("3"), score("ada", "4"), score("cleo", "5"), needed=2)
    assert now.apart == {"1", "2"}


def test_a_round_that_was_not_complete_has_shown_nothing_to_anybody() -> None:
    now = said(score("ada", "1"), reopened("2"), score("ada", "3"), score("ben", "4"), needed=2)
    assert now.apart == {"1", "3", "4"}
    back = said(score("ada", "1"), score("ben", "2"), score("ada", "3"), needed=3, withdrawn=("1",))
    assert "2" in back.apart


def test_after_one_persons_round_only_they_and_who_acted_on_it_have_seen_it() -> None:
    alone = (score("ada", "1", needed=1), signed("2", "1"), reopened("3", "dee"))
    now = said(*alone, *(score(each, each) for each in ("ada", "ben", "dee", "lea")), needed=2)
    assert now.apart == {"1", "ben"}


def test_the_methods_tell_blind_scores_from_others_and_count_what_one_person_scored_alone() -> None:
    units: list[Any] = [
        said(score("ada", "1", needed=1), needed=1),
        said(score("ada", "1"), score("ben", "2", 2), settled("3", "1", "2"), needed=2),
        said(score("ada", "1"), score("ben", "2"), reopened("3"), score("ada", "4"), score("ben", "5"), needed=2),
        said(needed=2),
    ]
    told = scoring_told(units)
    assert told == (
        "Scored by ada (3 scores), ben (2 scores). 3 scores were locked apart, with the proposal hidden; 2 were given "
        "anew, when the proposal or the scores of an earlier round could be known. 2 levels were scored by two people "
        "or more, who differed on 1; 1 of these was settled. On the 2 levels both of two gave, 50% are the same and "
        "100% at most one apart; weighted kappa (linear) 0.00, weighted kappa (quadratic) 0.00, ordinal alpha 0.00. 1 level rests on the score of one person alone: no "
        "agreement can be told."
    )
    assert scoring_told([units[-1]]) == "Levels are proposed by the rubric; nobody has scored yet."
