"""Scores by people in a real project: kept in the log, checked, one at a time, and never changed by evidence."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.errors import BadAccount, BadScore, Conflict, NoRubric, NotFound, QesError, TooFewCoders
from qes.model import Answer, Concern, Confidence, Grade, Role, SignOff, Unit, User
from qes.pipeline.scoring.acts import (
    lock,
    needed,
    reopen,
    settle,
    sheet,
    sign,
    standings,
    unit_evidence,
    withdraw,
)
from qes.pipeline.scoring.agreement import agreement_of, score_agreement
from qes.pipeline.scoring.log import KINDS, body_of, histories, record_of
from qes.pipeline.scoring.proposals import Proposal, propose
from qes.project import Project, open_project
from qes.synthesis.scoring.standing import Past, Stage, UnitStanding, standing
from scoring_project import (
    ARDEN,
    BORO,
    RUBRIC,
    SURE,
    code_passage,
    consensus,
    reopening,
    score,
    scored_template,
    scoring,
    signoff,
)
from versions_project import LIVED

JUDGED = "changed-a-decision"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scored_template(tmp_path_factory.mktemp("scoring") / "project")


@pytest.fixture(scope="module")
def untouched(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The same for all tests that change nothing."""
    with scoring(made, tmp_path_factory.mktemp("untouched") / "project") as project:
        yield project


@pytest.fixture
def team(made: Path, tmp_path: Path) -> Iterator[Project]:
    """Lea leads, Ana and Ben review, Cy does research; two people score a unit."""
    with scoring(made, tmp_path / "project") as project:
        yield project


def now_of(project: Project) -> UnitStanding:
    """Where Arden stands, without reading the codebook again."""
    return standing(ARDEN, histories(project).get(ARDEN, []), needed(project))


def last(project: Project, who: str = "lea") -> str | None:
    found = now_of(project).last_seen_by(who)
    return found.id if found else None


def both(project: Project, ana: int | None = 3, ben: int | None = 3, **parts: Any) -> str | None:
    """Ana and Ben score, each apart; the id of the last event."""
    lock(project, score("ana", ana, **parts), None)
    return lock(project, score("ben", ben, **parts), None).id


def events(project: Project) -> list[str]:
    return [each.id for each in project.store.events()]


def proposal(project: Project) -> Proposal:
    return next(each for each in propose(project) if each.standing.unit == ARDEN)


# --- The way of a unit ------------------------------------------------------------------------


def test_from_two_scores_over_a_consensus_to_a_signature_all_of_it_stands_in_the_log(team: Project) -> None:
    known = both(team, 2, 4, answers={JUDGED: Answer.UNSURE}, confidence=SURE, reason="so it reads")
    settled = settle(team, consensus("ben", 3, confidence=SURE), known)
    signed = sign(team, signoff(statement="They notice early."), settled.id)
    now = standings(team)[ARDEN]
    assert (now.stage, now.level, now.signoff, now.consensus) == (Stage.SIGNED, 3, signed, settled)
    assert now.scores[0].answers == {JUDGED: Answer.UNSURE}
    assert now.scores[0].confidence == SURE
    assert settled.scores == signed.scores == tuple(each.id for each in now.scores)
    assert signed.consensus == settled.id
    assert signed.basis.keys() == {each.id for each in unit_evidence(team, ARDEN)}
    assert standings(team)[BORO].stage is Stage.OPEN
    assert team.store.check() == []


def test_what_is_kept_of_every_act_is_what_was_said(team: Project) -> None:
    known = both(team, None, None)
    again = reopen(team, reopening(), known)
    kept = [each for kind in KINDS for each in team.store.events(kind=kind)]
    for event in kept:
        record = record_of(event)
        assert (record.id, record.author, record.at) == (event.id, event.author, event.at)
        assert body_of(record) == event.body
    assert again in [record_of(event) for event in kept]


