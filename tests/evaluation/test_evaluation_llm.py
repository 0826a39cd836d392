"""A language model is measured on the same draws as all others, asked about held-out items only, and paid once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation_samples import SUBJECTS, items, write

from llm_project import answering
from llm_replies import Scripted, answer, codes_in, passage_in, reply
from qes.coding.embed.hashing import HashingEmbedder
from qes.errors import ModelUnavailable
from qes.evaluation import Plan, evaluate
from qes.evaluation.model import Model
from qes.pipeline.models.estimating import Forecast
from small_project import Run


def honest(user: str) -> str:
    """Yes to the code of whose words one stands in the passage."""
    words = passage_in(user).rstrip(".").split(" ")
    found = {code: [word for word in words if word in SUBJECTS[code]] for code in codes_in(user)}
    return reply(*(answer(code, "yes" if hit else "no", hit[0] if hit else "") for code, hit in found.items()))


def test_each_held_out_item_is_asked_about_once_a_draw_and_examples_are_of_others(tmp_path: Path) -> None:
    table, book = write(tmp_path, items(40))
    chat, told = Scripted(lambda prompt: honest(prompt.user)), list[Forecast]()
    model = Model(lambda _: chat, chat.name, remote=False, agree=told.append)
    plan = Plan(("learned", "llm"), (0, 2), seeds=2, min_positives=5, simulate=True)
    done = evaluate(table, book, HashingEmbedder(), plan, model=model)
    assert [(each.passages, each.calls) for each in told] == [(40, 3 * 40)]
    assert sorted(prompt.about for prompt in chat.asked) == sorted([f"i{number}" for number in range(40)] * 3)
    assert done.results["llm"]["0"]["macro_f1"] == pytest.approx(1.0)
    assert done.results["llm"]["0"]["seconds_train"] == 0
    assert set(done.simulation) == {"learned"}
    assert any("not replayed" in note for note in done.notes)
    zero_shot, taught = chat.asked[:40], chat.asked[40:]
    assert not any("Another passage" in prompt.user for prompt in zero_shot)
    assert any("Another passage" in prompt.user for prompt in taught)


def test_without_a_model_nothing_is_measured(tmp_path: Path) -> None:
    table, book = write(tmp_path, items(40))
    with pytest.raises(ModelUnavailable):
        evaluate(table, book, HashingEmbedder(), Plan(("llm",), (0,), min_positives=5))


def test_the_command_keeps_replies_in_the_cache_and_pays_for_none_twice(run: Run, tmp_path: Path) -> None:
    table, book = write(tmp_path, items(24))
    words = ("evaluate", table, "--codebook", book, "--suggester", "llm", "--budgets", "0", "--min-positives", "3")
    assert run(*words, "--model", "openai:x").returncode == 2  # nowhere to keep replies
    with answering(honest) as server:
        cached = (*words, "--cache", tmp_path / "cache", "--model", "openai:reader", "--base-url", server.openai_url)
        first, second = (run(*cached, "--json") for _ in range(2))
        assert first.returncode == 0, first.stderr
        assert len(server.calls) == 24
    found = json.loads(first.stdout)["results"]["llm"]["0"]
    assert found["macro_f1"] == 1
    assert json.loads(second.stdout)["results"]["llm"]["0"]["macro_f1"] == 1
