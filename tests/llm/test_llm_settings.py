"""Which model a project asks, where, and with whose key, stands in its settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from llm_samples import content, prompts

from model_server import ModelServer
from qes.errors import BudgetSpent, ModelUnavailable
from qes.pipeline.models.chat import chat_of, connection_of
from qes.project import Project
from qes.settings import LlmSettings


def test_without_a_model_named_it_says_how_to_name_one(project: Project) -> None:
    with pytest.raises(ModelUnavailable) as raised:
        chat_of(project)
    assert "--model" in raised.value.hint


def test_the_project_names_the_model_and_what_it_may_cost(folder: Path, server: ModelServer) -> None:
    with (folder / "qes.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[llm]\nmodel = "openai:good"\nbase_url = "{server.openai_url}"\nbudget_tokens = 100\n')
    with Project(folder) as project:
        asked = chat_of(project)
        assert (asked.name, asked.remote) == ("openai:good", False)
        with pytest.raises(BudgetSpent):
            list(asked.ask(prompts(1), content))
        [said] = chat_of(project, tokens=0).ask(prompts(1), content)
        assert said.usable
        assert [event.author for event in project.store.events(kind="asked")] == ["nora"]


def test_another_providers_model_is_not_sent_to_the_address_in_the_settings_nor_the_key() -> None:
    given = LlmSettings(model="openai:x", base_url="http://127.0.0.1:9/v1", key_variable="OUR_KEY")
    assert connection_of(given).address == connection_of(given, "openai:y").address == "http://127.0.0.1:9/v1"
    other = connection_of(given, "anthropic:z")
    assert (other.address, other.variable) == ("https://api.anthropic.com", "ANTHROPIC_API_KEY")
    assert connection_of(given, "anthropic:z", "http://127.0.0.1:8").address == "http://127.0.0.1:8"
