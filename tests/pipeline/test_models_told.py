"""The methods say of every model that answered where it was, what it was for, and how it was told: from the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from draft_project import drafting
from finding_project import copied, made
from llm_replies import exchange_of
from qes.model import Exchange, Prompt
from qes.pipeline.models.drafting.drafting import draft_summary
from qes.pipeline.models.sent import SENT, Sent, tell
from qes.pipeline.report.methods import method_rows
from qes.project import Project

NONE = "None: suggestions come from models on the machine qes runs on, and no remote model was asked."


@pytest.fixture
def coded(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Project]:
    with copied(made(tmp_path_factory.getbasetemp()), tmp_path) as project:
        yield project


def said(project: Project) -> str:
    return dict(method_rows(project))["Remote models"]


def exchange(template: str, model: str, settings: str = "far", user: str = "u") -> Exchange:
    made = exchange_of(Prompt(template, "s", user, "{}", "about"), "{}", model, settings)
    return replace(made, tokens_in=1000, tokens_out=20)


def test_a_model_elsewhere_is_told_of_with_its_uses_and_how_texts_were_sent(coded: Project) -> None:
    assert said(coded) == NONE
    store = coded.store
    tell(store, Sent("openai:far", "far", remote=True, masked=True), "mia")
    store.save_exchanges(
        [
            exchange("code-passage@1", "openai:far"),
            exchange("code-passage@1", "openai:far", user="v"),
            exchange("summary-draft@1", "openai:far"),
            exchange("supported@1", "openai:far"),
        ],
        "mia",
    )
    uses = "drafts (2 calls, 2,000 tokens in and 40 out) and suggestions of codes (2 calls, 2,000 tokens in and 40 out)"
    told = f"openai:far was asked elsewhere, for {uses}"
    assert said(coded) == f"{told}; names stood as pseudonyms in what was sent."
    tell(store, Sent("openai:far", "far", remote=True, masked=False), "mia")
    assert said(coded) == f"{told}; names stood as pseudonyms in part of what was sent, and as they are in the rest."


def test_where_nothing_tells_whether_a_model_was_elsewhere_that_is_said(coded: Project) -> None:
    coded.store.save_exchanges([exchange("definition-help@1", "ollama:old")], "mia")
    assert said(coded) == (
        "ollama:old was asked (whether that is elsewhere is not on record), for help with definitions "
        "(1 call, 1,000 tokens in and 20 out)."
    )


def test_how_a_model_is_asked_is_told_once_and_again_when_it_changes(coded: Project) -> None:
    with drafting(coded) as (server, chat):
        draft_summary(coded, chat, "Arden", "awareness/scanning", remote=False)
        draft_summary(coded, chat, "Arden", "awareness", remote=False)
        assert len(server.calls) > 1
    [event] = coded.store.events(kind=SENT)
    assert (event.body["model"], event.body["remote"], event.body["masked"]) == ("openai:drafter", False, False)
    assert said(coded).startswith(f"{NONE} openai:drafter was asked on the machine qes runs on, for drafts (")
    now = Sent("openai:drafter", str(event.body["settings"]), remote=False, masked=True)
    tell(coded.store, now, "mia")
    tell(coded.store, now, "mia")
    assert [bool(each.body["masked"]) for each in coded.store.events(kind=SENT)] == [False, True]
