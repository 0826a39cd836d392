"""Help with a definition on the Codebook screen: asked for, read with its passages, and taken into the draft by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_core import violations
from playwright.sync_api import Browser, expect
from visits import Visit, watching

from llm_project import answering, with_llm
from qes.model import Decision, Verdict
from qes.pipeline.review import codable, record
from qes.project import open_project
from review_project import BOOK, accept, ready
from workbench import running

CODE = "awareness/scanning"
WORDS = "Figures that nobody reads."


def says(user: str) -> str:
    first = re.findall(r"^## (P\w+)$", user, re.MULTILINE)[0]
    edit = {"field": "when_not_to_use", "passages": [first], "why": "It is open.", "text": WORDS}
    return json.dumps({"edits": [edit]})


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Visit]:
    """Two differ about a code, and there is a model to ask."""
    with answering(says) as server:
        with_llm(folder, server)
        with ready(folder) as project:
            one = codable(project)[0]
            record(project, [accept(one, CODE, "ana"), Decision(one.id, "ben", Verdict.NOTHING, BOOK)])
        with running(folder) as review, watching(browser, review.url) as opener:
            visit = opener(axe=True)
            visit.page.goto(f"/codebook#{CODE}")
            yield visit


def test_what_a_model_proposes_goes_into_the_draft_by_hand_and_nowhere_else(visit: Visit, folder: Path) -> None:
    page = visit.page
    help_ = page.get_by_role("region", name="Help with the wording")
    help_.get_by_role("button", name="Ask the model").click()
    expect(help_).to_contain_text("In the model's words: It is open.")
    help_.get_by_text("Rests on 1 passage").click()
    expect(help_.locator("blockquote")).to_contain_text("flooded stops")
    assert violations(page) == []
    help_.get_by_role("button", name="Take into the draft").click()
    expect(page.get_by_role("toolbar", name="Draft")).to_contain_text("Draft: 1 edit")
    page.get_by_role("button", name="Reword").click()
    expect(page.get_by_label("When not to use")).to_have_value(WORDS)
    with open_project(folder) as project:
        code = project.codebook().get(CODE)
        assert code is not None
        assert WORDS not in code.when_not_to_use, "it is a draft until somebody publishes it"
        [asked] = project.store.exchanges()
    page.goto("/meter")
    page.get_by_role("button", name="Everything asked of models").click()
    listed = page.get_by_role("dialog", name="Everything asked of models")
    expect(listed.get_by_role("row")).to_have_count(2)
    assert violations(page) == []
    listed.get_by_role("button", name=f"Read what was asked about {CODE}").click()
    dialog = page.get_by_role("dialog", name="What was asked")
    expect(dialog).to_contain_text(f"when_not_to_use: {WORDS}")
    dialog.get_by_text("Prompt, as it was sent").click()
    expect(dialog.get_by_role("region", name="User")).to_contain_text(asked.prompt.about)
    assert violations(page) == []
    page.keyboard.press("Escape")
    listed.get_by_label("Replies").select_option("replies of no use")
    expect(listed).to_contain_text("Nothing like that was asked.")
