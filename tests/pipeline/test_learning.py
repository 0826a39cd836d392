"""Learning while people work: what waits is re-ordered, proposals are fresh, and nothing ever stops the coding."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

import qes
from learning_project import CODE, answer, festive, long_project, walked
from qes.coding.suggest import Scores
from qes.errors import ModelUnavailable, StoreError
from qes.model import Decision, Verdict
from qes.pipeline.learning import Learner, ranked
from qes.pipeline.review import record
from qes.pipeline.session import Session
from qes.pipeline.suggest import run_suggest
from qes.pipeline.verify import run_verify
from qes.project import Project, open_project
from review_project import BOOK, accept

PATIENCE = 120
READ = 8
"""Enough passages of either subject to tell them apart."""

TWO_AT_ONCE = """
import sys
from learning_project import answer, walked
from qes.pipeline.learning import Learner
from qes.project import open_project
folder, coder = sys.argv[1:]
with open_project(folder) as project, Learner(project, "likely") as learner:
    walk = walked(project, learner, coder=coder)
    while walk.item is not None:
        answer(walk)
    assert learner.trouble is None, learner.trouble
    print(walk.decided)
"""


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    with long_project(folder) as opened:
        yield opened


def waiting(walk: Session) -> list[str]:
    return [item.passage.id for item in walk.items[walk.place :]]


def learners() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "qes-learner"]


@given(st.lists(st.lists(st.sampled_from([0.0, 0.3, 0.5, 0.50001, 0.9]), min_size=2, max_size=2), max_size=8))
def test_passages_are_ranked_by_what_is_proposed_and_ties_stay_in_reading_order(rows: list[list[float]]) -> None:
    matrix = np.array(rows).reshape(-1, 2)
    scores = Scores(("a", "b"), matrix, np.array([0.4, 0.8]), ("learned", "learned"))

    def best(row: int) -> float:
        proposed = [value for value, least in zip(rows[row], (0.4, 0.8), strict=True) if value >= least]
        return round(max(proposed, default=-1.0), 4)

    assert ranked(scores) == sorted(range(len(rows)), key=lambda row: (-best(row), row))


def test_passages_like_those_given_a_code_move_to_the_front_with_proposals_that_decisions_name(
    project: Project,
) -> None:
    with Learner(project, "likely") as learner:
        walk = walked(project, learner)
        for _ in range(READ):
            answer(walk)
        assert learner.settle(PATIENCE)
        before = waiting(walk)
        answer(walk)
        front = [festive(item) for item in walk.items[walk.place :]]
        assert front == sorted(front, reverse=True)
        assert sorted(waiting(walk)) == sorted(before[1:])
        suggestion = walk.suggestion
        assert suggestion is not None
        assert (suggestion.code, suggestion.maker.suggester) == (CODE, "learned")
        assert "Learned from" in suggestion.reason.note
        assert suggestion.reason.examples
        stored = project.store.suggestions(passage_ids=[suggestion.passage_id], suggester="learned")
        assert suggestion in stored
        walk.accept()
        walk.finish()
        assert learner.trouble is None
    assert learners() == []
    [decision] = [each for each in project.store.decisions() if each.suggestion_id == suggestion.id]
    assert decision.verdict is Verdict.ACCEPTED
    assert run_verify(project) == []


def test_every_step_is_undone_through_a_queue_in_a_new_order(project: Project) -> None:
    with Learner(project, "likely") as learner:
        walk = walked(project, learner)
        began, came = waiting(walk), []
        for _ in range(READ + 3):
            assert walk.item is not None
            came.append(walk.item.passage.id)
            answer(walk)
            if len(came) >= READ:
                assert learner.settle(PATIENCE)
        assert came != began[: len(came)]
        assert len(set(came)) == len(came)
        back = []
        while walk.undo():
            assert walk.item is not None
            back.append(walk.item.passage.id)
            done = project.store.decisions(passage_ids={walk.item.passage.id})
            assert walk.given == [each.applied for each in done if each.applied]
        assert list(dict.fromkeys(back)) == came[::-1]
        assert (walk.place, walk.decided, project.store.decisions()) == (0, 0, [])
        assert sorted(waiting(walk)) == sorted(began)
        assert learner.settle(PATIENCE)
        order = waiting(walk)
        walk.skip()
        assert waiting(walk) == order[1:], "nothing is left to re-order by"
        assert learner.trouble is None


def test_under_another_order_passages_stay_where_they_are_and_get_fresh_proposals(project: Project) -> None:
    with Learner(project, "document") as learner:
        walk = walked(project, learner, "document")
        began = waiting(walk)
        for _ in range(READ):
            answer(walk)
        assert learner.settle(PATIENCE)
        walk.skip()
        assert waiting(walk) == began[READ + 1 :]
        assert festive(walk.item)
        assert (CODE, "learned") in [(each.code, each.maker.suggester) for each in walk.items[walk.place].suggestions]


def test_blind_passages_move_like_the_others_and_stay_without_proposals(folder: Path) -> None:
    with long_project(folder, blind_share=1.0) as project, Learner(project, "likely") as learner:
        walk = walked(project, learner)
        for _ in range(READ):
            answer(walk)
        assert learner.settle(PATIENCE)
        answer(walk)
        assert festive(walk.items[walk.place + 1])
        assert all(item.blind and not item.suggestions for item in walk.items)
        assert project.store.suggestions(suggester="learned", current=None) == []


def test_what_another_coder_decides_is_learned_with_the_next_decision(project: Project) -> None:
    with Learner(project, "likely") as learner:
        walk = walked(project, learner)
        assert learner.settle(PATIENCE)
        theirs = [item.passage for item in walk.items[-READ:]]
        done = [Decision(each.id, "ben", Verdict.NOTHING, BOOK) for each in theirs if "festival" not in each.text]
        with open_project(project.folder) as elsewhere:
            record(elsewhere, done + [accept(each, CODE, "ben") for each in theirs if "festival" in each.text])
        walk.add(walk.codebook.codable[0].code)
        assert learner.settle(PATIENCE)
        walk.finish()
        assert festive(walk.item)
        assert walk.suggestion is not None
        assert walk.suggestion.code == CODE


def test_a_walk_ends_after_as_many_passages_as_asked_for(project: Project) -> None:
    items = walked(project, None).items
    walk = Session(project, "nora", items, most=2)
    assert walk.waiting == 2
    for _ in range(2):
        assert walk.item is not None
        walk.finish()
    assert (walk.item, walk.waiting) == (None, 0)
    assert len(project.store.decisions()) == 2
    assert walk.undo()
    assert walk.waiting == 1
    assert Session(project, "nora", items, most=len(items) + 9).waiting == len(items)


def test_a_learner_ends_with_its_block_even_in_the_midst_of_a_fit(project: Project) -> None:
    with Learner(project, "likely") as learner:
        walk = walked(project, learner)
        answer(walk)
        answer(walk)
    assert learners() == []
    assert learner.trouble is None


def test_without_a_model_nothing_is_learned_and_coding_goes_on(project: Project) -> None:
    settings = project.folder / "qes.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[embed]", '[embed]\nmodel = "nowhere"'), "utf-8")
    with open_project(project.folder) as reopened, Learner(reopened, "likely") as learner:
        walk = walked(reopened, learner)
        order = waiting(walk)
        assert learner.settle(PATIENCE)
        for _ in range(READ):
            answer(walk)
        assert isinstance(learner.trouble, ModelUnavailable)
        assert waiting(walk) == order[READ:]
        assert len(reopened.store.decisions()) == READ


def test_proposals_that_cannot_be_stored_end_the_learning_and_coding_goes_on(project: Project) -> None:
    """A database that refuses suggestions stands for a full disk, which would refuse decisions as well."""
    engine = create_engine(project.database)
    with engine.begin() as connection:
        refuse = "BEFORE INSERT ON suggestions BEGIN SELECT RAISE(ABORT, 'refused'); END"
        connection.execute(text(f"CREATE TRIGGER refuses {refuse}"))
    engine.dispose()
    with Learner(project, "likely") as learner:
        walk = walked(project, learner)
        for _ in range(READ):
            answer(walk)
        assert learner.settle(PATIENCE)
        for _ in range(4):
            answer(walk)
        assert isinstance(learner.trouble, StoreError)
        assert walk.place == READ + 4
        assert len({each.passage_id for each in project.store.decisions()}) == READ + 4


def test_two_coders_in_two_processes_lose_no_decision_while_both_learn(project: Project) -> None:
    here = Path(__file__).parents[1]
    path = os.pathsep.join([str(Path(qes.__file__).parents[1]), str(here)])
    command = [sys.executable, "-c", TWO_AT_ONCE, str(project.folder)]
    env = {**os.environ, "PYTHONPATH": path}
    coders = {
        coder: subprocess.Popen([*command, coder], stdout=subprocess.PIPE, text=True, env=env)
        for coder in ("ana", "ben")
    }
    told = {coder: int(process.communicate(timeout=PATIENCE)[0]) for coder, process in coders.items()}
    assert [process.returncode for process in coders.values()] == [0, 0]
    wanted = {item.passage.id for item in walked(project, None).items}
    for coder, decided in told.items():
        made = project.store.decisions(coder=coder)
        assert len(made) == decided
        assert {each.passage_id for each in made} == wanted
        for each in made:
            named = project.store.suggestion(each.suggestion_id) if each.suggestion_id else None
            assert named is None or named.passage_id == each.passage_id
    numbers = [event.seq for event in project.store.events()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert project.store.check() == []


def test_proposals_renewed_while_coding_are_made_anew_by_the_next_run(project: Project) -> None:
    with Learner(project, "likely") as learner:
        walk = walked(project, learner)
        for _ in range(READ):
            answer(walk)
            assert learner.settle(PATIENCE)
    assert not run_suggest(project).unchanged
    assert run_suggest(project).unchanged
    with Learner(project, "likely") as learner:
        assert learner.settle(PATIENCE)
        learner.reorder(walk.items[walk.place :])
    assert not run_suggest(project).unchanged
