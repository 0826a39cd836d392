"""`qes doubts` shows what deserves a second look so that people can read it, and as one JSON object."""

from __future__ import annotations

from pathlib import Path

import pytest

from doubts_project import PATH, slipped
from faults import answer
from small_project import Run


@pytest.fixture
def coded(folder: Path) -> None:
    slipped(folder)


@pytest.mark.usefixtures("coded")
def test_its_json_holds_three_lists(run: Run) -> None:
    found = answer(run("doubts", "--most", "1", "--json"))
    assert set(found) == {"slips", "drift", "meanings", "notes"}
    (first,) = found["slips"]
    assert set(first) == {
        *("passage", "case", "source", "place", "text"),
        *("code", "coder", "decided", "likelihood", "surprise", "otherwise", "at"),
    }


@pytest.mark.usefixtures("coded")
def test_people_read_it_in_a_terminal_of_80_columns(run: Run) -> None:
    shown = run("doubts", COLUMNS="80").stdout
    lines = shown.splitlines()
    assert max(map(len, lines)) <= 80
    for part in ("Surprising decisions", "Drift over time (none)", "Two meanings"):
        assert part in shown
    assert "not a verdict" in " ".join(shown.split())
    assert f"{PATH} · ¶ 42" in shown
    assert lines[-1] == "next: qes export csv second-look.csv, then qes import second-look.csv"


def test_before_anything_is_decided_it_says_kindly_that_it_is_too_early(run: Run) -> None:
    shown = run("doubts").stdout
    assert "0 passages are read so far; from 20 on there is enough to compare." in " ".join(shown.split())
    assert "next: qes code" in shown
