"""Whatever happens on the way to a model: it is tried again where that helps, and told clearly where it does not."""

from __future__ import annotations

import itertools
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from llm_samples import PROVIDERS, a_prompt, ask, chat, connection, content, prompts

from model_acts import Act, Call, Drop, Say, Status
from model_server import ModelServer
from qes.errors import ModelUnavailable
from qes.llm.connect import Connection, open_chat
from qes.llm.failures import wait_asked

RECOVERS = {
    "a server error": Status(500),
    "a gateway without a server": Status(502, "<html>Bad gateway</html>", kind="text/html"),
    "too busy without a time": Status(429),
    "a dropped connection": Drop(),
    "a page of something else": Status(200, "<html>Please log in</html>", kind="text/html"),
    "a type that is not what it says": Status(200, "no JSON at all"),
    "JSON of another kind": Status(200, '{"hello": [1, 2]}'),
    "nothing": Status(200, ""),
}

OTHERS = ("a server error", "a dropped connection", "JSON of another kind")


@pytest.mark.parametrize(
    ("provider", "trouble"),
    [
        *(("openai", trouble) for trouble in RECOVERS),
        *((provider, trouble) for provider in ("anthropic", "ollama") for trouble in OTHERS),
    ],
)
def test_a_call_that_brings_no_reply_is_made_again(server: ModelServer, provider: str, trouble: str) -> None:
    server.script = lambda call: RECOVERS[trouble] if call.number == 2 else Say(call.good)
    said = ask(chat(server, provider=provider, concurrency=1), 3)
    assert [(each.usable, each.attempt) for each in said] == [(True, 1)] * 3
    assert len(server.calls) == 4


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_prompt_that_never_brings_a_reply_is_told_of_and_the_rest_goes_on(server: ModelServer, provider: str) -> None:
    server.script = lambda call: Status(500) if call.user == "Question 1." else Say(call.good)
    said = {each.prompt.about: each for each in ask(chat(server, provider=provider, retries=2), 4)}
    assert len(said) == 4
    lost = said["passage-1"]
    assert (lost.attempt, lost.reply, lost.usable) == (0, "", False)
    assert "500" in lost.trouble
    assert server.asked("Question 1.") == 3


def test_a_prompt_that_is_refused_is_not_sent_again_and_the_rest_goes_on(server: ModelServer) -> None:
    too_long = Status(
        400, '{"error": {"message": "maximum context length is 8192", "code": "context_length_exceeded"}}'
    )
    server.script = lambda call: too_long if call.user == "Question 1." else Say(call.good)
    said = {each.prompt.about: each.trouble for each in ask(chat(server), 3)}
    assert "maximum context length is 8192" in said["passage-1"]
    assert said["passage-0"] == said["passage-2"] == ""
    assert server.asked("Question 1.") == 1


# --- Waiting --------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
def test_where_a_server_asks_to_wait_nobody_calls_before(server: ModelServer, provider: str) -> None:
    """The others' first calls end while the first waits, so they would call again if they did not wait too."""
    busy = Status(429, headers=[("retry-after", "0.8")])
    server.script = lambda call: busy if call.number == 1 else Say(call.good, wait=0.3 if call.number <= 4 else 0)
    said = ask(chat(server, provider=provider, concurrency=4, retries=5), 12)
    assert all(each.usable for each in said)
    assert len(server.calls) == 13
    first, *later = [call.at for call in server.calls if call.number == 1 or call.number > 4]
    assert min(later) - first >= 0.8


def test_a_busy_server_is_waited_for_however_often_one_prompt_meets_it(server: ModelServer) -> None:
    """Each prompt is turned away more often than a broken call would be tried."""
    busy = Status(429, headers=[("retry-after", "0")])
    server.script = lambda call: Say(call.good) if call.number % 5 == 0 else busy
    said = ask(chat(server, retries=3), 4)
    assert [each.attempt for each in said] == [1] * 4
    assert len(server.calls) == 20


def test_one_that_asks_to_wait_for_hours_is_not_waited_for(server: ModelServer) -> None:
    server.script = lambda _: Status(429, headers=[("retry-after", "7200")])
    with pytest.raises(ModelUnavailable, match="429"):
        ask(chat(server))


def test_the_time_to_wait_is_understood_in_every_spelling() -> None:
    assert wait_asked({"retry-after": "2.5"}) == 2.5
    assert wait_asked({"retry-after-ms": "1500", "retry-after": "9"}) == 1.5
    assert wait_asked({"retry-after": "-3"}) == 0
    assert wait_asked({"retry-after": "soon"}) is None
    assert wait_asked({}) is None
    until = wait_asked({"retry-after": format_datetime(datetime.now(UTC) + timedelta(seconds=600))})
    assert until is not None
    assert 500 < until <= 600


