"""The codebook over HTTP: codes with their use, versions, files, and the edits that make the next version."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qes.coding.codebook import load_codebook
from qes.model import Assignment, Decision, Role, Verdict
from qes.pipeline.assignments import assign
from qes.pipeline.review import codable, record
from qes.pipeline.versions import versions
from qes.project import Project
from review_project import BOOK, accept
from versions_project import (
    CAPACITY,
    LIVED,
    NEXT,
    NO_FIT,
    PROPOSALS,
    RESOURCES,
    ROUTINE,
    SCANNING,
    copied,
    proposing,
)
from workbench import NAMES, Team, solo_client

REWORD = {"edit": "reword", "code": SCANNING, "definition": "They look out."}
MERGE = {"edit": "merge", "codes": [CAPACITY], "into": ROUTINE}
ADD = {"edit": "add", "code": {"code": "in-vivo", "label": "The map on the wall", "brief": "", "definition": "So."}}
REASON = "Nobody told them apart."


@pytest.fixture(scope="module")
def ready_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return proposing(tmp_path_factory.mktemp("proposed") / "project")


@pytest.fixture
def prepared(ready_made: Path, tmp_path: Path) -> Iterator[Project]:
    with copied(ready_made, tmp_path / "copy") as project:
        yield project


@pytest.fixture
def researcher(team: Team) -> Iterator[TestClient]:
    with team.client(Role.RESEARCHER) as client:
        yield client


def asked(*edits: dict[str, Any], base: str = BOOK, key: str = "key-00000001", **more: str) -> dict[str, Any]:
    return {"base": base, "edits": list(edits), "reason": REASON, "key": key} | more


def save(client: TestClient, *edits: dict[str, Any], **more: str) -> dict[str, Any]:
    answer = client.post("/api/codebook/edits", json=asked(*edits, **more))
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


def preview(client: TestClient, *edits: object, base: str = BOOK) -> dict[str, Any]:
    answer = client.post("/api/codebook/preview", json={"base": base, "edits": list(edits)})
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


# --- Looking --------------------------------------------------------------------------------------


def test_the_outline_says_what_there_is_what_comes_next_and_what_to_fill_in(client: TestClient) -> None:
    said = client.get("/api/codebook/outline").json()
    assert (said["codebook"]["id"], said["next"], said["closed"], said["pinned"]) == (BOOK, "1.1", {}, False)
    helps = {each["name"]: each["help"] for each in said["fields"]}
    assert all(helps[name] for name in ("label", "brief", "definition", "when_to_use", "when_not_to_use", "examples"))


def test_codes_no_longer_given_say_what_to_use_instead(client: TestClient) -> None:
    save(client, MERGE)
    closed = client.get("/api/codebook/outline").json()["closed"][CAPACITY]
    assert (closed["end"], closed["into"], closed["use"]) == ("merged", [ROUTINE], [ROUTINE])
    assert closed["line"].startswith("Merged into")


def test_use_is_counted_by_code_and_coder_with_disputes_apart(client: TestClient, prepared: Project) -> None:
    first, second, third, *_ = codable(prepared)
    record(
        prepared,
        [
            accept(first, SCANNING),
            accept(first, SCANNING, "ben"),
            accept(second, SCANNING),
            Decision(second.id, "ben", Verdict.NOTHING, BOOK),
            accept(third, LIVED, "ben"),
        ],
    )
    said = client.get("/api/codebook/usage").json()
    assert said["codes"] == {
        SCANNING: {"codings": 1, "disputed": 1, "coders": {"ben": 1, "nora": 2}},
        LIVED: {"codings": 1, "disputed": 0, "coders": {"ben": 1}},
    }


def test_passages_of_a_code_are_quotes_and_the_likeliest_are_unread(client: TestClient, prepared: Project) -> None:
    place = PROPOSALS[SCANNING]
    passages = codable(prepared)
    record(prepared, [accept(passages[place + 1], SCANNING, "ben")])
    said = client.get("/api/codebook/passages", params={"code": SCANNING}).json()
    (quote,) = said["quotes"]
    assert (said["total"], quote["quote"], quote["coders"]) == (1, passages[place + 1].text, ["ben"])
    assert (quote["passage"], quote["source"]) == (passages[place + 1].id, passages[place + 1].source_id)
    (proposal,) = said["likely"]["proposals"]
    assert proposal["passage"]["id"] == passages[place].id
    record(prepared, [Decision(passages[place].id, "nora", Verdict.NOTHING, BOOK)])
    said = client.get("/api/codebook/passages", params={"code": SCANNING}).json()
    assert said["likely"] == {"total": 0, "proposals": []}


def test_what_is_to_be_coded_unaided_is_neither_quoted_nor_counted_nor_proposed(
    researcher: TestClient, prepared: Project
) -> None:
    passage, *_ = codable(prepared)
    record(prepared, [accept(passage, SCANNING, "ben")])
    coder = NAMES[Role.RESEARCHER]
    assign(prepared, Assignment(coder=coder, author="Lea", sources=(passage.source_id,), share=1.0, blind=True))

    def told() -> tuple[dict[str, Any], dict[str, Any]]:
        used = researcher.get("/api/codebook/usage").json()
        return used, researcher.get("/api/codebook/passages", params={"code": SCANNING}).json()

    used, quoted = told()
    assert (used["codes"], used["held"]) == ({}, 1)
    assert (quoted["total"], quoted["quotes"], quoted["likely"]["total"]) == (0, [], 0)
    record(prepared, [Decision(passage.id, coder, Verdict.NOTHING, BOOK)])
    assert told()[1]["total"] == 1


# --- Versions -------------------------------------------------------------------------------------


def test_history_tells_who_changed_what_of_a_code_and_why(client: TestClient) -> None:
    save(client, REWORD, MERGE)
    said = client.get("/api/codebook/history", params={"code": SCANNING}).json()
    (row,) = said["history"]
    assert (row["version"], row["author"], row["reason"]) == ("1.1", "nora", REASON)
    assert [(each["field"], each["after"]) for each in row["changes"]] == [("definition", "They look out.")]
    assert said["first"]["version"] == "1.0"
    assert client.get("/api/codebook/history", params={"code": LIVED}).json()["history"] == []


def test_any_two_versions_can_be_compared(client: TestClient) -> None:
    save(client, REWORD)
    save(client, ADD, base=NEXT)
    known = client.get("/api/codebook/versions").json()
    ids = [each["id"] for each in known["versions"]]
    assert ids == [BOOK, NEXT, known["current"]]
    said = client.get("/api/codebook/diff", params={"old": ids[0], "new": ids[2]}).json()
    assert [(each["kind"], each["code"]) for each in said["changes"]] == [("changed", SCANNING), ("added", "in-vivo")]
    assert said["added"]["in-vivo"]["definition"] == "So."
    back = client.get("/api/codebook/diff", params={"old": ids[2], "new": ids[0]}).json()
    assert {each["kind"] for each in back["changes"]} == {"changed", "removed"}
    assert client.get("/api/codebook/diff", params={"old": BOOK, "new": "trees@9"}).status_code == 422


def test_a_version_put_there_as_a_file_is_listed_without_an_author(client: TestClient, prepared: Project) -> None:
    assert len(client.get("/api/codebook/versions").json()["versions"]) == 1
    old = prepared.codebooks / "dynamic-capabilities" / "1.0.yaml"
    text = old.read_text(encoding="utf-8").replace('version: "1.0"', 'version: "0.9"')
    old.with_name("0.9.yaml").write_text(text, encoding="utf-8")
    listed = client.get("/api/codebook/versions").json()["versions"]
    assert [(each["version"], each["author"]) for each in listed] == [("0.9", ""), ("1.0", "")]


def test_a_version_can_be_taken_home_as_yaml_and_csv(client: TestClient, prepared: Project, tmp_path: Path) -> None:
    save(client, REWORD)
    answer = client.get("/api/codebook/file", params={"version": NEXT})
    path = tmp_path / "1.1.yaml"
    path.write_text(answer.text, encoding="utf-8")
    assert load_codebook(path) == prepared.codebook(NEXT)
    assert "dynamic-capabilities-1.1.yaml" in answer.headers["content-disposition"]
    table = client.get("/api/codebook/file", params={"version": BOOK, "format": "csv"}).text
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))}
    old = prepared.codebook(BOOK).get(SCANNING)
    assert old is not None
    assert rows[SCANNING]["definition"] == old.definition
    assert client.get("/api/codebook/file", params={"format": "exe"}).status_code == 422


# --- Trying edits ---------------------------------------------------------------------------------


def test_a_preview_shows_what_would_come_of_edits_and_keeps_nothing(client: TestClient, prepared: Project) -> None:
    said = preview(client, REWORD, ADD)
    assert (said["next"], said["since"], said["problem"]) == ("1.1", None, "")
    codes = {each["code"]: each for each in said["codebook"]["codes"]}
    assert (codes[SCANNING]["definition"], codes["in-vivo"]["label"]) == ("They look out.", "The map on the wall")
    assert [(each["kind"], each["code"]) for each in said["difference"]["changes"]] == [
        ("changed", SCANNING),
        ("added", "in-vivo"),
    ]
    assert [each.id for each in versions(prepared)] == [BOOK]


def test_every_edit_that_cannot_be_done_is_named_and_the_others_are_tried_all_the_same(client: TestClient) -> None:
    label = {"edit": "reword", "code": LIVED, "label": "Lived"}
    said = preview(client, MERGE, {"edit": "retire", "code": CAPACITY, "reason": "Old."}, {"edit": "fly"}, label, label)
    assert [bool(each["problem"]) for each in said["edits"]] == [False, True, True, False, False]
    assert [each["idle"] for each in said["edits"]] == [False, False, False, False, True]
    assert said["edits"][1]["code"] == CAPACITY
    assert {each["code"] for each in said["difference"]["changes"]} == {CAPACITY, LIVED}


def test_a_preview_of_nothing_is_the_codebook_as_it_is(client: TestClient) -> None:
    said = preview(client)
    assert (said["codebook"]["id"], said["difference"]["changes"], said["edits"]) == (BOOK, [], [])


def test_a_draft_behind_the_codebook_sees_what_came_between_and_which_edits_still_apply(client: TestClient) -> None:
    save(client, MERGE, REWORD)
    mine = {"edit": "reword", "code": SCANNING, "definition": "They watch."}
    said = preview(client, mine, {"edit": "retire", "code": CAPACITY, "reason": "Old."})
    assert (said["current"], said["next"]) == (NEXT, "1.2")
    assert [(each["author"], each["reason"]) for each in said["since"]["versions"]] == [("nora", REASON)]
    theirs = {(each["code"], each["field"]): each["after"] for each in said["since"]["changes"]}
    assert theirs[SCANNING, "definition"] == "They look out."
    assert [bool(each["problem"]) for each in said["edits"]] == [False, True]
    (change,) = said["difference"]["changes"]
    assert (change["before"], change["after"]) == ("They look out.", "They watch.")


# --- Saving ---------------------------------------------------------------------------------------


def test_saved_edits_are_in_force_at_once_with_what_they_made_stale(client: TestClient, prepared: Project) -> None:
    first, second, third, *_ = codable(prepared)
    record(prepared, [accept(first, SCANNING), accept(second, CAPACITY, "ben"), accept(third, RESOURCES)])
    said = save(client, REWORD, MERGE)
    assert said["codebook"]["id"] == client.get("/api/codebook").json()["id"] == NEXT
    assert said["stale"] == {
        "total": 2,
        "mine": 1,
        "codes": {SCANNING: 1, CAPACITY: 1},
        "coders": {"ben": 1, "nora": 1},
    }


def test_the_same_edits_sent_twice_make_one_version(client: TestClient, prepared: Project) -> None:
    assert save(client, REWORD)["codebook"] == save(client, REWORD)["codebook"]
    assert [each.id for each in versions(prepared)] == [BOOK, NEXT]


def test_a_code_in_the_words_of_somebody_interviewed_is_one_edit(client: TestClient) -> None:
    save(client, ADD)
    codes = {each["code"]: each for each in client.get("/api/codebook").json()["codes"]}
    assert (codes["in-vivo"]["label"], codes["in-vivo"]["codable"]) == ("The map on the wall", True)


def test_an_edit_that_cannot_be_done_is_named_by_its_number(client: TestClient, prepared: Project) -> None:
    wrong = {"edit": "move", "code": SCANNING, "parent": "nowhere"}
    answer = client.post("/api/codebook/edits", json=asked(REWORD, wrong))
    assert (answer.status_code, answer.json()["edit"], answer.json()["code"]) == (422, 2, SCANNING)
    assert [each.id for each in versions(prepared)] == [BOOK]


def test_edits_of_a_version_that_is_no_longer_in_force_are_refused(client: TestClient, prepared: Project) -> None:
    save(client, REWORD)
    answer = client.post("/api/codebook/edits", json=asked(MERGE, key="key-00000002"))
    assert answer.status_code == 409
    assert REASON in answer.json()["theirs"]
    assert [each.id for each in versions(prepared)] == [BOOK, NEXT]


@pytest.mark.parametrize("lacking", [{"reason": " "}, {"edits": []}, {"key": ""}, {"colour": "red"}])
def test_a_version_without_a_reason_an_edit_or_a_key_is_refused(client: TestClient, lacking: dict[str, Any]) -> None:
    assert client.post("/api/codebook/edits", json=asked(REWORD) | lacking).status_code == 422


def test_a_codebook_held_at_a_version_says_so_and_is_not_edited(prepared: Project) -> None:
    settings = prepared.folder / "qes.toml"
    text = settings.read_text(encoding="utf-8").replace('codebook = "dynamic-capabilities"', f'codebook = "{BOOK}"')
    settings.write_text(text, encoding="utf-8")
    with Project(prepared.folder) as held, solo_client(held) as client:
        assert client.get("/api/codebook/outline").json()["pinned"] is True
        assert client.post("/api/codebook/edits", json=asked(REWORD)).status_code == 400
    assert [each.id for each in versions(prepared)] == [BOOK]


def test_everybody_looks_and_leads_alone_edit(team: Team) -> None:
    with team.client(Role.VIEWER) as client:
        assert client.get("/api/codebook/passages", params={"code": SCANNING}).json()["likely"] is None
        for path in ("outline", "usage", "versions", f"history?code={NO_FIT}", f"passages?code={NO_FIT}", "file"):
            assert client.get(f"/api/codebook/{path}").status_code == 200
    with team.client(Role.REVIEWER) as client:
        assert client.post("/api/codebook/edits", json=asked(REWORD)).status_code == 403
        assert client.post("/api/codebook/preview", json={"base": BOOK, "edits": []}).status_code == 403
    with team.client(Role.LEAD) as lead:
        assert save(lead, REWORD)["codebook"]["id"] == NEXT


# --- What is proposed afterwards ------------------------------------------------------------------


def test_proposals_of_a_code_merged_since_are_neither_shown_nor_counted(client: TestClient) -> None:
    def offered() -> tuple[set[str], int, int]:
        cards = client.get("/api/queue", params={"most": 20}).json()["cards"]
        shown = {each["code"] for card in cards for each in card["suggestions"]}
        waiting = client.get("/api/queue", params={"code": SCANNING}).json()["waiting"]
        many = client.post("/api/bulk/preview", json={"code": SCANNING}).json()["count"]
        return shown, waiting, many

    before, waiting, many = offered()
    assert SCANNING in before
    assert (waiting, many) == (1, 1)
    save(client, {"edit": "merge", "codes": [SCANNING], "into": LIVED})
    assert offered() == (before - {SCANNING}, 0, 0)
    save(client, {"edit": "restore", "code": SCANNING}, base=NEXT)
    assert offered() == (before, 1, 1)
