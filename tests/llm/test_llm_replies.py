"""Whatever a model replies: what is of use is handed over, the rest says why, and both are kept as they came."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llm_samples import FORM, PROVIDERS, a_prompt, ask, chat, connection, content, prompts

from model_acts import Act, Call, Say
from model_server import ModelServer
from qes.llm.structured import keepable, problem_with
from qes.model import Exchange


@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_answers_in_the_form_asked_for(server: ModelServer, provider: str, method: str) -> None:
    [said] = ask(chat(server, provider=provider, method=method))
    assert (json.loads(said.reply), said.trouble, said.attempt) == ({"answer": "x"}, "", 1)
    assert (said.model, said.tokens_in, said.tokens_out) == (f"{provider}:good", 100, 20)
    [call] = server.calls
    assert (call.system, call.user) == ("Answer.", "Question 0.")
    assert call.schema is not None
    assert call.schema["required"] == ["answer"]
    assert bool(call.body.get("tools")) == (method == "function_calling")


@pytest.mark.parametrize(
    ("manner", "trouble"),
    [
        ("broken-json", "no JSON"),
        ("prose", "no JSON"),
        ("wrong-schema", "'answer' is a required property"),
        ("empty", "empty"),
    ],
)
def test_a_reply_of_no_use_is_asked_for_again_and_both_are_handed_over(
    server: ModelServer, manner: str, trouble: str
) -> None:
    first, second = ask(chat(server, manner, attempts=2))
    assert [first.attempt, second.attempt] == [1, 2]
    assert first.id != second.id
    assert trouble in first.trouble
    assert first.reply == second.reply
    assert len(server.calls) == 2


def test_what_is_of_use_at_the_second_attempt_is_not_asked_for_a_third_time(server: ModelServer) -> None:
    server.script = lambda call: Say("{" if call.number == 1 else call.good)
    assert [each.usable for each in ask(chat(server, attempts=3))] == [False, True]


def test_whoever_asks_may_object_to_a_reply(server: ModelServer) -> None:
    def check(said: Exchange) -> str:
        return "a quote is invented" if said.attempt == 1 else ""

    said = list(chat(server).ask([a_prompt()], check))
    assert [each.trouble for each in said] == ["a quote is invented", ""]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_reply_cut_off_says_so_and_is_not_asked_for_again(server: ModelServer, provider: str) -> None:
    [said] = ask(chat(server, "cut-short", provider, max_tokens=77))
    assert "cut off at 77 tokens" in said.trouble
    assert len(server.calls) == 1


@pytest.mark.parametrize("manner", ["half-surrogate", "nul"])
def test_characters_that_no_database_keeps_are_replaced(server: ModelServer, manner: str) -> None:
    [said] = ask(chat(server, manner))
    assert said.usable
    for text in (said.reply, json.loads(said.reply)["answer"]):
        assert "\ufffd" in text
        assert "\0" not in text
        text.encode()


def test_unicode_comes_whole(server: ModelServer) -> None:
    words = "Straße 😀 城市 \u202e ‘quote’"
    server.script = lambda _: Say(json.dumps({"answer": words}, ensure_ascii=False))
    [said] = ask(chat(server))
    assert json.loads(said.reply) == {"answer": words}


def test_replies_come_in_the_order_in_which_they_are_ready(server: ModelServer) -> None:
    server.script = lambda call: Say(call.good, wait=0.4 if call.user == "Question 0." else 0.0)
    said = ask(chat(server), 3)
    assert [each.prompt.about for each in said][-1] == "passage-0"


def test_only_so_many_calls_are_under_way_at_once_and_prompts_are_taken_as_needed(server: ModelServer) -> None:
    server.script = lambda call: Say(call.good, wait=0.05)
    taken = 0

    def given() -> Any:
        nonlocal taken
        for prompt in prompts(100):
            taken += 1
            yield prompt

    replies = chat(server, concurrency=3).ask(given(), content)
    for _ in range(9):
        next(replies)
    replies.close()
    assert server.most_working == 3
    assert taken <= 9 + 4 * 3


def test_the_same_question_about_two_things_is_sent_once_and_answers_both(server: ModelServer) -> None:
    said = list(chat(server).ask([a_prompt(about="a"), a_prompt(about="b")], content))
    assert sorted(each.prompt.about for each in said) == ["a", "b"]
    assert len({each.id for each in said}) == 1
    assert len(server.calls) == 1


def test_the_id_of_an_exchange_tells_model_settings_prompt_sample_and_attempt_apart(server: ModelServer) -> None:
    def name(prompt: Any, **parts: Any) -> str:
        [said] = chat(server, **parts).ask([prompt], content)
        return said.id

    same = name(a_prompt())
    assert name(a_prompt(about="else")) == same
    others = [name(a_prompt(1)), name(a_prompt(sample=1)), name(a_prompt(), max_tokens=5)]
    others += [name(a_prompt(), manner="better"), name(a_prompt(), temperature=0.5)]
    assert len({same, *others}) == 6


def test_what_does_not_shape_replies_is_no_part_of_the_settings(server: ModelServer) -> None:
    assert connection(server).settings == connection(server, concurrency=9, timeout=1.0, retries=0).settings


def test_a_server_of_ollamas_is_told_to_make_room_for_the_whole_prompt(server: ModelServer) -> None:
    long = a_prompt(user="word " * 20_000)
    list(chat(server, provider="ollama", max_tokens=500).ask([a_prompt(), long], content))
    rooms = sorted((len(call.user), call.body["options"]["num_ctx"]) for call in server.calls)
    assert rooms == [(11, 8192), (100_000, 65536)]
    assert {call.body["options"]["num_predict"] for call in server.calls} == {500}


def test_a_slip_in_the_code_that_checks_is_not_swallowed(server: ModelServer) -> None:
    def check(_: Exchange) -> str:
        raise ZeroDivisionError("a slip")

    with pytest.raises(ZeroDivisionError):
        list(chat(server).ask(prompts(3), check))


# --- Laws -----------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=60)
@given(VALUES, st.booleans())
def test_any_reply_can_be_kept_and_read_afterwards(value: object, escaped: bool) -> None:
    text = keepable(json.dumps(value, ensure_ascii=escaped))
    text.encode()
    assert "\0" not in text
    assert "\0" not in json.dumps(json.loads(text), ensure_ascii=False)
    json.dumps(json.loads(text), ensure_ascii=False).encode()
    assert keepable(text) == text


@settings(deadline=None, max_examples=60)
@given(st.text() | st.sampled_from(["[" * 100_000, "NaN", '{"answer": Infinity}', "null", '{"answer": "x"} extra']))
def test_anything_but_the_form_asked_for_is_objected_to_in_words(text: str) -> None:
    assert problem_with(text, FORM)


def test_every_prompt_gets_its_own_reply(server: ModelServer) -> None:
    def script(call: Call) -> Act:
        return Say(json.dumps({"answer": call.user}))

    server.script = script
    said = ask(chat(server), 4)
    assert {json.loads(each.reply)["answer"] for each in said} == {prompt.user for prompt in prompts(4)}
