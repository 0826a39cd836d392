"""A request that is sent twice counts once: whoever appends may name the events, and what is there stays as it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import Place, a_decision, a_source, save, tamper

import qes
from qes.errors import BadDecision
from qes.model import Adjudication, Verdict
from qes.store import Store, open_store

PYTHONPATH = os.pathsep.join([str(Path(qes.__file__).parents[1]), str(Path(__file__).parent)])


def count(store: Store) -> int:
    return len(list(store.events()))


# --- The law --------------------------------------------------------------------------------------

requests = st.lists(
    st.tuples(st.sampled_from(["decide", "adjudicate", "note", "undo", "undo"]), st.integers(0, 9), st.integers(1, 3)),
    min_size=3,
    max_size=12,
)


def prepared(store: Store, number: int, kind: str, which: int, size: int) -> Callable[[], list[Any]]:
    """A request that can be sent again and again; its events are named by its number."""
    ids = [f"{number}-{each}" for each in range(size)]
    passages = store.passages()
    here = [passages[(which + each) % len(passages)] for each in range(size)]
    if kind == "decide":
        taken = [a_decision(each, id=name, action=ids[0]) for each, name in zip(here, ids, strict=True)]
        return lambda: list(store.decide(taken))
    if kind == "adjudicate":
        settled = [Adjudication(each.id, "learning", "lead", True, "", "demo@1") for each in here]
        named = [replace(each, id=name) for each, name in zip(settled, ids, strict=True)]
        return lambda: list(store.adjudicate(named))
    targets = [event.id for event in store.events() if event.kind != "ingested"]
    if kind == "undo" and targets:
        target = targets[which % len(targets)]
        return lambda: [store.undo(target, "ana", identity=ids[0], action="step")]
    return lambda: list(store.append_all("ana", [("note", {"n": which})] * size, ids=ids))


def log_of(store: Store) -> list[tuple[Any, ...]]:
    """All that people did, but for the times, and for the hashes, in which those count."""
    return [(each.seq, each.id, each.author, each.kind, each.body) for each in store.events(after=1)]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=requests, repeats=st.lists(st.lists(st.integers(0, 11), max_size=3), min_size=12, max_size=12))
def test_any_requests_with_repeats_leave_the_log_as_without(
    place: Place, wanted: list[tuple[str, int, int]], repeats: list[list[int]]
) -> None:
    with open_store(place()) as once, open_store(place()) as often:
        for store in (once, often):
            save(store, a_source())
        taken: list[Callable[[], list[Any]]] = []
        for number, request in enumerate(wanted):
            send = prepared(often, number, *request)
            try:
                prepared(once, number, *request)()
            except BadDecision:  # undone already, which is no repeat: it has an id of its own
                with pytest.raises(BadDecision):
                    send()
                continue
            taken.append(send)
            assert send() == send()
            for back in repeats[number]:
                taken[back % len(taken)]()
        assert log_of(often) == log_of(once)
        live = [replace(each, at="") for each in often.decisions()]
        assert live == [replace(each, at="") for each in once.decisions()]
        assert often.check() == []


# --- What is refused ------------------------------------------------------------------------------


def test_ids_that_are_given_are_kept(store: Store) -> None:
    passage = save(store, a_source())[0]
    [decision] = store.decide([a_decision(passage, id="mine")])
    [settled] = store.adjudicate([Adjudication(passage.id, "learning", "lead", True, "", "demo@1", id="settled")])
    noted = store.append("ana", "note", {}, identity="noted")
    undone = store.undo("mine", "ana", identity="undone")
    assert [event.id for event in store.events()][1:] == ["mine", "settled", "noted", "undone"]
    assert (decision.id, settled.id, noted.id, undone.id) == ("mine", "settled", "noted", "undone")
    assert store.check() == []


@pytest.mark.parametrize("coders", [("ana", "ana", "ana"), ("ana", "ben")])
def test_half_a_repeat_is_refused_and_adds_nothing(store: Store, coders: tuple[str, ...]) -> None:
    passages = save(store, a_source())
    store.decide([a_decision(passages[0], id="0"), a_decision(passages[1], id="1")])
    before = count(store)
    with pytest.raises(BadDecision):
        store.decide([a_decision(passages[n], coder, id=str(n)) for n, coder in enumerate(coders)])
    with pytest.raises(BadDecision):
        store.decide([a_decision(passages[0], id="0"), a_decision(passages[1])])
    assert count(store) == before


def test_an_id_stands_for_one_event_of_one_author_only(store: Store) -> None:
    passage = save(store, a_source())[0]
    store.decide([a_decision(passage, id="x")])
    before = count(store)
    with pytest.raises(BadDecision, match="stands for something else"):
        store.decide([a_decision(passage, "ben", id="x")])
    with pytest.raises(BadDecision, match="stands for something else"):
        store.append("ana", "note", {}, identity="x")
    with pytest.raises(BadDecision, match="stands for something else"):
        store.undo("x", "ana", identity="x")
    with pytest.raises(BadDecision, match="same id"):
        store.append_all("ana", [("note", {}), ("note", {})], ids=["y", "y"])
    with pytest.raises(ValueError, match="argument 2"):
        store.append_all("ana", [("note", {}), ("note", {})], ids=["y"])
    assert count(store) == before
    assert store.decisions()


def test_a_repeat_after_an_undo_neither_decides_anew_nor_undoes_again(store: Store) -> None:
    passages = save(store, a_source())
    [decision] = store.decide([a_decision(passages[0], id="d")])
    undone = store.undo("d", "ana", "a slip", identity="u")
    assert store.decide([a_decision(passages[0], id="d")]) == [decision]
    assert store.decisions() == []
    store.undo("u", "ana", identity="r")
    assert store.undo("d", "ana", "a slip", identity="u") == undone
    assert store.decisions() == [decision]
    assert store.check() == []


def test_a_repeat_says_where_the_decision_stands_now(store: Store) -> None:
    passages = save(store, a_source())
    store.decide([a_decision(passages[0], id="d")])
    store.carry("d", passages[2].id, passages[2].span, "qes", "moved")
    [again] = store.decide([a_decision(passages[0], id="d")])
    assert again == store.decisions()[0]
    assert again.passage_id == passages[2].id


# --- At once, and cut off -------------------------------------------------------------------------


def test_a_request_sent_by_many_at_once_counts_once(place: Place) -> None:
    with open_store(place()) as store:
        passages = save(store, a_source())
        batch = [a_decision(passage, id=f"d{number}") for number, passage in enumerate(passages)]
        answers: list[list[str]] = []
        threads = [
            threading.Thread(target=lambda: answers.append([each.at for each in store.decide(batch)]))
            for _ in range(10)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [[each.at for each in store.decisions()]] * 10
        assert len(store.decisions()) == len(batch)
        assert store.check() == []


SEND_FOR_EVER = """
import sys
from store_samples import a_decision
from qes.store import open_store
with open_store(sys.argv[1]) as store:
    passages = store.passages()
    for turn in range(1_000_000):
        print(turn, flush=True)
        store.decide([a_decision(passage, id=f"{turn}-{place}") for place, passage in enumerate(passages)])