def test_a_score_freezes_the_rubric_and_the_codebook(team: Project) -> None:
    assert team.store.fingerprint("rubric", RUBRIC) is None
    lock(team, score("ana"), None)
    assert team.store.fingerprint("rubric", RUBRIC)
    assert team.store.fingerprint("codebook", team.codebook().id)


def test_the_sheet_of_a_scorer_hides_what_others_said_until_they_have_scored_too(team: Project) -> None:
    lock(team, score("ana", 5), None)
    before = sheet(team, ARDEN, "ben")
    assert (before.revealed, before.history, before.seen, before.stage) == (None, (), None, Stage.PARTLY)
    assert {each for level in before.levels for item in level.items for each in item.evidence} == set(before.basis)
    lock(team, score("ben", 2, basis=before.basis), before.seen)
    after = sheet(team, ARDEN, "ben")
    assert after.revealed is not None
    assert [each.level for each in after.revealed.scores] == [5, 2]
    assert after.revealed.proposal.level == proposal(team).assessment.level


def test_half_given_answers_never_show_in_the_proposal(team: Project) -> None:
    def met() -> bool:
        return next(each.met for each in proposal(team).assessment.checks if each.id == JUDGED)

    yes = {JUDGED: Answer.YES}
    lock(team, score("ana", answers=yes), None)
    assert not met()
    known = lock(team, score("ben", answers=yes), None).id
    assert met()
    reopen(team, reopening(), known)
    assert not met()


# --- What is refused --------------------------------------------------------------------------

BAD: list[tuple[Callable[[Project], object], type[QesError], str]] = [
    (lambda p: lock(p, score("ana", 9), None), BadScore, "no level 9"),
    (lambda p: lock(p, score("ana", rubric="other@1"), None), BadScore, "other@1"),
    (lambda p: lock(p, score("ana", answers={"x": Answer.YES}), None), BadScore, "'x'"),
    (lambda p: lock(p, score("ana", confidence=Confidence("sure")), None), BadScore, "'sure'"),
    (lambda p: lock(p, score("ana", None, confidence=SURE), None), BadScore, "NE"),
    (lambda p: lock(p, score("ana", unit=Unit("Nowhere", "awareness")), None), NotFound, "Nowhere"),
    (lambda p: lock(p, score("ana", unit=Unit("Arden", "capacity")), None), NotFound, "capacity"),
    (lambda p: lock(p, score("ana"), "unseen"), Conflict, "Arden, awareness"),
    (lambda p: lock(p, score("cy"), None), BadAccount, "researcher"),
    (lambda p: lock(p, score("nobody"), None), BadAccount, "nobody"),
    (lambda p: settle(p, consensus("ana"), None), BadScore, "0 of 2"),
    (lambda p: sign(p, signoff(), None), BadScore, "0 of 2"),
    (lambda p: sign(p, signoff("ana"), None), BadAccount, "lead"),
    (lambda p: reopen(p, reopening(), None), BadScore, "open already"),
    (lambda p: reopen(p, reopening("ben"), None), BadAccount, "lead"),
    (lambda p: withdraw(p, "none", "lea", "so"), NotFound, "none"),
]


@pytest.mark.parametrize(("act", "error", "said"), BAD)
def test_what_is_refused_says_why_and_leaves_the_log_as_it_was(
    untouched: Project, act: Callable[[Project], object], error: type[QesError], said: str
) -> None:
    before = events(untouched)
    with pytest.raises(error, match=said) as caught:
        act(untouched)
    assert caught.value.hint
    assert events(untouched) == before


def test_without_a_rubric_there_is_nothing_to_score_by(team: Project) -> None:
    for each in (team.codebooks / "dynamic-capabilities").glob("rubric-*.yaml"):
        each.unlink()
    with pytest.raises(NoRubric):
        lock(team, score("ana"), None)
    with pytest.raises(NoRubric):
        sheet(team, ARDEN, "ana")


