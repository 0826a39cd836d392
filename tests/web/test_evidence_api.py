"""The evidence as each may see it: counted, quoted, searched and compared."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from evidence_samples import REALLOCATION, SCANNING, TESTED, cells, code_some, said
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared_project import shared_project

from qes.model import Adjudication, Passage
from qes.pipeline.review import codable
from qes.project import Project
from qes.web.views.evidence import as_csv
from review_project import BOOK, accept
from workbench import solo_client


@pytest.fixture
def coded(prepared: Project) -> list[Passage]:
    """Passages of a project that the test may change."""
    return code_some(prepared)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, list[Passage], TestClient]]:
    """A coded project that tests only read, and nora's client of it."""
    with shared_project(tmp_path_factory.mktemp("evidence") / "project") as project:
        passages = code_some(project)
        with solo_client(project) as client:
            yield project, passages, client


@pytest.fixture
def reading(shared: tuple[Project, list[Passage], TestClient]) -> TestClient:
    """The client of what is only read."""
    return shared[2]


# --- The matrix -----------------------------------------------------------------------------------


def test_a_code_holds_what_was_given_below_it_and_disputes_are_not_counted(reading: TestClient) -> None:
    matrix = said(reading)
    found = cells(matrix)
    assert matrix["values"][:2] == ["supports", "contradicts"]
    assert found["Arden", "awareness"]["codings"] == found["Arden", SCANNING]["codings"] == 2
    assert found["Arden", "awareness"]["values"][:2] == [1, 1]
    assert (found["Arden", "learning"]["codings"], found["Arden", "learning"]["disputed"]) == (0, 1)
    assert ("Boro", "awareness") not in found, "no evidence is not a cell of nought"
    assert matrix["cases"] == ["Arden", "Boro"]
    assert {each["code"]: each["parent"] for each in matrix["codes"]}[SCANNING] == "awareness"


FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({"coder": "ben"}, {SCANNING, REALLOCATION, TESTED}),
    ({"coder": "ana"}, set()),
    ({"status": "disputed"}, {TESTED}),
    ({"with": "polarity:contradicts"}, {SCANNING}),
    ({"with": "polarity:"}, {REALLOCATION}),
    ({"with": ["polarity:supports", "regularity:"]}, {SCANNING}),
    ({"with": ["polarity:supports", "regularity:one-off"]}, set()),
    ({"kind": "no such kind"}, set()),
    ({"text": "  BUS   drivers"}, {SCANNING}),
]


def test_filters_narrow_the_matrix_the_quotes_and_the_table_alike(reading: TestClient) -> None:
    for query, kept in FILTERS:
        leaves = {code for _, code in cells(said(reading, **query)) if "/" in code}
        quoted = {each["code"] for each in said(reading, "/quotes", **query)["quotes"]}
        table = reading.get("/api/evidence.csv", params={"table": "quotes", **query})
        rows = csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff")))
        assert leaves == quoted == {row["code"] for row in rows} == kept, query


def test_what_means_nothing_is_refused(reading: TestClient) -> None:
    for query, status in (({"with": "weight:heavy"}, 404), ({"status": "lost"}, 422), ({"text": "x" * 201}, 422)):
        answer = reading.get("/api/evidence", params=query)
        assert answer.status_code == status, query
        assert answer.json()["error"]
    for body in ({"text": ""}, {"text": "a", "most": 0}, {"text": "a", "where": "all"}):
        assert reading.post("/api/search", json=body).status_code == 422, body


def test_the_matrix_follows_what_is_decided_and_undone(client: TestClient, prepared: Project) -> None:
    (decision,) = prepared.store.decide([accept(codable(prepared)[0], SCANNING)])
    assert cells(said(client))["Arden", SCANNING]["codings"] == 1
    prepared.store.undo(decision.id, "nora")
    assert cells(said(client)) == {}


# --- Quotes ---------------------------------------------------------------------------------------


def test_quotes_are_verbatim_and_say_where_they_stand(shared: tuple[Project, list[Passage], TestClient]) -> None:
    project, coded, client = shared
    behind = said(client, "/quotes", case="Arden", code="awareness")
    texts = {source.id: source.text for source in project.store.sources()}
    assert behind["total"] == 2
    for each in behind["quotes"]:
        assert each["quote"] in texts[each["source"]]
        assert {"place", "path", "speaker", "date", "role", "coders", "status", "attributes"} <= each.keys()
    assert {each["passage"] for each in behind["quotes"]} == {coded[0].id, coded[1].id}


