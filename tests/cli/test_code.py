"""`qes code` in a real terminal, one key a decision, and by a pipe."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qes.coding.queue import ORDERS, shuffled
from qes.model import Decision
from qes.pipeline.review import codable, record
from qes.pipeline.waiting import next_items
from qes.project import open_project
from review_project import accept, ready

PATIENCE = 120
"""Seconds until a screen that does not come is given up."""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def reviewed(folder: Path) -> Path:
    with ready(folder):
        return folder


def stored(folder: Path, live: bool = True) -> list[Decision]:
    with open_project(folder) as project:
        return project.store.decisions(live=live)


def short(decisions: list[Decision]) -> list[tuple[str, str | None]]:
    return [(each.verdict.value, each.applied or each.code) for each in decisions]


class Terminal:
    """A person at a terminal: reads what is shown, and types when the program waits for it."""

    def __init__(self, process: subprocess.Popen[bytes], master: int, slave: int) -> None:
        self.process, self.master, self.slave, self.shown = process, master, slave, ""

    def press(self, key: str, then: str) -> str:
        """Press a key once the program waits for one, and read until something is shown."""
        self._await(raw=True)
        os.write(self.master, key.encode())
        return self.read(then)

    def type(self, line: str, then: str) -> str:
        """Type a line and Enter, and read until something is shown."""
        self._await(raw=False)
        os.write(self.master, f"{line}\n".encode())
        return self.read(then)

    def read(self, until: str) -> str:
        """What is shown from now until some words; what comes after them is left for the next look."""
        end = time.monotonic() + PATIENCE
        while until not in self.shown:
            assert time.monotonic() < end, f"{until!r} did not come; shown is:\n{self.shown}"
            if select.select([self.master], [], [], 0.2)[0]:
                self.shown += os.read(self.master, 65536).decode()
            else:
                assert self.process.poll() is None, f"ended without {until!r}; shown is:\n{self.shown}"
        before, _, self.shown = self.shown.partition(until)
        return before + until

    def _await(self, *, raw: bool) -> None:
        """A key that is sent before the terminal is switched over is thrown away, so look how it stands."""
        end = time.monotonic() + PATIENCE
        while bool(termios.tcgetattr(self.slave)[3] & termios.ICANON) is raw:
            assert time.monotonic() < end
            time.sleep(0.01)


@contextmanager
def terminal(folder: Path, *words: str, term: str = "dumb") -> Iterator[Terminal]:
    """`qes code` in a terminal of its own."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (40, 100))
    process = subprocess.Popen(
        [sys.executable, "-m", "qes", "code", *words],
        cwd=folder,
        env={**os.environ, "TERM": term},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    try:
        yield Terminal(process, master, slave)
    finally:
        process.kill()
        process.wait()
        os.close(master)
        os.close(slave)


def test_a_person_decides_by_keys_adds_a_code_with_its_quote_undoes_and_quits(reviewed: Path) -> None:
    with terminal(reviewed, "--order", "document") as at:
        screen = at.read("y yes")
        assert "Arden · Arden/engineer.txt" in screen
        assert "Every Monday the bus drivers" in screen
        assert "awareness/scanning (Scanning) 0.80" in screen
        assert "delivery/processes-rules (Processes and rules) 0.60" in at.press("y", "y yes")
        at.press("n", "given here: awareness/scanning\r\n")
        at.press("a", "code: ")
        at.type("learning/evaluation", "the whole passage): ")
        at.type("three weeks in a row", "given here: awareness/scanning, learning/evaluation\r\n")
        at.press("u", "undone")
        at.press("u", "undone")
        assert "delivery/processes-rules" in at.press("r", "instead: ")
        at.type("capacity", "given here: awareness/scanning, capacity\r\n")
        assert "priorities/reallocation" in at.press(" ", "y yes")
        at.press("q", "2 decisions of this sitting by 'nora' are in the log")
        assert at.process.wait(PATIENCE) == 0
    assert short(stored(reviewed)) == [("accept", "awareness/scanning"), ("replace", "capacity")]
    undone = [each for each in stored(reviewed, live=False) if each not in stored(reviewed)]
    assert short(undone) == [("reject", "delivery/processes-rules"), ("accept", "learning/evaluation")]
    with open_project(reviewed) as project:
        assert undone[1].span is not None
        assert undone[1].span.of(project.store.text_of(undone[1].passage_id)) == "three weeks in a row"


def test_attributes_and_a_memo_go_to_the_next_code_and_a_slip_does_nothing(reviewed: Path) -> None:
    with terminal(reviewed, "--order", "document") as at:
        at.read("y yes")
        at.press("t", "polarity:")
        for number, name in enumerate(("regularity:", "anchoring:", "standing:", "for the next code:")):
            at.press("1x31"[number], name)
        at.press("m", "memo: ")
        at.type("said with a laugh", "said with a laugh")
        at.press("d", "definition: ")
        at.press("y", "y yes")
        at.press("a", "code: ")
        at.type("nonsense-xyzzy", "no such code; nothing was done")
        at.press("a", "code: ")
        at.type("learning/evaluation", "the whole passage): ")
        at.type("the", "nothing was done")
        at.press("?", "all keys")
        at.press("\x04", "decisions of this sitting by 'nora'")
        assert at.process.wait(PATIENCE) == 0
    (decision,) = stored(reviewed)
    assert decision.attributes == {"polarity": "supports", "anchoring": "mandate", "standing": "first-hand"}
    assert decision.memo == "said with a laugh"


def test_interrupting_keeps_what_was_decided(reviewed: Path) -> None:
    with terminal(reviewed, "--order", "document") as at:
        at.read("y yes")
        at.press("y", "y yes")
        at.press("\x03", "What was done is kept")
        assert at.process.wait(PATIENCE) == 130
    assert short(stored(reviewed)) == [("accept", "awareness/scanning")]


def test_keys_come_by_a_pipe_too_and_its_end_quits(reviewed: Path, run: Run) -> None:
    done = run("code", "--order", "document", "--coder", "ben", given="y\nalearning/evaluation\nthe rain gauges\nnu")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 decisions of this sitting by 'ben' are in the log" in done.stdout
    decisions = stored(reviewed)
    assert short(decisions) == [("accept", "awareness/scanning"), ("accept", "learning/evaluation")]
    assert {each.coder for each in decisions} == {"ben"}


def test_blind_passages_come_without_proposals_and_one_source_can_be_chosen(folder: Path, run: Run) -> None:
    with ready(folder, blind_share=1.0) as project:
        passages = codable(project)
    done = run("code", "--source", "Arden/review.md", given="  y")
    assert "coded blind: no proposals are shown" in done.stdout
    assert "0.50" not in done.stdout
    assert "2 to go" in done.stdout
    sources = {each.source_id for each in passages if each.id in {d.passage_id for d in stored(folder)}}
    assert [(each.verdict.value, each.blind) for each in stored(folder)] == [("nothing", True)] * 2
    assert len(sources) == 1
    again = run("code", "--source", "Arden/review.md")
    assert "Nothing waits for 'nora'" in again.stdout


def test_no_more_passages_come_than_asked_for_and_a_wrong_order_is_wrong_usage(reviewed: Path, run: Run) -> None:
    done = run("code", "--most", "1", given="    ")
    assert "2 decisions of this sitting by 'nora' are in the log; 0 passages wait" in done.stdout
    assert len({each.passage_id for each in stored(reviewed)}) == 1
    assert run("code", "--order", "random").returncode == 2


@pytest.mark.parametrize("order", ["audit", "diverse"])
def test_a_sitting_says_its_order_and_what_the_audit_leaves_unfound(order: str, folder: Path, run: Run) -> None:
    with ready(folder, blind_share=1.0) as project:
        first = next_items(project, "nora", "audit")[0].passage
        record(project, [accept(first, "learning/evaluation", "ben")])
    done = run("code", "--order", order, "--most", "1", given=" ")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"order: {order} ({ORDERS[order].meaning})" in done.stdout
    assert "of each code that was found is found" in done.stdout


def test_a_sitting_says_nothing_of_what_is_unfound_before_an_audit(reviewed: Path, run: Run) -> None:
    with open_project(reviewed) as project:
        last = shuffled(codable(project), project.settings.seed)[-1]
        record(project, [accept(last, "learning/evaluation", "ben")])
        likely = next_items(project, "nora")[0].passage
    done = run("code", "--most", "1", given="y")
    assert likely.text[:20] in done.stdout
    assert "After an audit" not in done.stdout
