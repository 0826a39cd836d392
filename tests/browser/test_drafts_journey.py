"""A lead asks a model for a draft, reads what is struck out, makes it their own in other words; and a summary likewise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_core import violations
from playwright.sync_api import Browser, Page, expect
from visits import Visit, watching

import finding_project as sample
from draft_project import GOOD, SENTENCES, UNSUPPORTED, Drafter
from llm_project import with_llm
from model_server import running as answering
from qes.model import Role
from qes.pipeline import charting, people
from qes.pipeline.findings import acts as findings
from qes.pipeline.models.drafting.log import Fate, drafts
from qes.project import open_project
from qes.web.access import COOKIE
from workbench import running, staff

OWN = "Arden lists flooded stops every Monday, and acts on the list."
CODE = "awareness/scanning"


@contextmanager
def visiting_as(browser: Browser, towns: Path, role: Role) -> Iterator[Visit]:
    with open_project(towns) as project:
        token = people.open_session(project, staff(project)[role], 1)
    with running(towns) as server, watching(browser, server.url) as opener:
        visit = opener(axe=True)
        visit.page.context.add_cookies([{"name": COOKIE, "value": token, "url": server.url}])
        yield visit


@pytest.fixture
def towns(tmp_path: Path) -> Iterator[Path]:
    """Two coded towns, and a model's server."""
    place = sample.made(tmp_path)
    with answering(Drafter()) as server:
        with_llm(place, server)
        yield place


@pytest.fixture
def lea(browser: Browser, towns: Path) -> Iterator[Visit]:
    with visiting_as(browser, towns, Role.LEAD) as visit:
        yield visit


def ask(page: Page) -> None:
    page.keyboard.press("D")
    dialog = page.get_by_role("dialog", name="Ask for a draft")
    dialog.get_by_label("Capability or code").select_option("awareness")
    dialog.get_by_label("Arden").check()
    expect(dialog).to_contain_text("2 quotes of accepted codings. Nothing leaves this machine.")
    expect(dialog).to_contain_text("At most 26 prompts")
    assert violations(page) == []
    dialog.get_by_role("button", name="Ask the model").click()


def test_a_lead_asks_for_a_draft_and_makes_it_their_own(lea: Visit, towns: Path) -> None:
    page = lea.page
    page.goto("/findings")
    expect(page.locator("#screen")).to_contain_text("No finding yet")
    ask(page)

    draft = page.get_by_role("region", name="Draft by openai:reader")
    expect(draft.locator(".draft-mark")).to_have_text("DRAFT")
    expect(draft.locator(".kept .draft-words")).to_have_text(GOOD)
    expect(draft.locator(".kept .quote")).to_contain_text("Every Monday the bus drivers send us the list")
    expect(draft.locator(".struck s")).to_have_count(len(SENTENCES) - 1)
    unsupported = draft.locator(".struck", has_text=UNSUPPORTED)
    expect(unsupported).to_contain_text("a second call says that the quotes it names do not bear it out")
    assert violations(page) == []

    page.keyboard.press("t")
    expect(page.locator("#statement")).to_have_value(GOOD)
    expect(page.locator(".cited.for")).to_have_count(1)
    page.locator("#statement").fill(OWN)
    page.reload()
    expect(page.locator("#statement")).to_have_value(OWN)
    assert violations(page) == []
    expect(page.locator(".cited.for")).to_have_count(1)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".standing")).to_contain_text("began as a model’s draft")
    expect(page.locator(".draft-list li")).to_have_count(0)

    with open_project(towns) as project:
        [finding] = findings.listed(project)
        [(found, fate)] = drafts(project)
    assert (finding.statement, finding.author, finding.draft) == (OWN, "Lea", found.id)
    assert finding.citations == (found.citations["S1"],)
    assert fate is Fate.EDITED


def test_a_summary_is_drafted_in_its_cell_and_dropped_or_accepted(lea: Visit, towns: Path) -> None:
    page = lea.page
    page.goto(f"/matrix?case=Arden&code={CODE}")
    button, cards = page.get_by_role("button", name="Ask the model for a draft"), page.locator(".cell-drafts .draft")
    for number in (1, 2):
        button.click()
        expect(cards).to_have_count(number)
    assert violations(page) == []
    cards.first.get_by_role("button", name="Drop").click()
    page.get_by_role("button", name="Drop it").click()
    expect(cards).to_have_count(1)
    page.set_viewport_size({"width": 390, "height": 844})
    assert not page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    cards.first.get_by_role("button", name="Accept as it stands").click()
    expect(page.get_by_label("Summary", exact=True)).to_have_value(GOOD)
    expect(page.locator(".cell-save")).to_contain_text("began as a model’s draft")
    expect(cards).to_have_count(0)
    with open_project(towns) as project:
        [chart] = charting.listed(project)
        fates = [fate for _, fate in drafts(project)]
    assert (chart.text, chart.author) == (GOOD, "Lea")
    assert sorted(fates) == [Fate.ACCEPTED, Fate.DROPPED]
