"""Peers of a case in a project: what is compared, and what is said when it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from qes.errors import BadCases, NotFound
from qes.pipeline.ingest import run_ingest
from qes.pipeline.peers import run_peers
from qes.project import Project, open_project

TABLE = "case,people,region\nArden,100,north\nBoro,200,south\nCove,300,north\n"


@pytest.fixture
def ingested(folder: Path) -> Project:
    (folder / "corpus" / "Dale").mkdir()
    (folder / "corpus" / "Dale" / "note.txt").write_text("Dale has a note of its own.", encoding="utf-8")
    with open_project(folder) as project:
        run_ingest(project)
    return project


def put(project: Project, text: str = TABLE) -> None:
    (project.corpus / "cases.csv").write_text(text, encoding="utf-8")


def test_peers_are_cases_of_the_project_and_those_nothing_is_known_of_are_named(ingested: Project) -> None:
    put(ingested)
    with ingested:
        found = run_peers(ingested, "arden", ["people", "region", "people"])
    assert (found.case, found.variables, found.apart) == ("Arden", ("people", "region"), ("Dale",))
    assert [(each.case, each.similarity) for each in found.peers] == [("Boro", 0.0)]


def test_what_to_compare_on_may_stand_in_the_settings(ingested: Project) -> None:
    put(ingested)
    toml = ingested.folder / "qes.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '\n[peers]\nvariables = ["region"]\n', encoding="utf-8")
    with Project(ingested.folder) as project:
        assert run_peers(project, "Arden").variables == ("region",)
        assert run_peers(project, "Arden", ["people"], most=0).peers == ()


def test_what_cannot_be_compared_is_said_with_what_there_is(ingested: Project) -> None:
    with ingested:
        with pytest.raises(BadCases, match="is not there"):
            run_peers(ingested, "Arden", ["people"])
        put(ingested)
        with pytest.raises(BadCases, match="no attribute 'area'; it has: people, region"):
            run_peers(ingested, "Arden", ["people", "area"])
        with pytest.raises(BadCases, match="none of its attributes is chosen") as caught:
            run_peers(ingested, "Arden")
        assert "[peers] variables" in caught.value.hint
        with pytest.raises(BadCases, match="no row for 'Dale'"):
            run_peers(ingested, "Dale", ["people"])
        with pytest.raises(NotFound, match="Cove"):
            run_peers(ingested, "Cove", ["people"])
