"""A unit one person has scored alone: said to be so everywhere, and still to be scored blind by a second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qes.model import Role
from qes.pipeline.evidence import gather
from qes.pipeline.report.levels import levels, unscored
from qes.pipeline.report.methods import method_rows
from qes.pipeline.scoring.acts import lock, needed, sheet, sign, standing_of
from qes.pipeline.scoring.proposals import Scored, propose
from qes.project import Project
from qes.synthesis.scoring.standing import Stage
from scoring_project import ARDEN, add_people, code_passage, score, scored_template, scoring, signoff


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scored_template(tmp_path_factory.mktemp("alone") / "template").with_name("template")


@pytest.fixture
def solo(made: Path, tmp_path: Path) -> Iterator[Project]:
    """A project without accounts, of which nora has scored Arden."""
    with scoring(made, tmp_path / "project") as project:
        code_passage(project, 0)
        assert needed(project) == 1
        lock(project, score("nora", None, confidence=None), None)
        yield project


def join(project: Project) -> None:
    """Accounts for nora, who leads, and for ben."""
    add_people(project, {"nora": Role.LEAD, "ben": Role.REVIEWER})


def status(project: Project) -> str:
    return levels(Scored(project, gather(project), project.rubric()))[ARDEN].status


def test_the_score_of_one_person_is_not_called_agreement_in_list_or_report(solo: Project) -> None:
    assert standing_of(solo, ARDEN).stage is Stage.ALONE
    assert next(each.status for each in propose(solo) if each.standing.unit == ARDEN) == "scored by one"
    assert "one person alone" in status(solo)
    told = dict(method_rows(solo))["Scoring"]
    assert "1 level rests on the score of one person alone: no agreement can be told." in told


def test_a_sign_off_does_not_make_one_person_two(solo: Project) -> None:
    last = standing_of(solo, ARDEN).scores[0].id
    sign(solo, signoff("nora", None), last)
    assert next(each.status for each in propose(solo) if each.standing.unit == ARDEN) == "signed off, scored by one"
    assert "one person's score" in status(solo)


def test_who_gets_an_account_later_scores_it_without_seeing_anything(solo: Project) -> None:
    assert sheet(solo, ARDEN, "nora").revealed is not None
    join(solo)
    theirs = sheet(solo, ARDEN, "ben")
    assert (theirs.revealed, theirs.history, theirs.locked, theirs.stage) == (None, (), ("nora",), Stage.PARTLY)
    assert ARDEN in unscored(solo, [standing_of(solo, ARDEN)])
    lock(solo, score("ben", 2), theirs.seen)
    after = standing_of(solo, ARDEN)
    assert (after.stage, len(after.apart)) == (Stage.DIFFERING, 2)
    assert "2 scores were locked apart" in dict(method_rows(solo))["Scoring"]


def test_who_scores_again_after_seeing_the_proposal_is_counted_apart(solo: Project) -> None:
    join(solo)
    lock(solo, score("nora", 2), sheet(solo, ARDEN, "nora").seen)
    lock(solo, score("ben", 2), None)
    assert sheet(solo, ARDEN, "ben").seen_before == ("nora",)
    assert "1 was given anew" in dict(method_rows(solo))["Scoring"]


def test_where_two_are_asked_for_without_accounts_reports_hide_the_proposal_until_both_have_scored(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QES_SCORING__SCORERS", "2")
    with scoring(made, tmp_path / "two") as project:
        code_passage(project, 0)
        lock(project, score("nora", None, confidence=None), None)
        assert unscored(project, [standing_of(project, ARDEN)]) == {ARDEN}
        lock(project, score("ben", 2), sheet(project, ARDEN, "ben").seen)
        assert unscored(project, [standing_of(project, ARDEN)]) == frozenset()
