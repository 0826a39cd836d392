"""Signing in, and what becomes of work when a session ends under somebody's hands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_core import violations
from playwright.sync_api import Browser, Page, expect
from queue_steps import TEXT, answers, go_to_queue, passages_of, press, settled
from visits import Visit, watching

from qes.pipeline import people
from qes.project import open_project
from review_project import ready
from workbench import PASSWORD, Server, running, staff


@pytest.fixture
def team_server(browser: Browser, folder: Path) -> Iterator[Server]:
    """The small project, with an account of each role, served by a process of its own."""
    assert browser.is_connected()
    with ready(folder) as project:
        staff(project)
    with running(folder) as started:
        yield started


@pytest.fixture
def visitor(browser: Browser, team_server: Server) -> Iterator[Visit]:
    """Somebody who has not signed in; that they are refused until they do is no fault."""
    with watching(browser, team_server.url) as opener:
        found = opener(axe=True)
        found.refused = True
        yield found


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """By keys alone, as the first field has the focus."""
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_signing_in_leads_to_where_one_wanted_to_go(visitor: Visit) -> None:
    page = visitor.page
    page.goto("/queue?order=rare")
    assert violations(page) == []
    sign_in(page, "Rosa", "not this one")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    assert violations(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(TEXT)).to_be_visible()
    assert page.url.endswith("/queue?order=rare")

    page.locator(".menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signin")
    page.goto("/queue")
    expect(page.get_by_label("Password")).to_be_visible()


def test_signing_in_never_leads_away(visitor: Visit, team_server: Server) -> None:
    page = visitor.page
    for elsewhere in ("//evil.example", "/\\evil.example", "https://evil.example", "/.//evil.example", "http://"):
        page.goto(f"/signin?next={quote(elsewhere, safe='')}")
        sign_in(page, "Vera")
        page.wait_for_url(lambda url: "/signin" not in url)
        assert page.url.startswith(team_server.url)


def test_what_is_done_after_a_session_ended_is_sent_once_somebody_signed_in_again(visitor: Visit, folder: Path) -> None:
    first, *_ = passages_of(folder)
    page = visitor.page
    page.goto("/queue")
    sign_in(page, "Rosa")
    expect(page.locator(TEXT)).to_be_visible()
    with open_project(folder) as project:
        people.set_password(project, "Rosa", "another one altogether", "Lea")  # which ends her sessions
    press(page, "y n")
    expect(page.locator("#connection")).to_contain_text("Signed out: 2 acts kept.")
    assert violations(page) == []

    beside = page.context.new_page()  # signing in there leaves this page with the token of the old session
    beside.goto("/queue")
    sign_in(beside, "Rosa", "another one altogether")
    settled(beside)
    assert answers(folder) == [
        (first.id, "accept", "awareness/scanning"),
        (first.id, "reject", "delivery/processes-rules"),
    ]
    press(page, "Space s")
    expect(page.locator("#connection")).to_contain_text("Reload the page to send them")
    page.get_by_role("link", name="Reload the page").click()
    settled(page)
    go_to_queue(page)


def test_another_person_at_the_same_browser_does_not_send_what_the_first_one_did(visitor: Visit, folder: Path) -> None:
    first, *_ = passages_of(folder)
    page = visitor.page
    page.goto("/queue")
    sign_in(page, "Rosa")
    expect(page.locator(TEXT)).to_be_visible()
    page.context.route("**/api/decisions", lambda route: route.fulfill(status=401, json={"error": "away"}))
    press(page, "y")
    expect(page.locator("#connection")).to_contain_text("1 act kept")
    page.context.unroute("**/api/decisions")
    page.context.clear_cookies()
    page.goto("/queue")
    sign_in(page, "Lea")
    expect(page.locator(TEXT)).to_be_visible()
    assert answers(folder) == []

    page.context.clear_cookies()
    page.goto("/queue")
    sign_in(page, "Rosa")
    expect(page.locator(TEXT)).to_be_visible()
    settled(page)
    assert answers(folder) == [(first.id, "accept", "awareness/scanning")]
    with open_project(folder) as project:
        assert {each.coder for each in project.store.decisions()} == {"Rosa"}
