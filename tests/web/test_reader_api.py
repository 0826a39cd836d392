"""The reader as programs see it: the shelf, a source at a glance, its passages, and what is kept from whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qes.model import Adjudication, Assignment, Decision, Passage, Role, Span, Verdict
from qes.pipeline.adjudication import settle
from qes.pipeline.assignments import assign
from qes.pipeline.ledger import Ledger
from qes.pipeline.reading import find
from qes.pipeline.review import codable
from qes.project import Project
from review_project import BOOK, PROPOSED, accept, ready
from workbench import NAMES, Team, solo_client

SCANNING, OTHER = "awareness/scanning", "priorities/reallocation"


def ask(client: TestClient, path: str = "", **query: object) -> Any:
    """What the reader says."""
    said = client.get(f"/api/reader{path}", params=query)
    assert said.status_code == 200, said.text
    return said.json()


def seen(client: TestClient, passage: Passage, **query: object) -> dict[str, Any]:
    """One passage as somebody sees it."""
    (found,) = ask(client, f"/{passage.source_id}/passages", first=passage.ordinal, most=1, **query)
    assert isinstance(found, dict)
    return found


def marks(client: TestClient, source: str) -> list[list[Any]]:
    """The stripes of a source at a glance, with their code's name."""
    glance = ask(client, f"/{source}")["glance"]
    return [[*row[:3], glance["codes"][row[3]], *row[4:]] for row in glance["marks"]]


@pytest.fixture
def passages(prepared: Project) -> list[Passage]:
    return codable(prepared)


def test_the_shelf_tells_how_far_each_source_is_read(
    client: TestClient, prepared: Project, passages: list[Passage]
) -> None:
    first, second = passages[:2]
    assert first.source_id == second.source_id
    prepared.store.decide([accept(first, SCANNING), accept(second, SCANNING, "ines"), accept(second, OTHER, "ines")])
    shelf = {each["id"]: each for each in ask(client)}
    assert set(shelf) == {each.id for each in prepared.store.sources()}
    volume = shelf[first.source_id]
    expected = sum(each.source_id == first.source_id for each in passages)
    assert (volume["passages"], volume["mine"], volume["anybody"], volume["codings"]) == (expected, 1, 2, 3)
    assert volume["cases"] == ["Arden"]
    assert all(each["mine"] == 0 for each in shelf.values() if each is not volume)


def test_a_glance_has_a_column_entry_for_every_passage_also_those_that_are_not_coded(
    client: TestClient, prepared: Project
) -> None:
    for source in prepared.store.sources():
        glance = ask(client, f"/{source.id}")["glance"]
        stored = [each for each in prepared.store.passages() if each.source_id == source.id]
        assert glance["ids"] == [each.id for each in stored]
        assert glance["sizes"] == [len(each.text) for each in stored]
        assert [state == "-" for state in glance["states"]] == [not each.codable for each in stored]


def test_passages_come_a_stretch_at_a_time_and_quote_their_source(client: TestClient, prepared: Project) -> None:
    source = prepared.store.sources()[0]
    whole = ask(client, f"/{source.id}/passages", most=200)
    assert [each["ordinal"] for each in whole] == list(range(len(whole)))
    parts = [ask(client, f"/{source.id}/passages", first=first, most=2) for first in range(0, len(whole), 2)]
    assert [each for part in parts for each in part] == whole
    assert ask(client, f"/{source.id}/passages", first=len(whole)) == []
    for each in whole:
        assert source.text[slice(*each["span"])] == each["text"]


def test_stripes_name_everybody_and_what_each_of_them_gave(
    client: TestClient, prepared: Project, passages: list[Passage]
) -> None:
    passage = passages[0]
    start = passage.span.start
    mine = replace(
        accept(passage, SCANNING), span=Span(start, start + 10), memo="early", attributes={"polarity": "supports"}
    )
    theirs = replace(accept(passage, SCANNING, "ines"), span=Span(start + 5, start + 20))
    prepared.store.decide([mine, theirs])
    (stripe,) = seen(client, passage)["stripes"]
    assert (stripe["code"], stripe["status"], stripe["coders"]) == (SCANNING, "agreed", ["ines", "nora"])
    assert stripe["span"] == [start, start + 20]
    given = {each["coder"]: each for each in stripe["marks"]}
    assert (given["nora"]["span"], given["nora"]["memo"]) == ([start, start + 10], "early")
    assert given["nora"]["attributes"] == {"polarity": "supports"}
    assert given["ines"]["span"] == [start + 5, start + 20]
    assert marks(client, passage.source_id) == [
        [passage.ordinal, start, start + 20, SCANNING, "agreed", ["ines", "nora"]]
    ]