"""


def test_requests_repeated_after_the_sender_was_killed_count_once(place: Place) -> None:
    url = place()
    with open_store(url) as store:
        passages = save(store, a_source())
    command = [sys.executable, "-c", SEND_FOR_EVER, url]
    environment = os.environ | {"PYTHONPATH": PYTHONPATH}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        sent = [int(process.stdout.readline()) for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        sent += [int(line) for line in process.stdout.read().split()]
    with open_store(url) as store:
        for turn in sent:
            batch = [a_decision(passage, id=f"{turn}-{place}") for place, passage in enumerate(passages)]
            assert [each.id for each in store.decide(batch)] == [each.id for each in batch]
        kept = [each.id for each in store.decisions()]
        assert sorted(kept) == sorted(f"{turn}-{place}" for turn in sent for place in range(len(passages)))
        assert store.check() == []


# --- What is in force, and the step it was part of ------------------------------------------------


def test_events_of_a_kind_that_are_in_force_are_those_not_undone(store: Store) -> None:
    first, second, other = store.append_all("ana", [("assigned", {"n": 1}), ("assigned", {"n": 2}), ("note", {})])
    assert store.standing_events("assigned") == [first, second]
    undo = store.undo(first.id, "ana")
    assert store.standing_events("assigned") == [second]
    assert store.standing_events("undo") == [undo]
    store.undo(undo.id, "ana")
    assert store.standing_events("assigned") == [first, second]
    assert store.standing_events("note") == [other]
    assert store.standing_events("nothing") == []


def test_a_step_is_named_in_the_body_only_if_there_is_one(store: Store) -> None:
    passages = save(store, a_source())
    plain, step = store.decide([a_decision(passages[0]), a_decision(passages[1], action="key 7")])
    store.undo(plain.id, "ana")
    store.undo(step.id, "ana", "why", action="key 8")
    first, second, third, fourth = list(store.events())[1:]
    assert "action" not in first.body
    assert second.body["action"] == "key 7"
    assert third.body == {"target": plain.id, "reason": ""}
    assert fourth.body == {"target": step.id, "reason": "why", "action": "key 8"}
    assert store.decisions(live=False) == [plain, step]
    assert (plain.action, step.action) == ("", "key 7")
    assert store.check() == []


def test_a_body_written_before_there_were_steps_reads_as_ever(store: Store) -> None:
    passage = save(store, a_source())[0]
    [decision] = store.decide([a_decision(passage)])
    old = {
        "passage_id": passage.id, "verdict": "accept", "codebook": "demo@1", "code": "learning", "replacement": None,
        "span": None, "suggestion_id": None, "attributes": {}, "memo": "", "blind": False,
    }  # fmt: skip
    tamper(store.url, "UPDATE events SET body = :body WHERE kind = 'decision'", body=json.dumps(old))
    assert store.decisions() == [replace(decision, verdict=Verdict.ACCEPTED, action="")]
