"""A language model's server for every test that needs one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from model_server import ModelServer, running

KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OLLAMA_API_KEY", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


@pytest.fixture(autouse=True)
def no_keys_or_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of whoever runs the tests have no part in them."""
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """The server, behaving as the model's name says."""
    with running() as served:
        yield served


@pytest.fixture
def recorder() -> Iterator[ModelServer]:
    """Another one, which should be left alone."""
    with running() as served:
        yield served
