"""Drafts by a model over HTTP: asked for one at a time, read with their quotes, taken over once, by those who may."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from finding_steps import without_blind

from draft_project import GOOD, SENTENCES, UNSUPPORTED, Drafter
from finding_project import passage
from llm_project import with_llm
from model_server import ModelServer, running
from qes.model import Charted, Decision, Role, Verdict
from qes.pipeline import charting
from qes.pipeline.findings import acts as findings
from qes.pipeline.models.drafting import log
from qes.pipeline.models.drafting.checklist import draft_checklist
from qes.pipeline.report.methods import method_rows
from qes.pipeline.review import record
from qes.project import Project, open_project
from review_project import BOOK
from scoring_project import ARDEN, score, scored_template, scoring
from workbench import Team, solo_client

PATH = "/api/drafts"
CODE = "awareness/scanning"
CELL = {"kind": "summary", "cases": ["Arden"], "code": CODE}
FINDING = {"kind": "finding", "cases": ["Arden"], "code": "awareness"}
WHERE = {"case": ARDEN.case, "capability": ARDEN.capability}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return without_blind(tmp_path_factory.mktemp("drafts"))


@pytest.fixture
def drafter() -> Drafter:
    return Drafter()


@pytest.fixture
def server(drafter: Drafter) -> Iterator[ModelServer]:
    with running(drafter) as found:
        yield found


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def coded(place: Path, server: ModelServer) -> Iterator[Project]:
    with_llm(place, server, price_in=1.0)
    with open_project(place) as project:
        yield project


@pytest.fixture
def nora(coded: Project) -> Iterator[TestClient]:
    with solo_client(coded) as client:
        yield client


def ask(client: TestClient, **parts: Any) -> Any:
    said = client.post(PATH, json=FINDING | parts)
    assert said.status_code == 200, said.text
    return said.json()


def open_ones(client: TestClient, **query: str) -> list[str]:
    return [each["id"] for each in client.get(PATH, params=query).json()["drafts"]]


def written(made: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A finding as the editor sends what was made of a draft."""
    kept = [made["quotes"][name] for name in made["named"]]
    names = ("source", "passage", "span", "quote", "against", "coding")
    cited = [{name: each[name] for name in names} for each in kept]
    body = {"key": "take-over-1", "statement": "Stops are listed.", "citations": cited, "cases": made["cases"]}
    return body | {"capability": made["code"], "draft": made["id"]} | parts


def test_a_draft_comes_with_every_sentence_and_quotes_in_the_words_of_their_source(
    nora: TestClient, coded: Project
) -> None:
    assert nora.get(PATH).json() == {
        "drafts": [],
        "model": {"name": "openai:reader", "remote": False, "masked": False, "problem": ""},
    }
    draft = ask(nora)
    assert [each["text"] for each in draft["sentences"] if not each["struck"]] == [GOOD]
    assert UNSUPPORTED in [each["text"] for each in draft["sentences"] if each["struck"]]
    assert (draft["fate"], draft["kept"], draft["struck"]) == ("open", 1, len(SENTENCES) - 1)
    quote = draft["quotes"]["S1"]
    text = coded.store.source(quote["source"]).text
    assert quote["quote"] == text[slice(*quote["span"])]
    assert (quote["counts"], quote["lost"], quote["case"]) == (True, "", "Arden")
    assert nora.get(f"{PATH}/{draft['id']}").json() == draft
    assert open_ones(nora) == open_ones(nora, kind="finding", case="Arden") == [draft["id"]]
    assert open_ones(nora, kind="summary") == open_ones(nora, code=CODE) == open_ones(nora, case="Boro") == []
    assert findings.listed(coded) == []
    assert nora.get(f"{PATH}/asking").json()["author"] == ""


def test_what_it_takes_at_most_is_told_and_is_no_less_than_it_takes(nora: TestClient, coded: Project) -> None:
    told = nora.get(f"{PATH}/estimate", params={"kind": "finding", "code": "awareness", "case": ["Arden"]}).json()
    assert (told["quotes"], told["left_out"]) == (2, 0)
    ask(nora)
    total = coded.store.exchange_totals()
    assert sum(each.calls for each in total) <= told["calls"]
    assert 0 < sum(each.tokens_in for each in total) <= told["tokens_in"]
    assert told["price"] == pytest.approx(told["tokens_in"] / 1e6)


