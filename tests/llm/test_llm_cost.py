"""What a run may cost is known before, counted as it goes, and never exceeded."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llm_samples import a_prompt, ask, chat, content, prompts

from model_acts import Say
from model_server import ModelServer
from qes.errors import BudgetSpent
from qes.llm.budget import Budget
from qes.llm.cost import Meter, Prices, estimate, prompt_tokens, tokens_in

PRICES = Prices(sent=2.0, answered=10.0)


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(exclude_categories=[])), st.text())
def test_more_text_is_never_fewer_tokens(one: str, two: str) -> None:
    assert tokens_in(one) <= tokens_in(one + two) <= tokens_in(one) + tokens_in(two) + 1
    assert (tokens_in(one) == 0) == (one == "")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("We moved the budget in May, and nobody asked the departments about it.", 14),
        ("Мы перенесли бюджет в мае, и никто не спросил об этом отделы.", 19),
        ("我们在五月调整了预算，没有人征求各部门的意见。", 17),
    ],
)
def test_an_estimate_is_near_what_a_tokenizer_of_today_counts(text: str, tokens: int) -> None:
    assert tokens / 2 <= tokens_in(text) <= tokens * 2


def test_estimates_approach_what_replies_report() -> None:
    meter = Meter()
    assert meter.corrected(1000) == 1000
    meter.learn(100, 150)
    assert 1000 < meter.corrected(1000) < 1100, "a single reply moves it little"
    for _ in range(1000):
        meter.learn(100, 150)
    assert meter.corrected(1000) == pytest.approx(1500, rel=0.05)
    meter.learn(100, 0)
    assert meter.corrected(1000) == pytest.approx(1500, rel=0.05), "nothing was reported"


def test_an_estimate_says_calls_tokens_and_price() -> None:
    found = estimate(iter(prompts(10)), 50, PRICES)
    each = prompt_tokens(a_prompt())
    assert (found.calls, found.tokens_in, found.tokens_out) == (10, 10 * each, 500)
    assert found.price == pytest.approx((20 * each + 5000) / 1_000_000)
    assert estimate([], 50, PRICES).price == 0
    assert estimate(prompts(1), 50, Prices()).price is None


def test_what_is_spent_is_what_replies_report(server: ModelServer) -> None:
    budget = Budget("m", prices=PRICES)
    ask(chat(server, budget=budget), 5)
    assert budget.spent == (500, 100)
    assert budget.price == pytest.approx(0.002)


def test_replies_that_report_nothing_are_counted_by_estimate(server: ModelServer) -> None:
    server.script = lambda call: Say(call.good, tokens=(0, 0))
    budget = Budget("m")
    [said] = ask(chat(server, budget=budget))
    assert budget.spent == (said.tokens_in, said.tokens_out)
    assert said.tokens_in == prompt_tokens(a_prompt())
    assert said.tokens_out == tokens_in(said.reply)


@pytest.mark.parametrize("concurrency", [1, 4])
def test_no_call_is_begun_that_might_exceed_the_tokens(server: ModelServer, concurrency: int) -> None:
    """Each takes 100 + 20, and might take 100 more; whatever is under way counts with the most it might take."""
    budget = Budget("m", tokens=1000)
    said = []
    with pytest.raises(BudgetSpent, match="1,000 tokens") as raised:
        said.extend(chat(server, budget=budget, max_tokens=100, concurrency=concurrency).ask(prompts(50), content))
    assert "--budget" in raised.value.hint
    assert sum(budget.spent) <= 1000
    assert len(said) == len(server.calls) == sum(budget.spent) // 120
    assert len(said) >= 4
    if concurrency == 1:
        assert sum(budget.spent) + 120 + 100 > 1000, "it goes as far as it may"


def test_no_call_is_begun_that_might_exceed_the_money(server: ModelServer) -> None:
    budget = Budget("m", money=0.005, prices=PRICES)
    with pytest.raises(BudgetSpent, match=r"0\.01"):
        ask(chat(server, budget=budget, max_tokens=100, concurrency=1), 50)
    assert budget.price is not None
    assert 0.003 < budget.price <= 0.005


def test_a_reply_of_no_use_is_paid_too_and_not_asked_for_again_beyond_the_budget(server: ModelServer) -> None:
    said = []
    budget = Budget("m", tokens=250)
    with pytest.raises(BudgetSpent):
        said.extend(
            chat(server, "broken-json", budget=budget, max_tokens=100, concurrency=1, attempts=9).ask(
                prompts(1), content
            )
        )
    assert [each.attempt for each in said] == [1]
    assert len(server.calls) == 1


def test_a_call_that_ended_without_a_reply_is_counted_as_sent(server: ModelServer) -> None:
    """For it may well have to be paid."""
    budget = Budget("m")
    ask(chat(server, "slow", budget=budget, timeout=0.3, attempts=1))
    assert budget.spent == (prompt_tokens(a_prompt()), 0)


def test_the_schema_counts_as_it_is_sent_too() -> None:
    longer = json.dumps({"type": "object", "description": "word " * 400})
    assert prompt_tokens(a_prompt(schema=longer)) > prompt_tokens(a_prompt()) + 400
