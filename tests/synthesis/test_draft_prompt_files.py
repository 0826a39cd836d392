"""The prompts of drafts are versioned: a file that has shipped never changes, and what is sent stands word for word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from draft_samples import SHOWN, prompt
from jsonschema import Draft202012Validator

from qes.model import Prompt, sha256
from qes.synthesis.drafts.asking import FILES, counter_prompt, supported_prompt
from qes.synthesis.drafts.model import Kind

GOLDEN = Path(__file__).parents[1] / "golden" / "draft_prompts"
MADE = {
    "finding-draft@1": prompt(),
    "summary-draft@1": prompt(Kind.SUMMARY),
    "supported@1": supported_prompt("Pumps are tested [often].", SHOWN[:2], "a1"),
    "counter@1": counter_prompt("Pumps are tested every spring.", "The spring test fell out.", "a1"),
}


def _written(made: Prompt) -> str:
    schema = json.dumps(json.loads(made.schema), indent=1, ensure_ascii=False)
    return f"{made.template}\n\n=== system\n{made.system}\n=== user\n{made.user}\n=== schema\n{schema}\n"


def test_a_prompt_file_of_drafts_that_has_shipped_never_changes() -> None:
    known = dict(reversed(line.split("  ")) for line in (GOLDEN / "SHA256SUMS").read_text().splitlines())
    now = {f"{name}.md": sha256(FILES.source(name)) for name in FILES.names()}
    assert now == known, "write a new version beside it (name@2.md), and add its hash here"


@pytest.mark.parametrize("name", sorted(MADE))
def test_what_a_draft_is_asked_with_is_what_is_written_down(name: str) -> None:
    made = MADE[name]
    assert made.template == name
    Draft202012Validator.check_schema(json.loads(made.schema))
    assert _written(made) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_every_prompt_file_of_drafts_has_its_golden_text() -> None:
    assert sorted(MADE) == FILES.names()
    assert "{{ braces }}" in MADE["finding-draft@1"].user
