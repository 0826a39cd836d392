from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from store_samples import a_decision, a_source, save

from qes.errors import BadDecision, NotFound, StoreError
from qes.model import Adjudication, Decision, Span, Verdict
from qes.store import Store


def test_events_are_numbered_dated_and_chained_by_hash(store: Store) -> None:
    first = store.append("ana", "note", {"text": "é😀\u0000", "list": [1, None, 0.5]})
    second = store.append("ben", "note", {})
    assert (first.seq, second.seq) == (1, 2)
    assert first.previous == "0" * 64
    assert second.previous == first.hash
    assert datetime.fromisoformat(first.at).tzinfo == UTC
    assert first.at.endswith("Z")
    assert list(store.events()) == [first, second]
    assert store.check() == []


def test_a_hash_can_be_computed_by_anyone_from_what_the_event_says(store: Store) -> None:
    event = [store.append("Ana Ü.", "note", {"b": 1, "a": {"z": "é", "y": []}}) for _ in range(2)][1]
    content = [event.seq, event.id, event.at, event.author, event.kind, event.body]
    told = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert event.hash == hashlib.sha256((event.previous + told).encode()).hexdigest()


def test_events_are_read_by_kind_and_from_a_position(store: Store) -> None:
    appended = store.append_all("ana", [("odd" if number % 2 else "even", {"n": number}) for number in range(2500)])
    assert list(store.events()) == appended
    assert list(store.events(kind="odd")) == appended[1::2]
    assert list(store.events(after=2498)) == appended[-2:]
    assert store.append_all("ana", []) == []


def test_events_may_be_appended_while_others_are_being_read(store: Store) -> None:
    store.append_all("ana", [("note", {})] * 3)
    reading = store.events()
    next(reading)
    store.append("ben", "note", {})
    assert len(list(reading)) >= 2


def test_a_time_that_is_given_is_kept(store: Store) -> None:
    assert store.append("ana", "note", {}, at="2024-05-17T10:00:00.000000Z").at == "2024-05-17T10:00:00.000000Z"


