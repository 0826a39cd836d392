"""`qes score`: proposals, what of them is signed off and what has changed since, for people and as JSON."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from command import command
from faults import answer
from qes.pipeline.ingest import run_ingest
from qes.pipeline.scoring.acts import lock, sign
from qes.project import open_project
from scoring_project import ARDEN, code_passage, score, scored_template, signoff
from versions_project import LIVED


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which Arden is signed off at level 2, and evidence has come since; Boro is open."""
    place = scored_template(tmp_path_factory.mktemp("score") / "project")
    with open_project(place) as project:
        lock(project, score("ana", 2), None)
        last = lock(project, score("ben", 2), None)
        sign(project, signoff(level=2), last.id)
        code_passage(project, 1, LIVED)
    return place


def shown(place: Path, columns: int) -> subprocess.CompletedProcess[str]:
    return command("score", cwd=place, COLUMNS=str(columns))


def test_as_json_a_level_says_whether_it_is_signed_and_what_has_changed_since(signed: Path) -> None:
    done = command("score", "--json", cwd=signed)
    assert done.returncode == 0, done.stderr
    by_case = {each["case"]: each for each in answer(done)["assessments"]}
    arden, boro = by_case["Arden"], by_case["Boro"]
    assert (arden["capability"], arden["status"], arden["signed_level"]) == (ARDEN.capability, "signed off", 2)
    assert len(arden["stale"]["came"]) == 1
    assert arden["stale"]["why"] == "of the codings, 1 came"
    assert arden["range"] == [None, arden["level"]]
    assert {each["without"] for each in arden["hangs_on"]} == {"source", "coder"}
    assert (boro["status"], boro["signed_level"], boro["stale"], boro["level"]) == ("proposed", None, None, None)
    assert boro["hangs_on"] == []


def test_for_people_marks_say_what_is_signed_stale_or_hangs_on_one_source(signed: Path) -> None:
    done = shown(signed, 100)
    assert "2*!~ (moderate)" in done.stdout
    assert "NE" in done.stdout
    for meaning in ("* signed off", "! evidence or rubric", "~ the proposal hangs"):
        assert meaning in done.stderr


def test_where_the_terminal_is_too_narrow_for_a_column_each_capabilities_stand_below_each_other(folder: Path) -> None:
    with open_project(folder) as project:
        run_ingest(project)
        names = [code.code for code in project.codebook().scored]
    wide, narrow = shown(folder, 100).stdout, shown(folder, 40).stdout
    assert all(name in next(line for line in wide.splitlines() if "case" in line) for name in names)
    assert [line.split() for line in narrow.splitlines() if "Boro" in line] == [["Boro", name, "NE"] for name in names]
    assert max(map(len, narrow.splitlines())) <= 40


def test_its_help_says_who_it_is_for() -> None:
    assert "For whoever leads" in " ".join(command("score", "--help", cwd=Path.cwd()).stdout.split())
