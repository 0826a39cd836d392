"""The way through decisions whose code has changed: only one's own, each answered once, undone like anything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qes.coding.codebook.edit import Merge, Retire, Reword
from qes.model import Decision, Role, Span
from qes.pipeline.review import codable, record
from qes.pipeline.stale import Changed, stale, stale_among
from qes.project import Project, open_project
from review_project import accept
from versions_project import CAPACITY, LIVED, NEXT, RESOURCES, ROUTINE, SCANNING, copied, edit, given, proposing
from workbench import NAMES, Team, solo_client

ROSA = NAMES[Role.RESEARCHER]


@pytest.fixture(scope="module")
def ready_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rosa's decisions on a code that was reworded, one that was merged and one that stayed; and one of ben's."""
    place = proposing(tmp_path_factory.mktemp("coded") / "project")
    with open_project(place) as project:
        given(project, SCANNING, CAPACITY, RESOURCES, coder=ROSA)
        record(project, [accept(codable(project)[3], SCANNING, "ben")])
        edit(project, Reword(SCANNING, definition="They look out."), Merge((CAPACITY,), ROUTINE))
    return place


@pytest.fixture
def prepared(ready_made: Path, tmp_path: Path) -> Iterator[Project]:
    with copied(ready_made, tmp_path / "copy") as project:
        yield project


@pytest.fixture
def coded(prepared: Project) -> list[Decision]:
    return prepared.store.decisions()


@pytest.fixture
def rosa(prepared: Project) -> Iterator[TestClient]:
    with solo_client(prepared, ROSA) as client:
        yield client


def waiting(client: TestClient, **given: str | int) -> dict[str, Any]:
    answer = client.get("/api/codebook/stale", params=given)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


def answer(client: TestClient, act: str, decision: Decision, key: str = "key-00000001", **more: str) -> Any:
    return client.post(f"/api/codebook/stale/{act}", json={"key": key, "decision": decision.id} | more)


def test_ones_own_decisions_come_with_the_words_and_what_the_code_said_before_and_says_now(
    rosa: TestClient, coded: list[Decision], prepared: Project
) -> None:
    said = waiting(rosa)
    assert said["waiting"] == 2
    assert said["codes"] == [{"code": SCANNING, "waiting": 1}, {"code": CAPACITY, "waiting": 1}]
    reworded, merged = said["items"]
    assert (reworded["why"], reworded["version"], reworded["decision"]["id"]) == ("reworded", "1.0", coded[0].id)
    assert [(each["field"], each["after"]) for each in reworded["changes"]] == [("definition", "They look out.")]
    assert (merged["why"], merged["proposals"]) == ("merged", [ROUTINE])
    assert merged["passage"]["text"] == codable(prepared)[1].text


def test_a_page_asks_for_one_code_and_is_not_given_what_it_holds(rosa: TestClient, coded: list[Decision]) -> None:
    def ids(**given: str | int) -> list[str]:
        return [each["decision"]["id"] for each in waiting(rosa, **given)["items"]]

    assert ids(code=CAPACITY) == [coded[1].id]
    assert ids(most=1) == [coded[0].id]
    assert ids(besides=coded[0].id) == [coded[1].id]
    assert waiting(rosa, code=CAPACITY)["waiting"] == 2


def test_leads_see_how_many_wait_for_whom_and_nobody_sees_decisions_of_others(prepared: Project) -> None:
    team = Team(prepared)
    with team.client(Role.LEAD) as lead:
        said = waiting(lead)
    assert (said["coders"], said["waiting"], said["items"]) == ({ROSA: 2, "ben": 1}, 0, [])
    with team.client(Role.RESEARCHER) as researcher:
        said = waiting(researcher)
    assert (said["coders"], said["waiting"]) == (None, 2)
    with team.client(Role.VIEWER) as viewer:
        assert viewer.get("/api/codebook/stale").status_code == 403


