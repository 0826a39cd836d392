"""What deserves a second look, from decisions in the log."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from doubts_project import COUNT, PATH, RESOURCES, SCANNING, SLIP, interview, slipped
from qes.errors import NotFound, UnknownCode
from qes.model import Adjudication, Decision, Verdict
from qes.pipeline.doubts import run_doubts
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import codable, record
from qes.pipeline.tables import import_decisions
from qes.project import Project
from review_project import BOOK, accept


@pytest.fixture
def coded(folder: Path, project: Project) -> Project:
    slipped(folder)
    return project


def test_a_planted_slip_comes_first_with_its_place(coded: Project) -> None:
    found = run_doubts(coded).as_json()
    wrong = interview(coded)[SLIP]
    assert {(each["passage"], each["code"]) for each in found["slips"][:2]} == {
        (wrong.id, SCANNING),
        (wrong.id, RESOURCES),
    }
    first = found["slips"][0]
    assert (first["source"], first["place"], first["text"], first["coder"]) == (PATH, wrong.place, wrong.text, "nora")
    assert first["at"] > "2020"
    assert found["drift"] == [], "all came in at once"


def test_a_second_look_through_a_table_takes_it_off_the_list(coded: Project, tmp_path: Path) -> None:
    wrong = interview(coded)[SLIP]
    table = tmp_path / "again.jsonl"
    row = {"passage": wrong.id, "code": RESOURCES, "verdict": "accept", "coder": "nora", "memo": "I looked."}
    table.write_text(json.dumps(row), encoding="utf-8")
    assert import_decisions(coded, table).decisions == 1
    coded.store.adjudicate([Adjudication(wrong.id, SCANNING, "lead", True, "It is both.", BOOK)])
    assert wrong.id not in {each["passage"] for each in run_doubts(coded).as_json()["slips"]}


def test_it_keeps_to_a_code_and_a_coder(coded: Project) -> None:
    record(coded, [Decision(each.id, "omar", Verdict.NOTHING, BOOK) for each in interview(coded)[:3]])
    found = run_doubts(coded)
    one = found.only(SCANNING, "nora").as_json()["slips"]
    assert {(each["code"], each["coder"]) for each in one} == {(SCANNING, "nora")}
    assert len(found.only(SCANNING).slips) + len(found.only(RESOURCES).slips) == len(found.slips)
    with pytest.raises(NotFound) as unknown:
        run_doubts(coded, coder="nobody")
    assert "nora, omar" in unknown.value.hint
    with pytest.raises(UnknownCode):
        run_doubts(coded, code="awareness")


def test_codes_too_rare_to_judge_are_named(coded: Project) -> None:
    record(coded, [accept(each, "capacity") for each in interview(coded)[:4]])
    (note,) = run_doubts(coded).notes
    assert note.endswith(": capacity.")


def test_drift_is_told_from_times_in_the_log(project: Project, folder: Path) -> None:
    slipped(folder)
    days = [
        Decision(each.id, "omar", Verdict.NOTHING, BOOK, at=f"2026-01-{number + 1:02}T09:00:00.000000Z")
        if number < COUNT // 2
        else Decision(each.id, "omar", Verdict.ACCEPTED, BOOK, SCANNING, at=f"2026-01-{number + 1:02}T09:00:00.000000Z")
        for number, each in enumerate(interview(project))
    ]
    record(project, days)
    (found,) = run_doubts(project).as_json()["drift"]
    assert (found["code"], found["coder"], found["direction"]) == (SCANNING, "omar", "more readily later")
    assert found["since"].startswith("2026-01-15")
    assert (found["earlier"]["given"], found["later"]["given"]) == (0.0, 1.0)


def test_too_few_readings_give_nothing_but_a_kind_word(project: Project) -> None:
    run_ingest(project)
    record(project, [Decision(codable(project)[0].id, "nora", Verdict.NOTHING, BOOK)])
    found = run_doubts(project).as_json()
    assert (found["slips"], found["drift"], found["meanings"]) == ([], [], [])
    assert found["notes"] == ["1 passage is read so far; from 20 on there is enough to compare."]
