"""Results that take long are worked out once, and never shown as newer than they are."""

from __future__ import annotations

import threading
import time
from itertools import count

import pytest

from qes.errors import QesError
from qes.pipeline.ledger import Ledger
from qes.project import Project
from qes.web.cache import MOST, Cache, cache_of


def test_a_result_is_worked_out_once_for_each_stamp() -> None:
    cache, calls = Cache(), count()
    assert [cache.get("a", stamp, lambda: next(calls)) for stamp in (1, 1, 2, 2, 1)] == [0, 0, 1, 1, 2]


def test_many_who_ask_at_once_share_one_computation() -> None:
    cache, calls, begin, found = Cache(), count(), threading.Barrier(8), list[int]()

    def ask() -> None:
        begin.wait()
        found.append(cache.get("a", 1, lambda: next(calls)))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [0] * 8


def test_an_error_comes_out_and_is_not_kept() -> None:
    cache = Cache()

    def fail() -> int:
        raise QesError("away")

    with pytest.raises(QesError, match="away"):
        cache.get("a", 1, fail)
    assert cache.get("a", 1, lambda: 7) == 7


def test_an_older_result_is_given_at_once_and_said_to_be_older() -> None:
    cache, gate = Cache(), threading.Event()

    def slowly() -> str:
        assert gate.wait(60)
        return "new"

    assert cache.soon("a", 1, lambda: "old") == ("old", True)
    assert cache.soon("a", 2, slowly) == ("old", False)
    gate.set()
    assert cache.get("a", 2, lambda: "new") == "new"
    assert cache.soon("a", 2, lambda: "never") == ("new", True)


def test_what_went_wrong_beside_is_told_to_whoever_asks_next() -> None:
    cache = Cache()

    def fail() -> int:
        raise QesError("away")

    def ask_again() -> None:
        for _ in range(6000):
            cache.soon("a", 2, fail)
            time.sleep(0.01)

    cache.soon("a", 1, lambda: 1)
    with pytest.raises(QesError, match="away"):
        ask_again()


def test_only_so_many_results_are_kept() -> None:
    cache, calls = Cache(), count()
    for name in range(MOST + 1):
        cache.get(name, 1, lambda: next(calls))
    assert cache.get(MOST, 1, lambda: -1) == MOST
    assert cache.get(0, 1, lambda: -1) == -1


def test_each_ledger_has_a_cache_of_its_own(project: Project) -> None:
    one, other = Ledger(project), Ledger(project)
    assert cache_of(one) is cache_of(one)
    assert cache_of(one) is not cache_of(other)