STEPS = st.tuples(
    st.sampled_from(["lock", "lock", "settle", "sign", "reopen", "withdraw"]),
    st.sampled_from(["lea", "ana", "ben"]),
    st.sampled_from([None, 3]),
)


def step(project: Project, what: str, who: str, level: int | None) -> None:
    known = last(project, who)
    if what == "withdraw":
        withdraw(project, known or "none", who, "a slip")
    elif what == "lock":
        lock(project, score(who, level), known)
    elif what == "settle":
        settle(project, consensus(who, level), known)
    elif what == "sign":
        sign(project, signoff(who, level), known)
    else:
        reopen(project, reopening(who), known)


@settings(max_examples=3, deadline=None)
@given(steps=st.lists(STEPS, min_size=3, max_size=7))
def test_whatever_a_team_does_the_log_only_grows_and_by_what_was_allowed(
    made: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int | None]]
) -> None:
    with scoring(made, tmp_path_factory.mktemp("law") / "project") as project:
        for each in steps:
            before, said = events(project), now_of(project).history
            try:
                step(project, *each)
            except (BadScore, Conflict, BadAccount, NotFound):
                assert events(project) == before
            now = now_of(project)
            assert [past.record for past in now.history][: len(said)] == [past.record for past in said]
            assert now.revealed == (sum(now.own(name) is not None for name in ("lea", "ana", "ben")) >= 2)
        assert project.store.check() == []


# --- At the same time, and twice --------------------------------------------------------------


def attempts(*acts: Callable[[], object]) -> list[str]:
    def attempt(act: Callable[[], object]) -> str:
        try:
            act()
        except (Conflict, BadScore) as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(attempt, acts))


def test_of_two_who_settle_at_the_same_moment_one_is_heard_and_the_other_told(team: Project) -> None:
    known = both(team, 2, 4)
    found = attempts(lambda: settle(team, consensus("ana", 2), known), lambda: settle(team, consensus("ben", 4), known))
    assert found == ["Conflict", "done"]
    assert len(list(team.store.events(kind="score-settled"))) == 1


def test_two_score_at_the_same_moment_without_hindering_each_other_and_a_third_comes_late(team: Project) -> None:
    found = attempts(
        lambda: lock(team, score("ana"), None),
        lambda: lock(team, score("ben"), None),
        lambda: lock(team, score("lea"), None),
    )
    assert found == ["BadScore", "done", "done"]
    assert len(now_of(team).scores) == 2


def test_the_same_request_sent_twice_counts_once_whatever_has_come_since(team: Project) -> None:
    first = lock(team, score("ana"), None, "key")
    lock(team, score("ben"), None, "key")
    assert lock(team, score("ana"), None, "key") == first
    known = last(team)
    settled = settle(team, consensus("ana"), known, "key")
    signed = sign(team, signoff(), settled.id, "key")
    assert settle(team, consensus("ana"), known, "key") == settled
    undone = withdraw(team, signed.id, "lea", "too early", "key")
    before = events(team)
    assert withdraw(team, signed.id, "lea", "too early", "key") == undone
    assert sign(team, signoff(), settled.id, "key") == signed
    assert events(team) == before
    assert now_of(team).stage is Stage.SETTLED


# --- Taking back ------------------------------------------------------------------------------


def test_a_signature_is_taken_back_with_a_reason_that_stands_in_the_history(team: Project) -> None:
    signed = sign(team, signoff(), both(team))
    with pytest.raises(BadAccount, match="lead"):
        withdraw(team, signed.id, "ana", "not hers")
    withdraw(team, signed.id, "lea", "signed the wrong one")
    now = now_of(team)
    assert (now.stage, now.signoff) == (Stage.AGREED, None)
    assert now.history[-1].record == signed
    assert now.history[-1].withdrawn is not None
    assert now.history[-1].withdrawn.reason == "signed the wrong one"
    assert sign(team, signoff(), last(team)).id != signed.id


