"""The whole way on the bundled corpus, with the real embedding model and the real index."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from qes.interop.read_tables import read_rows
from qes.pipeline import charting
from qes.pipeline.demo import run_demo
from qes.pipeline.findings.standings import standings as findings
from qes.pipeline.report.writing import run_synthesise
from qes.pipeline.scoring.state import standings
from qes.pipeline.themes.acts import themes
from qes.project import open_project, shipped
from qes.synthesis.findings import Status
from qes.synthesis.scoring.standing import Stage


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return run_demo(tmp_path_factory.mktemp("demo") / "project")


def test_the_demo_goes_from_files_to_a_report(shown: dict[str, Any]) -> None:
    assert shown["problems"] == []
    levels = {level for row in shown["levels"] for level in row[1:]}
    assert len(shown["levels"]) == 4
    assert {"NE", "2", "3", "4"} <= levels
    assert all(Path(path).is_file() for path in shown["report"].values())


def test_the_demo_shows_what_a_team_made_of_its_codings_and_what_still_waits(shown: dict[str, Any]) -> None:
    with open_project(str(shown["project"])) as project:
        units = [each.stage for each in standings(project).values()]
        stands = [each.status for each in findings(project)]
        assert len(charting.listed(project)) == 16
        assert len(themes(project)) == 2
    assert [units.count(each) for each in (Stage.SIGNED, Stage.SETTLED, Stage.PARTLY)] == [18, 1, 1]
    assert [stands.count(each) for each in (Status.APPROVED, Status.SEARCHED, Status.DRAFT)] == [4, 1, 1]
    assert "18 signed off, 1 of them with new evidence since" in shown["stages"]["score"]


def test_running_the_demo_again_does_nothing_twice(shown: dict[str, Any]) -> None:
    with open_project(str(shown["project"])) as project:
        before = [event.hash for event in project.store.events()]
    again = run_demo(Path(str(shown["project"])))
    with open_project(str(shown["project"])) as project:
        assert [event.hash for event in project.store.events()] == before
    assert "nothing has changed" in str(again["stages"])
    assert again["report"] == shown["report"]


def test_the_same_project_gives_the_same_bytes(shown: dict[str, Any]) -> None:
    with open_project(str(shown["project"])) as project:
        first = {fmt: path.read_bytes() for fmt, path in run_synthesise(project).report.items()}
        second = {fmt: path.read_bytes() for fmt, path in run_synthesise(project).report.items()}
    assert first == second
    assert set(first) == {"html", "md", "docx"}


def test_every_quote_of_the_bundled_decisions_is_found(shown: dict[str, Any]) -> None:
    rows = [row for _, row in read_rows(shipped("demo") / "decisions.csv")]
    with open_project(str(shown["project"])) as project:
        texts = {source.path: " ".join(source.text.split()) for source in project.store.sources()}
    missing = [row["quote"] for row in rows if row["quote"] and row["quote"] not in texts[row["source"]]]
    assert missing == []


def test_the_corpus_says_that_it_is_fictional() -> None:
    with (shipped("corpus") / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 12
    assert {row["consent"] for row in rows} == {"illustrative"}
