"""The commands are a contract: they exist, explain themselves, stand in the docs, and answer in JSON."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from command import command as here
from faults import qes
from small_project import Run

ROOT = Path(__file__).resolve().parents[2]


def _docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("qes_docs", ROOT / "scripts" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DOCS = _docs()
COMMANDS = [" ".join(words) for words in DOCS.command_names() if words]


def test_the_commands_of_the_contract_exist() -> None:
    promised = "init ingest suggest code import export agree score synthesise search verify status backup restore demo"
    promised += " codebook"
    assert set(promised.split()) <= set(COMMANDS)
    assert {f"codebook {each}" for each in ("show", "check", "diff", "import", "export")} <= set(COMMANDS)


@pytest.mark.parametrize("page", DOCS.PAGES)
def test_the_docs_say_what_the_program_says(page: str) -> None:
    assert (ROOT / "docs" / page).read_text(encoding="utf-8") == DOCS.PAGES[page](), "run: make docs"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_stands_in_the_docs(command: str) -> None:
    shown = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    section = re.search(rf"^## qes {command}\n\n```\n(.*?)```", shown, re.M | re.S)
    assert section is not None
    assert len(section[1].split("Options:")[0].split("\n\n")[1].split()) >= 3


@pytest.mark.parametrize("command", [each for each in COMMANDS if " " not in each and each not in ("restore",)])
def test_every_command_is_spoken_of_in_the_readme(command: str) -> None:
    assert re.search(rf"(qes|make) {command}\b", (ROOT / "README.md").read_text(encoding="utf-8"))


def test_every_setting_explains_itself() -> None:
    assert "None |" not in DOCS.settings()


@pytest.mark.parametrize(
    "words", ["status", "verify --json", "search --nosuch", "import missing.csv --json", "review --port x"]
)
def test_a_command_says_in_a_process_of_its_own_what_it_says_to_these_tests(folder: Path, words: str) -> None:
    alone, beside = qes(*words.split(), cwd=folder, COLUMNS="80"), here(*words.split(), cwd=folder)
    assert (alone.returncode, alone.stdout) == (beside.returncode, beside.stdout)
    assert alone.stderr.splitlines()[2:] == beside.stderr.splitlines()[2:]  # before that: by what name it was called
    assert alone.stdout or alone.stderr


def test_the_whole_way_answers_in_json(run: Run, folder: Path) -> None:
    table = folder / "decisions.csv"
    table.write_text(
        "source,quote,code,verdict,coder,polarity\n"
        "Arden/engineer.txt,Every Monday the bus drivers send us the list of flooded stops,awareness/scanning,accept,nora,supports\n"
        "Arden/engineer.txt,,,nothing,nora,\n"
        "Arden/engineer.txt,Every Monday the bus drivers send us the list of flooded stops,awareness/scanning,accept,omar,supports\n"
        "Arden/engineer.txt,,,nothing,omar,\n",
        encoding="utf-8",
    )
    expected = {
        "ingest": {"sources_added", "sources_unchanged", "sources_updated", "failed", "passages"},
        "suggest": {"passages", "suggestions", "suggester", "seconds"},
        f"import {table.name}": {"imported", "losses"},
        "export jsonl out.jsonl": {"exported", "losses"},
        "agree": {"codes"},
        "score": {"assessments"},
        "synthesise --format html,md,docx": {"report", "quotes", "quotes_verified"},
        "search drains": {"hits"},
        "verify": {"ok", "problems"},
        "status": {"next", "leaves_this_machine"},
    }
    answers = {}
    for command, keys in expected.items():
        done = run(*command.split(), "--json")
        assert done.returncode == 0, done.stderr
        answers[command] = json.loads(done.stdout)
        assert keys <= answers[command].keys(), command
    assert {"units", "prevalence", "percent", "kappa", "alpha", "ac1", "interval"} <= answers["agree"]["codes"][
        "*"
    ].keys()
    first = answers["score"]["assessments"][0]
    assert {"case", "capability", "level", "confidence", "evidence", "gates"} <= first.keys()
    assert (
        answers["synthesise --format html,md,docx"]["quotes"]
        == answers["synthesise --format html,md,docx"]["quotes_verified"]
        > 0
    )