def test_a_reviewer_takes_back_their_own_word_and_a_lead_anybodys_but_only_the_last(team: Project) -> None:
    settled = settle(team, consensus("ana"), both(team))
    with pytest.raises(BadAccount):
        withdraw(team, settled.id, "ben", "not his")
    withdraw(team, settled.id, "ana", "too quick")
    other = settle(team, consensus("ben"), last(team))
    sign(team, signoff(), other.id)
    with pytest.raises(Conflict, match="signed off by lea"):
        withdraw(team, other.id, "lea", "not the last")


def test_a_signature_undone_in_the_log_itself_is_out_of_force_all_the_same(team: Project) -> None:
    signed = sign(team, signoff(), both(team))
    undo = team.store.undo(signed.id, "lea", "by hand")
    assert now_of(team).stage is Stage.AGREED
    team.store.undo(undo.id, "lea", "after all")
    assert now_of(team).signoff == signed
    team.store.undo(signed.scores[0], "lea", "by hand")
    assert (now_of(team).stage, now_of(team).signoff) == (Stage.PARTLY, None)


def test_to_sign_a_consensus_while_it_is_taken_back_goes_one_way_or_the_other_never_both(team: Project) -> None:
    settled = settle(team, consensus("ana"), both(team))
    found = attempts(lambda: withdraw(team, settled.id, "ana", "too quick"), lambda: sign(team, signoff(), settled.id))
    assert found == ["Conflict", "done"]
    now = now_of(team)
    assert (now.consensus, now.signoff is not None) in ((settled, True), (None, False))


# --- What changes after a signature -----------------------------------------------------------


def test_new_evidence_marks_a_signed_level_as_stale_and_names_it_and_never_changes_it(team: Project) -> None:
    signed = sign(team, signoff(level=2), both(team, 2, 2))
    assert proposal(team).stale is None
    old = {each.id for each in unit_evidence(team, ARDEN)}
    code_passage(team, 1, LIVED)
    found = proposal(team)
    assert found.stale is not None
    assert set(found.stale.came) == {each.id for each in unit_evidence(team, ARDEN)} - old
    assert len(found.stale.came) == 1
    assert (found.standing.level, found.standing.signoff, found.status) == (2, signed, "signed off")
    again = sign(team, signoff(level=2), signed.id)
    assert again.basis != signed.basis
    assert proposal(team).stale is None


def test_a_new_version_of_the_rubric_makes_a_level_stale_and_asks_for_a_new_round(team: Project) -> None:
    signed = sign(team, signoff(), both(team, answers={JUDGED: Answer.YES}))
    folder = team.codebooks / "dynamic-capabilities"
    text = (folder / "rubric-1.1.yaml").read_text(encoding="utf-8").replace('version: "1.1"', 'version: "1.2"')
    (folder / "rubric-1.2.yaml").write_text(text, encoding="utf-8")
    new = RUBRIC.replace("1.1", "1.2")
    found = proposal(team)
    assert found.stale is not None
    assert (found.stale.rubric, found.stale.came, found.standing.level) == (new, (), 3)
    assert not next(each.met for each in found.assessment.checks if each.id == JUDGED)
    with pytest.raises(BadScore, match=new):
        sign(team, signoff(rubric=new), signed.id)
    opened = reopen(team, reopening(), signed.id)
    assert lock(team, score("ana", rubric=new), opened.id).rubric == new


# --- How many are asked -----------------------------------------------------------------------


def test_never_more_people_are_asked_than_there_are_who_may_score(team: Project) -> None:
    assert needed(team) == 2
    for name in ("ana", "ben"):
        team.store.save_account(User(name, Role.REVIEWER, active=False), None, "lea", 1)
    assert needed(team) == 1
    lock(team, score("lea"), None)
    assert now_of(team).complete


