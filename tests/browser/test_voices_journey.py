"""A model's yes beside the suggester's score: its words marked as its own, its attributes taken over by a key, its record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from visits import Visit, watching

from llm_project import HONEST
from llm_replies import Scripted, exchange_of
from qes.model import Prompt
from qes.pipeline.models.coding import ModelCoding
from qes.pipeline.review import codable
from review_project import ready
from workbench import running

CODE = "awareness/scanning"


def says(prompt: Prompt) -> str:
    said = json.loads(HONEST(prompt.user))
    for each in said["answers"]:
        if each["applies"] == "yes":
            each["attributes"] = [{"name": "polarity", "value": "supports"}]
    return json.dumps(said)


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Visit]:
    with ready(folder) as project:
        model = Scripted(says)
        ModelCoding(project, model, remote=False).run()
        project.store.save_exchanges([exchange_of(each, says(each)) for each in model.asked], "nora")
        source = codable(project)[0].source_id
    with running(folder) as server, watching(browser, server.url) as opener:
        visit = opener(axe=True)
        visit.page.goto(f"/queue?source={source}")
        yield visit


def test_a_model_is_heard_on_the_card_and_what_it_was_asked_can_be_read(visit: Visit) -> None:
    page = visit.page
    item = page.locator(f'.item[data-code="{CODE}"]')
    expect(item.locator(".score b")).to_have_text("0.80")
    voice = item.locator(".voice")
    expect(voice).to_contain_text("In the model's words: It tells of it.")
    expect(voice.locator(".quote")).to_have_count(0)
    expect(page.locator("#passage-text .is-said").first).to_contain_text("flooded stops")

    supports = item.get_by_role("button", name="supports")
    expect(supports).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("o")
    expect(supports).to_have_attribute("aria-pressed", "true")

    page.keyboard.press("W")
    dialog = page.get_by_role("dialog", name="What was asked")
    expect(dialog).to_contain_text("test:scripted")
    expect(dialog.locator(".answers .quote").first).to_contain_text("flooded stops")
    dialog.get_by_text("Prompt, as it was sent").click()
    expect(dialog.get_by_role("region", name="User")).to_contain_text("Now answer for these codes")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
