"""Every reply is kept the moment it comes, so that no call is paid twice, whatever stops a run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from llm_samples import a_prompt, chat, content, endless, prompts

from model_acts import Act, Call, Say, Status
from model_server import ModelServer, running
from qes.errors import BudgetSpent, CannotWrite, ModelUnavailable
from qes.llm.budget import Budget
from qes.model import Exchange, Prompt
from qes.pipeline.models.chat import StoredChat
from qes.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/qes.db") as opened:
        yield opened


def stored(server: ModelServer, store: Store, manner: str = "good", **parts: object) -> StoredChat:
    return StoredChat(chat(server, manner, **parts), store, "ana")


def listed(asked: StoredChat, given: list[Prompt]) -> list[Exchange]:
    return list(asked.ask(given, content))


def test_what_was_answered_is_not_asked_again_and_reads_the_same(server: ModelServer, store: Store) -> None:
    first = listed(stored(server, store), prompts(7))
    again = listed(stored(server, store), prompts(9))
    assert len(server.calls) == 9
    assert {each.id: (each.reply, each.prompt) for each in again[:7]} == {
        each.id: (each.reply, each.prompt) for each in first
    }
    assert {event.author for event in store.events(kind="asked")} == {"ana"}
    assert store.check() == []


def test_what_is_known_is_handed_over_without_taking_every_prompt_first(server: ModelServer, store: Store) -> None:
    listed(stored(server, store), prompts(40))
    taken = 0

    def counted() -> Iterator[Prompt]:
        nonlocal taken
        for prompt in endless():
            taken += 1
            yield prompt

    replies = stored(server, store).ask(counted(), content)
    for _ in range(5):
        next(replies)
    assert taken <= 10
    assert isinstance(replies, Iterator)
    del replies
    assert len(server.calls) == 40


def test_another_model_setting_or_sample_is_another_question(server: ModelServer, store: Store) -> None:
    listed(stored(server, store), [a_prompt(), a_prompt(sample=1)])
    listed(stored(server, store, "better"), [a_prompt()])
    listed(stored(server, store, temperature=0.7), [a_prompt()])
    listed(stored(server, store), [a_prompt(), a_prompt(sample=1)])
    assert len(server.calls) == 4


def test_an_answer_is_about_what_it_is_asked_for(server: ModelServer, store: Store) -> None:
    """The same words about another thing are the same call, but an answer about that thing."""
    listed(stored(server, store), [a_prompt(about="one")])
    [said] = listed(stored(server, store), [a_prompt(about="two")])
    assert said.prompt.about == "two"
    assert len(server.calls) == 1


def test_replies_of_no_use_count_as_attempts_in_a_later_run_too(server: ModelServer, store: Store) -> None:
    first = listed(stored(server, store, "broken-json", attempts=1), [a_prompt()])
    second = listed(stored(server, store, "broken-json", attempts=3), [a_prompt()])
    third = listed(stored(server, store, "broken-json", attempts=3), [a_prompt()])
    assert [each.attempt for each in first + second] == [1, 2, 3]
    assert [(each.attempt, bool(each.trouble)) for each in third] == [(3, True)]
    assert len(server.calls) == 3
    assert len(store.exchanges()) == 3


def test_a_reply_that_a_later_check_objects_to_is_asked_for_again(server: ModelServer, store: Store) -> None:
    listed(stored(server, store), [a_prompt()])
    strict = stored(server, store).ask([a_prompt()], lambda said: "too old" if said.attempt == 1 else "")
    assert [(each.attempt, each.usable) for each in strict] == [(2, True)]


def test_a_call_that_brought_no_reply_is_not_kept_and_made_by_the_next_run(server: ModelServer, store: Store) -> None:
    server.script = lambda _: Status(400)
    assert [each.attempt for each in listed(stored(server, store), [a_prompt()])] == [0]
    assert store.exchanges() == []
    server.script = lambda call: Say(call.good)
    assert listed(stored(server, store), [a_prompt()])[0].usable


def test_what_was_answered_before_the_budget_was_spent_is_kept(server: ModelServer, store: Store) -> None:
    budget = Budget("m", tokens=1000)
    with pytest.raises(BudgetSpent):
        listed(stored(server, store, budget=budget, max_tokens=100), prompts(50))
    kept = len(store.exchanges())
    assert kept == len(server.calls) > 0
    listed(stored(server, store, max_tokens=100), prompts(50))
    assert len(server.calls) == 50


# --- Stopped on the way ---------------------------------------------------------------------------


def test_closing_half_way_ends_the_calls_and_keeps_what_came(server: ModelServer, store: Store) -> None:
    """Four are under way at once: once the eighth is, four have come, of which only one was handed over."""
    server.script = lambda call: Say(call.good, wait=600 if call.number > 7 else 0)
    replies = stored(server, store, timeout=600.0, concurrency=4).ask(prompts(50), content)
    next(replies)
    while len(server.calls) < 8:
        time.sleep(0.01)
    replies.close()
    assert not [each for each in threading.enumerate() if each.name.startswith("qes-llm")]
    assert 4 <= len(store.exchanges()) <= 7


def test_ctrl_c_ends_a_run_at_once_although_the_model_does_not_answer(server: ModelServer, store: Store) -> None:
    def script(call: Call) -> Act:
        if call.number == 5:
            os.kill(os.getpid(), signal.SIGINT)
        return Say(call.good, wait=600 if call.number >= 5 else 0)

    server.script = script
    with pytest.raises(KeyboardInterrupt):
        listed(stored(server, store, timeout=600.0, concurrency=1), prompts(50))
    assert len(store.exchanges()) == 4
    server.script = lambda call: Say(call.good)
    assert len(listed(stored(server, store), prompts(10))) == 10
    assert len(server.calls) == 5 + 6, "only the one under way is asked again"
    assert store.check() == []


RUN = """
import sys
from llm_samples import content, prompts
from qes.llm.connect import Connection, open_chat
from qes.pipeline.models.chat import StoredChat
from qes.store import open_store
place, url = sys.argv[1:]
with open_store(place) as store:
    chat = StoredChat(open_chat(Connection("openai:good", url, concurrency=4)), store, "ana")
    for said in chat.ask(prompts(60), content):
        pass