def test_what_was_settled_not_to_apply_stays_in_sight_of_who_gave_it(
    client: TestClient, prepared: Project, passages: list[Passage]
) -> None:
    passage = passages[0]
    prepared.store.decide([accept(passage, SCANNING), Decision(passage.id, "ines", Verdict.NOTHING, BOOK)])
    (stripe,) = seen(client, passage)["stripes"]
    assert stripe["status"] == "disputed"
    settle(prepared, Adjudication(passage.id, SCANNING, "lea", False, "Only a wish.", BOOK), None)
    (stripe,) = seen(client, passage)["stripes"]
    assert (stripe["status"], stripe["coders"]) == ("denied", ["nora"])
    assert (stripe["settled"]["author"], stripe["settled"]["reason"]) == ("lea", "Only a wish.")
    assert marks(client, passage.source_id)[0][3:] == [SCANNING, "denied", ["nora"]]


def test_codes_of_others_on_an_assigned_passage_show_once_it_is_decided_about(
    team: Team, prepared: Project, passages: list[Passage]
) -> None:
    passage, rosa = passages[0], NAMES[Role.RESEARCHER]
    prepared.store.decide([accept(passage, SCANNING, "ines")])
    assign(prepared, Assignment(rosa, "Lea", (passage.source_id,)))
    with team.client(Role.RESEARCHER) as client:
        before = seen(client, passage, proposals=True)
        assert (before["hidden"], before["stripes"]) == (True, [])
        assert before["proposals"], "what is assigned is not coded blind, so proposals may be seen"
        outline = ask(client, f"/{passage.source_id}")
        assert outline["glance"]["states"][passage.ordinal] == "!"
        assert outline["glance"]["marks"] == outline["glance"]["codes"] == []
        assert outline["source"]["codings"] == 0
        said = client.post(
            "/api/decisions", json={"key": "reader-01", "answers": [{"passage": passage.id, "verdict": "nothing"}]}
        )
        assert said.status_code == 200, said.text
        after = seen(client, passage)
        assert (after["hidden"], [each["coders"] for each in after["stripes"]]) == (False, [["ines"]])
        assert client.post("/api/undo", json={"key": "reader-02"}).status_code == 200
        assert seen(client, passage)["hidden"]


def test_nothing_of_others_and_no_proposal_shows_on_a_passage_coded_blind(
    team: Team, prepared: Project, passages: list[Passage]
) -> None:
    passage = passages[0]
    assert not PROPOSED[0][0], "the first passage has proposals"
    prepared.store.decide([accept(passage, SCANNING, "ines")])
    assign(prepared, Assignment(NAMES[Role.RESEARCHER], "Lea", (passage.source_id,), blind=True))
    with team.client(Role.RESEARCHER) as client:
        before = seen(client, passage, proposals=True)
        assert (before["hidden"], before["stripes"], before["proposals"]) == (True, [], [])
        client.post(
            "/api/decisions", json={"key": "reader-01", "answers": [{"passage": passage.id, "verdict": "nothing"}]}
        )
        after = seen(client, passage, proposals=True)
        assert (after["hidden"], len(after["stripes"]), after["proposals"]) == (False, 1, [])


def test_what_everybody_codes_blind_is_hidden_from_whoever_may_code_it_and_from_nobody_else(folder: Any) -> None:
    with ready(folder, blind_share=1.0) as project:
        passage = codable(project)[0]
        project.store.decide([accept(passage, SCANNING, "ines")])
        with solo_client(project, "ines") as client:
            assert len(seen(client, passage)["stripes"]) == 1
        with solo_client(project) as client:
            assert seen(client, passage)["stripes"] == []
            assert ask(client)[0]["codings"] == 0
        with Team(project).client(Role.VIEWER) as client:
            assert len(seen(client, passage)["stripes"]) == 1


