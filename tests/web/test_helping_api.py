"""Help with a definition: from what people differed about to a proposal on the Codebook screen, and in the terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from llm_project import answering, with_llm
from llm_replies import Scripted, exchange_of
from model_server import ModelServer
from qes.errors import BadDecision, UnknownCode
from qes.model import Adjudication, Assignment, Decision, Prompt, Verdict
from qes.pipeline.adjudication import settle
from qes.pipeline.assignments import assign
from qes.pipeline.models.helping import ask_help, grounds_of, helped
from qes.pipeline.review import codable, record
from qes.project import Project
from review_project import BOOK, accept, ready
from workbench import solo_client

CODE = "awareness/scanning"
REASON = "Figures that nobody reads are no scanning."


def says(user: str) -> str:
    """One edit that rests on the first passage it is shown, and one that rests on nothing."""
    first = re.findall(r"^## (P\w+)$", user, re.MULTILINE)[0]
    edit = {"field": "when_not_to_use", "passages": [first], "why": "It is open.", "text": "Nobody reads the figures."}
    return json.dumps({"edits": [edit, {**edit, "field": "brief", "passages": ["P000000"]}]})


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with answering(says) as found:
        yield found


@pytest.fixture
def differing(folder: Path, server: ModelServer) -> Iterator[Project]:
    """Two differ about a code on the first passage, which is settled with a reason; the second fits nowhere."""
    with_llm(folder, server)
    with ready(folder) as project:
        one, two, *_ = codable(project)
        record(project, [accept(one, CODE, "ana"), Decision(one.id, "ben", Verdict.NOTHING, BOOK)])
        record(project, [accept(two, "no-fit", "ana")])
        settle(project, Adjudication(one.id, CODE, "ruth", True, REASON, BOOK), None)
        yield project


@pytest.fixture
def nora(differing: Project) -> Iterator[TestClient]:
    with solo_client(differing) as client:
        yield client


def look(client: TestClient) -> Any:
    said = client.get("/api/codebook/help", params={"code": CODE})
    assert said.status_code == 200, said.text
    return said.json()


def test_grounds_are_what_people_differed_about_with_the_reasons_they_gave(differing: Project) -> None:
    [ground] = grounds_of(differing, CODE)
    assert ground.passage == codable(differing)[0]
    assert ground.told == "1 of 2 coders gave the code. It was settled that the code applies."
    assert ground.reasons == (REASON,)
    with pytest.raises(UnknownCode):
        grounds_of(differing, "no/such")


def test_a_passage_near_a_code_that_fits_nowhere_is_a_ground_too(differing: Project) -> None:
    [ground] = grounds_of(differing, "priorities/reallocation")
    assert (ground.passage.id, ground.told) == (codable(differing)[1].id, "People found no code for it.")


def test_what_is_to_be_coded_unaided_is_no_ground(differing: Project) -> None:
    assign(differing, Assignment("cleo", "Lea", blind=True))
    assert grounds_of(differing, CODE) == []
    with pytest.raises(BadDecision, match="differed"):
        ask_help(differing, Scripted(lambda prompt: says(prompt.user)), CODE, remote=False)


def test_a_proposal_is_shown_with_its_passages_and_changes_nothing(nora: TestClient, differing: Project) -> None:
    before = differing.codebook()
    told = look(nora)
    assert (told["help"], told["grounds"], told["model"]["remote"]) == (None, 1, False)
    said = nora.post("/api/codebook/help", json={"code": CODE})
    assert said.status_code == 200, said.text
    found = look(nora)["help"]
    assert found == said.json()["help"]
    [edit] = found["edits"]
    assert (edit["field"], edit["text"], edit["why"]) == (
        "when_not_to_use",
        "Nobody reads the figures.",
        "It is open.",
    )
    [ground] = found["grounds"]
    assert edit["passages"] == [ground["id"]]
    assert (ground["passage"]["text"], ground["reasons"]) == (codable(differing)[0].text, [REASON])
    assert found["dropped"] == 1
    assert differing.codebook() == before


def test_the_same_is_not_paid_for_twice(nora: TestClient, server: ModelServer) -> None:
    nora.post("/api/codebook/help", json={"code": CODE})
    calls = len(server.calls)
    assert nora.post("/api/codebook/help", json={"code": CODE}).status_code == 200
    assert len(server.calls) == calls


def test_an_edit_that_rests_on_what_is_hidden_from_the_reader_is_hidden_with_it(
    nora: TestClient, differing: Project
) -> None:
    nora.post("/api/codebook/help", json={"code": CODE})
    assign(differing, Assignment("nora", "Lea"))
    found = look(nora)["help"]
    assert (found["edits"], found["grounds"]) == ([], [])


def test_what_was_asked_for_help_is_read_by_leads_who_are_done_with_its_passages(
    nora: TestClient, differing: Project
) -> None:
    nora.post("/api/codebook/help", json={"code": CODE})
    [asked] = differing.store.exchanges(template="definition-help@1")
    found = nora.get(f"/api/exchanges/{asked.id}").json()
    assert (found["about"], found["user"], found["passage"]) == (CODE, asked.prompt.user, None)
    assert [(each["fate"], each["label"]) for each in found["outcomes"]] == [
        ("stands", "when_not_to_use: Nobody reads the figures."),
        ("refused", "1 more proposed"),
    ]
    assign(differing, Assignment("nora", "Lea"))
    assert nora.get(f"/api/exchanges/{asked.id}").status_code == 404


def test_names_are_masked_for_a_model_elsewhere(differing: Project) -> None:
    record(differing, [accept(codable(differing)[2], CODE, "ana"), refuse(differing, 2)])
    reason = "Write to nora.field@arden.example before you give it."
    settle(differing, Adjudication(codable(differing)[2].id, CODE, "ruth", True, reason, BOOK), None)
    for remote in (False, True):
        model = Scripted(lambda prompt: says(prompt.user))
        ask_help(differing, model, CODE, remote=remote)
        assert ("nora.field@arden.example" in model.asked[0].user) is not remote


def refuse(project: Project, place: int) -> Decision:
    return Decision(codable(project)[place].id, "ben", Verdict.NOTHING, BOOK)


def test_help_with_another_wording_of_the_codebook_is_not_shown(differing: Project) -> None:
    model = Scripted(lambda prompt: says(prompt.user))
    ask_help(differing, model, CODE, remote=False)
    [prompt] = model.asked
    old = Prompt(prompt.template, prompt.system, prompt.user, prompt.schema.replace(BOOK, "old@0.1"), prompt.about)
    differing.store.save_exchanges([exchange_of(old, says(prompt.user))], "nora")
    assert helped(differing, CODE) is None
    differing.store.save_exchanges([exchange_of(prompt, says(prompt.user), "test:other")], "nora")
    assert (found := helped(differing, CODE)) is not None
    assert [each.field for each in found.edits] == ["when_not_to_use"]
