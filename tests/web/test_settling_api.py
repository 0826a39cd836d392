"""Differences over HTTP: shown with names hidden, withheld where they would lead, settled once, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from differing import CODE, NAMES, OTHER, differ, one, word
from qes.coding.queue import drawn
from qes.model import Assignment, Decision, Passage, Verdict
from qes.pipeline.assignments import assign
from qes.pipeline.review import codable, record
from qes.project import Project
from review_project import BOOK, ready
from workbench import solo_client


@pytest.fixture
def passage(prepared: Project) -> Passage:
    return differ(prepared)


@pytest.fixture
def rafi(prepared: Project, passage: Passage) -> Iterator[TestClient]:
    """Somebody who has coded nothing."""
    assert passage.codable
    with solo_client(prepared, "Rafi") as client:
        yield client


# --- Disagreements ----------------------------------------------------------------------------------


def test_names_leave_the_server_only_when_they_are_asked_for(rafi: TestClient, passage: Passage) -> None:
    listed, shown = rafi.get("/api/disagreements"), one(rafi, passage)
    assert shown.status_code == 200
    for answer in (listed, shown):
        assert not any(f'"{name}"' in answer.text for name in NAMES)
    assert {voice["name"] for voice in shown.json()["voices"]} == {"A", "B"}
    named = one(rafi, passage, names=True).json()
    assert [voice["name"] for voice in named["voices"]] == list(NAMES)


def test_a_settled_one_hides_names_and_who_settled_it_unless_asked(rafi: TestClient, passage: Passage) -> None:
    rafi.post("/api/settlements", json=word(passage))
    hidden = one(rafi, passage).json()
    assert "author" not in hidden["history"][0]
    assert hidden["history"][0]["mine"] is True
    assert one(rafi, passage, names=True).json()["history"][0]["author"] == "Rafi"


def test_everything_needed_to_settle_comes_at_once(rafi: TestClient, passage: Passage) -> None:
    said = one(rafi, passage).json()
    assert said["passage"]["text"] == passage.text
    assert passage.question in [each["text"] for each in said["before"]]
    assert said["after"]
    [giver] = [voice for voice in said["voices"] if voice["gave"]]
    assert giver["spans"] == [[passage.span.start, passage.span.start + 10]]
    assert giver["attributes"] == {"polarity": ["supports"]}
    assert giver["memos"] == ["posts are named"]
    assert (said["kind"], said["own"], said["history"]) == ("given", False, [])


def test_who_is_one_of_the_sides_is_told_and_may_settle_all_the_same(prepared: Project, passage: Passage) -> None:
    with solo_client(prepared, "ana") as ana:
        assert one(ana, passage).json()["own"] is True
        assert ana.get("/api/disagreements").json()["rows"][0]["own"] is True
        assert ana.post("/api/settlements", json=word(passage)).status_code == 200


FILTERS: tuple[tuple[dict[str, Any], int], ...] = (
    ({}, 1),
    ({"code": CODE, "kind": "given", "settled": False, "first": "ana", "second": "ben"}, 1),
    ({"code": OTHER}, 0),
    ({"kind": "words"}, 0),
    ({"settled": True}, 0),
    ({"case": "Boro"}, 0),
    ({"first": "ana", "second": "cy"}, 0),
)


def test_the_list_is_filtered_and_counts_stay_those_of_everything(rafi: TestClient, passage: Passage) -> None:
    for asked, count in (*FILTERS, ({"source": passage.source_id}, 1)):
        said = rafi.get("/api/disagreements", params=asked).json()
        assert (said["count"], len(said["rows"])) == (count, count), asked
        assert (said["open"], said["settled"], said["withheld"]) == (1, 0, 0)


def test_the_list_follows_each_decision(rafi: TestClient, prepared: Project, passage: Passage) -> None:
    assert rafi.get("/api/disagreements").json()["open"] == 1
    record(prepared, [Decision(codable(prepared)[1].id, "ben", Verdict.REJECTED, BOOK, OTHER)])
    assert rafi.get("/api/disagreements").json()["codes"] == {CODE: 1, OTHER: 1}
    record(prepared, [Decision(passage.id, "ana", Verdict.REJECTED, BOOK, CODE)])
    assert rafi.get("/api/disagreements").json()["codes"] == {OTHER: 1}
    assert one(rafi, passage).status_code == 404


# --- Blind passages ---------------------------------------------------------------------------------


def test_the_random_share_is_settled_by_whoever_was_not_asked_to_code_it(folder: Path) -> None:
    with ready(folder, blind_share=0.999999) as project:
        passage = differ(project)
        assert drawn(passage.id, project.settings.seed, 0.999999)
        with solo_client(project, "rafi") as rafi:
            assert rafi.get("/api/disagreements").json()["withheld"] == 0
            assert rafi.post("/api/settlements", json=word(passage)).status_code == 200


def test_what_others_gave_a_passage_one_was_asked_to_code_is_withheld_until_then(folder: Path) -> None:
    with ready(folder) as project:
        passage = differ(project)
        for coder in ("rafi", "sam"):
            asked = Assignment(coder=coder, author="nora", sources=(passage.source_id,), share=1.0, blind=True)
            assign(project, asked)
        with solo_client(project, "rafi") as rafi:
            said = rafi.get("/api/disagreements").json()
            assert (said["withheld"], said["rows"], said["codes"]) == (1, [], {})
            assert one(rafi, passage, names=True).status_code == 403
            assert rafi.post("/api/settlements", json=word(passage)).status_code == 403
            assert project.store.adjudications() == []
            record(project, [Decision(passage.id, "rafi", Verdict.NOTHING, BOOK, blind=True)])
            assert rafi.get("/api/disagreements").json()["withheld"] == 0
            assert one(rafi, passage).json()["own"] is True
            rafi.post("/api/settlements", json=word(passage))
            assert len(rafi.get("/api/lessons").json()) == 1
        with solo_client(project, "sam") as sam:
            assert sam.get("/api/lessons").json() == []
            assert sam.get("/api/lessons/reasons", params={"code": CODE}).json()["rows"] == []


# --- Settling ---------------------------------------------------------------------------------------


def test_settling_is_logged_with_its_reason_and_counts_once_however_often_it_is_sent(
    rafi: TestClient, prepared: Project, passage: Passage
) -> None:
    body = word(passage, kind="definition", span=[passage.span.start, passage.span.start + 5])
    first, again = (rafi.post("/api/settlements", json=body) for _ in range(2))
    assert first.json() == again.json()
    [logged] = prepared.store.adjudications()
    assert (logged.author, logged.reason, logged.applies) == ("Rafi", "both saw it", True)
    assert first.json()["id"] == logged.id
    assert rafi.get("/api/disagreements").json()["rows"][0]["applies"] is True


def test_who_was_overtaken_is_told_and_both_words_stay_in_the_log(
    rafi: TestClient, prepared: Project, passage: Passage
) -> None:
    with solo_client(prepared, "Lea") as lea:
        theirs = lea.post("/api/settlements", json=word(passage, applies=False, reason="only a plan")).json()
    refused = rafi.post("/api/settlements", json=word(passage))
    assert (refused.status_code, refused.json()["theirs"]) == (409, theirs["id"])
    seen = one(rafi, passage).json()["history"]
    assert [(each["reason"], each["mine"]) for each in seen] == [("only a plan", False)]
    assert rafi.post("/api/settlements", json=word(passage, key="second-key", seen=theirs["id"])).status_code == 200
    assert [each.applies for each in prepared.store.adjudications()] == [False, True]
    assert [each["applies"] for each in one(rafi, passage).json()["history"]] == [False, True]


def test_undo_takes_the_settling_back(rafi: TestClient, prepared: Project, passage: Passage) -> None:
    rafi.post("/api/settlements", json=word(passage))
    said = rafi.post("/api/undo", json={"key": "undo-key-1"}).json()
    assert said["passages"] == [passage.id]
    assert prepared.store.adjudications() == []
    assert rafi.get("/api/disagreements").json()["open"] == 1


REFUSED: tuple[tuple[dict[str, Any], int], ...] = (
    ({"reason": "  "}, 422),
    ({"passage": "gone"}, 404),
    ({"code": "nonsense"}, 422),
    ({"attributes": {"polarity": "sideways"}}, 422),
    ({"span": [9, 3]}, 422),
    ({"kind": "whim"}, 422),
    ({"key": "short"}, 422),
    ({"author": "Lea"}, 422),
)


def test_what_cannot_be_settled_so_is_refused_and_nothing_is_written(
    rafi: TestClient, prepared: Project, passage: Passage
) -> None:
    for parts, status in REFUSED:
        answer = rafi.post("/api/settlements", json=word(passage) | parts)
        assert answer.status_code == status, parts
        assert answer.json()["error"]
    assert prepared.store.adjudications() == []