def test_quotes_stand_for_and_against_and_come_in_parts(reading: TestClient) -> None:
    behind = said(reading, "/quotes")
    polarity = [each["attributes"].get("polarity", "") for each in behind["quotes"]]
    assert polarity == ["supports", "contradicts", "mixed", ""]
    assert [each["quotes"] for each in behind["counts"] if each["quotes"]] == [1, 1, 1, 1]
    assert (behind["total"], behind["disputed"]) == (4, 1)
    parts = [said(reading, "/quotes", skip=skip, most=1)["quotes"] for skip in range(5)]
    assert [each["id"] for part in parts for each in part] == [each["id"] for each in behind["quotes"]]


# --- Search ---------------------------------------------------------------------------------------


def test_words_are_shown_where_they_stand_and_exclusions_hold(reading: TestClient) -> None:
    hits = reading.post("/api/search", json={"text": "grates"}).json()
    assert hits
    for each in hits:
        marked = [each["passage"]["text"][start:end] for start, end in each["spans"]]
        assert [word.casefold() for word in marked] == ["grates"] * len(marked)
    without = reading.post("/api/search", json={"text": "grates -tender"}).json()
    assert 0 < len(without) <= len(hits)
    assert all("tender" not in each["passage"]["text"] for each in without)


def test_by_meaning_finds_passages_that_share_no_word(reading: TestClient) -> None:
    text = "unheard vocabulary"
    assert reading.post("/api/search", json={"text": text}).json() == []
    hits = reading.post("/api/search", json={"text": text, "meaning": True, "most": 3}).json()
    assert len(hits) == 3
    assert all(each["spans"] == [] for each in hits)


# --- Groups ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("coded")
def test_groups_of_cases_stand_side_by_side_in_the_order_of_their_names(client: TestClient, prepared: Project) -> None:
    assert said(client, "/compare") == {"columns": [], "comparison": None}
    (prepared.corpus / "cases.csv").write_text("case,region\nBoro,north\nArden,south\n", encoding="utf-8")
    told = said(client, "/compare", by="region")
    comparison = told["comparison"]
    awareness = next(each for each in comparison["codes"] if each["code"] == "awareness")
    assert told["columns"] == ["region"]
    assert [each["name"] for each in comparison["groups"]] == ["north", "south"]
    assert [each["with_evidence"] for each in awareness["shares"]] == [0, 1]
    assert [each["codings"] for each in awareness["shares"]] == [0, 2]
    table = client.get("/api/evidence.csv", params={"table": "groups"})
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    assert {row["group"] for row in rows if row["code"] == "awareness"} == {"north", "south"}


def test_a_wrong_table_of_cases_spoils_the_comparison_alone(client: TestClient, prepared: Project) -> None:
    (prepared.corpus / "cases.csv").write_text("town,region\nBoro,north\n", encoding="utf-8")
    answer = client.get("/api/evidence/compare")
    assert answer.status_code == 400
    assert "case" in answer.json()["error"]
    assert said(client)["cases"] == ["Arden", "Boro"]


# --- Tables ---------------------------------------------------------------------------------------


def test_the_table_of_the_matrix_counts_nothing_coded_as_none_and_never_as_a_judgement(reading: TestClient) -> None:
    answer = reading.get("/api/evidence.csv")
    rows = {(row["case"], row["code"]): row for row in csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))}
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="matrix.csv"' in answer.headers["content-disposition"]
    assert (rows["Arden", SCANNING]["codings"], rows["Boro", SCANNING]["codings"]) == ("2", "0")
    assert (rows["Arden", "learning"]["codings"], rows["Arden", "learning"]["disputed"]) == ("0", "1")
    assert rows["Arden", SCANNING]["polarity: contradicts"] == "1"


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20))
def test_a_cell_never_begins_as_a_formula_does(text: str) -> None:
    lines = as_csv([{"quote": text, "code": "a"}]).removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(lines, newline=""))
    assert row["quote"] in (text, f"'{text}")
    assert not row["quote"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_settling_a_dispute_counts_it(client: TestClient, prepared: Project, coded: list[Passage]) -> None:
    prepared.store.adjudicate([Adjudication(coded[2].id, TESTED, "rafi", True, "plainly", BOOK)])
    cell = cells(said(client))["Arden", TESTED]
    assert (cell["codings"], cell["disputed"]) == (1, 0)