def test_proposals_come_when_asked_for_and_go_when_they_are_answered(
    client: TestClient, passages: list[Passage]
) -> None:
    passage = passages[0]
    assert seen(client, passage)["proposals"] == []
    proposed = seen(client, passage, proposals=True)["proposals"]
    assert [each["code"] for each in proposed] == [code for place, code, _ in PROPOSED if not place]
    answer = {"passage": passage.id, "verdict": "reject", "code": proposed[0]["code"], "suggestion": proposed[0]["id"]}
    assert client.post("/api/decisions", json={"key": "reader-01", "answers": [answer]}).status_code == 200
    assert [each["id"] for each in seen(client, passage, proposals=True)["proposals"]] == [proposed[1]["id"]]


def test_words_over_several_passages_are_one_step_that_one_undo_takes_back(
    client: TestClient, passages: list[Passage]
) -> None:
    first, second = passages[:2]
    answers = [
        {"passage": first.id, "verdict": "accept", "code": SCANNING, "span": [first.span.end - 9, first.span.end]},
        {
            "passage": second.id,
            "verdict": "accept",
            "code": SCANNING,
            "span": [second.span.start, second.span.start + 9],
        },
    ]
    assert client.post("/api/decisions", json={"key": "reader-01", "answers": answers}).status_code == 200
    assert [row[:3] for row in marks(client, first.source_id)] == [
        [first.ordinal, first.span.end - 9, first.span.end],
        [second.ordinal, second.span.start, second.span.start + 9],
    ]
    said = client.post("/api/undo", json={"key": "reader-02"}).json()
    assert said["passages"] == [first.id, second.id]
    assert marks(client, first.source_id) == []


def test_words_are_found_whatever_their_capitals_spaces_and_marks(client: TestClient, prepared: Project) -> None:
    texts = {each.id: each.text for each in prepared.store.sources()}
    for source, text in texts.items():
        for typed in ("the  LIST", "dropped for that?", "two lowest streets", "(", "What became"):
            said = client.post(f"/api/reader/{source}/find", json={"text": typed}).json()
            read = [" ".join(text[slice(*span)].split()).casefold() for each in said for span in each["spans"]]
            wanted = " ".join(typed.split()).casefold()
            assert read == [wanted] * " ".join(text.split()).casefold().count(wanted)
        assert client.post(f"/api/reader/{source}/find", json={"text": "  "}).json() == []


def test_what_is_typed_is_never_taken_for_a_pattern(prepared: Project) -> None:
    ledger = Ledger(prepared)
    ledger.refresh()

    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(list(ledger.sources.values())), st.data())
    def law(source: Any, data: st.DataObject) -> None:
        passage = data.draw(st.sampled_from(ledger.of_source(source.id)))
        start = data.draw(st.integers(0, len(passage.text) - 1))
        words = passage.text[start : data.draw(st.integers(start + 1, len(passage.text)))]
        spans = [span for place in find(ledger, source.id, words.upper()) for span in place.spans]
        if wanted := words.strip():
            assert wanted in {span.of(source.text) for span in spans}
        strange = data.draw(st.text(max_size=12))
        assert all(span.of(source.text) for place in find(ledger, source.id, strange) for span in place.spans)

    law()


@pytest.mark.parametrize("path", ["", "/passages"])
def test_an_unknown_source_is_said_to_be_unknown(client: TestClient, path: str) -> None:
    said = client.get(f"/api/reader/nowhere{path}")
    assert (said.status_code, "nowhere" in said.json()["error"]) == (404, True)


def test_a_viewer_reads_and_changes_nothing(team: Team, prepared: Project, passages: list[Passage]) -> None:
    passage = passages[0]
    prepared.store.decide([accept(passage, SCANNING, "ines")])
    with team.client(Role.VIEWER) as client:
        assert seen(client, passage)["stripes"][0]["code"] == SCANNING
        assert client.post(f"/api/reader/{passage.source_id}/find", json={"text": "bus"}).status_code == 200
        answer = {"passage": passage.id, "verdict": "accept", "code": OTHER}
        assert client.post("/api/decisions", json={"key": "reader-01", "answers": [answer]}).status_code == 403
    with team.client() as stranger:
        assert stranger.get("/api/reader").status_code == 401
