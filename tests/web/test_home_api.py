"""The start page's figures: what waits, how far everything is, and what was done, without telling any code."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from shared_project import shared_project

from qes.model import Adjudication, Assignment, Decision, Passage, Role, Verdict
from qes.pipeline.activity import deeds
from qes.pipeline.assignments import assign
from qes.pipeline.review import codable
from qes.project import Project, init_project, open_project
from review_project import BOOK, accept, ready
from workbench import NAMES, Team, solo_client

NONE_WAIT = {"score": 0, "settle": 0, "sign": 0, "renew": 0}
SCANNING, REALLOCATION = "awareness/scanning", "priorities/reallocation"


def said(client: TestClient, path: str, **query: str | int) -> Any:
    """What the start page is told."""
    answer = client.get(f"/api/home{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def nothing(passage: Passage, coder: str) -> Decision:
    """That a coder has read a passage and found nothing."""
    return Decision(passage.id, coder, Verdict.NOTHING, BOOK)


def code(project: Project) -> list[Passage]:
    """Two coders have read the first two passages and differ about the first; one has read the third."""
    passages = codable(project)
    first, second, third, *_ = passages
    project.store.decide([accept(first, SCANNING, "nora"), accept(second, REALLOCATION, "nora")])
    project.store.decide([nothing(first, "ben"), accept(second, REALLOCATION, "ben"), accept(third, SCANNING, "ben")])
    return passages


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, list[Passage], TestClient]]:
    """A coded project that tests only read, and nora's client of it."""
    with shared_project(tmp_path_factory.mktemp("home") / "project") as project:
        passages = code(project)
        with solo_client(project) as client:
            yield project, passages, client


@pytest.fixture
def reading(shared: tuple[Project, list[Passage], TestClient]) -> TestClient:
    """The client of what is only read."""
    return shared[2]


# --- What comes next ------------------------------------------------------------------------------


def test_what_waits_shrinks_with_every_passage_one_codes(client: TestClient, prepared: Project) -> None:
    before = said(client, "")
    prepared.store.decide([nothing(codable(prepared)[0], "nora")])
    after = said(client, "")
    assert before["waiting"] == before["passages"] == 7
    assert (after["waiting"], after["mine"]) == (6, 1)


def test_nothing_leaves_this_machine_unless_somebody_set_it_so(folder: Path) -> None:
    with ready(folder) as project, solo_client(project) as client:
        assert said(client, "")["leaves"] == []
    text = (folder / "qes.toml").read_text(encoding="utf-8")
    (folder / "qes.toml").write_text(
        text.replace("[index]", '[index]\nurl = "http://vectors.example:8000"'), encoding="utf-8"
    )
    with open_project(folder) as project, solo_client(project) as client:
        assert said(client, "")["leaves"] == ["index"]


def test_an_empty_project_says_so_on_every_part_of_the_page(tmp_path: Path) -> None:
    with init_project(tmp_path / "new", name="New") as project, solo_client(project) as client:
        begin = said(client, "")
        assert (begin["sources"], begin["passages"], begin["suggester"], begin["coders"]) == (0, 0, None, 0)
        progress = said(client, "/progress")
        assert (progress["cases"], progress["sources"], progress["coders"]) == ([], [], [])
        assert said(client, "/agreement")["concord"] is None
        assert said(client, "/todo") == {"disagreements": {}, "levels": NONE_WAIT, "stale": 0, "current": True}


def test_everybody_is_told_what_they_can_do_next(team: Team) -> None:
    coded = code(team.project)
    with team.client(Role.VIEWER) as viewer:
        assert said(viewer, "")["waiting"] is None
        assert viewer.get("/api/home/todo").status_code == 403
    with team.client() as stranger:
        assert stranger.get("/api/home").status_code == 401
    with team.client(Role.REVIEWER) as reviewer:
        told = settled(reviewer, "/todo")
        assert (told["disagreements"], told["stale"]) == ({"given": 1}, None)
        assert told["levels"] == NONE_WAIT | {"score": 10}
    with team.client(Role.LEAD) as lead:
        assert said(lead, "/todo")["stale"] == 0
    team.project.store.adjudicate([Adjudication(coded[0].id, SCANNING, "Rafi", True, "plainly", BOOK)])
    with team.client(Role.REVIEWER) as reviewer:
        assert settled(reviewer, "/todo")["disagreements"] == {}


