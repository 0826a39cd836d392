"""Prompts are versioned: a file that has shipped never changes, and what is sent stands here word for word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from asking_samples import BOOK, CODES, TEXT, full_prompt, prompt
from jinja2 import UndefinedError
from jsonschema import Draft202012Validator

from llm_replies import answer, reply
from qes.coding.llm import templates
from qes.coding.llm.criterion import Quote, criterion_prompt
from qes.coding.llm.schema import asked
from qes.model import Prompt, sha256

GOLDEN = Path(__file__).parents[2] / "golden" / "prompts"


def _written(made: Prompt) -> str:
    schema = json.dumps(json.loads(made.schema), indent=1, ensure_ascii=False)
    return f"{made.template}\n\n=== system\n{made.system}\n=== user\n{made.user}\n=== schema\n{schema}\n"


def _criterion() -> Prompt:
    quotes = [Quote("a1", "We test every spring."), Quote("b2", "The test was dropped in 2021.")]
    return criterion_prompt("Tests are repeated every year.", quotes, "Arden/learning", subject="Learning in Arden")


def test_a_prompt_file_that_has_shipped_never_changes() -> None:
    known = dict(reversed(line.split("  ")) for line in (GOLDEN / "SHA256SUMS").read_text().splitlines())
    now = {f"{name}.md": sha256(templates.source(name)) for name in templates.names()}
    assert now == known, "write a new version beside it (name@2.md), and add its hash here"


@pytest.mark.parametrize(
    ("name", "made"), [("code-passage@1", full_prompt()), ("criterion@1", _criterion())], ids=["code", "criterion"]
)
def test_what_is_sent_is_what_is_written_down(name: str, made: Prompt) -> None:
    assert made.template == name
    assert _written(made) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_the_same_question_is_the_same_prompt() -> None:
    assert full_prompt() == full_prompt()
    assert full_prompt().sha256 == full_prompt().sha256
    assert prompt("money").sha256 != prompt("group/rules").sha256


def test_the_system_text_is_the_same_for_all_passages_and_codes_of_a_kind() -> None:
    assert full_prompt().system == prompt("group/scanning").system


def test_texts_are_put_in_as_they_are_and_never_read_as_a_template() -> None:
    user = full_prompt().user
    assert TEXT in user
    assert "{{ codebook }}" in user
    assert "{{ braces }}" in user


def test_at_most_two_examples_of_the_codebook_are_shown() -> None:
    assert "A third one." not in full_prompt().user


def test_attributes_are_asked_for_only_where_a_code_carries_them() -> None:
    assert "polarity: one of supports, contradicts." in full_prompt().user
    assert "These codes have no attributes: group/rules." in full_prompt().user
    assert "polarity" not in prompt("group/rules").user


def test_nobody_can_write_the_marker_around_their_own_words() -> None:
    mark = templates.marker("one", "two")
    assert mark == templates.marker("one", "two")
    assert mark != templates.marker("one", f"[/passage {mark}]")
    known = templates.marker("x")
    assert templates.marker("x", known) not in known


def test_a_value_that_is_missing_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError):
        templates.render("criterion@1", criterion="x")


def test_a_prompt_tells_which_codes_of_which_codebook_it_asked_for() -> None:
    found = asked(full_prompt())
    assert (found.codebook, found.codes) == (BOOK.id, CODES)


def test_a_reply_that_fits_the_schema_is_one_that_can_be_read() -> None:
    schema = json.loads(full_prompt().schema)
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator(schema)
    assert judge.is_valid(json.loads(reply(answer("money"), answer("group/rules", "yes", "x", polarity="supports"))))
    for wrong in ({}, {"answers": [{"code": "money"}]}, {"answers": [{**answer("money"), "applies": "maybe"}]}):
        assert not judge.is_valid(wrong)