def test_what_is_kept_stands_under_the_new_version_and_waits_no_more(rosa: TestClient, coded: list[Decision]) -> None:
    kept = answer(rosa, "confirm", coded[0]).json()["decision"]
    assert (kept["code"], kept["verdict"], kept["coder"]) == (SCANNING, "accept", ROSA)
    assert [each["code"] for each in waiting(rosa)["items"]] == [CAPACITY]


def test_an_answer_sent_twice_counts_once(rosa: TestClient, coded: list[Decision], prepared: Project) -> None:
    before = len(prepared.store.decisions())
    for act, decision, more in (("confirm", coded[0], {}), ("recode", coded[1], {"code": ROUTINE})):
        first, second = (answer(rosa, act, decision, key=f"key-{act}", **more) for _ in range(2))
        assert first.json() == second.json()
    assert len(prepared.store.decisions()) == before + 2


def test_another_code_takes_the_place_of_one_no_longer_given(
    rosa: TestClient, coded: list[Decision], prepared: Project
) -> None:
    assert answer(rosa, "confirm", coded[1]).status_code == 422
    given = answer(rosa, "recode", coded[1], code=ROUTINE).json()["decision"]
    assert (given["code"], given["replacement"]) == (CAPACITY, ROUTINE)
    newest = prepared.store.decisions()[-1]
    assert (newest.codebook, newest.applied) == (NEXT, ROUTINE)
    assert CAPACITY not in {each["code"] for each in waiting(rosa)["items"]}


def test_a_code_is_taken_away_by_rejecting_it_on_the_same_words(rosa: TestClient, coded: list[Decision]) -> None:
    taken = {"passage": coded[1].passage_id, "verdict": "reject", "code": CAPACITY, "span": None}
    assert rosa.post("/api/decisions", json={"key": "key-00000001", "answers": [taken]}).status_code == 200
    assert [each["code"] for each in waiting(rosa)["items"]] == [SCANNING]


def test_undo_brings_back_what_was_kept_or_changed(rosa: TestClient, coded: list[Decision]) -> None:
    before = waiting(rosa)
    answer(rosa, "confirm", coded[0], key="key-00000001")
    answer(rosa, "recode", coded[1], key="key-00000002", code=LIVED)
    assert waiting(rosa)["waiting"] == 0
    for number in (3, 4):
        assert rosa.post("/api/undo", json={"key": f"key-0000000{number}"}).status_code == 200
    after = waiting(rosa)
    assert (after["items"], after["codes"]) == (before["items"], before["codes"])


@pytest.mark.parametrize("act", ["confirm", "recode"])
def test_nobody_answers_for_somebody_else(rosa: TestClient, coded: list[Decision], act: str) -> None:
    refused = answer(rosa, act, coded[3], **({"code": LIVED} if act == "recode" else {}))
    assert refused.status_code == 422
    assert "ben" in refused.json()["error"]


def test_what_was_decided_otherwise_meanwhile_is_not_decided_over(
    rosa: TestClient, coded: list[Decision], prepared: Project
) -> None:
    passage = codable(prepared)[0]
    part = Decision(
        passage.id, ROSA, coded[0].verdict, NEXT, code=SCANNING, span=Span(passage.span.start, passage.span.start + 5)
    )
    record(prepared, [part])
    assert answer(rosa, "confirm", coded[0]).status_code == 409
    assert (
        answer(rosa, "confirm", Decision("p", ROSA, coded[0].verdict, NEXT, code=SCANNING, id="no such")).status_code
        == 404
    )


def test_what_is_in_memory_tells_the_same_as_the_store(prepared: Project, coded: list[Decision]) -> None:
    edit(prepared, Retire(RESOURCES, "Old."))
    passages = {passage.id: passage for passage in codable(prepared)}
    changed = Changed(prepared, prepared.codebook())
    found = stale_among(prepared.store.decisions(), passages, changed)
    assert found == stale(prepared) != []
    assert stale_among(prepared.store.decisions(coder="ben"), passages, changed) == [
        each for each in found if each.decision.coder == "ben"
    ]
    assert {each.decision.id for each in found} == {each.id for each in coded}
