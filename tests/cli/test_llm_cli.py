"""`qes suggest --suggester llm`: what it says before it sends anything, what it says after, and how it goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from llm_project import HONEST, answering, script, with_llm
from model_acts import Call, Say, Status
from qes.cli.models import foretell
from qes.pipeline.models.chat import chat_of
from qes.pipeline.models.coding import ModelCoding
from qes.pipeline.models.estimating import Forecast
from qes.pipeline.tables import export_table
from qes.pipeline.verify import run_verify
from qes.project import open_project
from review_project import ready
from small_project import Run

LLM = ("suggest", "--suggester", "llm")


def test_without_a_model_it_says_how_to_name_one_and_others_take_no_model(run: Run) -> None:
    done = run(*LLM)
    assert done.returncode == 1
    assert "--model" in done.stderr
    assert run("suggest", "--model", "ollama:x").returncode == 2
    assert run(*LLM, "--model", "ollama:x", "--budget", "1").returncode == 2


def test_a_models_name_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    foretell(Forecast("ollama:x:latest", False, False, 1, 0, 1, 10, 10, 0.5))
    foretell(Forecast("ollama:x:latest", True, True, 1, 2, 1, 10, 10, None))
    shown = capsys.readouterr().err
    assert shown.count("ollama:x:latest: 1 passages") == 2
    assert "about 0.50 by the prices" in shown
    assert "with names as pseudonyms" in shown


def test_it_tells_what_it_would_take_asks_answers_in_json_and_goes_on(run: Run, folder: Path) -> None:
    with answering() as server:
        with_llm(folder, server, concurrency=1)
        with ready(folder):
            pass
        told = run(*LLM, "--estimate", "--json")
        assert json.loads(told.stdout).keys() == {
            *("suggester", "passages", "reused", "calls", "tokens_in", "tokens_out", "cost", "remote", "masked")
        }
        assert "Nothing leaves this machine." in told.stderr
        assert server.calls == []

        def fails_later(call: Call) -> Say | Status:
            return Say(HONEST(call.user)) if call.number <= 2 else Status(401)

        server.script = fails_later
        stopped = run(*LLM, "--json")
        assert stopped.returncode == 1
        found = json.loads(stopped.stdout)
        assert (found["asked"], found["calls"]) == (2, 2)
        assert found["waiting"] == found["passages"] - 2
        assert found["stopped"]
        assert "what to do:" in stopped.stderr
        server.script = script(HONEST)
        rest = run(*LLM)
        assert rest.returncode == 0, rest.stderr
        assert "2 answered before" in rest.stdout
        assert "refused" in rest.stdout
        done = json.loads(run(*LLM, "--json").stdout)
    keys = {"passages", "suggestions", "suggester", "seconds", "asked", "reused", "calls", "tokens_in", "tokens_out"}
    assert keys | {"cost", "quotes", "refused", "unsure", "failed", "flagged", "waiting"} <= done.keys()
    assert (done["asked"], done["calls"], done["unchanged"]) == (0, 0, True)
    assert done["suggester"] == "llm:openai:reader"


def test_a_remote_model_is_sent_nothing_without_leave(run: Run, folder: Path) -> None:
    with (folder / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[llm]\nmodel = "openai:x"\nbase_url = "http://192.0.2.1/v1"\npseudonymise = "never"\n')
    with ready(folder):
        pass
    done = run(*LLM)
    assert done.returncode == 1
    assert "LEAVE THIS MACHINE" in done.stderr
    assert "Nothing was sent" in done.stderr
    with open_project(folder) as project:
        assert project.store.exchanges() == []


def test_what_a_model_proposed_is_exported_and_verified_like_all_else(folder: Path) -> None:
    with answering() as server:
        with_llm(folder, server)
        with ready(folder) as project:
            ModelCoding(project, chat_of(project), remote=False).run()
            out = folder / "suggestions.jsonl"
            export_table(project, "jsonl", out, "suggestions")
            assert project.store.decisions() == []
            assert run_verify(project) == []
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {row["suggester"] for row in rows} == {"llm", "similarity"}
    assert all(row["reason"].startswith("The model's words: ") for row in rows if row["suggester"] == "llm")
