"""The anchoring meter over HTTP: figures of the log as it is now, and only for those who review."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi.testclient import TestClient

from llm_project import answering
from llm_project import run as coded_by_model
from qes.model import Decision, Role, Verdict
from qes.pipeline.anchoring import run_anchoring
from qes.pipeline.review import codable, record
from qes.project import Project
from review_project import BOOK, PROPOSED, accept
from workbench import Team

SCANNING, REALLOCATION = PROPOSED[0][1], PROPOSED[2][1]


def read_some(project: Project) -> None:
    """Nora reads one passage with proposals in view and accepts one of two; Ana reads another blind."""
    passages = codable(project)
    record(
        project,
        [
            replace(accept(passages[0], SCANNING), suggestion_id=f"s0{SCANNING}"),
            Decision(
                passages[0].id, "nora", Verdict.REJECTED, BOOK, PROPOSED[1][1], suggestion_id=f"s0{PROPOSED[1][1]}"
            ),
            replace(accept(passages[1], REALLOCATION, "ana"), blind=True),
        ],
    )


def figures(client: TestClient, **asked: str) -> Any:
    answer = client.get("/api/meter", params=asked)
    assert answer.status_code == 200
    return answer.json()


def test_the_meter_is_for_those_who_review(team: Team) -> None:
    wanted = {None: 401, Role.VIEWER: 403, Role.RESEARCHER: 403, Role.REVIEWER: 200}
    for role, status in wanted.items():
        with team.client(role) as client:
            assert client.get("/api/meter").status_code == status


def test_a_project_nobody_has_read_says_so_and_what_to_do(client: TestClient) -> None:
    said = figures(client)
    assert "Nobody has read" in said["missing"][0]["what"]
    assert said["missing"][0]["help"]
    assert said["coders"][0]["reading"]["value"] is None
    assert said["summary"]["macro"]["f1"] == {"value": None, "interval": None}


def test_what_was_read_blind_and_what_became_of_proposals_is_told_per_coder(
    client: TestClient, prepared: Project
) -> None:
    read_some(prepared)
    said = figures(client)
    by_coder = {each["coder"]: each for each in said["coders"]}
    assert {name: each["reading"]["hits"] for name, each in by_coder.items()} == {"*": 1, "ana": 1, "nora": 0}
    assert (by_coder["nora"]["answers"]["accepted"], by_coder["nora"]["answers"]["rejected"]) == (1, 1)
    assert by_coder["ana"]["answers"]["shown"] == 0
    assert any("nora has read nothing blind" in each["what"] for each in said["missing"])
    assert said["suggester"] == "similarity"


def test_only_blind_labels_say_how_good_the_proposals_are(client: TestClient, prepared: Project) -> None:
    read_some(prepared)
    quality = {each["code"]: each for each in figures(client)["quality"]}
    assert (quality[REALLOCATION]["given"], quality[REALLOCATION]["right"]) == (1, 1)
    assert (quality[SCANNING]["given"], quality[SCANNING]["proposed"]) == (0, 0)
    low, high = quality[REALLOCATION]["precision"]["interval"]
    assert low < quality[REALLOCATION]["precision"]["value"] == high == 1.0


def test_the_figures_are_those_of_the_log_and_follow_each_decision(client: TestClient, prepared: Project) -> None:
    read_some(prepared)
    before = figures(client)
    assert figures(client) == before
    third = codable(prepared)[3]
    record(prepared, [Decision(third.id, "ana", Verdict.NOTHING, BOOK, blind=True)])
    after = figures(client)
    assert after["coders"][0]["reading"]["hits"] == before["coders"][0]["reading"]["hits"] + 1
    wanted = run_anchoring(prepared)
    assert after["sentence"] == wanted.sentence
    assert after["summary"]["sentence"] == wanted.summary.sentence
    assert [each["sentence"] for each in after["quality"]] == [each.sentence for each in wanted.quality]


def test_the_codes_of_one_coder_can_be_asked_for(client: TestClient, prepared: Project) -> None:
    read_some(prepared)
    codes = {each["code"]: each for each in figures(client, coder="nora")["codes"]}
    assert codes[SCANNING]["answers"]["accepted"] == 1
    assert codes[SCANNING]["coder"] == "nora"
    assert client.get("/api/meter", params={"coder": "nobody"}).status_code == 404


def test_models_are_measured_for_those_who_review(team: Team, prepared: Project) -> None:
    with answering() as server:
        done = coded_by_model(prepared, server)
    read_some(prepared)
    with team.client(Role.RESEARCHER) as client:
        assert client.get("/api/models").status_code == 403
    with team.client(Role.REVIEWER) as client:
        (said,) = client.get("/api/models").json()["models"]
    assert (said["model"], said["passages"], said["calls"]) == ("openai:reader", done.passages, done.calls)
    assert said["blind"] == 1
    assert said["codes"][REALLOCATION]["units"] == 1
    assert {each["flag"] for each in said["codes"].values()} == {"too few blind labels to tell"}
