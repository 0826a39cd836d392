"""Agreement over HTTP: who may see it, the figures, and the reasons gathered when differences were settled."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from differing import CODE, NAMES, OTHER, differ, word
from qes.model import Decision, Passage, Role, Verdict
from qes.pipeline.review import codable, record, run_agree
from qes.project import Project
from review_project import BOOK, accept
from workbench import Team, solo_client


@pytest.fixture
def passage(prepared: Project) -> Passage:
    return differ(prepared)


@pytest.fixture
def rafi(prepared: Project, passage: Passage) -> Iterator[TestClient]:
    """Somebody who has coded nothing."""
    assert passage.codable
    with solo_client(prepared, "Rafi") as client:
        yield client


# --- Who may ----------------------------------------------------------------------------------------


PATHS = (
    *("agreement", "agreement.csv", "disagreements", "disagreements/x?code=y"),
    *("lessons", "lessons/reasons?code=x"),
)


def test_who_only_codes_sees_neither_agreement_nor_what_others_said_and_settles_nothing(
    team: Team, passage: Passage
) -> None:
    with team.client(Role.RESEARCHER) as rosa:
        assert {rosa.get(f"/api/{path}").status_code for path in PATHS} == {403}
        assert rosa.post("/api/settlements", json=word(passage)).status_code == 403
    with team.client() as stranger:
        assert {stranger.get(f"/api/{path}").status_code for path in PATHS} == {401}
    assert team.project.store.adjudications() == []
    with team.client(Role.REVIEWER) as rafi:
        assert rafi.get("/api/disagreements").json()["count"] == 1
        assert rafi.post("/api/settlements", json=word(passage)).status_code == 200


# --- Figures ----------------------------------------------------------------------------------------


def test_the_figures_are_those_of_qes_agree_and_follow_each_decision(rafi: TestClient, prepared: Project) -> None:
    before = rafi.get("/api/agreement").json()
    assert before["coders"] == list(NAMES)
    assert before["pairs"] == [{"coders": list(NAMES), "passages": 2}]
    assert [row["alpha"] for row in before["rows"]] == [row.alpha for row in run_agree(prepared)]
    record(prepared, [Decision(codable(prepared)[1].id, "ben", Verdict.REJECTED, BOOK, OTHER)])
    after = rafi.get("/api/agreement").json()
    assert [row["percent"] for row in after["rows"]] == [row.percent for row in run_agree(prepared)]
    assert after["rows"] != before["rows"]


def test_a_pair_can_be_chosen_among_more(rafi: TestClient, prepared: Project, passage: Passage) -> None:
    record(prepared, [accept(passage, CODE, "cy")])
    said = rafi.get("/api/agreement", params={"first": "cy", "second": "ana"}).json()
    assert {row["code"]: row["percent"] for row in said["rows"]}[CODE] == 1.0
    wanted = {row.code: row for row in run_agree(prepared) if row.coders == ("ana", "cy")}
    assert {row["code"]: row["units"] for row in said["rows"]} == {code: row.units for code, row in wanted.items()}
    assert len(rafi.get("/api/agreement").json()["pairs"]) == 3
    assert rafi.get("/api/agreement", params={"first": "cy", "second": "nobody"}).status_code == 404


def test_without_two_readers_of_anything_there_are_no_rows_and_no_error(client: TestClient) -> None:
    assert client.get("/api/agreement").json()["rows"] == []
    assert client.get("/api/disagreements").json()["count"] == 0


def test_the_table_for_spreadsheets_holds_the_same_and_runs_nothing(prepared: Project, passage: Passage) -> None:
    record(prepared, [accept(passage, CODE, "=ana()")])
    with solo_client(prepared) as client:
        answer = client.get("/api/agreement.csv")
        rows = client.get("/api/agreement").json()["rows"]
    assert answer.headers["content-type"].startswith("text/csv")
    read = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [each["code"] for each in read] == [*(row["code"] for row in rows[:-1]), "(all codes)"]
    assert [float(each["ac1"]) for each in read] == [round(row["ac1"], 4) for row in rows]
    assert {each["unit"] for each in read} == {"passage"}
    assert all(each["coders"].startswith("'=") for each in read)


# --- Reasons ----------------------------------------------------------------------------------------


def test_reasons_are_gathered_per_code_with_their_passages_and_without_names(
    rafi: TestClient, passage: Passage
) -> None:
    assert rafi.get("/api/lessons").json() == []
    rafi.post("/api/settlements", json=word(passage, kind="missed"))
    rafi.post("/api/settlements", json=word(passage, key="other-key", code=OTHER, applies=False, kind="definition"))
    found = rafi.get("/api/lessons").json()
    assert [(each["code"], each["kinds"], each["applies"]) for each in found] == [
        (OTHER, {"definition": 1}, 0),
        (CODE, {"missed": 1}, 1),
    ]
    said = rafi.get("/api/lessons/reasons", params={"code": CODE})
    [row] = said.json()["rows"]
    assert (row["reason"], row["passage"]["text"]) == ("both saw it", passage.text)
    assert "Rafi" not in said.text