def settled(client: TestClient, path: str) -> Any:
    """What is said once it is no older figure any more."""
    for _ in range(3000):
        if (found := said(client, path))["current"]:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{path} stays behind")


# --- Progress -------------------------------------------------------------------------------------


def test_progress_counts_each_passage_once_by_case_and_source(reading: TestClient) -> None:
    progress = said(reading, "/progress")
    arden, boro = progress["cases"]
    assert (arden["case"], arden["once"], arden["twice"], arden["disputed"]) == ("Arden", 3, 2, 1)
    assert boro["once"] == 0
    for name in ("passages", "once", "twice", "waiting", "disputed"):
        assert sum(each[name] for each in progress["cases"]) == sum(each[name] for each in progress["sources"])
    assert all(each["waiting"] == each["passages"] - each["once"] for each in progress["cases"])


def test_coders_are_told_with_how_much_they_coded_blind(client: TestClient, prepared: Project) -> None:
    first, second, *_ = codable(prepared)
    blind = Decision(first.id, "ana", Verdict.ACCEPTED, BOOK, code=SCANNING, blind=True)
    prepared.store.decide([blind, accept(second, SCANNING, "ana"), accept(second, REALLOCATION, "ana")])
    (ana,) = said(client, "/progress")["coders"]
    assert (ana["name"], ana["passages"], ana["decisions"], ana["blind_share"]) == ("ana", 2, 3, 0.5)
    assert ana["last"].startswith("20")


def test_codes_are_told_by_how_firmly_they_stand(reading: TestClient) -> None:
    lines = {each["code"]: each for each in said(reading, "/codes")["codes"]}
    scanning, moved, unused = lines[SCANNING], lines[REALLOCATION], lines["learning/evaluation"]
    assert (scanning["used"], scanning["single"], scanning["disputed"]) == (2, 1, 1)
    assert (moved["used"], moved["agreed"]) == (1, 1)
    assert unused["used"] == 0


def test_once_everything_is_read_nothing_is_unfound(client: TestClient, prepared: Project) -> None:
    passages = codable(prepared)
    prepared.store.decide([accept(passages[0], SCANNING), *(nothing(each, "nora") for each in passages[1:])])
    codes = said(client, "/codes")
    scanning = next(each for each in codes["codes"] if each["code"] == SCANNING)
    assert codes["audit"]["counted"] == len(passages)
    assert (scanning["unfound_at_most"], scanning["recall_at_least"], scanning["found_in_audit"]) == (0, 1.0, 1)
    assert all(each["unfound_at_most"] == 0 for each in codes["codes"])


def test_agreement_is_that_of_the_agreement_table_for_all_coders_together(
    shared: tuple[Project, list[Passage], TestClient],
) -> None:
    project, _, client = shared
    from qes.pipeline.review import run_agree

    rows = [each for each in run_agree(project) if each.code != "*" and each.alpha is not None]
    concord = said(client, "/agreement")["concord"]
    assert concord["units"] == 2
    assert concord["codes"] == len(rows)
    assert concord["alpha"]["least"] == min(each.alpha for each in rows if each.alpha is not None)
    assert concord["ac1"]["most"] == max(each.ac1 for each in rows)
    assert concord["lowest"] == min(rows, key=lambda each: (each.alpha, each.code)).code


def test_figures_catch_up_with_what_others_decide(client: TestClient, prepared: Project) -> None:
    assert said(client, "/progress")["coders"] == []
    prepared.store.decide([accept(codable(prepared)[0], SCANNING, "ben")])
    assert [each["name"] for each in settled(client, "/progress")["coders"]] == ["ben"]


# --- Activity -------------------------------------------------------------------------------------


