"""Findings over HTTP: searched against, weighed, approved; and who may do and see what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from finding_steps import PATH, body, cite, quoted, saved, searched, weigh, without_blind

import finding_project as sample
from qes.model import Assignment, Finding, Role
from qes.pipeline.assignments import assign
from qes.pipeline.citing import of_coding
from qes.pipeline.findings.acts import save
from qes.project import Project
from workbench import NAMES, Team, solo_client


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return without_blind(tmp_path_factory.mktemp("weighed"))


@pytest.fixture
def project(towns: Path, tmp_path: Path) -> Iterator[Project]:
    with sample.copied(towns, tmp_path) as found:
        yield found


@pytest.fixture
def nora(project: Project) -> Iterator[TestClient]:
    """A lead."""
    with solo_client(project) as client:
        yield client


@pytest.fixture
def staffed(project: Project) -> Team:
    return Team(project)


# --- Counter-evidence and approval ------------------------------------------------------------------


def test_from_the_search_over_the_weighing_to_the_approval(nora: TestClient) -> None:
    found = searched(nora, saved(nora, citations=quoted(nora)[:1]))
    candidates = found["counter"]["candidates"]
    assert candidates
    assert all(each["weighed"] is None and each["around"]["text"] for each in candidates)
    assert "looked through" in found["searches"][0]["sentence"]
    refused = nora.post(f"{PATH}/{found['key']}/approve", json={"key": "approve-1", "seen": found["id"]})
    assert (refused.status_code, "not weighed" in refused.json()["error"]) == (400, True)
    for each in candidates:
        weight = "against" if each["number"] == 0 else "neither"
        answer = weigh(nora, found, each["number"], weight, note="Read it.")
        assert answer.json()["word"]["author"] == "nora"
    assert answer.json()["missing"] == ["candidate 1 speaks against it and is not cited as such"]
    cited = [*map(cite, found["citations"]), cite(candidates[0], against=True)]
    now = saved(nora, key="save-two", finding=found["key"], seen=found["id"], citations=cited)
    assert (now["said"], now["valid"], now["missing"]) == ("ready to approve", True, [])
    assert now["counter"]["candidates"][0]["cited"] is True
    approved = nora.post(f"{PATH}/{found['key']}/approve", json={"key": "approve-2", "seen": now["id"]}).json()
    assert (approved["status"], approved["approval"]["author"]) == ("approved", "nora")


def test_a_search_sent_twice_is_one_and_a_word_on_what_has_changed_is_refused(nora: TestClient) -> None:
    found = searched(nora, saved(nora, citations=quoted(nora)[:1]))
    assert searched(nora, found)["counter"]["id"] == found["counter"]["id"]
    assert len(searched(nora, found, "search-2")["searches"]) == 2
    again = nora.get(f"{PATH}/{found['key']}").json()
    first = weigh(nora, again, 0, "for").json()
    assert weigh(nora, again, 0, "for").json()["word"]["id"] == first["word"]["id"]
    assert weigh(nora, again, 0, "neither").status_code == 409
    assert weigh(nora, again, 0, "neither", seen=first["word"]["id"]).status_code == 200
    assert weigh(nora, again, 999, "for").status_code == 404
    assert weigh(nora, {**again, "key": "no-such"}, 1, "for").status_code == 404
    assert nora.get(f"{PATH}/searching").json() == {"running": False, "done": 0, "total": 0}


def test_a_search_that_finds_nothing_stays_on_record(nora: TestClient) -> None:
    every = [cite(each) for case in ("Arden", "Boro") for each in quoted(nora, "", case)]
    texts = [nora.post("/api/search", json={"text": word}).json() for word in ("trumpet", "eleven", "promenade")]
    loose = {each["passage"]["id"]: each["passage"] for hits in texts for each in hits if not each["codes"]}
    every += [
        {"source": each["source"], "passage": each["id"], "span": each["span"], "quote": each["text"], "against": True}
        for each in loose.values()
    ]
    found = searched(nora, saved(nora, citations=every))
    assert found["counter"]["candidates"] == []
    assert "none found" in found["searches"][0]["sentence"]
    assert found["status"] == "ready"


def test_a_withdrawn_finding_says_why_and_stays_on_record(nora: TestClient) -> None:
    made = saved(nora)
    path = f"{PATH}/{made['key']}/withdraw"
    assert nora.post(path, json={"key": "withdraw-1", "seen": made["id"], "reason": " "}).status_code == 400
    gone = nora.post(path, json={"key": "withdraw-2", "seen": made["id"], "reason": "Merged."}).json()
    assert (gone["status"], gone["reason"], len(gone["versions"])) == ("withdrawn", "Merged.", 2)
    assert saved(nora, key="save-two", finding=made["key"], seen=gone["id"])["withdrawn"] is False


def test_a_quote_that_is_no_longer_in_the_texts_is_shown_as_lost(nora: TestClient, project: Project) -> None:
    made = saved(nora, citations=quoted(nora)[:1])
    sample.revise(project, "Arden/engineer.txt", "Every Monday", "Each Monday")
    now = nora.get(f"{PATH}/{made['key']}").json()
    assert now["said"] == "cites what is lost"
    assert "no longer holds it" in now["citations"][0]["lost"]


# --- Who may ----------------------------------------------------------------------------------------


def test_viewers_read_reviewers_write_and_leads_approve(staffed: Team) -> None:
    with staffed.client(Role.REVIEWER) as rafi:
        found = searched(rafi, saved(rafi, citations=quoted(rafi)[:1]))
        act = {"key": "approve-1", "seen": found["id"]}
        assert rafi.post(f"{PATH}/{found['key']}/approve", json=act).status_code == 403
    for role in (Role.VIEWER, Role.RESEARCHER):
        with staffed.client(role) as client:
            shown = client.get(f"{PATH}/{found['key']}").json()
            assert (shown["statement"], shown["counter"]) == (sample.SENTENCE, None)
            assert shown["searches"]
            assert client.post(PATH, json=body(key="save-two")).status_code == 403
            assert client.post(f"{PATH}/{found['key']}/search", json=act).status_code == 403
            assert weigh(client, found, 0, "for").status_code == 403


@contextmanager
def asked_to_code(team: Team) -> Iterator[TestClient]:
    """Rosa, who is to code all of Arden's interview."""
    source = next(each.id for each in team.project.store.sources() if each.path.endswith("engineer.txt"))
    assign(team.project, Assignment(NAMES[Role.RESEARCHER], NAMES[Role.LEAD], sources=(source,)))
    with team.client(Role.RESEARCHER) as client:
        yield client


def test_a_finding_on_what_one_is_yet_to_code_is_held_back(staffed: Team, project: Project) -> None:
    other = sample.finding(project, citations=(of_coding(sample.coding(project, "learning/test-design")),))
    open_one, hidden = save(project, other, "mia"), save(project, sample.finding(project), "mia")
    with asked_to_code(staffed) as rosa:
        listed = rosa.get(PATH).json()
        assert ([each["key"] for each in listed["findings"]], listed["held"]) == ([open_one.key], 1)
        refused = rosa.get(f"{PATH}/{hidden.key}")
        assert (refused.status_code, sample.SENTENCE in refused.text) == (403, False)
    with staffed.client(Role.VIEWER) as vera:
        assert len(vera.get(PATH).json()["findings"]) == 2


def test_what_an_earlier_version_cited_is_held_back_too(staffed: Team, project: Project) -> None:
    first = save(project, sample.finding(project), "mia")
    later = save(project, Finding(first.key, "Nothing is cited.", ()), "mia", first.id)
    assert later.citations == ()
    with asked_to_code(staffed) as rosa:
        assert rosa.get(PATH).json()["held"] == 1
