"""Prompts to send, and models to send them to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from model_dialects import SCHEMA
from model_server import ModelServer
from qes.llm.budget import Budget
from qes.llm.chat import ModelChat
from qes.llm.connect import Connection, open_chat
from qes.model import Exchange, Prompt

FORM = json.dumps(SCHEMA)
PROVIDERS = ("openai", "anthropic", "ollama")


def a_prompt(number: int = 0, **parts: Any) -> Prompt:
    """A question like no other of another number; each user text ends in a full stop, so that none begins another."""
    given = {"template": "test@1", "system": "Answer.", "user": f"Question {number}.", "schema": FORM}
    return Prompt(**(given | {"about": f"passage-{number}"} | parts))


def prompts(count: int) -> list[Prompt]:
    """So many different questions."""
    return [a_prompt(number) for number in range(count)]


def connection(server: ModelServer, manner: str = "good", provider: str = "openai", **parts: Any) -> Connection:
    """To a model of the test server, quick to give up."""
    url = server.openai_url if provider == "openai" else server.url
    quick = {"base_url": url, "timeout": 20.0, "concurrency": 2, "retries": 1, "first_wait": 0.01}
    return Connection(f"{provider}:{manner}", **(quick | parts))


def chat(
    server: ModelServer, manner: str = "good", provider: str = "openai", budget: Budget | None = None, **parts: Any
) -> ModelChat:
    """The model ready to be asked."""
    return open_chat(connection(server, manner, provider, **parts), budget)


def content(_: Exchange) -> str:
    """A check that objects to nothing."""
    return ""


def ask(chat: ModelChat, count: int = 1) -> list[Exchange]:
    """Everything that comes of so many questions."""
    return list(chat.ask(prompts(count), content))


def endless() -> Iterator[Prompt]:
    """Questions without an end."""
    number = 0
    while True:
        yield a_prompt(number)
        number += 1
