"""`qes draft` from the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from draft_project import GOOD, SENTENCES, Drafter
from finding_project import made
from model_server import running
from qes.cli import output
from qes.cli.app import app

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
    assert "Nothing was sent" in done.stderr
