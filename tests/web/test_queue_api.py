"""The queue as programs see it: cards, answers, undo, and many at once."""

from __future__ import annotations

import threading
from typing import Any

from fastapi.testclient import TestClient

from qes.model import Assignment, Example, ExampleKind, Maker, Reason, Role, Suggestion
from qes.pipeline.assignments import assign
from qes.pipeline.review import codable
from qes.project import Project
from qes.web.answers import Json
from review_project import BOOK, PROPOSED
from workbench import NAMES, Team

CODE = "awareness/scanning"


def cards(client: TestClient, **query: object) -> list[dict[str, Any]]:
    """What comes next."""
    found = client.get("/api/queue", params={"most": 20, **query})
    assert found.status_code == 200, found.text
    answer: list[dict[str, Any]] = found.json()["cards"]
    return answer


def decide(client: TestClient, key: str, *answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as one step."""
    said = client.post("/api/decisions", json={"key": key, "answers": list(answers)})
    assert said.status_code == 200, said.text
    answer: dict[str, Any] = said.json()
    return answer


def test_a_card_quotes_its_source_and_stands_between_its_neighbours(client: TestClient, prepared: Project) -> None:
    for card in cards(client, order="document"):
        passage = card["passage"]
        text = prepared.store.source(passage["source"]).text
        assert text[slice(*passage["span"])] == passage["text"]
        around = [*card["before"], passage, *card["after"]]
        assert [each["ordinal"] for each in around] == sorted(each["ordinal"] for each in around)
        for each in around:
            assert text[slice(*each["span"])] == each["text"]


def test_proposals_come_with_their_passage_most_likely_first(client: TestClient) -> None:
    (first, *_) = cards(client)
    assert [each["code"] for each in first["suggestions"]] == [code for place, code, _ in PROPOSED if not place]


def test_answers_are_in_the_log_before_they_are_acknowledged(client: TestClient, prepared: Project) -> None:
    (first, *_) = cards(client)
    start, _ = first["passage"]["span"]
    (suggestion, *_) = first["suggestions"]
    said = decide(
        client,
        "key-0001",
        {
            "passage": first["passage"]["id"],
            "verdict": "accept",
            "code": suggestion["code"],
            "suggestion": suggestion["id"],
            "span": [start, start + 5],
            "attributes": {"polarity": "supports"},
            "memo": "Kein Zweifel 😀",
        },
    )
    (logged,) = prepared.store.decisions()
    (told,) = said["decisions"]
    assert (logged.id, logged.coder, logged.memo, dict(logged.attributes)) == (
        told["id"],
        "nora",
        "Kein Zweifel 😀",
        {"polarity": "supports"},
    )
    assert logged.span is not None
    assert (logged.span.start, logged.span.end) == (start, start + 5)
    here = first["passage"]["id"]
    assert here in [each["passage"]["id"] for each in cards(client)]  # one of two proposals is still open
    decide(client, "key-0002", {"passage": here, "verdict": "nothing"})
    assert here not in [each["passage"]["id"] for each in cards(client)]


def test_the_same_step_sent_by_many_threads_at_once_counts_once(client: TestClient, prepared: Project) -> None:
    (first, *_) = cards(client)
    answer = {"passage": first["passage"]["id"], "verdict": "accept", "code": CODE}
    said: list[dict[str, Any]] = []
    threads = [threading.Thread(target=lambda: said.append(decide(client, "key-0001", answer))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(prepared.store.decisions()) == 1
    assert len({each["decisions"][0]["id"] for each in said}) == 1


def test_wrong_answers_are_refused_whole_with_what_is_wrong(client: TestClient, prepared: Project) -> None:
    (first, *_) = cards(client)
    here = first["passage"]["id"]
    good = {"passage": here, "verdict": "accept", "code": CODE}
    wrong: tuple[tuple[dict[str, Any], int, str], ...] = (
        ({"passage": "nowhere", "verdict": "accept", "code": CODE}, 404, "nowhere"),
        ({"passage": here, "verdict": "accept", "code": "no/such"}, 422, "no/such"),
        ({"passage": here, "verdict": "accept"}, 422, "code"),
        ({"passage": here, "verdict": "replace", "code": CODE}, 422, "replacement"),
        ({"passage": here, "verdict": "accept", "code": CODE, "span": [9, 3]}, 422, "span"),
        ({"passage": here, "verdict": "accept", "code": CODE, "span": [10**7, 10**7 + 3]}, 422, "quote"),
        ({"passage": here, "verdict": "accept", "code": CODE, "attributes": {"polarity": "loud"}}, 422, "polarity"),
        ({"passage": here, "verdict": "perhaps", "code": CODE}, 422, "verdict"),
        ({"passage": here, "verdict": "accept", "code": CODE, "coder": "somebody else"}, 422, "coder"),
    )
    for number, (answer, status, word) in enumerate(wrong):
        said = client.post("/api/decisions", json={"key": f"key-{number:04}", "answers": [good, answer]})
        assert said.status_code == status, answer
        assert word in said.json()["error"]
        assert said.json()["hint"]
    assert not prepared.store.decisions()


def test_undo_and_redo_bring_the_passage_back_as_it_was(client: TestClient) -> None:
    (first, *_) = cards(client)
    here = first["passage"]["id"]
    decide(client, "key-0001", {"passage": here, "verdict": "accept", "code": CODE})
    undone = client.post("/api/undo", json={"key": "key-0002"}).json()
    assert (undone["events"], undone["card"]["passage"]["id"], undone["card"]["mine"]) == (1, here, [])
    redone = client.post("/api/redo", json={"key": "key-0003"}).json()
    assert [each["code"] for each in redone["card"]["mine"]] == [CODE]
    assert client.post("/api/redo", json={"key": "key-0004"}).json()["events"] == 0


def test_a_skipped_passage_comes_last(client: TestClient) -> None:
    before = [each["passage"]["id"] for each in cards(client)]
    client.post("/api/skips", json={"key": "key-0001", "passage": before[0]})
    assert [each["passage"]["id"] for each in cards(client)] == [*before[1:], before[0]]


def test_many_at_once_are_shown_taken_and_undone_as_one(client: TestClient, prepared: Project) -> None:
    shown = client.post("/api/bulk/preview", json={"code": CODE, "least": 0.5}).json()
    assert shown["count"] == len(shown["rows"]) == 1
    body = {"key": "key-0001", "suggestions": [each["suggestion"] for each in shown["rows"]], "verdict": "reject"}
    assert client.post("/api/bulk", json=body).json() == {"decisions": 1}
    assert client.post("/api/bulk/preview", json={"code": CODE}).json()["count"] == 0
    assert client.post("/api/undo", json={"key": "key-0002"}).json()["events"] == 1
    assert not prepared.store.decisions()


def test_two_people_at_one_passage_do_not_touch_each_other(team: Team) -> None:
    with team.client(Role.RESEARCHER) as rosa, team.client(Role.REVIEWER) as rafi:
        (first, *_) = cards(rosa)
        here = first["passage"]["id"]
        decide(rosa, "key-0001", {"passage": here, "verdict": "accept", "code": CODE})
        decide(rafi, "key-0001", {"passage": here, "verdict": "reject", "code": CODE})
        assert [each["coder"] for each in rosa.get(f"/api/cards/{here}").json()["mine"]] == [NAMES[Role.RESEARCHER]]
        assert rosa.post("/api/undo", json={"key": "key-0002"}).json()["events"] == 1
    assert [each.coder for each in team.project.store.decisions()] == [NAMES[Role.REVIEWER]]


def test_what_is_coded_blind_tells_neither_proposals_nor_what_others_gave(team: Team) -> None:
    project = team.project
    sources = tuple(source.id for source in project.store.sources())
    assign(project, Assignment(coder="Rosa", author="Lea", sources=sources, share=1.0, blind=True))
    with team.client(Role.RESEARCHER) as rosa, team.client(Role.LEAD) as lea:
        for card in cards(lea):
            decide(
                lea,
                f"key-{card['passage']['id']}",
                {"passage": card["passage"]["id"], "verdict": "accept", "code": CODE},
            )
        seen = cards(rosa)
        assert seen
        assert all(card["blind"] and not card["suggestions"] and not card["mine"] for card in seen)
        assert CODE not in rosa.get("/api/queue", params={"most": 20}).text
        assert not cards(rosa, code=CODE)


def test_proposals_are_not_explained_by_passages_that_are_still_to_be_coded_unaided(team: Team) -> None:
    secret, *_, shown = codable(team.project)
    given = Reason(examples=(Example(ExampleKind.ACCEPTED, secret.text, 0.9, secret.id),))
    maker = Maker("similarity", "none", BOOK, "")
    team.project.store.replace_suggestions("similarity", [Suggestion("x", shown.id, CODE, 0.9, maker, given)])
    sources = (secret.source_id, shown.source_id)
    assign(team.project, Assignment(NAMES[Role.RESEARCHER], "Lea", sources[:1], blind=True))
    assign(team.project, Assignment(NAMES[Role.RESEARCHER], "Lea", sources[1:]))

    def told(client: TestClient) -> list[dict[str, Any]]:
        (on_card,) = client.get(f"/api/cards/{shown.id}").json()["suggestions"]
        query = {"first": shown.ordinal, "most": 1, "proposals": True}
        (read,) = client.get(f"/api/reader/{shown.source_id}/passages", params=query).json()
        assert [each["examples"] for each in read["proposals"]] == [on_card["examples"]]
        return list(on_card["examples"])

    with team.client(Role.RESEARCHER) as rosa:
        assert told(rosa) == []
        decide(rosa, "key-00001", {"passage": secret.id, "verdict": "nothing"})
        assert [each["text"] for each in told(rosa)] == [secret.text]


def test_an_answer_sent_again_is_told_as_saved_although_it_would_not_be_allowed_any_more(team: Team) -> None:
    passage = codable(team.project)[0]
    answer = {"passage": passage.id, "verdict": "accept", "code": CODE, "suggestion": f"s0{CODE}"}
    act = {"key": "key-00001", "answers": [answer]}
    with team.client(Role.RESEARCHER) as rosa:
        first = rosa.post("/api/decisions", json=act)
        assign(team.project, Assignment(NAMES[Role.RESEARCHER], "Lea", blind=True))
        again = rosa.post("/api/decisions", json=act)
        fresh = rosa.post("/api/decisions", json=act | {"key": "key-00002"})
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert fresh.status_code == 422
    assert len(team.project.store.decisions()) == 1


def test_an_answer_can_name_what_is_half_a_character() -> None:
    assert Json({"path": "Arden/caf\udce9.txt"}).body == rb'{"path":"Arden/caf\udce9.txt"}'
