"""Findings over HTTP: versions that never overwrite each other, and quotes that cannot be made up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from finding_steps import PATH, body, pointed, quoted, saved, without_blind

import finding_project as sample
from qes.project import Project
from workbench import solo_client

HOSTILE = "<img src=x onerror=alert(1)> ‮{{7*7}} =cmd()|' /C calc'!A0"


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return without_blind(tmp_path_factory.mktemp("findings"))


@pytest.fixture
def project(towns: Path, tmp_path: Path) -> Iterator[Project]:
    with sample.copied(towns, tmp_path) as found:
        yield found


@pytest.fixture
def nora(project: Project) -> Iterator[TestClient]:
    """A lead."""
    with solo_client(project) as client:
        yield client


def test_a_finding_is_saved_with_its_quotes_and_read_again(nora: TestClient) -> None:
    quotes = quoted(nora)
    made = saved(nora, citations=quotes)
    assert [each["quote"] for each in made["citations"]] == [each["quote"] for each in quotes]
    assert all(each["place"] and each["path"] and not each["lost"] for each in made["citations"])
    (row,) = nora.get(PATH).json()["findings"]
    assert (row["said"], row["supporting"], row["opposing"], row["author"]) == ("draft", len(quotes), 0, "nora")
    assert made["missing"] == ["nobody has searched for counter-evidence"]


def test_the_same_act_sent_twice_counts_once(nora: TestClient) -> None:
    assert saved(nora)["key"] == saved(nora)["key"]
    assert len(nora.get(PATH).json()["findings"]) == 1


def test_whoever_starts_from_an_older_version_is_told_and_overwrites_nothing(nora: TestClient) -> None:
    first = saved(nora)
    second = saved(nora, key="save-two", finding=first["key"], seen=first["id"], statement="It is so.")
    late = nora.post(PATH, json=body(key="save-three", finding=first["key"], seen=first["id"], statement="Not so."))
    assert late.status_code == 409
    assert nora.get(f"{PATH}/{first['key']}").json()["statement"] == "It is so."
    after = saved(nora, key="save-four", finding=first["key"], seen=second["id"], statement="Not so.", reason="Why")
    assert [each["statement"] for each in after["versions"]] == [sample.SENTENCE, "It is so.", "Not so."]
    assert after["versions"][-1]["reason"] == "Why"


def test_words_in_quotation_marks_must_stand_in_a_quote_that_is_cited(nora: TestClient) -> None:
    (quote, *_) = quoted(nora)
    said = " ".join(quote["quote"].split()[:4])
    for words, citations in ((f"They say “{said}”.", []), ("They say “we never look”.", [quote])):
        refused = nora.post(PATH, json=body(statement=words, citations=citations))
        assert refused.status_code == 400, words
        assert "no quote cited for it reads" in refused.json()["error"]
        tried = nora.post(f"{PATH}/try", json={"statement": words, "citations": [pointed(each) for each in citations]})
        assert "no quote cited for it reads" in tried.json()["quotation"]["error"]
    assert nora.get(PATH).json()["findings"] == []
    assert saved(nora, statement=f"They say “{said}”.", citations=[quote])["statement"].endswith("”.")


def test_a_quote_that_its_source_does_not_hold_is_refused(nora: TestClient) -> None:
    (quote, *_) = quoted(nora)
    wrong = (
        {**quote, "quote": quote["quote"].replace("Monday", "Friday")},
        {**quote, "span": [quote["span"][0] + 1, quote["span"][1]]},
        {**quote, "span": [9, 3]},
        {**quote, "passage": "no such passage"},
    )
    for each in wrong:
        answer = nora.post(PATH, json=body(citations=[each]))
        assert answer.status_code in (400, 404), each
        assert answer.json()["error"]
    assert nora.get(PATH).json()["findings"] == []


def test_a_draft_gets_its_words_back_and_a_proposal_that_nobody_has_to_take(nora: TestClient) -> None:
    (quote, *_) = quoted(nora)
    gone = {"passage": "gone", "span": [0, 4], "against": False, "coding": None}
    outside = {**pointed(quote), "span": [10**6, 10**6 + 4]}
    tried = nora.post(f"{PATH}/try", json={"citations": [pointed(quote), gone, outside]}).json()
    assert [each and each["quote"] for each in tried["citations"]] == [quote["quote"], None, None]
    assert tried["quotation"] is None
    assert tried["proposal"]["overall"]
    assert {each["component"] for each in tried["proposal"]["concerns"]} == {
        each["id"] for each in nora.get(PATH).json()["rules"]["components"]
    }
    assert nora.post(f"{PATH}/try", json={"citations": [gone]}).json()["proposal"] is None
    assert saved(nora, citations=[quote])["confidence"] is None


def test_confidence_is_the_persons_own_on_the_rubrics_scale(nora: TestClient) -> None:
    rules = nora.get(PATH).json()["rules"]
    concerns = [{"component": each["id"], "label": each["label"], "grade": "minor"} for each in rules["components"]]
    judged = {"overall": rules["scale"][1], "concerns": concerns, "explanation": "Few sources."}
    assert saved(nora, confidence=judged)["confidence"]["explanation"] == "Few sources."
    for wrong in ({**judged, "overall": "splendid"}, {**judged, "concerns": concerns[:1]}):
        assert nora.post(PATH, json=body(key="save-two", confidence=wrong)).status_code == 400
    broken = {**judged, "concerns": [{**concerns[0], "grade": "awful"}]}
    assert nora.post(PATH, json=body(key="save-two", confidence=broken)).status_code == 422


def test_hostile_text_is_kept_as_text(nora: TestClient) -> None:
    made = saved(nora, statement=HOSTILE, reason=HOSTILE)
    assert nora.get(f"{PATH}/{made['key']}").json()["statement"] == HOSTILE
    assert nora.get(PATH).headers["content-type"].startswith("application/json")
    for bad in (
        {"statement": "x" * 20_001},
        {"cases": ["<b>"]},
        {"capability": "../x"},
        {"more": 1},
        {"statement": ""},
    ):
        assert nora.post(PATH, json=body(key="save-two", **bad)).status_code in (400, 422), bad
