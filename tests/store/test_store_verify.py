"""Whoever changes the database behind the store's back is found out, and the place is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from store_samples import Place, a_decision, a_source, save, tamper

from qes.model import Adjudication
from qes.store import Store, open_store


@pytest.fixture
def full(store: Store) -> Store:
    """A store with a bit of everything.

    1 ingested, 2 and 3 decisions, 4 adjudication, 5 note, 6 undo of 3, 7 carry of 2, 8 note.
    """
    passages = save(store, a_source())
    first, second = store.decide([a_decision(passages[0], span=passages[0].span), a_decision(passages[1])])
    store.adjudicate([Adjudication(passages[2].id, "learning", "lead", True, "Yes.", "demo@1")])
    store.append("ana", "note", {"text": "remember"})
    store.undo(second.id, "ana", "a slip")
    store.carry(first.id, passages[2].id, None, "qes", "moved")
    store.append("ana", "note", {"text": "last"})
    assert store.check() == []
    return store


def places(store: Store) -> list[str]:
    return [problem.where for problem in store.check()]


@pytest.mark.parametrize("column", ["at", "author", "kind", "body", "id"])
@pytest.mark.parametrize("seq", [2, 5, 8])
def test_a_changed_event_is_found_at_its_place(full: Store, column: str, seq: int) -> None:
    old = list(full.events())[seq - 1]
    value = json.dumps(dict(old.body)) if column == "body" else getattr(old, column)
    changed = value[:-2] + ("x" if value[-2] != "x" else "y") + value[-1]
    assert tamper(full.url, f'UPDATE events SET "{column}" = :value WHERE seq = :seq', value=changed, seq=seq) == 1
    found = full.check()
    assert found
    assert any(f"event {seq} " in problem.where and "changed after" in problem.what for problem in found)


def test_a_single_space_added_to_a_body_is_found(full: Store) -> None:
    tamper(full.url, "UPDATE events SET body = replace(body, ':', ': ') WHERE seq = 5")
    [problem] = full.check()
    assert "event 5 (note " in problem.where


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"target": [], "passage_id": [], "span": 7}', '{"span": [1]}'])
@pytest.mark.parametrize("seq", [2, 6, 7])
def test_a_body_of_another_shape_is_found_and_does_not_stop_the_check(full: Store, body: str, seq: int) -> None:
    tamper(full.url, "UPDATE events SET body = :body WHERE seq = :seq", body=body, seq=seq)
    assert any(f"event {seq} " in problem.where and "changed after" in problem.what for problem in full.check())


def test_a_column_of_another_type_is_found_and_does_not_stop_the_check(sqlite_store: Store) -> None:
    sqlite_store.append("ana", "note", {})
    tamper(sqlite_store.url, "UPDATE events SET author = x'00ff'")
    tamper(sqlite_store.url, "INSERT INTO vectors VALUES ('e', 'h', 3, x'00')")
    assert len(sqlite_store.check()) == 2


def test_an_event_taken_out_of_the_middle_is_found(full: Store) -> None:
    tamper(full.url, "DELETE FROM events WHERE seq = 5")
    found = full.check()
    assert any("events are missing" in problem.what and "event 6 " in problem.where for problem in found)


def test_events_cut_off_the_end_are_found(full: Store) -> None:
    tamper(full.url, "DELETE FROM events WHERE seq >= 7")
    assert {"event 7", "event 8"} <= set(places(full))


def test_an_event_with_a_recomputed_hash_still_breaks_the_chain_after_it(full: Store) -> None:
    tamper(full.url, "UPDATE events SET hash = :hash WHERE seq = 5", hash="a" * 64)
    found = full.check()
    assert any("event 6 " in problem.where and "link" in problem.what for problem in found)


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        ("UPDATE standing SET live = NOT live WHERE seq = 2", 2),
        ("UPDATE standing SET live = NOT live WHERE seq = 3", 3),
        ("UPDATE standing SET start = 1, stop = 2 WHERE seq = 4", 4),
        ("UPDATE standing SET passage_id = (SELECT max(id) FROM passages WHERE id <> passage_id) WHERE seq = 2", 2),
        ("UPDATE standing SET target = 2 WHERE seq = 6", 6),
        ("DELETE FROM standing WHERE seq = 4", 4),
    ],
)
def test_a_changed_state_is_found_to_differ_from_the_log(full: Store, change: str, seq: int) -> None:
    assert tamper(full.url, change) == 1
    [problem] = full.check()
    assert f"event {seq} (" in problem.where


def test_a_state_that_no_event_accounts_for_is_found(full: Store) -> None:
    tamper(full.url, "INSERT INTO standing (seq, live) VALUES (99, true)")
    assert "event 99" in places(full)


def test_a_changed_text_is_found_and_so_are_the_passages_cut_from_the_change(full: Store) -> None:
    tamper(full.url, "UPDATE revisions SET text = replace(text, 'May', 'Mai')")
    assert [where.split(" (")[0].split(" ")[0] for where in places(full)] == ["interviews/a.txt,", "interviews/a.txt,"]
    assert [problem.what.split(":")[0] for problem in full.check()] == [
        "the stored text was changed",
        "does not read as the stored text does",
    ]


def test_a_changed_passage_is_found(full: Store) -> None:
    tamper(full.url, "UPDATE passages SET text = replace(text, 'asked', 'liked')")
    [problem] = full.check()
    assert problem.where.startswith("interviews/a.txt, passage ")
    assert "characters 59-75" in problem.where


def test_a_span_beyond_its_text_is_found(full: Store) -> None:
    tamper(full.url, "UPDATE standing SET start = 5, stop = 5000 WHERE seq = 2")
    assert any("do not lie within" in problem.what for problem in full.check())


def test_blocks_that_cannot_be_read_are_found(full: Store) -> None:
    tamper(full.url, "UPDATE sources SET blocks = 'x'")
    [problem] = full.check()
    assert problem.where == "source interviews/a.txt"


@pytest.mark.parametrize("table", ["revisions", "passages", "events"])
def test_one_byte_changed_in_the_file_itself_is_found(sqlite_place: Place, table: str) -> None:
    url = sqlite_place()
    marker = {"revisions": "We moved", "passages": "We moved", "events": "remember"}[table]
    with open_store(url) as store:
        save(store, a_source())
        store.append("ana", "note", {"text": "remember"})
    file = Path(url.removeprefix("sqlite:///"))
    data = bytearray(file.read_bytes())
    at = data.find(marker.encode()) if table == "passages" else data.rfind(marker.encode())
    data[at] = 0xFF  # which is no UTF-8 either
    file.write_bytes(data)
    with open_store(url) as store:
        assert store.check()


def test_a_damaged_page_of_the_file_is_found_and_does_not_stop_the_check(sqlite_place: Place) -> None:
    url = sqlite_place()
    with open_store(url) as store:
        save(store, a_source(paragraphs=[f"Paragraph {number}" for number in range(500)]))
        store.append("ana", "note", {})
    file = Path(url.removeprefix("sqlite:///"))
    data = bytearray(file.read_bytes())
    at = data.find(b"Paragraph 400")
    page = at // 4096 * 4096
    data[page : page + 4096] = b"\xee" * 4096
    file.write_bytes(data)
    with open_store(url) as store:
        found = store.check()
    assert any(problem.where == "database file" or "malformed" in problem.what for problem in found)
