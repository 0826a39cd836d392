"""Nothing goes where nobody decided to send it: no proxy, redirect, key or trace that a team has not named."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from llm_samples import PROVIDERS, ask, chat, connection

from model_acts import Say, Status
from model_server import ModelServer
from qes.errors import ModelUnavailable
from qes.llm.connect import Connection, is_remote, open_chat

SECRET = "sk-very-secret-0123456789"
OWN = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "ollama": "OLLAMA_API_KEY"}


# --- Proxies and redirects ------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_model_on_this_machine_is_never_asked_through_a_proxy(
    server: ModelServer, recorder: ModelServer, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY", "ANTHROPIC_PROXY"):
        monkeypatch.setenv(name, recorder.url)
    assert ask(chat(server, provider=provider))[0].usable
    assert len(server.calls) == 1
    assert recorder.calls == []


def test_a_model_elsewhere_is_asked_through_the_proxy_of_the_environment(
    recorder: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", recorder.url)
    elsewhere = Connection("openai:good", "http://models.example.invalid/v1", timeout=20)
    assert ask(open_chat(elsewhere))[0].usable
    assert len(recorder.calls) == 1


@pytest.mark.parametrize(("provider", "status"), [*((provider, 307) for provider in PROVIDERS), ("openai", 302)])
def test_a_redirect_is_not_followed_with_the_text(
    server: ModelServer, recorder: ModelServer, provider: str, status: int
) -> None:
    server.script = lambda call: Status(status, headers=[("location", recorder.url + call.path)])
    with pytest.raises(ModelUnavailable, match="not followed") as raised:
        ask(chat(server, provider=provider))
    assert recorder.url in str(raised.value)
    assert recorder.calls == []


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_address_in_the_environment_has_no_say(
    server: ModelServer, recorder: ModelServer, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_BASE_URL", "ANTHROPIC_API_URL", "OLLAMA_HOST")
    for name in (*names, "LANGSMITH_GATEWAY"):
        monkeypatch.setenv(name, recorder.url)
    assert ask(chat(server, provider=provider))[0].usable
    assert recorder.calls == []


TRACED = """
import sys
from langchain.chat_models import init_chat_model
from langchain_core.tracers.langchain import wait_for_all_tracers
from llm_samples import ask
from qes.llm.connect import Connection, open_chat
url = sys.argv[1]
assert ask(open_chat(Connection("openai:good", url)))[0].usable
wait_for_all_tracers()
print("asked", flush=True)
sys.stdin.readline()
init_chat_model("good", model_provider="openai", base_url=url, api_key="none").invoke("hello")
wait_for_all_tracers()
"""


def test_no_trace_is_sent_even_where_the_environment_asks_langchain_for_one(
    server: ModelServer, recorder: ModelServer
) -> None:
    told = {"LANGSMITH_TRACING": "true", "LANGSMITH_ENDPOINT": recorder.url, "LANGSMITH_API_KEY": "x"}
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), str(here.parent)])
    command = [sys.executable, "-c", TRACED, server.openai_url]
    with subprocess.Popen(
        command,
        env={**os.environ, **told, "PYTHONPATH": paths},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "asked\n"
        assert recorder.calls == []
        process.communicate("go on\n", timeout=120)
    assert process.returncode == 0
    assert recorder.calls, "langchain by itself does send one, so it would have been seen"


# --- Keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_providers_own_key_does_not_go_to_another_address(
    server: ModelServer, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OWN[provider], SECRET)
    ask(chat(server, provider=provider))
    assert SECRET not in str(server.calls[0])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_key_in_the_variable_that_is_named_is_sent_and_told_to_nobody(
    server: ModelServer, provider: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even where the server says it aloud, in an error or a reply."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("OUR_KEY", SECRET)
    server.script = lambda call: (
        Say(f'{{"answer": "{SECRET}"}}')
        if call.number == 1
        else Status(401, f'{{"error": {{"message": "Wrong key: {SECRET}"}}}}')
    )
    asked = chat(server, provider=provider, key_variable="OUR_KEY")
    [said] = ask(asked)
    with pytest.raises(ModelUnavailable) as raised:
        ask(asked, 2)
    assert SECRET in str(server.calls[0].headers)
    assert "OUR_KEY" in raised.value.hint
    shown = f"{said!r} {raised.value!r} {raised.value.hint} {raised.value.__dict__} {caplog.text} {asked.connection!r}"
    assert SECRET not in shown
    assert "(the key)" in said.reply


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_a_key_that_is_not_there_is_asked_for_by_its_variable(provider: str) -> None:
    with pytest.raises(ModelUnavailable) as raised:
        ask(open_chat(Connection(f"{provider}:some-model")))
    assert OWN[provider] in raised.value.hint


def test_one_that_wants_a_key_and_was_sent_none_is_told_how(server: ModelServer) -> None:
    with pytest.raises(ModelUnavailable) as raised:
        ask(chat(server, "refuses"))
    assert "key_variable" in raised.value.hint


# --- What is remote -------------------------------------------------------------------------------

HERE = ["http://localhost:1234/v1", "http://127.0.0.1/v1", "http://127.8.8.8/v1", "http://[::1]:8080/v1"]
THERE = [
    "",
    "http://192.168.1.5/v1",
    "https://models.example.org/v1",
    "http://localhost.example.org/v1",
    "http://0.0.0.0/v1",
    "http://[2001:db8::1]/v1",
]


@pytest.mark.parametrize("url", HERE)
def test_an_address_on_this_machine_is_local(url: str) -> None:
    assert not is_remote(Connection("openai:x", url))


@pytest.mark.parametrize("url", THERE)
def test_every_other_address_is_remote(url: str) -> None:
    assert is_remote(Connection("openai:x", url))


def test_ollama_is_local_unless_it_is_elsewhere_or_passes_on(server: ModelServer) -> None:
    assert not is_remote(Connection("ollama:llama3.1"))
    assert not is_remote(connection(server, "llama3.1:8b", "ollama"))
    assert is_remote(Connection("ollama:llama3.1", "http://10.0.0.7:11434"))
    assert is_remote(Connection("ollama:gpt-oss:120b-cloud"))
    assert is_remote(Connection("ollama:some-model:cloud"))


def test_nothing_of_langchain_is_loaded_before_a_prompt_is_sent() -> None:
    script = (
        "import sys; from qes.llm.connect import Connection, open_chat; open_chat(Connection('ollama:x'));"
        "print([name for name in sys.modules if name.startswith(('lang', 'openai', 'httpx', 'ollama', 'jsonschema'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
