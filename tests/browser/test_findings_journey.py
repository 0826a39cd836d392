"""A finding from its first word to a lead's approval, and a summary that two write at once, each in their own browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_core import violations
from playwright.sync_api import Browser, Page, expect
from visits import Visit, watching

import finding_project as sample
from qes.model import Role
from qes.pipeline import charting, people
from qes.pipeline.findings.standings import standings
from qes.project import open_project
from qes.synthesis.findings import Status
from qes.web.access import COOKIE
from workbench import running, staff

CODE = "awareness/scanning"
MINE, THEIRS = "Stops are counted every Monday.", "Counting is a habit of one engineer."


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    return sample.made(tmp_path)


@pytest.fixture
def visits(browser: Browser, towns: Path) -> Iterator[dict[Role, Visit]]:
    """A page each for a reviewer and a lead, signed in."""
    with open_project(towns) as project:
        users = staff(project)
        tokens = {role: people.open_session(project, users[role], 1) for role in (Role.REVIEWER, Role.LEAD)}
    with running(towns) as server, ExitStack() as stack:
        opened = {role: stack.enter_context(watching(browser, server.url))(axe=True) for role in tokens}
        for role, token in tokens.items():
            opened[role].page.context.add_cookies([{"name": COOKIE, "value": token, "url": server.url}])
        yield opened


def leave_field(page: Page) -> None:
    """So that keys are keys again."""
    page.keyboard.press("Escape")


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def test_a_finding_is_written_searched_against_weighed_and_approved(visits: dict[Role, Visit], towns: Path) -> None:
    rafi, lea = visits[Role.REVIEWER].page, visits[Role.LEAD].page
    rafi.goto("/findings")
    expect(rafi.locator("#screen")).to_contain_text("No finding yet")
    rafi.keyboard.press("n")
    expect(rafi.locator("#statement")).to_be_focused()
    write_it(visits[Role.REVIEWER])
    assert violations(rafi) == []

    rafi.keyboard.press("e")
    candidate = rafi.locator(".candidate")
    expect(candidate).to_contain_text("Candidate 1 of")
    assert violations(rafi) == []
    weigh_all(rafi)
    lea.goto("/findings")
    expect(lea.locator(".standing")).to_contain_text("candidate 1 speaks against it and is not cited as such")
    expect(lea.get_by_role("button", name=re.compile("^Approve"))).to_be_disabled()
    rafi.keyboard.press("c")
    expect(rafi.locator(".standing")).to_contain_text("ready to approve")

    expect(lea.locator(".standing")).to_contain_text("ready to approve")
    expect(rafi.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)
    lea.keyboard.press("A")
    expect(lea.locator(".standing")).to_contain_text("approved by Lea")
    expect(rafi.locator(".standing")).to_contain_text("approved by Lea")
    with open_project(towns) as project:
        (found,) = standings(project)
    assert found.status is Status.APPROVED
    assert (len(found.finding.supporting), len(found.finding.opposing)) == (2, 1)
    assert found.record.weighed[0].note == "The rule is for money, not for crews."


def write_it(visit: Visit) -> None:
    """A statement with two quotes for it; its first wording quotes what nobody said, and a reload loses nothing."""
    page = visit.page
    page.keyboard.type("Arden notices flooded stops early, “as every town does”.")
    leave_field(page)
    page.get_by_label("Capability or code").select_option("awareness")
    page.get_by_label("Add a case").select_option("Arden")
    leave_field(page)
    expect(page.locator(".pick")).not_to_have_count(0)
    press(page, "j f j f")
    expect(page.locator(".cited.for")).to_have_count(2)
    page.reload()
    expect(page.locator(".cited.for")).to_have_count(2)  # its words come from the server: storage has none
    kept = page.evaluate("() => JSON.stringify(localStorage)")
    assert "notices flooded stops early" in kept
    assert "bus drivers" not in kept
    visit.refused = True
    with page.expect_response("**/api/findings"):
        page.keyboard.press("Control+Enter")
    expect(page.locator("#statement-problem")).to_contain_text("no quote cited for it reads “as every town does”")
    page.locator("#statement").fill("Arden notices flooded stops early.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".standing")).to_contain_text("nobody has searched for counter-evidence")
    visit.refused = False
    leave_field(page)


def weigh_all(page: Page) -> None:
    """The first speaks against it, with a note; the others do neither."""
    page.keyboard.press("m")
    page.keyboard.type("The rule is for money, not for crews.")
    leave_field(page)
    page.keyboard.press("a")
    total = int(page.locator(".candidate h3").inner_text().split()[-1])
    for number in range(2, total + 1):
        expect(page.locator(".candidate")).to_contain_text(f"Candidate {number} of {total}")
        page.keyboard.press("n")
    expect(page.locator("#tab-counter")).to_contain_text(f"{total} of {total}")
    expect(page.get_by_role("button", name="Cite the one that speaks against it")).to_be_visible()


def test_two_write_the_same_summary_at_once_and_both_are_kept(visits: dict[Role, Visit], towns: Path) -> None:
    rafi, lea = visits[Role.REVIEWER].page, visits[Role.LEAD].page
    for page in (rafi, lea):
        page.goto(f"/matrix?case=Arden&code={CODE}")
        expect(page.locator(".pick")).not_to_have_count(0)
    lea.get_by_label("Summary", exact=True).fill(THEIRS)
    rafi.get_by_label("Summary", exact=True).fill(MINE)
    leave_field(rafi)
    press(rafi, "j f")
    expect(rafi.locator(".cited.for")).to_have_count(1)
    rafi.keyboard.press("Control+Enter")
    expect(rafi.locator(".framework")).to_contain_text(MINE)

    conflict = lea.get_by_role("alert", name="Both versions")
    visits[Role.LEAD].refused = True
    lea.keyboard.press("Control+Enter")
    expect(conflict).to_contain_text(MINE)
    expect(conflict).to_contain_text(THEIRS)
    assert violations(lea) == []
    lea.reload()
    expect(conflict).to_contain_text(THEIRS)  # what was typed is not lost
    conflict.get_by_role("button", name="Save mine after theirs").click()
    expect(lea.locator(".framework")).to_contain_text(THEIRS)
    with open_project(towns) as project:
        versions = charting.history(project, "Arden", CODE)
    assert [(each.text, each.author) for each in versions] == [(MINE, "Rafi"), (THEIRS, "Lea")]


def test_one_walks_in_the_matrix_by_keys_and_a_telephone_shows_one_case(visits: dict[Role, Visit]) -> None:
    page = visits[Role.LEAD].page
    page.goto("/matrix")
    expect(page.get_by_role("grid")).to_be_visible()
    press(page, "x ArrowDown ArrowRight Enter")
    expect(page.get_by_role("heading", name="Boro · Scanning")).to_be_focused()
    press(page, "Escape ArrowUp Enter")
    expect(page.get_by_role("heading", name="Arden · Scanning")).to_be_focused()
    for view in ("groups", "peers"):
        page.goto(f"/matrix?view={view}")
        expect(page.locator("#part")).to_contain_text("corpus/cases.csv")
        assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/matrix")
    page.get_by_label("Case", exact=True).select_option("Boro")
    page.get_by_role("button", name="Scanning").click()
    expect(page.get_by_role("heading", name="Boro · Scanning")).to_be_focused()
    assert not page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
