"""Several processes at once, and processes that are killed: nothing that was committed is lost or doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from store_samples import Place, a_decision, a_source, save

import qes
from qes.store import open_store

HERE = Path(__file__).parent
PYTHONPATH = os.pathsep.join([str(Path(qes.__file__).parents[1]), str(HERE)])

APPEND = """
import sys
from qes.store import open_store
url, name = sys.argv[1:]
with open_store(url) as store:
    for number in range(8):
        store.append(name, "note", {"n": number})
        store.append_all(name, [("pair", {"n": number}), ("pair", {"n": number})])
"""

DECIDE_FOR_EVER = """
import sys
from store_samples import a_decision
from qes.store import open_store
with open_store(sys.argv[1]) as store:
    passages = store.passages()
    for turn in range(1_000_000):
        store.decide([a_decision(passage, code=f"turn {turn}") for passage in passages * 10])
        print(turn, flush=True)
"""

DIE_BEFORE_COMMIT = """
import os, signal, sys
from store_samples import a_decision
from qes.store import decisions, open_store
with open_store(sys.argv[1]) as store, store._database.write() as connection:
    passages = store.passages()
    decisions.decide(connection, [a_decision(passage) for passage in passages * 2000])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": PYTHONPATH}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def finish(process: subprocess.Popen[str]) -> int:
    process.communicate(timeout=120)
    return process.returncode


def test_processes_that_open_and_append_at_once_lose_nothing_and_leave_no_gap(place: Place) -> None:
    url = place()
    writers = [start(APPEND, url, f"writer {number}") for number in range(4)]
    assert [finish(writer) for writer in writers] == [0] * 4
    with open_store(url) as store:
        events = list(store.events())
        assert [event.seq for event in events] == list(range(1, 4 * 8 * 3 + 1))
        for number in range(4):
            own = [event for event in events if event.author == f"writer {number}"]
            assert [event.body["n"] for event in own if event.kind == "note"] == list(range(8))
        pairs = [event for event in events if event.kind == "pair"]
        assert all(
            one.body == two.body and two.seq == one.seq + 1 for one, two in zip(pairs[::2], pairs[1::2], strict=True)
        )
        assert store.check() == []


def test_threads_may_share_a_store(place: Place) -> None:
    with open_store(place()) as store:
        passages = save(store, a_source())
        threads = [threading.Thread(target=lambda: store.decide([a_decision(passages[0])])) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(store.decisions()) == 20
        assert store.check() == []


def test_a_process_killed_while_it_decides_leaves_whole_batches_and_all_it_reported(place: Place) -> None:
    url = place()
    with open_store(url) as store:
        save(store, a_source())
    process = start(DECIDE_FOR_EVER, url)
    assert process.stdout is not None
    reported = [process.stdout.readline() for _ in range(5)]
    process.send_signal(signal.SIGKILL)
    finish(process)
    with open_store(url) as store:
        kept = [decision.code for decision in store.decisions()]
        assert len(kept) % 30 == 0
        assert {f"turn {line.strip()}" for line in reported} <= set(kept)
        assert store.check() == []
        store.append("ana", "note", {})


def test_a_process_killed_before_it_commits_leaves_nothing_behind(place: Place) -> None:
    url = place()
    with open_store(url) as store:
        save(store, a_source())
        assert finish(start(DIE_BEFORE_COMMIT, url)) == -signal.SIGKILL
        assert store.decisions() == []
        assert store.check() == []
        assert store.append("ana", "note", {}).seq == 2, "it follows the source being taken in"
