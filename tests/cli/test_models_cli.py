"""`qes models asked`, `qes models show` and `qes codebook help`: the record of what models were asked, in a terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from llm_project import answering, spoken, with_llm
from qes.model import Adjudication, Assignment, Decision, Verdict
from qes.pipeline.adjudication import settle
from qes.pipeline.assignments import assign
from qes.pipeline.review import codable, record
from review_project import BOOK, accept, ready
from small_project import Run

CODE = "awareness/scanning"
REASON = "Figures that nobody reads are no scanning."


@pytest.fixture
def passages(folder: Path) -> list[str]:
    """A model coded; then nora took one proposal over. The ids of all passages."""
    with ready(folder) as project:
        spoken(project)
        record(project, [accept(codable(project)[0], CODE, "nora")])
        return [each.id for each in codable(project)]


def test_an_exchange_is_printed_from_prompt_to_decision(run: Run, passages: list[str]) -> None:
    done = run("models", "show", passages[0])
    assert done.returncode == 0, done.stderr
    parts = [done.stdout.index(f"\n{each}\n") for each in ("SYSTEM", "USER", "REPLY", "WHAT BECAME OF IT", "SINCE")]
    assert parts == sorted(parts)
    prompt, became, since = done.stdout[: parts[2]], done.stdout[parts[3] : parts[4]], done.stdout[parts[4] :]
    assert "Now answer for these codes" in prompt
    assert re.search(rf"^stands: {CODE} \(says yes\)\n    “.*flooded stops.*”\n", became, re.MULTILINE)
    assert f"nora gave {CODE}" in since
    assert "Asked about the same passage before:" in done.stderr
    told = json.loads(run("models", "show", passages[0], "--json").stdout)
    assert (told["id"], len(told["others"])) == (done.stdout.partition(":")[0], 2)
    assert [each["author"] for each in told["since"]] == ["nora"]
    [given] = [each for each in told["answers"] if each["label"] == CODE]
    assert "flooded stops" in given["quotes"][0]["text"]


def test_all_that_was_asked_is_listed_newest_first(run: Run, passages: list[str]) -> None:
    listed = json.loads(run("models", "asked", "--json", "--limit", "200").stdout)["exchanges"]
    assert len(listed) == 3 * len(passages)
    one = json.loads(run("models", "asked", "--json", "--limit", "1", "--before", listed[0]["id"]).stdout)["exchanges"]
    assert one == listed[1:2]
    assert json.loads(run("models", "asked", "--useless", "--json").stdout)["exchanges"] == []
    shown = run("models", "asked", "--limit", "2", COLUMNS="200")
    assert listed[0]["id"] in shown.stdout
    assert f"qes models show {listed[0]['id']}" in shown.stdout
    assert json.loads(run("models", "--json").stdout)["models"][0]["model"] == "test:scripted"


def test_what_somebody_codes_blind_is_kept_from_them_here_too(run: Run, folder: Path, passages: list[str]) -> None:
    with ready(folder) as project:
        assign(project, Assignment("nora", "lea", blind=True))
    done = run("models", "show", passages[1])
    assert done.returncode == 1
    assert "what to do:" in done.stderr
    assert "kept from you as yet" in run("models", "asked", COLUMNS="200").stdout
    assert run("models", "show", "nowhere").returncode == 1


def edits(user: str) -> str:
    """One edit that rests on the first passage it is shown, and one that rests on nothing."""
    first = re.findall(r"^## (P\w+)$", user, re.MULTILINE)[0]
    edit = {"field": "when_not_to_use", "passages": [first], "why": "It is open.", "text": "Nobody reads the figures."}
    return json.dumps({"edits": [edit, {**edit, "field": "brief", "passages": ["P000000"]}]})


def test_help_with_a_code_goes_from_what_people_differed_about_to_a_proposal(run: Run, folder: Path) -> None:
    with answering(edits) as server:
        with_llm(folder, server)
        with ready(folder) as project:
            one = codable(project)[0]
            record(project, [accept(one, CODE, "ana"), Decision(one.id, "ben", Verdict.NOTHING, BOOK)])
            settle(project, Adjudication(one.id, CODE, "ruth", True, REASON, BOOK), None)
            before = project.codebook()
        done = run("codebook", "help", CODE)
        assert done.returncode == 0, done.stderr
        [call] = server.calls
        assert one.text in call.user
        assert REASON in call.user
        assert "1 edit(s) proposed by openai:reader; nothing is changed." in done.stdout
        assert "when_not_to_use: Nobody reads the figures." in done.stdout
        assert f"“{one.text}”" in done.stdout
        assert REASON in done.stdout
        assert "1 proposal(s) that rested on no passage" in done.stdout
        told = json.loads(run("codebook", "help", CODE, "--json").stdout)
        assert len(server.calls) == 1, "the same is not paid for twice"
    assert (told["code"], told["dropped"]) == (CODE, 1)
    [edit] = told["edits"]
    assert told["passages"][edit["passages"][0]]["passage"] == one.id
    with ready(folder) as project:
        assert project.codebook() == before
    [asked] = json.loads(run("models", "asked", "--template", "definition-help@1", "--json").stdout)["exchanges"]
    shown = run("models", "show", asked["id"]).stdout
    assert "stands: when_not_to_use: Nobody reads the figures." in shown
    assert "refused: 1 more proposed: they rest on no passage it was shown" in shown


def test_help_is_refused_where_nobody_has_differed(run: Run, folder: Path) -> None:
    with ready(folder):
        pass
    done = run("codebook", "help", CODE, "--model", "ollama:none")
    assert done.returncode == 1
    assert "differed" in done.stderr