"""


def test_a_run_that_is_killed_pays_no_call_twice_but_those_under_way(server: ModelServer, tmp_path: Path) -> None:
    place = f"sqlite:///{tmp_path}/qes.db"
    server.script = lambda call: Say(call.good, wait=0.02)
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), str(here.parent)])
    command = [sys.executable, "-c", RUN, place, server.openai_url]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": paths}) as process:
        while len(server.calls) < 25:
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
    asked_before = len(server.calls)
    with open_store(place) as store:
        kept = {each.prompt.user for each in store.exchanges()}
        assert store.check() == []
        assert 0 < len(kept) < 60
        said = listed(stored(server, store), prompts(60))
        assert {each.prompt.user for each in said} == {prompt.user for prompt in prompts(60)}
        assert len(store.exchanges()) == 60
        assert store.check() == []
    asked = [call.user for call in server.calls]
    assert not kept & set(asked[asked_before:]), "what was kept is not asked again"
    assert asked_before - len(kept) <= 2 * 4, "no more is lost than was under way"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root may make a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_stops_the_asking_with_a_clear_error_and_what_was_kept_is_sound(
    server: ModelServer, small_disk: Path
) -> None:
    server.script = lambda call: Say(call.good.replace("x", "long " * 3000))
    place = f"sqlite:///{small_disk}/qes.db"
    with open_store(place) as store, pytest.raises(CannotWrite, match="full"):
        listed(stored(server, store), prompts(200))
    calls = len(server.calls)
    assert calls < 100
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    with open_store(place) as store:
        kept = {each.prompt.user for each in store.exchanges()}
        assert kept
        assert store.check() == []
        listed(stored(server, store), prompts(100))
        assert not kept & {call.user for call in server.calls[calls:]}
        assert len(store.exchanges()) == 100


def test_a_model_that_goes_away_keeps_what_it_said(store: Store) -> None:
    with running() as server:
        server.script = lambda call: Say(call.good) if call.number <= 5 else Status(401)
        with pytest.raises(ModelUnavailable):
            listed(stored(server, store, concurrency=1), prompts(50))
    assert len(store.exchanges()) == 5
