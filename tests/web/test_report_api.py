"""The report over HTTP: what is ready, one made beside the server at a time, and files that are only ever files."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from report_steps import fetched, job, order, put_there

from finding_project import tamper
from odd_project import ledger_of, until
from qes.model import Charted, Role
from qes.pipeline import charting, notes
from qes.pipeline.citing import of_coding
from qes.pipeline.report.writing import run_synthesise
from qes.pipeline.review import run_codings
from qes.pipeline.scoring import acts as scoring
from qes.pipeline.scoring.state import standing_of
from qes.project import Project
from qes.web.aside import bench_of
from qes.web.guard import POLICY as USUAL
from qes.web.report.making import ABOUT, KIND
from qes.web.routes.report import POLICY
from scoring_project import ARDEN, BORO, score, scored_template, signoff
from versions_project import SCANNING, copied
from workbench import NAMES, Team, carry, solo_client

PUBLIC: dict[str, Any] = {"formats": ["html"], "audience": "public"}
HOSTILE = ("..", "../qes.toml", "/etc/passwd", "report.html/../about.json", ABOUT, "profiles", "a\x00b", "")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scored_template(tmp_path_factory.mktemp("report") / "project")


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Iterator[Project]:
    with copied(made, tmp_path / "copy") as opened:
        yield opened


@pytest.fixture
def lea(project: Project) -> Iterator[TestClient]:
    with solo_client(project, "lea") as client:
        yield client


def all_scored(project: Project) -> None:
    """Every unit is scored by both who are asked, alike."""
    for unit in (ARDEN, BORO):
        seen = None
        for author in ("ana", "ben"):
            scoring.lock(project, score(author, 2, unit=unit), seen)


# --- What is ready --------------------------------------------------------------------------------


def test_what_is_not_ready_is_counted_until_it_is(project: Project, lea: TestClient) -> None:
    before = lea.get("/api/report/readiness").json()
    assert before["units"] == before["gaps"]["unscored"] == 2
    assert before["holds"]["codings"] == 3
    assert before["apart"]
    assert before["gaps"]["uncharted"] == 2
    all_scored(project)
    scored = lea.get("/api/report/readiness").json()
    assert (scored["gaps"]["unscored"], scored["gaps"]["unsigned"], scored["holds"]["levels"]) == (0, 2, 2)
    seen = scoring_seen(project)
    scoring.sign(project, signoff(level=2), seen)
    assert lea.get("/api/report/readiness").json()["gaps"]["unsigned"] == 1


def scoring_seen(project: Project) -> str | None:
    """The last thing said of Arden."""
    last = standing_of(project, ARDEN).last_seen_by("lea")
    return last.id if last else None


# --- Making one -----------------------------------------------------------------------------------


def test_a_report_is_made_while_the_server_keeps_answering_one_at_a_time(lea: TestClient) -> None:
    begun = order(lea)
    assert begun.json()["job"]["running"]
    assert order(lea).json()["job"]["begun"] == begun.json()["job"]["begun"], "sent again, it counts once"
    refused = order(lea, "another")
    assert (refused.status_code, "lea" in refused.json()["error"]) == (409, True)
    while lea.get("/api/report").json()["job"]["running"]:
        assert lea.get("/api/places").status_code == 200
        time.sleep(0.02)
    result = job(lea)["result"]
    assert {each["name"] for each in result["files"]} == {"report.html", "report.json"}
    assert result["hidden"] == 2
    (listed,) = lea.get("/api/report").json()["reports"]
    assert (listed["by"], listed["audience"], listed["ranking"], listed["closed"]) == ("lea", "team", False, 0)

    page = fetched(lea, listed["name"], "report.html")
    assert page.headers.get_list("content-security-policy") == [POLICY]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-disposition" not in page.headers
    assert "Not scored yet" in page.text
    assert "the bus drivers send us the list" in page.text
    assert "nobody has scored it" not in page.text
    whole = fetched(lea, listed["name"], "report.json")
    assert whole.headers["content-disposition"].startswith("attachment")
    assert whole.headers["content-security-policy"] == USUAL
    assert [part["level"]["name"] for case in whole.json()["cases"] for part in case["capabilities"]] == [
        "Not scored yet"
    ] * 2


def test_a_report_that_would_misquote_is_not_written_and_says_where(project: Project, lea: TestClient) -> None:
    cited = of_coding(next(each for each in run_codings(project) if "bus drivers" in each.quote))
    charting.save(project, Charted("Arden", SCANNING, "They send a list.", (cited,)), "lea")
    tamper(project, "UPDATE revisions SET text = replace(text, 'bus drivers', 'cab drivers')")
    order(lea)
    trouble = job(lea)["trouble"]
    assert "Arden/engineer.txt, characters" in trouble["error"]
    assert "bus drivers" in trouble["error"]
    assert "qes verify" in trouble["hint"]
    assert lea.get("/api/report").json()["reports"] == []


def test_a_child_that_is_killed_leaves_a_clear_message_and_no_report(lea: TestClient) -> None:
    order(lea)
    working = bench_of(ledger_of(lea)).job(KIND)
    assert working is not None
    assert working.pid is not None
    os.kill(working.pid, signal.SIGKILL)
    trouble = job(lea)["trouble"]
    assert "killed (signal 9)" in trouble["error"]
    assert "half-written" in trouble["hint"]
    assert lea.get("/api/report").json()["reports"] == []
    assert order(lea, "again").json()["job"]["running"]
    assert lea.post("/api/report/stop", json={}).json()["job"]["trouble"]["error"] == "stopped by lea"


# --- Who may --------------------------------------------------------------------------------------


@pytest.fixture
def team(prepared: Project) -> Team:
    return Team(prepared)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.RESEARCHER])
def test_nobody_below_a_reviewer_gets_at_any_of_it(team: Team, role: Role) -> None:
    put_there(team.project)
    with team.client(role) as client:
        answers = [
            client.get("/api/report"),
            client.get("/api/report/readiness"),
            client.get("/api/report/methods"),
            fetched(client, "synthesis-1", "report.html"),
            order(client),
            client.post("/api/report/stop", json={}),
            client.post("/api/report/methods", json={"key": "k" * 8, "item": "ENTREQ 1", "text": "x"}),
        ]
    assert {each.status_code for each in answers} == {403}


def test_reports_for_readers_outside_are_made_by_leads(team: Team) -> None:
    with team.client(Role.REVIEWER) as client:
        assert client.get("/api/report").json()["audiences"] == ["team"]
        assert order(client, **PUBLIC).status_code == 403
        assert client.get("/api/report").json()["job"] is None
        assert order(client).status_code == 200
        carry(client, team.session(Role.LEAD))
        assert client.get("/api/report").json()["audiences"] == ["team", "public"]
        assert (
            client.post("/api/report/stop", json={}).json()["job"]["trouble"]["error"]
            == f"stopped by {NAMES[Role.LEAD]}"
        )
        assert order(client, "second", **PUBLIC).status_code == 200


def test_levels_that_whoever_still_scores_must_not_see_stay_closed_in_any_report(project: Project) -> None:
    put_there(project)
    mine = put_there(project, "synthesis-2")
    about = {"by": "lea", "audience": "team", "ranking": False, "shows": [["Boro", "awareness"]], "quotes": 1}
    (mine / ABOUT).write_text(json.dumps(about), encoding="utf-8")
    with solo_client(project, "ana") as client:
        closed = {each["name"]: each["closed"] for each in client.get("/api/report").json()["reports"]}
        assert closed == {"synthesis-1": 2, "synthesis-2": 1}
        refused = fetched(client, "synthesis-1", "report.html")
        assert (refused.status_code, "elsewhere" in refused.text) == (403, False)
        assert fetched(client, "synthesis-2", "report.html").status_code == 403
        all_scored(project)
        assert fetched(client, "synthesis-1", "report.html").text == "<p>made elsewhere"
        assert fetched(client, "synthesis-2", "report.html").status_code == 200


def test_a_report_of_the_command_line_that_shows_no_hidden_level_opens_like_one_made_here(project: Project) -> None:
    run_synthesise(project, ["html"], by="lea")
    run_synthesise(project, ["md"], proposals=True, by="lea")
    with solo_client(project, "ana") as client:
        listed = {each["files"][0]["name"]: each for each in client.get("/api/report").json()["reports"]}
        mine = listed["report.html"]
        assert (mine["by"], mine["audience"], mine["closed"]) == ("lea", "team", 0)
        assert fetched(client, mine["name"], "report.html").status_code == 200
        assert listed["report.md"]["closed"] == 2


# --- Files ----------------------------------------------------------------------------------------


def test_only_what_is_listed_can_be_fetched_whatever_it_is_called(project: Project, lea: TestClient) -> None:
    all_scored(project)
    folder = put_there(project, "synthesis-<b>'\"& 日本")
    (folder / "profiles").mkdir()
    (folder / "profiles" / "arden.pdf").write_bytes(b"%PDF-")
    (folder / "secret.txt").write_text("keys", encoding="utf-8")
    (folder / ABOUT).write_text('{"by": 3', encoding="utf-8")
    (folder / "report.md").symlink_to(project.folder / "qes.toml")
    (project.outputs / "elsewhere").symlink_to(project.folder / "corpus")
    (project.outputs / "empty").mkdir()
    (listed,) = lea.get("/api/report").json()["reports"]
    assert [each["name"] for each in listed["files"]] == ["report.html", "profiles/arden.pdf"]
    assert (listed["by"], listed["audience"]) == (None, None)
    assert fetched(lea, listed["name"], "report.html").status_code == 200
    page = fetched(lea, listed["name"], "profiles/arden.pdf")
    assert (page.status_code, page.headers["content-type"]) == (200, "application/pdf")
    assert page.headers["content-disposition"].startswith("attachment")
    for name in (*HOSTILE, "secret.txt", "report.md", "report.json"):
        assert fetched(lea, listed["name"], name).status_code == 404, name
        assert fetched(lea, name, "report.html").status_code == 404, name


# --- Methods --------------------------------------------------------------------------------------


def test_what_the_log_answers_stands_apart_from_what_people_add(project: Project, lea: TestClient) -> None:
    notes.save(project, "ENTREQ 16", "Two of us.", "lea")
    said = until(lambda: lea.get("/api/report/methods").json(), lambda each: not each["working"] and each["asked"])
    items = {each["key"]: each for each in said["items"]}
    assert len(items) == 34
    assert items["ENTREQ 1"]["log"] == ""
    assert "nora (3 decisions)" in items["ENTREQ 16"]["log"]
    assert "Two of us." not in items["ENTREQ 16"]["log"]
    assert items["ENTREQ 16"]["note"]["text"] == "Two of us."
    assert said["current"]


def test_a_note_is_kept_once_and_gives_way_to_what_came_since(project: Project, lea: TestClient) -> None:
    first = {"key": "k" * 8, "item": notes.DEVIATIONS, "text": "<b>Fewer</b> interviews 😀."}
    kept = lea.post("/api/report/methods", json=first).json()["note"]
    assert lea.post("/api/report/methods", json=first).json()["note"] == kept
    refused = lea.post("/api/report/methods", json=first | {"key": "l" * 8, "text": "None."})
    assert (refused.status_code, "lea" in refused.json()["theirs"]) == (409, True)
    again = lea.post("/api/report/methods", json=first | {"key": "m" * 8, "text": "", "seen": kept["id"]})
    assert again.status_code == 200
    assert [each.text for each in notes.history(project, notes.DEVIATIONS)] == [first["text"], ""]
    assert lea.post("/api/report/methods", json=first | {"item": "ENTREQ 99"}).status_code == 404
