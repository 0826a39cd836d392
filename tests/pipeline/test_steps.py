"""Undo and redo, held against a plain pair of stacks."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from qes.model import Verdict
from qes.pipeline import steps
from qes.pipeline.acts import Answer, decide, skip
from qes.pipeline.desk import Desk
from qes.pipeline.ledger import Ledger
from review_project import lone, ready

CODE = "awareness/scanning"


@settings(max_examples=8, deadline=None)
@given(moves=st.lists(st.sampled_from(["do", "many", "skip", "undo", "redo", "other"]), max_size=16))
def test_undo_and_redo_are_a_pair_of_stacks(moves: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch, lone(Path(scratch)) as project:
        desk = Desk(Ledger(project))
        desk.ledger.refresh()
        passages = list(desk.ledger.passages)
        done: list[str] = []
        undone: list[str] = []
        for number, move in enumerate(moves):
            key = f"{number:08}"
            if move == "undo":
                assert bool(steps.undo(project, "ana", key).events) == bool(done)
                undone += [done.pop()] if done else []
            elif move == "redo":
                assert bool(steps.redo(project, "ana", key).events) == bool(undone)
                done += [undone.pop()] if undone else []
            else:
                perform(desk, move, key, passages)
                if move != "other":
                    done.append(key)
                    undone.clear()
        live = [trace for trace in project.store.latest(500, author="ana", kinds=steps.DOES) if trace.live]
        assert sorted({str(trace.event.body["action"]) for trace in live}) == sorted(done)
        assert all(each.memo == "ben" for each in project.store.decisions(coder="ben"))


def perform(desk: Desk, move: str, key: str, passages: list[str]) -> None:
    """Do something that can be undone, or let somebody else do it."""
    if move == "skip":
        skip(desk, "ana", key, passages[0])
        return
    coder = "ben" if move == "other" else "ana"
    memo = coder if move == "other" else key
    chosen = passages[: 3 if move == "many" else 1]
    decide(desk, coder, key, [Answer(each, Verdict.ACCEPTED, CODE, memo=memo) for each in chosen])


def test_an_undo_sent_twice_counts_once(folder: Path) -> None:
    with ready(folder) as project:
        desk = Desk(Ledger(project))
        desk.ledger.refresh()
        first, second, *_ = desk.ledger.passages
        decide(desk, "ana", "key-0001", [Answer(first, Verdict.ACCEPTED, CODE)])
        decide(desk, "ana", "key-0002", [Answer(second, Verdict.ACCEPTED, CODE)])
        once = steps.undo(project, "ana", "key-0003")
        again = steps.undo(project, "ana", "key-0003")
        assert once == again
        assert [each.passage_id for each in project.store.decisions(coder="ana")] == [first]


def test_an_undo_tells_which_passage_to_show(folder: Path) -> None:
    with ready(folder) as project:
        desk = Desk(Ledger(project))
        desk.ledger.refresh()
        first, second, *_ = desk.ledger.passages
        decide(desk, "ana", "key-0001", [Answer(first, Verdict.ACCEPTED, CODE)])
        skip(desk, "ana", "key-0002", second)
        assert steps.undo(project, "ana", "key-0003").passages == (second,)
        assert steps.undo(project, "ana", "key-0004").passages == (first,)
        assert steps.redo(project, "ana", "key-0005").passages == (first,)


def test_nobody_can_undo_what_another_did(folder: Path) -> None:
    with ready(folder) as project:
        desk = Desk(Ledger(project))
        desk.ledger.refresh()
        decide(desk, "ana", "key-0001", [Answer(next(iter(desk.ledger.passages)), Verdict.ACCEPTED, CODE)])
        assert steps.undo(project, "ben", "key-0002").events == 0
        assert len(project.store.decisions(coder="ana")) == 1


def test_an_undo_sent_again_after_something_else_was_done_takes_nothing_back(folder: Path) -> None:
    with ready(folder) as project:
        desk = Desk(Ledger(project))
        desk.ledger.refresh()
        first, second, *_ = desk.ledger.passages
        decide(desk, "ana", "key-0001", [Answer(first, Verdict.ACCEPTED, CODE), Answer(second, Verdict.ACCEPTED, CODE)])
        once = steps.undo(project, "ana", "key-0002")
        decide(desk, "ana", "key-0003", [Answer(second, Verdict.ACCEPTED, CODE)])
        assert steps.undo(project, "ana", "key-0002") == once == steps.Turned(2, (first, second))
        assert [each.action for each in project.store.decisions(coder="ana")] == ["key-0003"]


def test_undos_from_many_pages_at_once_each_take_back_a_step(folder: Path) -> None:
    with ready(folder) as project:
        desk = Desk(Ledger(project))
        desk.ledger.refresh()
        first = next(iter(desk.ledger.passages))
        for number in range(6):
            decide(desk, "ana", f"key-{number:04}", [Answer(first, Verdict.ACCEPTED, CODE)])
        with ThreadPoolExecutor(3) as pages:
            turned = list(pages.map(lambda number: steps.undo(project, "ana", f"undo-{number:04}"), range(3)))
        assert [each.events for each in turned] == [1, 1, 1]
        assert [each.action for each in project.store.decisions(coder="ana")] == ["key-0000", "key-0001", "key-0002"]
