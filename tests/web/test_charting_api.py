"""The framework matrix over HTTP: counted and summarised by case and code, written by several, peers side by side."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from finding_steps import without_blind

import finding_project as sample
from qes.model import Assignment, Charted, Role, Score, Unit
from qes.pipeline import charting
from qes.pipeline.assignments import assign
from qes.pipeline.citing import of_coding
from qes.pipeline.scoring import acts as scoring
from qes.project import Project
from workbench import NAMES, Team, solo_client

PATH = "/api/framework"
CODE = "awareness/scanning"
TEXT = "Reports come in every Monday and are acted on."


@pytest.fixture(scope="module")
def charted_towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return without_blind(tmp_path_factory.mktemp("charting"))


@pytest.fixture
def project(charted_towns: Path, tmp_path: Path) -> Iterator[Project]:
    with sample.copied(charted_towns, tmp_path) as found:
        yield found


@pytest.fixture
def nora(project: Project) -> Iterator[TestClient]:
    with solo_client(project) as client:
        yield client


def quote(client: TestClient, case: str = "Arden", code: str = CODE) -> dict[str, Any]:
    (found, *_) = client.get("/api/evidence/quotes", params={"case": case, "code": code}).json()["quotes"]
    parts = {name: found[name] for name in ("source", "passage", "span", "quote")}
    return {**parts, "coding": found["id"], "against": False}


def act(**parts: Any) -> dict[str, Any]:
    return {"key": "chart-one", "case": "Arden", "code": CODE, "text": TEXT, **parts}


def charted(client: TestClient, **parts: Any) -> Any:
    answer = client.post(f"{PATH}/cell", json=act(**parts))
    assert answer.status_code == 200, answer.text
    return answer.json()


def cells(client: TestClient, branch: str = "") -> dict[tuple[str, str], dict[str, Any]]:
    said = client.get(PATH, params={"branch": branch}).json()
    return {(said["cases"][row], said["codes"][column]["code"]): cell for row, column, cell in said["cells"]}


def table(client: TestClient) -> dict[tuple[str, str], dict[str, str]]:
    text = client.get(f"{PATH}.csv").text.removeprefix("\ufeff")
    return {(row["case"], row["code"]): row for row in csv.DictReader(io.StringIO(text))}


# --- The matrix -------------------------------------------------------------------------------------


def test_a_cell_shows_its_summary_or_how_many_quotes_it_has(nora: TestClient) -> None:
    assert cells(nora)["Arden", CODE] == {"quotes": 2, "disputed": 0, "held": False}
    charted(nora, citations=[quote(nora)])
    found = cells(nora)
    assert (found["Arden", CODE]["text"], found["Arden", CODE]["cited"], found["Arden", CODE]["quotes"]) == (TEXT, 1, 2)
    assert found["Arden", "awareness"]["quotes"] == 2
    assert "text" not in found["Arden", "awareness"]
    assert {code for _, code in cells(nora, "learning")} == {"learning", "learning/test-design", "learning/carry-over"}
    assert nora.get(PATH, params={"branch": "no/such"}).status_code == 422


def test_two_who_write_at_once_are_shown_each_others_and_both_stay(nora: TestClient) -> None:
    first = charted(nora)
    late = nora.post(f"{PATH}/cell", json=act(key="chart-two", text="Nobody reads them."))
    assert late.status_code == 409
    assert nora.get(f"{PATH}/cell", params={"case": "Arden", "code": CODE}).json()["chart"]["text"] == TEXT
    both = charted(nora, key="chart-three", text="Nobody reads them.", seen=first["seen"])
    assert [each["text"] for each in both["versions"]] == [TEXT, "Nobody reads them."]
    assert not any(each["undone"] for each in both["versions"])


def test_the_same_summary_sent_twice_counts_once(nora: TestClient) -> None:
    assert charted(nora)["seen"] == charted(nora)["seen"]
    assert len(charted(nora)["versions"]) == 1


def test_a_summary_quotes_only_what_it_cites_and_only_of_its_case(nora: TestClient) -> None:
    for wrong in (
        {"text": "They say “we never look”.", "citations": [quote(nora)]},
        {"citations": [quote(nora, "Boro")]},
        {"text": "", "citations": [quote(nora)]},
        {"case": "Nowhere"},
    ):
        answer = nora.post(f"{PATH}/cell", json=act(**wrong))
        assert (answer.status_code, bool(answer.json()["hint"])) == (400, True), wrong
    for place, status in (({"case": "Nowhere", "code": CODE}, 404), ({"case": "Arden", "code": "no/such"}, 422)):
        assert nora.get(f"{PATH}/cell", params=place).status_code == status


def test_an_emptied_cell_is_empty_and_its_history_is_not(nora: TestClient) -> None:
    first = charted(nora)
    empty = charted(nora, key="chart-two", text="", seen=first["seen"])
    assert (empty["chart"], len(empty["versions"])) == (None, 2)
    assert charted(nora, key="chart-three", seen=empty["seen"])["chart"]["text"] == TEXT


def test_the_table_for_spreadsheets_runs_nothing(nora: TestClient) -> None:
    charted(nora, text="=HYPERLINK(1)", citations=[quote(nora)])
    row = table(nora)["Arden", CODE]
    assert not row["summary"].startswith("=")
    assert "HYPERLINK" in row["summary"]
    assert quote(nora)["quote"] in row["cited"]
    assert table(nora)["Boro", "learning"]["quotes"] == "0"


def test_a_quote_lost_by_a_revision_is_counted_in_its_cell(nora: TestClient, project: Project) -> None:
    charted(nora, citations=[quote(nora)])
    sample.revise(project, "Arden/engineer.txt", "Every Monday", "Each Monday")
    assert cells(nora)["Arden", CODE]["lost"] == 1
    shown = nora.get(f"{PATH}/cell", params={"case": "Arden", "code": CODE}).json()
    assert "no longer holds it" in shown["chart"]["citations"][0]["lost"]


# --- Who may ----------------------------------------------------------------------------------------


def test_viewers_read_and_reviewers_write(project: Project) -> None:
    team = Team(project)
    for role, status in ((Role.VIEWER, 403), (Role.RESEARCHER, 403), (Role.REVIEWER, 200)):
        with team.client(role) as client:
            assert client.post(f"{PATH}/cell", json=act()).status_code == status, role
            assert client.get(PATH).status_code == client.get(f"{PATH}/peers").status_code == 200


def test_a_summary_on_what_one_is_yet_to_code_is_held_back_everywhere(project: Project) -> None:
    team = Team(project)
    cited = of_coding(sample.coding(project, CODE))
    charting.save(project, Charted("Arden", CODE, TEXT, (cited,)), "mia")
    assign(project, Assignment(NAMES[Role.RESEARCHER], NAMES[Role.LEAD], sources=(cited.source_id,)))
    with team.client(Role.RESEARCHER) as rosa:
        assert cells(rosa)["Arden", CODE] == {"quotes": 0, "disputed": 0, "held": True}
        assert rosa.get(PATH).json()["held"]["summaries"] == 1
        assert rosa.get(f"{PATH}/cell", params={"case": "Arden", "code": CODE}).status_code == 403
        assert table(rosa)["Arden", CODE]["summary"] == ""
        assert TEXT not in rosa.get(f"{PATH}/peers", params={"case": "Arden", "by": "region"}).text
    with team.client(Role.REVIEWER) as rafi:
        assert cells(rafi)["Arden", CODE]["text"] == TEXT


# --- Peers ------------------------------------------------------------------------------------------


@pytest.fixture
def known(project: Project) -> Project:
    """The project with a table of its cases."""
    (project.corpus / "cases.csv").write_text("case,people,region\nArden,1000,north\nBoro,,north\n", encoding="utf-8")
    return project


def test_without_a_table_of_cases_there_is_nothing_to_choose_from(nora: TestClient) -> None:
    said = nora.get(f"{PATH}/peers", params={"case": "Arden"}).json()
    assert (said["columns"], said["company"]) == ([], None)


def test_a_case_stands_beside_its_peers_with_what_is_shared_and_what_is_not_known(
    known: Project, nora: TestClient
) -> None:
    assert known.folder.exists()
    charted(nora, code="awareness")
    asked = {"case": "Arden", "by": ["region", "people"]}
    said = nora.get(f"{PATH}/peers", params=asked).json()["company"]
    (peer,) = said["peers"]
    assert (peer["case"], peer["shared"], peer["unknown"]) == ("Boro", ["region"], ["people"])
    assert said["values"] == [{"region": "north", "people": 1000.0}, {"region": "north", "people": None}]
    row = next(each for each in said["rows"] if each["code"] == "awareness")
    assert [each["text"] for each in row["cells"]] == [TEXT, ""]
    assert nora.get(f"{PATH}/peers", params={"case": "Arden", "by": "weight"}).status_code == 400
    assert nora.get(f"{PATH}/peers", params={"case": "Nowhere", "by": "region"}).status_code == 404


def test_no_level_is_told_before_everybody_asked_has_scored(known: Project) -> None:
    team, unit = Team(known), Unit("Arden", "awareness")
    with team.client(Role.VIEWER) as vera:
        for role, expected in ((Role.REVIEWER, (False, None)), (Role.LEAD, (True, 2))):
            give(known, unit, NAMES[role])
            said = vera.get(f"{PATH}/peers", params={"case": "Arden", "by": "region"}).json()["company"]
            row = next(each for each in said["rows"] if each["code"] == "awareness")
            assert [(each["decided"], each["level"]) for each in row["cells"]] == [expected, (False, None)]


def give(project: Project, unit: Unit, author: str) -> None:
    """Level 2, as one of two who are asked."""
    rubric = project.rubric()
    assert rubric is not None
    scoring.lock(project, Score(unit, author, rubric.id, 2), None)