def told(client: TestClient) -> list[tuple[Any, ...]]:
    """Who did what to how many passages of which sources."""
    return [
        (each["author"], each["what"], each["passages"], [source["path"] for source in each["sources"]])
        for each in said(client, "/activity")
    ]


def test_what_one_person_does_to_a_source_is_one_line_though_others_work_beside(
    client: TestClient, prepared: Project
) -> None:
    passages = codable(prepared)
    source = passages[0].source_id
    path = prepared.store.source(source).path
    first, second = [each for each in passages if each.source_id == source][:2]
    prepared.store.decide([accept(first, SCANNING, "ana")])
    prepared.store.decide([accept(first, SCANNING, "ben")])
    prepared.store.decide([accept(second, SCANNING, "ana"), accept(second, REALLOCATION, "ana")])
    assert told(client)[:2] == [("ana", "decision", 2, [path]), ("ben", "decision", 1, [path])]


def test_undoing_and_settling_are_told_too(client: TestClient, prepared: Project) -> None:
    passage = codable(prepared)[0]
    path = prepared.store.source(passage.source_id).path
    (decided,) = prepared.store.decide([accept(passage, SCANNING, "ana")])
    undone = prepared.store.undo(decided.id, "ana")
    prepared.store.undo(undone.id, "ana")
    prepared.store.adjudicate([Adjudication(passage.id, SCANNING, "rafi", True, "plainly", BOOK)])
    assert told(client)[:4] == [
        ("rafi", "adjudication", 1, [path]),
        ("ana", "undo undo", 0, []),
        ("ana", "undo decision", 1, [path]),
        ("ana", "decision", 1, [path]),
    ]


def test_work_across_many_sources_is_told_as_one_deed() -> None:
    from qes.model import Event
    from qes.store.trail import Trace

    traces = [
        Trace(Event(seq, f"e{seq}", f"2026-01-01T10:{seq:02}:00+00:00", "ana", "decision", {}, "", ""), True, f"p{seq}")
        for seq in range(9, 0, -1)
    ]
    (one,) = deeds(traces, {f"p{seq}": f"s{seq}" for seq in range(1, 10)})
    assert (len(one.sources), len(one.passages), one.events) == (9, 9, 9)
    assert (one.first, one.last) == ("2026-01-01T10:01:00+00:00", "2026-01-01T10:09:00+00:00")


def test_the_activity_tells_who_works_where_and_never_which_code(
    shared: tuple[Project, list[Passage], TestClient],
) -> None:
    _, coded, client = shared
    assert len(said(client, "/activity")) > 2
    text = client.get("/api/home/activity").text
    assert SCANNING not in text
    assert REALLOCATION not in text
    assert coded[0].text[:40] not in text


def test_asking_somebody_to_code_is_told_and_no_more_lines_than_asked_for(
    client: TestClient, prepared: Project
) -> None:
    assign(prepared, Assignment("rosa", "lea"))
    (newest,) = said(client, "/activity", most=1)
    assert (newest["author"], newest["what"], newest["told"]) == ("lea", "assigned", {"coder": "rosa"})
    assert client.get("/api/home/activity", params={"most": 0}).status_code == 422


def test_a_researcher_is_not_told_what_others_found_where_they_are_to_code_unaided(team: Team) -> None:
    first, second, *_ = codable(team.project)
    team.project.store.decide([accept(first, SCANNING, "Lea"), accept(second, REALLOCATION, "Lea")])
    assign(team.project, Assignment(NAMES[Role.RESEARCHER], "Lea", (first.source_id,), blind=True))

    def used(client: TestClient) -> dict[str, int]:
        return {each["code"]: each["used"] for each in said(client, "/codes")["codes"] if each["used"]}

    with team.client(Role.RESEARCHER) as rosa:
        assert used(rosa) == {}
        assert all(each["found_in_audit"] is None for each in said(rosa, "/codes")["codes"])
    with team.client(Role.LEAD) as lea:
        assert used(lea) == {SCANNING: 1, REALLOCATION: 1}
