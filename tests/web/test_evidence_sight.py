"""Who sees what of the evidence: what others gave is no guide to those who are yet to code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from evidence_samples import LEA, REALLOCATION, ROSA, SCANNING, TESTED, cells, code_some, said
from fastapi.testclient import TestClient

from qes.model import Assignment, Decision, Passage, Role, Verdict
from qes.pipeline.assignments import assign
from qes.project import Project
from review_project import BOOK
from workbench import Team


@pytest.fixture
def coded(prepared: Project) -> list[Passage]:
    """Passages of a project that the test may change."""
    return code_some(prepared)


@contextmanager
def researcher(team: Team, blind: list[Passage]) -> Iterator[TestClient]:
    """Rosa, who is asked to code the sources of some passages."""
    assign(team.project, Assignment(ROSA, LEA, sources=tuple({each.source_id for each in blind})))
    with team.client(Role.RESEARCHER) as client:
        yield client


def test_what_others_gave_is_held_back_until_one_has_coded_the_passage(team: Team, coded: list[Passage]) -> None:
    first, second, *_ = coded
    assert first.source_id == second.source_id
    with researcher(team, [first]) as rosa:
        matrix = said(rosa)
        held = {each.id for each in coded if each.source_id == first.source_id}
        assert cells(matrix).keys() & {("Arden", SCANNING), ("Arden", REALLOCATION)} == set()
        assert matrix["held"]["codings"] >= 3
        assert matrix["held"]["passages"] >= 2
        assert not held & {each["passage"] for each in said(rosa, "/quotes")["quotes"]}
        assert first.text[:50] not in rosa.get("/api/evidence.csv", params={"table": "quotes"}).text
        before = matrix["held"]["codings"]
        team.project.store.decide([Decision(first.id, ROSA, Verdict.NOTHING, BOOK)])
        assert said(rosa)["held"]["codings"] == before - 1
        assert first.id in {each["passage"] for each in said(rosa, "/quotes")["quotes"]}
        whole = said(rosa)["held"]
        assert said(rosa, coder="ben", text="nowhere")["held"] == whole
        assert said(rosa, "/quotes", code=SCANNING)["held"] == said(rosa, "/quotes", code=TESTED)["held"] == whole


@pytest.mark.usefixtures("coded")
def test_nothing_is_held_back_from_those_who_do_not_code_or_who_settle(team: Team) -> None:
    assign(team.project, Assignment(ROSA, LEA))
    for role in (Role.VIEWER, Role.REVIEWER, Role.LEAD):
        with team.client(role) as client:
            assert said(client)["held"] == {"codings": 0, "passages": 0}, role
            assert said(client, "/quotes")["total"] == 4, role
    with team.client() as stranger:
        for path in ("", "/quotes", "/compare", ".csv"):
            assert stranger.get(f"/api/evidence{path}").status_code == 401
        assert stranger.post("/api/search", json={"text": "grates"}).status_code == 401


def test_a_search_finds_passages_held_back_without_their_codes(team: Team, coded: list[Passage]) -> None:
    with researcher(team, [coded[0]]) as rosa:
        hits = rosa.post("/api/search", json={"text": '"bus drivers"'}).json()
        assert [(each["passage"]["id"], each["codes"]) for each in hits] == [(coded[0].id, None)]
    with team.client(Role.VIEWER) as viewer:
        hits = viewer.post("/api/search", json={"text": '"bus drivers"'}).json()
        assert [each["codes"] for each in hits] == [[SCANNING]]
