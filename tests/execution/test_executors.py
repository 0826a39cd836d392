"""One contract for every way to run work, whatever is registered."""

from __future__ import annotations

import itertools
import math
import pickle
import shutil
from pathlib import Path

import pytest

from qes.errors import QesError, UnknownPlugin
from qes.execution import open_executor
from qes.model import Passage
from qes.pipeline.ingest import run_ingest
from qes.plugins import EXECUTORS, names
from qes.project import open_project

EVERY = names(EXECUTORS)


def test_there_is_a_serial_one_and_one_with_processes() -> None:
    assert {"serial", "processes"} <= set(EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_results_come_in_the_order_of_the_items_and_equal_plain_ones(name: str) -> None:
    """The first items are by far the slowest, so whoever yields what is ready first is found out."""
    items = [20_000, 5_000, *range(40)]
    assert list(open_executor(name).map(math.factorial, items)) == [math.factorial(item) for item in items]


@pytest.mark.parametrize("name", EVERY)
def test_an_exception_is_raised_where_its_result_would_stand(name: str) -> None:
    results = open_executor(name).map(math.sqrt, [4, 9, -1, 16])
    assert [next(results), next(results)] == [2, 3]
    with pytest.raises(ValueError, match=r"math domain error|nonnegative"):
        next(results)


@pytest.mark.parametrize("name", EVERY)
def test_items_are_taken_as_they_are_needed_so_that_they_may_be_endless(name: str) -> None:
    asked = itertools.count()
    assert list(itertools.islice(open_executor(name).map(math.sqrt, (n * n for n in asked)), 3)) == [0, 1, 2]
    assert next(asked) < 1000


@pytest.mark.parametrize("name", EVERY)
def test_no_items_give_no_results_and_an_executor_can_be_used_again(name: str) -> None:
    executor = open_executor(name)
    assert list(executor.map(math.sqrt, [])) == []
    assert list(executor.map(math.sqrt, [1])) == list(executor.map(math.sqrt, [1])) == [1]


def test_an_unknown_one_lists_the_choices() -> None:
    with pytest.raises(UnknownPlugin) as caught:
        open_executor("cluster")
    assert "processes, serial" in caught.value.hint


def _kinds(kind: type[QesError]) -> list[type[QesError]]:
    return [kind, *(below for each in kind.__subclasses__() for below in _kinds(each))]


@pytest.mark.parametrize("kind", _kinds(QesError), ids=lambda kind: kind.__name__)
def test_every_error_of_qes_comes_whole_out_of_another_process(kind: type[QesError]) -> None:
    """One that did not would break the pool and, with it, the rest of the batch."""
    error = kind.__new__(kind, "talk.docx: is broken")
    error.__dict__.update(path="talk.docx", problems=[(3, "is broken")], hint="Save it anew.")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert (str(back), back.hint, back.__dict__) == ("talk.docx: is broken", "Save it anew.", error.__dict__)


def test_ingest_on_processes_takes_in_the_same_passages(folder: Path, tmp_path: Path) -> None:
    (folder / "corpus" / "Boro" / "empty.txt").write_bytes(b"")

    def taken(place: Path) -> tuple[list[Passage], list[str]]:
        with open_project(place) as project:
            failed = [str(error) for error in run_ingest(project).failed]
            return project.store.passages(), failed

    other = tmp_path / "other"
    shutil.copytree(folder, other)
    with (other / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[ingest]\nexecutor = "processes"\n')
    passages, failed = taken(folder)
    assert taken(other) == (passages, [text.replace(str(folder), str(other)) for text in failed])
    assert len(passages) > 10
    assert len(failed) == 1
