"""Themes over HTTP: proposals found beside the server, and what each role may make of them."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from odd_project import CODE, GARDENS, STRAY, TRAMS, act, board, ids, ledger_of, listed, odd, odd_template, texts, until
from qes.model import Role
from qes.pipeline.review import record
from qes.pipeline.themes.acts import theme, themes, versions_of
from qes.pipeline.themes.passages import unread
from qes.project import Project
from qes.web.aside import bench_of
from qes.web.themes.clusters import KIND
from review_project import accept as accepted
from versions_project import NEXT, NO_FIT, SCANNING, copied
from workbench import Team, solo_client


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return odd_template(tmp_path_factory.mktemp("themes") / "project")


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Iterator[Project]:
    with copied(made, tmp_path / "copy") as opened:
        yield opened


@pytest.fixture
def nora(project: Project) -> Iterator[TestClient]:
    with solo_client(project) as client:
        yield client


@pytest.fixture
def trams(project: Project, nora: TestClient) -> Any:
    """A theme of three passages."""
    return act(nora, "accept", "trams", name="Trams", passages=ids(project, 0, 1, 2), words=["tram"])


# --- Proposals ------------------------------------------------------------------------------------


def test_proposals_are_found_beside_quoted_verbatim_and_stay_while_themes_are_made(
    project: Project, nora: TestClient
) -> None:
    first = nora.get("/api/themes").json()
    assert first["proposed"]["clusters"] is None
    assert first["proposed"]["working"] is not None
    said = board(nora)
    assert (said["code"], said["usual"]) == (NO_FIT, NO_FIT)
    found = {frozenset(texts(each["closest"])): each for each in said["proposed"]["clusters"]}
    assert set(found) == {frozenset(TRAMS), frozenset(GARDENS)}
    cluster = found[frozenset(TRAMS)]
    assert "tram" in " ".join(cluster["words"]).lower()
    assert -1 <= cluster["cohesion"] <= 1
    quote = cluster["closest"][0]
    assert (quote["case"], quote["path"]) == ("Cove", "Cove/odd.md")
    assert quote["place"]
    loose = nora.post("/api/themes/passages", json={"passages": said["proposed"]["loose"]}).json()["passages"]
    assert texts(loose) == texts(said["proposed"]["strays"]) == {STRAY}

    act(nora, "accept", "trams", name="Trams", passages=cluster["passages"], words=cluster["words"])
    after = board(nora)
    assert [texts(each["closest"]) for each in after["proposed"]["clusters"]] == [set(GARDENS)]
    assert after["proposed"]["fresh"] == 0
    act(nora, "drop", "gone", theme=after["themes"][0]["key"], seen=after["themes"][0]["version"], reason="No.")
    assert len(board(nora)["proposed"]["clusters"]) == 2

    other = next(each for each in project.store.passages() if each.codable and each.case != "Cove")
    record(project, [accepted(other, NO_FIT)])
    assert board(nora)["proposed"]["fresh"] == 1
    nora.post("/api/themes/look", json={})
    assert board(nora)["proposed"]["fresh"] == 0


def test_a_search_that_is_killed_says_so_and_can_be_begun_again(project: Project, nora: TestClient) -> None:
    nora.get("/api/themes")
    bench = bench_of(ledger_of(nora))
    job = bench.job(KIND)
    assert job is not None
    assert job.pid is not None
    os.kill(job.pid, signal.SIGKILL)
    trouble = board(nora)["proposed"]["trouble"]
    assert "killed" in trouble["error"]
    assert trouble["hint"]
    act(nora, "accept", "gardens", name="Gardens", passages=ids(project, 3, 4, 5))
    assert nora.post("/api/themes/look", json={}).json()["proposed"]["trouble"] is None


def test_any_code_that_was_given_can_be_looked_at_and_no_other(project: Project, nora: TestClient) -> None:
    record(project, [accepted(odd(project)[6], SCANNING)])
    said = nora.get("/api/themes", params={"code": SCANNING}).json()
    assert {each["code"]: each["passages"] for each in said["codes"]} == {NO_FIT: 7, SCANNING: 1}
    assert said["code"] == SCANNING
    assert said["proposed"]["working"] is not None
    assert nora.get("/api/themes", params={"code": "nothing"}).status_code == 422


@pytest.mark.parametrize(("named", "code"), [("no-fit", NO_FIT), ("No fit", NO_FIT), ("nowhere", "")])
def test_the_code_for_what_fits_nowhere_is_the_one_the_settings_name(
    made: Path, tmp_path: Path, named: str, code: str
) -> None:
    place = tmp_path / "named"
    with copied(made, place):
        pass
    with (place / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[themes]\ncode = "{named}"\n')
    with copied(place, tmp_path / "again") as project, solo_client(project) as client:
        assert client.get("/api/codebook").json()["no_fit"] == code


# --- Who may --------------------------------------------------------------------------------------


def test_reviewers_make_themes_leads_make_codes_of_them_and_others_see_none(project: Project) -> None:
    team = Team(project)
    body = {"key": "a" * 8, "name": "Trams", "passages": ids(project, 0, 1, 2)}
    for role in (Role.VIEWER, Role.RESEARCHER):
        with team.client(role) as client:
            assert client.get("/api/themes").status_code == 403
            assert client.post("/api/themes/accept", json=body).status_code == 403
    with team.client(Role.REVIEWER) as client:
        key = client.post("/api/themes/accept", json=body).json()["theme"]["key"]
        code = {"key": "b" * 8, "theme": key, "seen": theme(project, key).id, "base": "x", "code": CODE, "reason": "y"}
        assert client.post("/api/themes/code", json=code).status_code == 403
        assert not any(each["mine"] for each in listed(client)["themes"][0]["passages"]), (
            "nora has coded them, Rafi not"
        )
        history = client.get("/api/themes/history", params={"key": key}).json()["history"]
        assert [(each["act"], each["author"]) for each in history] == [("accepted", "Rafi")]
    assert theme(project, key).author == "Rafi"


def test_a_change_made_on_an_older_version_is_refused_and_changes_nothing(nora: TestClient, trams: Any) -> None:
    body = {"theme": trams["key"], "seen": trams["version"]}
    named = act(nora, "rename", "one", name="Depots", memo="Floods.", **body)
    refused = nora.post("/api/themes/rename", json={"key": "two-----", "name": "Sheds", **body})
    assert refused.status_code == 409
    assert "nora" in refused.json()["theirs"]
    assert act(nora, "rename", "one", name="Depots", memo="Floods.", **body) == named, "sent again, it counts once"
    assert (named["name"], named["memo"]) == ("Depots", "Floods.")


def test_themes_are_gathered_merged_split_dropped_and_restored(project: Project, nora: TestClient, trams: Any) -> None:
    gardens = act(nora, "accept", "gardens", name="Gardens", passages=ids(project, 3, 4))
    more = {"theme": gardens["key"], "seen": gardens["version"], "passages": ids(project, 5)}
    gardens = act(nora, "gather", "five", **more)
    others = {trams["key"]: trams["version"]}
    both = act(nora, "merge", "both", theme=gardens["key"], seen=gardens["version"], others=others, name="Town")
    assert [each["now"] for each in both["passages"]] == ids(project, 3, 4, 5, 0, 1, 2)
    part = act(
        nora, "split", "part", theme=both["key"], seen=both["version"], passages=ids(project, 0, 1), name="Rails"
    )
    whole = {each.key: each for each in themes(project)}
    assert {each.name: len(each.passages) for each in whole.values()} == {"Town": 4, "Rails": 2}
    drop = {"theme": part["key"], "seen": part["version"]}
    for reason in ({}, {"reason": "  "}):
        assert nora.post("/api/themes/drop", json={"key": "d" * 8, **drop, **reason}).status_code == 422
    gone = act(nora, "drop", "gone", reason="No pattern.", **drop)
    assert {each["name"] for each in listed(nora)["withdrawn"]} == {"Trams", "Rails"}
    back = act(nora, "restore", "back", theme=gone["key"], seen=gone["version"])
    assert not back["withdrawn"]
    assert [each.act for each in versions_of(project, back["key"])] == ["split", "dropped", "restored"]


def test_a_passage_is_in_one_theme_and_must_be_there(nora: TestClient, trams: Any) -> None:
    taken = {"key": "t" * 8, "name": "More", "passages": [trams["passages"][0]["now"]]}
    refused = nora.post("/api/themes/accept", json=taken)
    assert (refused.status_code, "Trams" in refused.json()["error"]) == (409, True)
    assert nora.post("/api/themes/accept", json=taken | {"passages": ["nothing"]}).status_code == 404
    assert nora.post("/api/themes/accept", json=taken | {"passages": []}).status_code == 422
    assert nora.get("/api/themes/history", params={"key": "nothing"}).status_code == 404


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "'; DROP TABLE events; --", "\u202egnitset", "日本 😀 \ud800"]
)
def test_a_name_is_only_ever_text(project: Project, nora: TestClient, name: str) -> None:
    body = {"key": "n" * 8, "name": name, "passages": ids(project, 0)}
    content = json.dumps(body).encode()
    answer = nora.post("/api/themes/accept", content=content, headers={"content-type": "application/json"})
    assert answer.status_code in (200, 400, 422)
    assert answer.headers["content-type"] == "application/json"
    assert [each["name"] for each in listed(nora)["themes"]] == ([name] if answer.status_code == 200 else [])


# --- Codes ----------------------------------------------------------------------------------------


def test_a_theme_becomes_a_code_whose_passages_are_then_read_for_it(
    project: Project, nora: TestClient, trams: Any
) -> None:
    base = listed(nora)["codebook"]
    body = {"theme": trams["key"], "seen": trams["version"], "base": base, "code": CODE, "reason": "They fit nowhere."}
    taken = nora.post("/api/themes/code", json={"key": "k" * 8, **body, "code": CODE | {"code": SCANNING}})
    assert (taken.status_code, "taken" in taken.json()["error"]) == (422, True)
    stale = nora.post("/api/themes/code", json={"key": "k" * 8, **body, "base": "dynamic-capabilities@0.9"})
    assert stale.status_code == 409
    assert nora.post("/api/themes/code", json={"key": "k" * 8, **body, "reason": " "}).status_code == 422
    assert theme(project, trams["key"]).code is None

    coded = act(nora, "code", "code", **body)
    assert (coded["code"], coded["unread"]) == ("trams", 3)
    assert all(each["mine"] for each in coded["passages"])
    assert project.codebook().id == NEXT
    assert act(nora, "code", "code", **body)["version"] == coded["version"], "sent again, it counts once"
    answers = [
        {"passage": ids(project, 0)[0], "verdict": "accept", "code": "trams"},
        {"passage": ids(project, 1)[0], "verdict": "reject", "code": "trams"},
    ]
    assert nora.post("/api/decisions", json={"key": "y" * 8, "answers": answers}).status_code == 200
    now = listed(nora)["themes"][0]
    assert (now["unread"], now["read"]) == (1, {ids(project, 0)[0]: ["nora"], ids(project, 1)[0]: ["nora"]})
    assert [each.id for each in unread(project, trams["key"])] == ids(project, 2)


def test_what_a_new_revision_lost_or_moved_is_told(project: Project, nora: TestClient, trams: Any) -> None:
    from qes.pipeline.ingest import run_ingest

    path = project.corpus / "Cove" / "odd.md"
    text = path.read_text(encoding="utf-8").replace(TRAMS[0], "Nothing is said of it any more.")
    path.write_text(text, encoding="utf-8")
    run_ingest(project)
    now = listed(nora)["themes"][0]
    assert [each["lost"] for each in now["passages"]] == [True, False, False]
    assert texts(now["closest"]) == set(TRAMS[1:])
    assert now["key"] == trams["key"]


def test_work_beside_ends_with_the_workbench(project: Project) -> None:
    with solo_client(project) as client:
        client.get("/api/themes")
        bench = bench_of(ledger_of(client))
        job = bench.job(KIND)
    assert job is not None
    assert not job.running
    until(lambda: job.pid is None or not Path(f"/proc/{job.pid}/cmdline").exists(), bool)
