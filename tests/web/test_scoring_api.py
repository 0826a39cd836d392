"""Scoring by the API: levels given apart, settled, signed off, and marked as stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from scoring_samples import SURE, WHERE, Staff, said, staffed

from qes.model import Unit
from qes.pipeline.scoring.acts import standing_of
from scoring_project import ARDEN, code_passage, scored_template, scoring
from versions_project import LIVED
from workbench import solo_client


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scored_template(tmp_path_factory.mktemp("scoring") / "template")


@pytest.fixture
def staff(made: Path, tmp_path: Path) -> Iterator[Staff]:
    with scoring(made, tmp_path / "project") as project, staffed(project) as found:
        yield found


def test_two_score_apart_differ_settle_and_a_lead_signs(staff: Staff) -> None:
    assert (staff.row("ana")["stage"], staff.row("ana")["waits"]) == ("open", "score")
    locked = said(staff.act("ana", "lock", level=2, reason="it is rare", answers={"recurs": "no"}))
    assert (locked["stage"], locked["mine"]["level"], locked["revealed"]) == ("partly", 2, None)
    assert staff.row("ana")["waits"] == ""
    shown = said(staff.act("ben", "lock", level=3, answers={"recurs": "yes"}))["revealed"]
    assert {each["author"]: each["level"] for each in shown["scores"]} == {"ana": 2, "ben": 3}
    assert [(each["id"], each["answers"]) for each in shown["differences"]] == [("recurs", {"ana": "no", "ben": "yes"})]
    assert shown["proposal"]["next"]
    assert (staff.row("lea")["stage"], staff.row("lea")["waits"]) == ("differing", "settle")
    settled = said(staff.act("ana", "settle", reason="read together, it recurs"))
    assert settled["revealed"]["consensus"]["level"] == 3
    assert (staff.row("lea")["waits"], staff.row("ana")["waits"]) == ("sign", "")
    signed = said(staff.act("lea", "sign", statement="Noticing is a habit here."))
    assert signed["revealed"]["signoff"] | {"id": "", "at": ""} == {
        "id": "",
        "author": "lea",
        "at": "",
        "level": 3,
        "statement": "Noticing is a habit here.",
        "confidence": shown["scores"][1]["confidence"],
    }
    kinds = [(each["kind"], each["author"]) for each in signed["history"]]
    assert kinds == [("scored", "ana"), ("scored", "ben"), ("settled", "ana"), ("signed", "lea")]
    assert staff.project.store.check() == []


def test_a_signed_level_is_stale_when_evidence_comes_and_fresh_once_it_is_signed_anew(staff: Staff) -> None:
    staff.complete(3, 3)
    said(staff.act("lea", "sign"))
    assert not staff.row("lea")["stale"]
    code_passage(staff.project, 0, LIVED)
    sheet = staff.sheet("lea")
    [came] = sheet["revealed"]["stale"]["came"]
    assert came in {each["id"] for each in sheet["quotes"]}
    assert (sheet["revealed"]["signoff"]["level"], sheet["waits"]) == (3, "renew")
    assert staff.sheet("ana")["waits"] == ""
    said(staff.act("lea", "sign", key="once more, key"))
    assert staff.sheet("lea")["revealed"]["stale"] is None


def test_what_went_is_still_told_with_its_words(staff: Staff) -> None:
    extra = code_passage(staff.project, 0, LIVED)
    staff.complete(3, 3)
    said(staff.act("lea", "sign"))
    quote = {each["passage"]: each["quote"] for each in staff.sheet("lea")["quotes"]}[extra.passage_id]
    staff.project.store.undo(extra.id, "nora", "a slip")
    stale = staff.sheet("lea")["revealed"]["stale"]
    assert [each["quote"] for each in stale["lost"]] == [quote]
    assert [each["id"] for each in stale["lost"]] == stale["went"]


def test_a_stale_unit_shows_in_the_overview_once_evidence_is_counted_anew(staff: Staff) -> None:
    staff.complete(3, 3)
    said(staff.act("lea", "sign"))
    staff.row("lea")
    code_passage(staff.project, 0, LIVED)
    for _ in range(200):
        if said(staff["lea"].get("/api/scoring"))["current"]:
            break
    assert staff.row("lea")["stale"]


def test_evidence_that_came_while_somebody_scored_is_shown_before_they_lock(staff: Staff) -> None:
    before = staff.sheet("ana")["evidence"]
    code_passage(staff.project, 0, LIVED)
    refused = staff.act("ana", "lock", evidence=before)
    assert refused.status_code == 409
    assert "evidence" in refused.json()["error"]
    assert staff.row("ana")["locked"] == []
    assert said(staff.act("ana", "lock", key="the second key"))["mine"]["level"] == 3
    [score] = standing_of(staff.project, ARDEN).scores
    assert len(score.basis) == 4


def test_who_was_slower_is_shown_what_was_settled_meanwhile(staff: Staff) -> None:
    staff.complete()
    seen = staff.sheet("ben")["seen"]
    said(staff.act("ana", "settle", level=2, reason="rare after all"))
    refused = staff.act("ben", "settle", seen=seen, reason="usual after all")
    assert refused.status_code == 409
    assert "ana" in refused.json()["theirs"]
    assert staff.sheet("ben")["revealed"]["consensus"]["level"] == 2


@pytest.mark.parametrize("what", ["lock", "settle", "sign", "reopen", "withdraw"])
def test_an_act_sent_twice_counts_once(staff: Staff, what: str) -> None:
    if what != "lock":
        staff.complete()
    if what in ("sign", "withdraw"):
        said(staff.act("ana", "settle", reason="so"))
    parts: dict[str, object] = {"lock": {}, "settle": {"reason": "so"}, "sign": {}}.get(what, {"reason": "so"})
    if what == "withdraw":
        parts["event"] = staff.sheet("lea")["seen"]
    sheet = staff.sheet("lea")
    parts |= {"seen": sheet["seen"]} | ({"evidence": sheet["evidence"]} if what in ("lock", "settle", "sign") else {})
    first = said(staff.act("lea", what, **parts))
    before = len(list(staff.project.store.events()))
    again = said(staff.act("lea", what, **parts))
    assert again["history"] == first["history"]
    assert len(list(staff.project.store.events())) == before


def test_reopening_begins_another_round_in_which_everybody_scores_apart_again(staff: Staff) -> None:
    staff.complete(3, 3)
    again = said(staff.act("lea", "reopen", reason="a new interview has come"))
    assert (again["round"], again["stage"], again["revealed"], again["locked"]) == (2, "open", None, [])
    assert [(each["kind"], each.get("reason")) for each in again["history"]] == [
        ("reopened", "a new interview has come")
    ]
    back = said(staff.act("lea", "withdraw", event=again["seen"], reason="it was the wrong city"))
    assert (back["round"], back["stage"]) == (1, "agreed")
    assert back["history"][-1]["withdrawn"]["reason"] == "it was the wrong city"


def test_one_takes_back_ones_own_score_while_the_round_is_not_complete_and_not_after(staff: Staff) -> None:
    mine = said(staff.act("ana", "lock"))["seen"]
    assert said(staff.act("ana", "withdraw", event=mine, reason="too quick"))["stage"] == "open"
    said(staff.act("ana", "lock", key="a second key"))
    last = said(staff.act("ben", "lock"))["seen"]
    assert staff.act("ben", "withdraw", key="a third key", event=last, reason="so").status_code == 400


def test_what_the_rubric_does_not_know_is_refused_with_a_hint(staff: Staff) -> None:
    for parts in ({"level": 9}, {"level": None}, {"answers": {"nonsense": "yes"}}, {"rubric": "another@1.0"}):
        refused = staff.act("ana", "lock", **parts)
        assert refused.status_code == 400, parts
        assert refused.json()["hint"], parts
    assert staff.act("ana", "lock", level="high").status_code == 422
    assert said(staff.act("ana", "lock", level=None, confidence=None))["mine"]["level"] is None


def test_a_unit_there_is_not_is_not_found(staff: Staff) -> None:
    for where in (WHERE | {"case": "Nowhere"}, WHERE | {"capability": "awareness/scanning"}):
        for path in ("unit", "doubts"):
            assert staff["ana"].get(f"/api/scoring/{path}", params=where).status_code == 404
    body = {"key": "a long enough key", "rubric": "r", "evidence": "e", "level": 3} | WHERE | {"case": "Nowhere"}
    assert staff["ana"].post("/api/scoring/lock", json=body).status_code == 404


def test_agreement_is_told_once_two_have_scored_the_same(staff: Staff) -> None:
    assert said(staff["ana"].get("/api/scoring/agreement"))["agreement"] is None
    said(staff.act("ana", "lock"))
    assert said(staff["ana"].get("/api/scoring/agreement"))["agreement"] is None
    said(staff.act("ben", "lock", level=2))
    figures = said(staff["ana"].get("/api/scoring/agreement"))["agreement"]
    assert (figures["units"], figures["exact"], figures["within_one"]) == (1, 0.0, 1.0)
    assert figures["scorers"] == ["ana", "ben"]


def test_what_the_level_hangs_on_is_told_source_by_source(staff: Staff) -> None:
    staff.complete()
    told = said(staff["ana"].get("/api/scoring/doubts", params=WHERE))
    assert {each["without"] for each in told["variants"]} == {"source", "coder", "assisted"}
    assert told["level"] == staff.sheet("ana")["revealed"]["proposal"]["level"]
    assert sum(each["codings"] for each in told["steps"]) == 3
    assert told["last_added"]


def test_each_quote_says_where_it_stands_and_what_it_bears_on(staff: Staff) -> None:
    sheet = staff.sheet("ana")
    ids = {each["id"] for each in sheet["quotes"]}
    assert len(ids) == staff.row("ana")["evidence"] == 3
    passages = {each.id: each for each in staff.project.store.passages(case="Arden")}
    for each in sheet["quotes"]:
        passage = passages[each["passage"]]
        assert (each["ordinal"], each["source"]) == (passage.ordinal, passage.source_id)
        assert each["quote"] in passage.text
    items = [item for level in sheet["levels"] for item in level["items"]] + sheet["gates"]
    assert set().union(*(item["for"] for item in items)) <= ids
    assert sheet["held"] == {"codings": 0, "passages": 0}


def test_without_accounts_one_scores_settles_and_signs_alone(made: Path, tmp_path: Path) -> None:
    with scoring(made.with_name("template"), tmp_path / "solo") as project:
        code_passage(project, 0)
        with solo_client(project) as nora:
            sheet = said(nora.get("/api/scoring/unit", params=WHERE))
            assert sheet["needed"] == 1
            body = {name: sheet[name] for name in ("rubric", "evidence", "seen")} | WHERE
            given = body | {"level": 3, "confidence": SURE, "key": "the first key"}
            shown = said(nora.post("/api/scoring/lock", json=given | {"reason": "so"}))
            assert (shown["stage"], shown["alone"]) == ("alone", True)
            given |= {"key": "another key", "seen": shown["seen"]}
            assert said(nora.post("/api/scoring/sign", json=given))["stage"] == "signed"
            assert standing_of(project, Unit("Arden", "awareness")).level == 3