@pytest.mark.parametrize("kind", ["decision", "adjudication", "undo", "carry"])
def test_kinds_with_a_method_of_their_own_are_not_appended_by_hand(store: Store, kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        store.append("ana", kind, {})


def test_what_json_cannot_hold_is_refused_and_leaves_no_gap(store: Store) -> None:
    with pytest.raises(ValueError, match="JSON"):
        store.append_all("ana", [("note", {}), ("note", {"n": float("nan")})])
    with pytest.raises(StoreError, match="broken character"):
        store.append("ana", "note", {"text": "\ud800"})
    assert store.append("ana", "note", {}).seq == 1


def test_decisions_come_back_with_an_id_and_a_time_in_the_order_taken(store: Store) -> None:
    first, second, third = save(store, a_source())
    nothing = Decision(third.id, "ana", Verdict.NOTHING, "demo@1", memo="Nothing here.", blind=True)
    replaced = Decision(second.id, "ben", Verdict.REPLACED, "demo@1", code="a", replacement="b", suggestion_id="s")
    full = a_decision(first, span=first.span, attributes={"polarity": "supports"}, at="2024-01-01T00:00:00Z")
    taken = store.decide([full, nothing, replaced])
    assert store.decisions() == taken
    assert taken[0].at == "2024-01-01T00:00:00Z"
    assert [replace(each, id="", at="") for each in taken[1:]] == [nothing, replaced]
    assert [event.id for event in store.events(kind="decision")] == [each.id for each in taken]
    assert store.decisions(coder="ben") == [taken[2]]
    assert store.decisions(passage_ids=[third.id, first.id]) == taken[:2]
    assert store.decisions(passage_ids=[]) == []
    assert store.decide([]) == []


def test_adjudications_come_back_as_they_were_settled(store: Store) -> None:
    passage = save(store, a_source())[0]
    settled = Adjudication(passage.id, "learning", "lead", False, "Only a plan.", "demo@1", passage.span, {"a": "b"})
    [kept] = store.adjudicate([settled])
    assert replace(kept, id="", at="") == settled
    assert store.adjudications() == [kept]
    store.undo(kept.id, "lead")
    assert store.adjudications() == []
    assert store.adjudications(live=False) == [kept]


def test_decisions_are_taken_all_or_none(store: Store) -> None:
    passage = save(store, a_source())[0]
    with pytest.raises(NotFound, match="no passage 'x'"):
        store.decide([a_decision(passage), replace(a_decision(passage), passage_id="x")])
    with pytest.raises(BadDecision, match="ends before"):
        store.decide([a_decision(passage), a_decision(passage, span=Span(0, 10_000))])
    with pytest.raises(NotFound):
        store.adjudicate([Adjudication("x", "learning", "lead", True, "", "demo@1")])
    assert store.decisions(live=False) == []
    assert {event.kind for event in store.events()} == {"ingested"}


def test_an_undone_decision_is_kept_but_no_longer_stands(store: Store) -> None:
    [decision] = store.decide([a_decision(save(store, a_source())[0])])
    event = store.undo(decision.id, "ben", "A slip.")
    assert (event.kind, event.author, event.body) == ("undo", "ben", {"target": decision.id, "reason": "A slip."})
    assert store.decisions() == []
    assert store.decisions(live=False) == [decision]
    assert store.check() == []


def test_undoing_the_undo_brings_a_decision_back_however_often(store: Store) -> None:
    [decision] = store.decide([a_decision(save(store, a_source())[0])])
    last = decision.id
    for turn in range(1, 6):
        last = store.undo(last, "ana").id
        assert (store.decisions() == [decision]) == (turn % 2 == 0)
        assert store.check() == []


def test_what_is_undone_already_or_unknown_cannot_be_undone(store: Store) -> None:
    [decision] = store.decide([a_decision(save(store, a_source())[0])])
    store.undo(decision.id, "ana")
    with pytest.raises(BadDecision, match="undone already"):
        store.undo(decision.id, "ana")
    with pytest.raises(NotFound, match="no event 'x'"):
        store.undo("x", "ana")


def test_any_event_may_be_undone(store: Store) -> None:
    note = store.append("ana", "sign-off", {})
    store.undo(note.id, "ana")
    with pytest.raises(BadDecision):
        store.undo(note.id, "ana")
    assert store.check() == []


def test_a_decision_is_carried_to_the_new_revision_and_back_when_that_is_undone(store: Store) -> None:
    old = save(store, a_source())[0]
    [decision] = store.decide([a_decision(old, span=old.span)])
    new = save(store, a_source(paragraphs=("Preface.", old.text)))[1]
    event = store.carry(decision.id, new.id, new.span, "qes", "the quote is found again")
    assert store.decisions() == [replace(decision, passage_id=new.id, span=new.span)]
    assert store.decisions(passage_ids=[old.id]) == []
    again = store.carry(decision.id, new.id, None, "qes", "the whole of it")
    assert store.decisions() == [replace(decision, passage_id=new.id, span=None)]
    store.undo(again.id, "ana")
    assert store.decisions() == [replace(decision, passage_id=new.id, span=new.span)]
    store.undo(event.id, "ana")
    assert store.decisions() == [decision]
    assert store.check() == []


def test_only_what_stands_can_be_carried_and_only_to_what_is_there(store: Store) -> None:
    passage = save(store, a_source())[0]
    gone, here = store.decide([a_decision(passage), a_decision(passage)])
    undo = store.undo(gone.id, "ana")
    with pytest.raises(BadDecision, match="is undone"):
        store.carry(gone.id, passage.id, None, "qes", "")
    with pytest.raises(BadDecision, match="cannot be carried"):
        store.carry(undo.id, passage.id, None, "qes", "")
    with pytest.raises(NotFound):
        store.carry("x", passage.id, None, "qes", "")
    with pytest.raises(NotFound):
        store.carry(here.id, "x", None, "qes", "")
    with pytest.raises(BadDecision, match="ends before"):
        store.carry(here.id, passage.id, Span(0, 10_000), "qes", "")
    assert store.check() == []


def test_thousands_of_decisions_go_in_and_out_at_once(store: Store) -> None:
    passages = save(store, a_source())
    taken = store.decide([a_decision(passages[number % 3], code=f"c{number}") for number in range(5_000)])
    assert store.decisions() == taken
