"""`learned+llm`: a model's word is worth what it is shown to be worth, whoever the model is."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluation_samples import write
from noisy_models import blurred, noisy

from llm_project import answering
from llm_replies import Scripted
from qes.coding.embed.hashing import HashingEmbedder
from qes.errors import ModelUnavailable
from qes.evaluation import Plan, evaluate
from qes.evaluation.model import Model
from qes.llm.connect import Connection, open_chat
from qes.model import Chat
from qes.pipeline.models.chat import StoredChat
from qes.pipeline.models.estimating import Forecast
from qes.store import Store
from small_project import Run

ITEMS = blurred(60)
PLAN = Plan(("learned", "learned+llm"), (8,), seeds=1, min_positives=5)


def gain(folder: Path, rightly: float, wrongly: float) -> float:
    """What a model adds to the average precision of `learned`."""
    table, book = write(folder, ITEMS)
    says = noisy(ITEMS, rightly, wrongly)
    model = Model(lambda _: Scripted(lambda prompt: says(prompt.user)), "test:noisy", remote=False)
    found = evaluate(table, book, HashingEmbedder(), PLAN, model=model).results
    learned, both = (found[name]["8"]["macro_ap"] for name in PLAN.suggesters)
    assert learned is not None
    assert both is not None
    return both - learned


def test_a_model_that_guesses_changes_nothing_beyond_noise(tmp_path: Path) -> None:
    assert abs(gain(tmp_path, 0.3, 0.3)) < 0.05


def test_a_model_that_says_the_opposite_is_read_so(tmp_path: Path) -> None:
    assert gain(tmp_path, 0.3, 0.95) > 0.05


def test_a_model_that_is_often_right_helps_and_is_paid_once(tmp_path: Path) -> None:
    table, book = write(tmp_path, ITEMS)
    plan = Plan(("learned", "llm", "learned+llm"), (8,), seeds=1, min_positives=5)
    told = list[Forecast]()
    with answering(noisy(ITEMS, 0.7, 0.05)) as server:
        connection = Connection("openai:reader", server.openai_url, concurrency=8)

        def opened(store: Store) -> Chat:
            return StoredChat(open_chat(connection), store, "evaluate")

        model = Model(opened, connection.model, remote=False, agree=told.append)
        done = evaluate(table, book, HashingEmbedder(), plan, model=model)
    # Each item as one that is held out, whoever asks, and again in each fold in which it is shown.
    assert len(ITEMS) < len(server.calls) <= told[0].calls
    assert len(server.calls) == len({call.system + call.user for call in server.calls})
    found = {name: each["8"]["macro_ap"] or 0.0 for name, each in done.results.items()}
    assert found["learned+llm"] > max(found["learned"], found["llm"]) + 0.03


def test_the_command_knows_it_as_one_that_asks_a_model(run: Run, tmp_path: Path) -> None:
    table, book = write(tmp_path, ITEMS)
    words = ("evaluate", table, "--codebook", book, "--suggester", "learned+llm", "--model", "openai:x")
    done = run(*words)
    assert done.returncode == 2
    assert "--cache" in done.stderr


def test_without_labels_it_is_what_learned_is_and_asks_nobody(tmp_path: Path) -> None:
    table, book = write(tmp_path, ITEMS)
    says, told = noisy(ITEMS, 0.7, 0.05), list[Forecast]()
    chat = Scripted(lambda prompt: says(prompt.user))
    model = Model(lambda _: chat, chat.name, remote=False, agree=told.append)
    plan = Plan(PLAN.suggesters, (0,), seeds=1, min_positives=5)
    found = evaluate(table, book, HashingEmbedder(), plan, model=model).results
    assert chat.asked == []
    assert len(told) == 1
    assert found["learned"]["0"]["macro_ap"] == found["learned+llm"]["0"]["macro_ap"]
    with pytest.raises(ModelUnavailable):
        evaluate(table, book, HashingEmbedder(), PLAN)
