"""Replies that break what reads them: whatever a server sends, it is a reply or it is none, and never a crash."""

from __future__ import annotations

import json
from typing import Any

import pytest
from llm_samples import PROVIDERS, a_prompt, ask, chat, connection

from model_acts import Call, Say, Status
from model_server import ModelServer
from qes.errors import ModelUnavailable
from qes.llm.budget import Budget
from qes.llm.cost import prompt_tokens
from qes.llm.failures import failed_with, told, unavailable
from qes.llm.structured import keepable, problem_with

SECRET = "sk-very-secret-0123456789"
ANSWER = '{"answer": "x"}'
STEERING = "\x1b[31mred\x07 \u202eturned"


def whole(**parts: Any) -> Status:
    """A body of OpenAI's with parts of one's own."""
    message = {"role": "assistant", "content": ANSWER} | parts.pop("message", {})
    choice = {"index": 0, "message": message, "finish_reason": "stop"} | parts.pop("choice", {})
    return Status(200, json.dumps({"id": "1", "choices": [choice], **parts}))


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_body_nested_without_measure_is_no_reply(server: ModelServer, provider: str) -> None:
    deep = Status(200, '{"choices": ' + "[" * 100_000)
    server.script = lambda call: deep if call.number == 1 else Say(call.good)
    assert [each.usable for each in ask(chat(server, provider=provider))] == [True]


@pytest.mark.parametrize("depth", [100, 300, 600, 900, 990, 100_000])
def test_a_reply_nested_deeply_is_kept_and_objected_to(depth: int) -> None:
    text = '{"answer":' + '{"a":' * depth + '"\\u0000"' + "}" * depth + "}"
    assert keepable(text)
    assert problem_with(text, a_prompt().schema)


@pytest.mark.parametrize(
    "usage",
    [
        None,
        "lots",
        [1, 2],
        {"prompt_tokens": -100_000, "completion_tokens": -5},
        {"prompt_tokens": "100", "completion_tokens": "many"},
        {"prompt_tokens": 10.5, "completion_tokens": True},
        {"prompt_tokens": 10**30, "completion_tokens": 10**30},
        {"prompt_tokens": float("inf"), "completion_tokens": float("nan")},
        {"prompt_tokens": None, "prompt_tokens_details": "none", "completion_tokens_details": [1]},
    ],
)
def test_tokens_that_cannot_be_are_not_reported_and_the_reply_stands(server: ModelServer, usage: Any) -> None:
    server.script = lambda _: whole(usage=usage)
    budget = Budget("x")
    [said] = ask(chat(server, budget=budget))
    assert (said.usable, said.reply) == (True, ANSWER)
    assert (said.tokens_in, said.tokens_out) == budget.spent == (prompt_tokens(said.prompt), 4)


@pytest.mark.parametrize(
    ("provider", "tokens"), [(provider, tokens) for provider in PROVIDERS for tokens in ((-7, -9), (10**30, 10**30))]
)
def test_no_provider_makes_a_run_cheaper_or_dearer_than_can_be(
    server: ModelServer, provider: str, tokens: tuple[int, int]
) -> None:
    server.script = lambda call: Say(call.good, tokens=tokens)
    [said] = ask(chat(server, provider=provider))
    assert said.usable
    assert (said.tokens_in, said.tokens_out) == (prompt_tokens(said.prompt), 4)


@pytest.mark.parametrize("end", [{"a": [1]}, 7, ["stop"], None])
def test_an_end_that_is_none_known_ends_a_reply_as_well(server: ModelServer, end: Any) -> None:
    server.script = lambda _: whole(choice={"finish_reason": end})
    assert ask(chat(server))[0].usable


def test_a_role_that_is_none_known_is_no_reply(server: ModelServer) -> None:
    server.script = lambda call: whole(message={"role": "wizard"}) if call.number == 1 else Say(call.good)
    assert [each.usable for each in ask(chat(server))] == [True]
    assert len(server.calls) == 2


def test_a_model_that_declines_is_said_to_decline(server: ModelServer) -> None:
    server.script = lambda _: whole(message={"content": None, "refusal": "I cannot help with that."})
    assert {each.trouble for each in ask(chat(server))} == {"the model declined to answer"}


# --- What is told of them -------------------------------------------------------------------------


def test_what_a_server_says_cannot_steer_a_terminal(server: ModelServer) -> None:
    body = json.dumps({"error": {"message": f"No. {STEERING}", "code": STEERING}})
    server.script = lambda _: Status(403, body)
    with pytest.raises(ModelUnavailable, match="red") as raised:
        ask(chat(server))
    assert str(raised.value).isprintable()
    assert told(problem_with(json.dumps({STEERING: 1}), a_prompt().schema)).isprintable()
    assert problem_with(json.dumps({"answer": "x", STEERING: 1}), a_prompt().schema).isprintable()


def test_a_key_in_the_address_that_a_server_sends_on_to_is_not_told(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUR_KEY", SECRET)
    server.script = lambda _: Status(307, headers=[("location", f"http://elsewhere.invalid/?key={SECRET}")])
    with pytest.raises(ModelUnavailable, match="elsewhere") as raised:
        ask(chat(server, key_variable="OUR_KEY"))
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("key", ["sk-one\nsk-two", "sk-thré", "sk-one two", "sk-\x01"])
def test_what_can_be_no_key_is_neither_sent_nor_told(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("OUR_KEY", key)
    with pytest.raises(ModelUnavailable, match="OUR_KEY cannot be a key") as raised:
        ask(chat(server, key_variable="OUR_KEY"))
    assert "sk-" not in f"{raised.value!r} {raised.value.hint}"
    assert server.calls == []


def test_a_refusal_that_is_packed_is_a_refusal(server: ModelServer) -> None:
    def refuses(_: Call) -> Status:
        return Status(401, "\x1f", headers=[("content-encoding", "gzip")])

    server.script = refuses
    with pytest.raises(ModelUnavailable, match="status 401"):
        ask(chat(server))
    assert len(server.calls) <= 2, "one for each that asks at once"


def test_one_that_asks_to_wait_too_long_is_said_to(server: ModelServer) -> None:
    busy = failed_with(429, "no", {"retry-after": "864000"})
    assert "asks to wait 14,400 minutes" in str(unavailable(connection(server), busy))


def test_one_that_takes_no_such_call_is_asked_in_another_way(server: ModelServer) -> None:
    server.script = lambda _: Status(400, '{"error": {"message": "response_format is not supported"}}')
    with pytest.raises(ModelUnavailable, match="response_format") as raised:
        ask(chat(server), 8)
    assert "method" in raised.value.hint