def test_as_many_are_asked_as_the_settings_say_and_what_was_shown_stays_shown(made: Path, tmp_path: Path) -> None:
    place = tmp_path / "project"
    shutil.copytree(made, place)
    plain = (place / "qes.toml").read_text(encoding="utf-8")
    (place / "qes.toml").write_text(f"{plain}\n[scoring]\nscorers = 3\n", encoding="utf-8")
    with open_project(place) as project:
        assert needed(project) == 3
        both(project)
        assert now_of(project).stage is Stage.PARTLY
    (place / "qes.toml").write_text(plain, encoding="utf-8")
    with open_project(place) as project:
        assert now_of(project).stage is Stage.AGREED


def test_without_accounts_as_many_are_asked_as_the_settings_say_if_they_do(folder: Path) -> None:
    with (folder / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[scoring]\nscorers = 2\n")
    with open_project(folder) as project:
        assert needed(project) == 2


def test_a_person_alone_without_accounts_scores_and_signs(project: Project) -> None:
    from qes.pipeline.ingest import run_ingest

    run_ingest(project)
    assert needed(project) == 1
    mine = lock(project, score("nora", None), None)
    assert sign(project, signoff("nora", None), mine.id).scores == (mine.id,)


# --- Agreement --------------------------------------------------------------------------------


def levels(*pairs: tuple[int | None, ...], wanted: int = 2) -> Any:
    """Where units stand that people have scored so."""
    found = []
    for number, given_ in enumerate(pairs):
        unit = Unit(f"case {number}", "awareness")
        said = [Past(score(who, level, unit=unit, id=who)) for who, level in zip("abc", given_, strict=False)]
        found.append(standing(unit, said, wanted))
    return found


def test_agreement_leaves_ne_out_and_counts_it_apart() -> None:
    found = agreement_of(levels((1, 1), (2, 2), (2, 3), (3, 3), (None, 2), (None, None), (4, None)))
    assert (found.units, found.exact, found.within_one, found.both_ne, found.one_ne) == (4, 0.75, 1.0, 1, 2)
    assert found.kappa_linear == pytest.approx(10 / 14)
    assert found.kappa_quadratic == pytest.approx(16 / 20)
    assert found.alpha is not None
    assert found.interval is not None
    assert found.interval[0] <= found.alpha <= found.interval[1]
    assert found.scorers == ("a", "b")


def test_alpha_takes_everybody_and_kappa_the_two_who_came_first() -> None:
    found = agreement_of(levels((1, 1, 5), (3, 3, 5), (5, 5, 1), wanted=3))
    assert found.kappa_quadratic == 1
    assert found.alpha is not None
    assert found.alpha < 0.5


def test_where_nobody_gives_two_levels_there_are_no_figures_but_counts() -> None:
    found = agreement_of(levels((None, None), (None, 3)))
    assert (found.units, found.exact, found.kappa_linear, found.alpha, found.interval) == (0, None, None, None, None)
    assert (found.both_ne, found.one_ne) == (1, 1)


def test_scores_of_a_round_that_is_not_complete_are_not_compared(team: Project) -> None:
    lock(team, score("ana", 2), None)
    with pytest.raises(TooFewCoders, match="complete") as caught:
        score_agreement(team)
    assert "second person" in caught.value.hint
    lock(team, score("ben", 4), None)
    found = score_agreement(team)
    assert (found.units, found.exact, found.within_one, found.scorers) == (1, 0.0, 0.0, ("ana", "ben"))


def test_a_concern_of_every_gravity_comes_back_from_the_log(team: Project) -> None:
    concerns = (Concern("adequacy", "Adequacy", Grade.SERIOUS, "Few"), Concern("relevance", "R", Grade.NONE, ""))
    kept: SignOff = sign(team, replace(signoff(), confidence=Confidence("low", concerns, "Thin.")), both(team))
    assert now_of(team).signoff == kept
    assert kept.confidence == Confidence("low", concerns, "Thin.")
