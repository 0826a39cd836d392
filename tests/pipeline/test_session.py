"""A person's walk through the queue: every step is in the log at once and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qes.errors import UnknownCode
from qes.model import Span
from qes.pipeline.review import codable, run_codings
from qes.pipeline.session import Session
from qes.pipeline.waiting import next_items
from qes.project import Project
from review_project import ready


@pytest.fixture
def reviewed(folder: Path) -> Iterator[Project]:
    with ready(folder) as project:
        yield project


def session(project: Project) -> Session:
    return Session(project, "nora", next_items(project, "nora", "document"))


def logged(project: Project) -> list[tuple[str, str | None]]:
    return [(decision.verdict.value, decision.applied or decision.code) for decision in project.store.decisions()]


def state(walk: Session) -> tuple[Any, ...]:
    """Where a session stands and what stands of its decisions."""
    ids = [decision.id for decision in walk.project.store.decisions()]
    return walk.item, walk.suggestion, walk.given, walk.decided, walk.waiting, ids, run_codings(walk.project)


def test_each_answer_is_in_the_log_at_once_and_brings_the_next_proposal(reviewed: Project) -> None:
    walk = session(reviewed)
    assert walk.suggestion is not None
    assert walk.suggestion.code == "awareness/scanning"
    walk.accept()
    assert logged(reviewed) == [("accept", "awareness/scanning")]
    assert walk.suggestion.code == "delivery/processes-rules"
    walk.reject()
    assert logged(reviewed)[1:] == [("reject", "delivery/processes-rules")]
    assert (walk.suggestion, walk.given, walk.decided) == (None, ["awareness/scanning"], 2)
    walk.finish()
    assert walk.waiting == len(codable(reviewed)) - 1
    walk.replace("priorities/trade-offs")
    (decision,) = [each for each in reviewed.store.decisions() if each.replacement]
    assert (decision.code, decision.replacement) == ("priorities/reallocation", "priorities/trade-offs")
    assert decision.suggestion_id == "s1priorities/reallocation"
    assert walk.given == ["priorities/trade-offs"]


def test_every_step_is_an_event_by_the_coder_undoing_too(reviewed: Project) -> None:
    walk = session(reviewed)
    walk.accept()
    walk.finish()
    walk.undo()
    walk.undo()
    events = [event for event in reviewed.store.events() if event.kind in ("decision", "undo")]
    assert [(event.kind, event.author) for event in events] == [("decision", "nora")] * 2 + [("undo", "nora")]
    assert events[2].body["target"] == events[1].id
    assert reviewed.store.check() == []


def test_a_code_can_be_added_with_its_quote_attributes_and_memo(reviewed: Project) -> None:
    walk = session(reviewed)
    assert walk.item is not None
    start = walk.item.passage.span.start
    walk.memo, walk.attributes = "seen twice", {"polarity": "supports"}
    walk.add("learning/evaluation", Span(start, start + 12))
    (decision,) = reviewed.store.decisions()
    assert (decision.memo, decision.attributes, decision.suggestion_id) == (
        "seen twice",
        {"polarity": "supports"},
        None,
    )
    assert [coding.quote for coding in run_codings(reviewed)] == ["Every Monday"]
    assert (walk.memo, walk.attributes) == ("", {})


def test_attributes_are_left_off_codes_that_carry_none_and_off_refusals(reviewed: Project) -> None:
    walk = session(reviewed)
    walk.attributes = {"polarity": "supports"}
    walk.reject()
    walk.attributes = {"polarity": "supports"}
    walk.add("context/politics")
    assert [decision.attributes for decision in reviewed.store.decisions()] == [{}, {}]


@pytest.mark.parametrize("leave", [Session.skip, Session.finish])
def test_a_memo_for_one_passage_never_lands_on_the_next(leave: Callable[[Session], None], reviewed: Project) -> None:
    walk = session(reviewed)
    walk.accept()
    walk.reject()
    walk.memo, walk.attributes = "only here", {"polarity": "supports"}
    leave(walk)
    walk.accept()
    assert [(decision.memo, decision.attributes) for decision in reviewed.store.decisions()] == [("", {})] * 3


def test_finishing_answers_what_is_open_and_says_that_the_passage_was_read(reviewed: Project) -> None:
    walk = session(reviewed)
    walk.finish()
    assert logged(reviewed) == [("reject", "awareness/scanning"), ("reject", "delivery/processes-rules")]
    walk.skip()
    walk.finish()
    assert logged(reviewed)[2:] == [("nothing", None)]
    left = [item.passage.id for item in next_items(reviewed, "nora", "document")]
    assert left == [codable(reviewed)[1].id, *(passage.id for passage in codable(reviewed)[3:])]


def test_a_code_the_codebook_lacks_is_refused_and_nothing_has_happened(reviewed: Project) -> None:
    walk = session(reviewed)
    before = state(walk)
    with pytest.raises(UnknownCode):
        walk.replace("nonsense")
    with pytest.raises(UnknownCode):
        walk.add("nonsense")
    assert state(walk) == before
    assert walk.undo() is False


def test_after_the_last_passage_answers_do_nothing_and_undo_comes_back(reviewed: Project) -> None:
    walk = session(reviewed)
    for _ in walk.items:
        walk.skip()
    before = state(walk)
    for answer in (walk.accept, walk.reject, lambda: walk.add("capacity"), lambda: walk.replace("capacity")):
        answer()
    assert state(walk) == before
    assert (walk.item, walk.waiting) == (None, 0)
    assert walk.undo()
    assert walk.item == walk.items[-1]


def test_blind_passages_show_no_proposals_and_their_decisions_say_so(folder: Path) -> None:
    with ready(folder, blind_share=1.0) as project:
        walk = session(project)
        assert all(item.blind and not item.suggestions for item in walk.items)
        assert walk.suggestion is None
        walk.accept()
        walk.add("awareness/scanning")
        walk.finish()
        walk.finish()
        assert logged(project) == [("accept", "awareness/scanning"), ("nothing", None)]
        assert all(decision.blind and decision.suggestion_id is None for decision in project.store.decisions())
        assert [coding.blind for coding in run_codings(project)] == [True]


def test_what_was_decided_in_an_earlier_session_is_no_longer_asked_nor_undone(reviewed: Project) -> None:
    first = session(reviewed)
    first.accept()
    first.finish()
    second = session(reviewed)
    assert second.waiting == first.waiting
    assert second.undo() is False
    assert len(reviewed.store.decisions()) == 2


STEPS: dict[str, Callable[[Session], object]] = {
    "accept": Session.accept,
    "reject": Session.reject,
    "replace": lambda walk: walk.replace("capacity"),
    "add": lambda walk: walk.add("learning/evaluation"),
    "finish": Session.finish,
    "skip": Session.skip,
}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=7))
@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_passes_every_state_on_the_way_back_to_the_very_start(reviewed: Project, steps: list[str]) -> None:
    walk = session(reviewed)
    seen = [state(walk)]
    for step in steps:
        STEPS[step](walk)
        if state(walk) != seen[-1]:
            seen.append(state(walk))
    undone = [state(walk)]
    while walk.undo():
        undone.append(state(walk))
    assert undone[-1] == seen[0]
    assert [each for each in undone if each in seen] == seen[::-1]
