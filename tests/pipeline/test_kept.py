"""What people write together is never lost to one another, and a request sent twice counts once."""

from __future__ import annotations

import pytest

from qes.errors import BadDecision, Conflict
from qes.pipeline import kept
from qes.project import Project

KIND = "theme-saved"


def test_the_newest_version_stands_and_the_others_are_its_history(project: Project) -> None:
    one = kept.save(project, KIND, "k", {"text": "one"}, "mia", None)
    kept.save(project, KIND, "other", {"text": "x"}, "mia", None)
    two = kept.save(project, KIND, "k", {"text": "two"}, "lea", one.id)
    assert {key: event.body["text"] for key, event in kept.standing(project, KIND).items()} == {
        "k": "two",
        "other": "x",
    }
    assert [event.id for event in kept.history(project, KIND, "k")] == [one.id, two.id]


def test_two_who_start_from_the_same_version_do_not_overwrite_each_other(project: Project) -> None:
    one = kept.save(project, KIND, "k", {"text": "one"}, "mia", None)
    two = kept.save(project, KIND, "k", {"text": "mine"}, "lea", one.id)
    for seen in (one.id, None):
        with pytest.raises(Conflict) as refused:
            kept.save(project, KIND, "k", {"text": "late"}, "mia", seen)
        assert f"saved by lea at {two.at}" in refused.value.theirs
    assert kept.standing(project, KIND)["k"].body["text"] == "mine"


def test_a_version_that_was_taken_back_cannot_be_built_upon(project: Project) -> None:
    one = kept.save(project, KIND, "k", {"text": "one"}, "mia", None)
    project.store.undo(one.id, "mia")
    with pytest.raises(Conflict, match="taken back"):
        kept.save(project, KIND, "k", {"text": "two"}, "lea", one.id)
    assert kept.save(project, KIND, "k", {"text": "two"}, "lea", None).body["text"] == "two"


def test_a_request_sent_twice_is_one_version_even_after_others_have_come(project: Project) -> None:
    one = kept.save(project, KIND, "k", {"text": "one"}, "mia", None, request="r1")
    kept.save(project, KIND, "k", {"text": "two"}, "lea", one.id, request="r1")
    assert kept.save(project, KIND, "k", {"text": "one"}, "mia", None, request="r1") == one
    assert kept.repeated(project, KIND, "k", "mia", "r1") == one
    assert kept.repeated(project, KIND, "k", "mia", "r2") is None
    assert kept.repeated(project, KIND, "k", "mia", "") is None
    assert kept.repeated(project, KIND, "other", "mia", "r1") is None
    assert len(kept.history(project, KIND, "k")) == 2


def test_a_key_for_something_new_is_the_same_for_the_same_request_alone() -> None:
    assert kept.new_key(KIND, "mia", "r") == kept.new_key(KIND, "mia", "r") != kept.new_key(KIND, "lea", "r")
    assert kept.new_key(KIND, "mia") != kept.new_key(KIND, "mia")


def test_kinds_with_rules_of_their_own_are_not_kept_here(project: Project) -> None:
    with pytest.raises((BadDecision, ValueError), match="their own method"):
        kept.save(project, "decision", "k", {}, "mia", None)
