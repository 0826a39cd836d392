"""Home tells everybody which levels wait for them, and the matrix tells a judgement from nothing coded."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scoring_samples import Staff, said, staffed

from scoring_project import ARDEN, scored_template, scoring


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scored_template(tmp_path_factory.mktemp("waiting") / "template")


@pytest.fixture
def staff(made: Path, tmp_path: Path) -> Iterator[Staff]:
    with scoring(made, tmp_path / "project") as project, staffed(project) as found:
        yield found


def waiting(staff: Staff, who: str) -> dict[str, int]:
    """What waits, once the figures are those of now."""
    for _ in range(3000):
        told = said(staff[who].get("/api/home/todo"))
        if told["current"]:
            return {kind: number for kind, number in told["levels"].items() if number}
        time.sleep(0.02)
    raise AssertionError("the figures stay behind")


def level(staff: Staff, who: str) -> dict[str, Any]:
    """What the matrix says of the level of Arden."""
    told = said(staff[who].get("/api/framework", params={"branch": ARDEN.capability}))
    at = told["cases"].index(ARDEN.case)
    return next(judged for row, place, judged in told["levels"] if (row, place) == (at, 0))


def test_each_role_is_told_of_levels_to_score_settle_and_sign(staff: Staff) -> None:
    assert waiting(staff, "ana") == {"score": 2}  # Boro has one, too
    said(staff.act("ana", "lock", level=2, reason="rare"))
    assert waiting(staff, "ana") == {"score": 1}
    said(staff.act("ben", "lock", level=3, reason="usual"))
    assert waiting(staff, "ben") == {"score": 1, "settle": 1}
    said(staff.act("ben", "settle", level=3, reason="we met"))
    assert waiting(staff, "ben") == {"score": 1}
    assert waiting(staff, "lea") == {"score": 1, "sign": 1}


def test_the_matrix_says_how_far_a_level_has_come_and_no_level_before_it_is_decided(staff: Staff) -> None:
    assert level(staff, "vic") == {"decided": False, "stage": "open", "level": None, "signed": False, "alone": False}
    said(staff.act("ana", "lock", level=2, reason="rare"))
    assert (level(staff, "ben")["stage"], level(staff, "ben")["level"]) == ("partly", None)
    said(staff.act("ben", "lock", level=None, confidence=None, reason="too little"))
    said(staff.act("ben", "settle", level=None, confidence=None, reason="we met"))
    assert level(staff, "vic") == {"decided": True, "stage": "settled", "level": None, "signed": False, "alone": False}
    said(staff.act("lea", "sign", level=None, confidence=None))
    assert level(staff, "vic")["signed"] is True


def test_what_is_mixed_is_told_beside_for_and_against(staff: Staff) -> None:
    asked = [item for rung in staff.sheet("ana")["levels"] for item in rung["items"]]
    assert all({"for", "mixed", "against", "counted", "open"} <= item.keys() for item in asked)
    assert next(each["counted"] for each in asked if each["id"] == "recurs") == "3 codings from 1 source, 1 speaker"