def test_whoever_may_save_a_finding_may_ask_take_over_and_drop_and_nobody_else(coded: Project) -> None:
    team = Team(coded)
    with team.client(Role.REVIEWER) as rafi, team.client(Role.RESEARCHER) as rosa:
        draft = ask(rafi)
        assert draft["author"] == "Rafi"
        for path, body in (("", FINDING), (f"/{draft['id']}/accept", {"key": "key-of-rosa"})):
            assert rosa.post(PATH + path, json=body).status_code == 403
        assert rosa.post(f"{PATH}/{draft['id']}/drop", json={"key": "key-of-rosa"}).status_code == 403
        assert rosa.get(f"{PATH}/{draft['id']}").status_code == rosa.get(PATH).status_code == 403
        dropping = {"key": "key-of-rafi", "reason": "It says little."}
        assert rafi.post(f"{PATH}/{draft['id']}/drop", json=dropping).status_code == 200
        assert rafi.post(f"{PATH}/{draft['id']}/drop", json=dropping).status_code == 200, "sent twice, it counts once"
        assert open_ones(rafi) == []
        [closed] = rafi.get(PATH, params={"closed": True}).json()["drafts"]
        assert closed["fate"] == "dropped"
    assert {event.author for event in coded.store.events(kind="asked")} == {"Rafi"}


def test_of_two_who_take_over_one_draft_the_second_is_told_and_there_is_one_finding(coded: Project) -> None:
    team = Team(coded)
    with team.client(Role.REVIEWER) as rafi, team.client(Role.LEAD) as lea:
        draft = ask(rafi)
        mine = written(draft)
        saved = rafi.post("/api/findings", json=mine)
        assert saved.status_code == 200, saved.text
        assert (saved.json()["draft"], saved.json()["statement"]) == (draft["id"], "Stops are listed.")
        assert rafi.post("/api/findings", json=mine).json()["id"] == saved.json()["id"], "sent twice, it counts once"
        late = lea.post("/api/findings", json=written(draft, key="take-over-2"))
        assert (late.status_code, late.json()["theirs"]) == (409, "edited already")
        assert lea.post(f"{PATH}/{draft['id']}/accept", json={"key": "accept-of-lea"}).status_code == 409
        assert lea.post(f"{PATH}/{draft['id']}/drop", json={"key": "dropped-by-lea"}).status_code == 409
        assert open_ones(lea) == []
    [finding] = findings.listed(coded)
    assert (finding.author, finding.draft, len(finding.citations)) == ("Rafi", draft["id"], 1)
    assert log.get(coded, draft["id"])[1] is log.Fate.EDITED


def test_a_draft_is_accepted_as_it_stands_on_the_version_that_was_seen(nora: TestClient, coded: Project) -> None:
    draft = ask(nora, **CELL)
    before = charting.save(coded, Charted("Arden", CODE, "Somebody was faster."), "ben")
    assert nora.post(f"{PATH}/{draft['id']}/accept", json={"key": "accept-1", "seen": None}).status_code == 409
    done = nora.post(f"{PATH}/{draft['id']}/accept", json={"key": "accept-2", "seen": before.id})
    assert done.status_code == 200, done.text
    chart = nora.get("/api/framework/cell", params={"case": "Arden", "code": CODE}).json()["chart"]
    assert (chart["id"], chart["text"], chart["draft"]) == (done.json()["id"], GOOD, draft["id"])
    assert log.get(coded, draft["id"])[1] is log.Fate.ACCEPTED


def test_a_draft_belongs_to_its_own_cell_and_to_no_finding_there_is(nora: TestClient) -> None:
    draft, other = ask(nora, **CELL), ask(nora)
    cell: dict[str, Any] = {
        "key": "a-summary",
        "case": "Arden",
        "code": "learning",
        "text": "So.",
        "citations": [],
        "seen": None,
    }
    for wrong in (draft["id"], other["id"]):
        assert nora.post("/api/framework/cell", json=cell | {"draft": wrong}).status_code == 400
    assert nora.post("/api/findings", json=written(other, draft=draft["id"])).status_code == 400
    assert nora.post("/api/findings", json=written(other, draft="none")).status_code == 404
    assert nora.post("/api/findings", json=written(other, finding="another")).status_code == 400
    taken = cell | {"code": CODE, "draft": draft["id"]}
    assert nora.post("/api/framework/cell", json=taken).json()["chart"]["draft"] == draft["id"]


