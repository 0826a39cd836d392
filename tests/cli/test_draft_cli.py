"""`qes draft` from the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import finding_project as sample
from draft_project import GOOD, SENTENCES, Drafter
from finding_project import made
from model_server import running
from qes.cli import output
from qes.cli.app import app
from qes.errors import Conflict
from qes.pipeline.findings.acts import save
from qes.project import open_project

ASKED = ("--case", "Arden", "--code", "awareness/scanning")


@pytest.fixture
def folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two towns, coded."""
    shutil.copytree(made(tmp_path_factory.getbasetemp()), tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """`--json` holds for a process, which here goes on."""
    yield
    output.choose_json(False)


def test_what_is_struck_out_is_shown_as_struck_out_and_what_is_kept_with_its_quotes(folder: Path) -> None:
    with running(Drafter()) as server:
        named = ("--model", "openai:drafter", "--base-url", server.openai_url, "--project", str(folder))
        done = CliRunner().invoke(app, ["draft", "summary", *ASKED, *named])
        assert done.exit_code == 0, done.output
        lines = done.stdout.splitlines()
        assert f"{GOOD} [S1]" in lines
        assert any(line.startswith("    S1: “Every Monday the bus drivers") for line in lines)
        assert sum(line.startswith("struck: ") for line in lines) == len(SENTENCES) - 1
        assert "Nothing leaves this machine." in done.stderr
        told = json.loads(CliRunner().invoke(app, ["draft", "finding", *ASKED, *named, "--json"]).stdout)
        assert (told["text"], told["kind"], told["cases"]) == (GOOD, "finding", ["Arden"])
        assert [bool(each["struck"]) for each in told["sentences"]] == [False, True, True, True, True]


def test_a_checklist_is_told_to_be_a_proposal(folder: Path) -> None:
    with running(Drafter()) as server:
        named = ("--model", "openai:drafter", "--base-url", server.openai_url, "--project", str(folder))
        asked = ["draft", "checklist", "--case", "Arden", "--code", "awareness", *named]
        done = CliRunner().invoke(app, asked)
        assert done.stdout.startswith("PROPOSAL by openai:drafter on awareness in Arden")
        told = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
        assert all(each["stands"] and each["spans"] == ["S1"] for each in told["items"])
        assert sum(line.startswith("yes: ") for line in done.stdout.splitlines()) == len(told["items"]) > 0


def test_nothing_is_sent_elsewhere_without_leave(folder: Path) -> None:
    elsewhere = ("--model", "openai:drafter", "--base-url", "http://192.0.2.1:9/v1", "--project", str(folder))
    done = CliRunner().invoke(app, ["draft", "summary", *ASKED, *elsewhere])
    assert done.exit_code == 1
    assert "leave this machine with names as pseudonyms" in done.stderr
    assert "At most 26 prompts, about " in done.stderr
    assert "Nothing was sent" in done.stderr


def test_drafts_are_listed_and_taken_over_or_dropped_in_the_coders_name(folder: Path) -> None:
    def run(*words: str) -> Any:
        done = CliRunner().invoke(app, ["draft", *words, "--project", str(folder), "--json"])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    with running(Drafter()) as server:
        named = ("--model", "openai:drafter", "--base-url", server.openai_url)
        cell, finding, other = (run(kind, *ASKED, *named)["id"] for kind in ("summary", "finding", "summary"))
    assert [each["id"] for each in run("list")["drafts"]] == [cell, finding, other]
    taken = run("accept", cell)
    assert (taken["draft"], taken["text"], taken["author"], taken["quotes"]) == (cell, GOOD, "nora", 1)
    refused = CliRunner().invoke(app, ["draft", "accept", other, "--project", str(folder)])
    assert isinstance(refused.exception, Conflict), "a summary is there by now"
    assert run("accept", other, "--replace", "--text", "In other words.")["text"] == "In other words."
    assert run("drop", finding, "--reason", "It says little.") == {"draft": finding, "fate": "dropped"}
    assert run("list")["drafts"] == []
    assert [each["fate"] for each in run("list", "--all")["drafts"]] == ["accepted", "dropped", "edited"]
    shown = CliRunner().invoke(app, ["draft", "list", "--all", "--project", str(folder)]).stdout
    assert f"{finding} dropped: a finding on awareness/scanning, Arden, by openai:drafter" in shown
    assert "1 of 5 sentences kept" in shown


def test_what_a_model_names_against_a_finding_is_told_to_be_no_evidence(folder: Path) -> None:
    with open_project(folder) as project:
        key = save(project, sample.finding(project), "nora").key
    with running(Drafter(against={"trumpet": "my daughter played the trumpet"})) as server:
        named = ("--model", "openai:drafter", "--base-url", server.openai_url, "--project", str(folder))
        done = CliRunner().invoke(app, ["draft", "counter", key, *named])
        assert done.exit_code == 0, done.output
        assert "it named 1 of them" in done.stdout
        assert "the next search for counter-evidence brings them" in done.stderr
        told = json.loads(CliRunner().invoke(app, ["draft", "counter", key, *named, "--json"]).stdout)
    assert (told["finding"], told["failed"], len(told["candidates"])) == (key, 0, 1)
    assert told["asked"] >= 2