# --- An end ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("manner", "said", "hint"),
    [("refuses", "Incorrect API key", "key"), ("missing", "'missing' not found", "missing|name")],
)
def test_one_that_refuses_everybody_is_asked_once(
    server: ModelServer, provider: str, manner: str, said: str, hint: str
) -> None:
    with pytest.raises(ModelUnavailable, match=said) as raised:
        ask(chat(server, manner, provider, concurrency=1), 5)
    assert server.url in str(raised.value)
    assert any(each in raised.value.hint for each in hint.split("|"))
    assert len(server.calls) == 1


def test_an_account_without_money_is_no_reason_to_wait(server: ModelServer) -> None:
    server.script = lambda _: Status(429, '{"error": {"message": "You ran out.", "code": "insufficient_quota"}}')
    with pytest.raises(ModelUnavailable, match="You ran out"):
        ask(chat(server, concurrency=1), 5)
    assert len(server.calls) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
def test_where_nothing_answers_it_is_said_at_once_and_what_to_do(provider: str) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(ModelUnavailable, match="nothing answers") as raised:
            ask(open_chat(Connection(f"{provider}:llama3.1", url, first_wait=60.0)), 5)
    wanted = ("ollama serve", "ollama pull llama3.1") if provider == "ollama" else ("base_url",)
    assert all(each in raised.value.hint for each in wanted)


def test_a_server_that_fails_again_and_again_is_given_up_and_what_came_before_was_handed_over(
    server: ModelServer,
) -> None:
    server.script = lambda call: Say(call.good) if call.number <= 3 else Status(500)
    said = []
    with pytest.raises(ModelUnavailable, match="500") as raised:
        said.extend(chat(server, concurrency=1, retries=2).ask(prompts(500), content))
    assert "again" in raised.value.hint
    assert len(server.calls) < 20
    assert sum(each.usable for each in said) == 3


# --- Too slow, too much ---------------------------------------------------------------------------


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("manner", ["slow", "drips"])
def test_a_call_ends_at_its_deadline_however_steadily_the_reply_drips(
    server: ModelServer, provider: str, manner: str
) -> None:
    [said] = ask(chat(server, manner, provider, timeout=0.5, attempts=2, retries=9))
    assert (said.attempt, said.trouble) == (0, "no reply came within 0.5 seconds")
    assert len(server.calls) == 2, "it may have been paid, so it is not tried ten times"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_body_without_an_end_is_cut_before_it_fills_the_memory(server: ModelServer, provider: str) -> None:
    [said] = ask(chat(server, "endless", provider, timeout=60.0, attempts=1))
    assert said.trouble == "the reply is longer than 8 MB"


def test_a_packed_reply_is_not_unpacked(server: ModelServer) -> None:
    """A few kilobytes could unfold to fill the memory, so none is asked for."""
    server.script = lambda _: Status(200, "x", headers=[("content-encoding", "gzip")])
    [said] = ask(chat(server, attempts=1))
    assert "packed" in said.trouble
    assert server.calls[0].headers["accept-encoding"] == "identity"


def test_a_slow_prompt_does_not_hold_up_the_others(server: ModelServer) -> None:
    def script(call: Call) -> Act:
        return Say(call.good, wait=600 if call.user == "Question 0." else 0)

    server.script = script
    replies = chat(server, timeout=600.0).ask(prompts(30), content)
    assert len(list(itertools.islice(replies, 29))) == 29
    replies.close()


# --- Names and addresses --------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["", "llama3.1", "gpt:4", ":x", "ollama:", "openai"])
def test_a_name_that_is_no_provider_and_model_is_refused_with_the_choices(model: str) -> None:
    with pytest.raises(ModelUnavailable) as raised:
        Connection(model)
    assert "`ollama:…`" in raised.value.hint


@pytest.mark.parametrize(
    "url", ["localhost:11434", "ftp://x/v1", "http://", "http://me:secret@host/v1", "http://h/?k=1"]
)
def test_an_address_that_cannot_be_or_holds_a_secret_is_refused(url: str) -> None:
    with pytest.raises(ModelUnavailable) as raised:
        Connection("openai:gpt", url)
    assert "secret" not in f"{raised.value} {raised.value.hint}"


def test_a_models_name_may_hold_colons(server: ModelServer) -> None:
    ask(open_chat(connection(server, "llama3.1:8b-q4", "ollama")))
    assert server.calls[0].model == "llama3.1:8b-q4"


def test_nothing_is_asked_where_there_is_nothing_to_ask(server: ModelServer) -> None:
    assert list(chat(server).ask([], content)) == []
    assert list(chat(server).ask([a_prompt()], content))