def test_a_quote_that_is_accepted_no_longer_is_marked_and_not_taken_over_as_evidence(
    nora: TestClient, coded: Project
) -> None:
    draft = ask(nora)
    record(coded, [Decision(passage(coded, 0).id, "ben", Verdict.REJECTED, BOOK, code=CODE)])
    assert nora.get(f"{PATH}/{draft['id']}").json()["quotes"]["S1"]["counts"] is False
    refused = nora.post(f"{PATH}/{draft['id']}/accept", json={"key": "accept-1"})
    assert refused.status_code == 400
    assert "S1 is accepted as evidence no longer" in refused.json()["error"]
    mine = written(draft)
    assert nora.post("/api/findings", json=mine).status_code == 400
    assert open_ones(nora) == [draft["id"]]
    mine["citations"][0]["coding"] = None  # as a person picks words that nobody coded
    assert nora.post("/api/findings", json=mine | {"key": "take-over-2"}).status_code == 200
    assert open_ones(nora) == []


def test_a_model_that_does_not_answer_is_told_of_and_the_next_may_ask(
    nora: TestClient, coded: Project, drafter: Drafter
) -> None:
    drafter.breaks = lambda _: True
    failed = nora.post(PATH, json=FINDING)
    assert failed.status_code == 424
    assert "openai:reader" in failed.json()["error"]
    assert failed.json()["hint"]
    assert log.drafts(coded) == []
    drafter.breaks = lambda _: False
    assert ask(nora)["kept"] == 1
    assert nora.post(PATH, json=FINDING | {"cases": ["Nowhere"]}).status_code == 400
    assert nora.post(PATH, json=FINDING | {"code": "no/such"}).status_code == 422


def test_one_draft_is_asked_for_at_a_time(coded: Project, server: ModelServer) -> None:
    team = Team(coded)
    with team.client(Role.LEAD) as lea:
        with team.app.state.qes.drafting.turn("Rafi"):
            assert lea.get(f"{PATH}/asking").json()["author"] == "Rafi"
            busy = lea.post(PATH, json=FINDING)
        assert (busy.status_code, busy.json()["error"]) == (409, "a draft is being asked for already, by Rafi")
        assert server.calls == []
        ask(lea)


def test_nothing_is_sent_elsewhere_unless_somebody_says_so(place: Path) -> None:
    with (place / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[llm]\nmodel = "openai:far"\nbase_url = "http://192.0.2.1:9/v1"\n')
    with open_project(place) as project, solo_client(project) as nora:
        assert nora.get(PATH).json()["model"] | {"problem": ""} == {
            "name": "openai:far",
            "remote": True,
            "masked": True,
            "problem": "",
        }
        refused = nora.post(PATH, json=FINDING)
        assert refused.status_code == 422
        assert "nothing was sent" in refused.json()["error"]
        assert project.store.exchanges() == []


def test_without_a_model_there_is_nothing_to_ask(place: Path) -> None:
    with open_project(place) as project, solo_client(project) as nora:
        assert nora.get(PATH).json() == {"drafts": [], "model": None}
        assert nora.post(PATH, json=FINDING).status_code == 424


def test_the_methods_say_which_model_was_asked_where_for_what_and_how_often(nora: TestClient, coded: Project) -> None:
    ask(nora)
    [sentence] = [text for name, text in method_rows(coded) if name == "Remote models"]
    assert sentence.startswith("None: suggestions come from models on the machine qes runs on, and no remote model was")
    assert "openai:reader was asked on the machine qes runs on, for drafts (3 calls, " in sentence


def test_a_models_checklist_is_shown_once_all_have_scored(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, server: ModelServer
) -> None:
    from qes.pipeline.models.chat import chat_of
    from qes.pipeline.scoring.acts import lock

    template = scored_template(tmp_path_factory.mktemp("scored") / "scored")
    with scoring(template, tmp_path / "apart") as project, solo_client(project) as nora:
        assert nora.get(f"{PATH}/checklist", params=WHERE | {"case": "Nowhere"}).status_code == 404
        draft_checklist(project, chat_of(project, "openai:reader", server.openai_url), ARDEN, remote=False)
        lock(project, score("ana"), None)
        assert nora.get(f"{PATH}/checklist", params=WHERE).status_code == 403
        lock(project, score("ben"), None)
        found = nora.get(f"{PATH}/checklist", params=WHERE).json()["checklist"]
        assert found["model"] == "openai:reader"
        assert {(each["said"], each["stands"], *each["spans"]) for each in found["items"]} == {("yes", True, "S1")}
        assert list(found["quotes"]) == ["S1"]
        before = nora.get("/api/scoring/unit", params=WHERE).json()["revealed"]
        assert "openai:reader" not in str(before), "it is no part of the sheet"
