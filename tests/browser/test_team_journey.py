"""Two people code the same source blind at once, differ, and a lead settles it, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_core import violations
from playwright.sync_api import Browser, Page, expect
from queue_steps import TEXT, go_to_queue, pick, press, settled
from visits import watching

from qes.model import Assignment, Coding, CodingStatus, Role
from qes.pipeline import people
from qes.pipeline.assignments import assign
from qes.pipeline.review import run_codings
from qes.project import open_project
from qes.web.access import COOKIE
from review_project import ready
from workbench import running, staff

SCANNING, RULES = "awareness/scanning", "delivery/processes-rules"
CODERS = (Role.RESEARCHER, Role.REVIEWER)


@pytest.fixture
def pages(browser: Browser, folder: Path) -> Iterator[dict[Role, Page]]:
    """A page each for two coders, who are asked for one source, blind, and for the lead; all signed in."""
    tokens: dict[Role, str] = {}
    with ready(folder) as project:
        users = staff(project)
        source = next(each.id for each in project.store.sources() if each.path.endswith("engineer.txt"))
        for role in (*CODERS, Role.LEAD):
            tokens[role] = people.open_session(project, users[role], 1)
        for role in CODERS:
            asked = Assignment(coder=users[role].name, author="Lea", sources=(source,), share=1.0, blind=True)
            assign(project, asked)
    with running(folder) as server, ExitStack() as stack:
        opened: dict[Role, Page] = {}
        for role, token in tokens.items():
            found = stack.enter_context(watching(browser, server.url))(axe=True)
            found.page.context.add_cookies([{"name": COOKIE, "value": token, "url": server.url}])
            opened[role] = found.page
        yield opened


def evidence(folder: Path) -> list[Coding]:
    """What the log amounts to."""
    with open_project(folder) as project:
        return run_codings(project)


def test_two_code_blind_at_once_and_a_lead_settles_where_they_differ(pages: dict[Role, Page], folder: Path) -> None:
    rosa, rafi = (pages[role] for role in CODERS)
    for page in (rosa, rafi):
        go_to_queue(page)
        expect(page.locator(".passage .tag", has_text="blind")).to_be_visible()
        expect(page.locator(".item")).to_have_count(0)
    assert rosa.locator(TEXT).get_attribute("data-passage") == rafi.locator(TEXT).get_attribute("data-passage")

    pick(rosa, "scanning")
    pick(rafi, "scanning")
    pick(rafi, "processes and rules")
    expect(rosa.locator(".item")).to_have_count(1)  # what the other does is not seen
    press(rosa, "Space")
    press(rafi, "Space")
    settled(rosa)
    settled(rafi)
    agreed, disputed = evidence(folder)
    assert (agreed.code, agreed.status, agreed.blind) == (SCANNING, CodingStatus.AGREED, True)
    assert (disputed.code, disputed.status, disputed.coders) == (RULES, CodingStatus.DISPUTED, ("Rafi",))

    lea = pages[Role.LEAD]
    lea.goto("/agreement")
    lea.get_by_role("tab", name="To settle").click()
    form = lea.get_by_role("form", name="Settle it")
    expect(form).to_be_visible()
    shown = lea.locator("#screen").inner_text()
    assert "Rafi" not in shown
    assert "Rosa" not in shown
    assert violations(lea) == []
    press(lea, "n m")
    lea.keyboard.press("r")
    lea.keyboard.type("The sheet is a habit; no rule is changed in these words.")
    lea.keyboard.press("Control+Enter")
    expect(lea.get_by_role("heading", name="Settle it anew")).to_be_visible()
    expect(lea.locator("#screen")).to_contain_text("Take Rafi’s words")  # names are no secret any more
    settled(lea)
    assert [(each.code, each.counts) for each in evidence(folder)] == [(SCANNING, True)]
    with open_project(folder) as project:
        (settlement,) = project.store.adjudications()
        assert (settlement.author, settlement.applies, settlement.kind) == ("Lea", False, "missed")
        assert project.store.check() == []


def test_what_one_does_reaches_the_page_of_another_without_a_reload(pages: dict[Role, Page], folder: Path) -> None:
    rosa, _ = (pages[role] for role in CODERS)
    lea = pages[Role.LEAD]
    lea.goto("/")
    activity = lea.locator("#screen")
    expect(activity).to_contain_text("Progress by case")
    go_to_queue(rosa)
    expect(lea.locator("#people .person")).to_have_attribute("aria-label", "Rosa is here")
    press(rosa, "Space")
    settled(rosa)
    expect(activity).to_contain_text("Rosa")
    assert len(evidence(folder)) == 0
