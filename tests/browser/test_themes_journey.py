"""From what fits nowhere to a report: themes are accepted, renamed, merged and made a code, and a report is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_core import violations
from playwright.sync_api import Browser, Page, expect
from queue_steps import press, settled
from visits import Opener, watching

from odd_project import GARDENS, TRAMS, odd_template
from qes.pipeline.themes.acts import rename, theme, themes
from qes.pipeline.themes.passages import unread
from qes.pipeline.themes.versions import Author
from qes.project import open_project
from versions_project import NEXT
from workbench import running


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project in which some passages fit nowhere; the tests here build on each other's work."""
    return odd_template(tmp_path_factory.mktemp("journey") / "project")


@pytest.fixture
def opening(browser: Browser, place: Path) -> Iterator[Opener]:
    """Opens pages of its workbench; at the end nothing must have gone wrong on any."""
    with running(place) as server, watching(browser, server.url) as opener:
        yield opener


def cluster(page: Page, text: str) -> str:
    """Selects the proposal that holds some words."""
    expect(page.locator("[data-cluster]").filter(has_text=text)).to_be_visible()
    return f"[data-cluster]:has-text('{text}')"


def accept(page: Page, text: str, name: str) -> None:
    """Accept a proposal under another name, by keys."""
    page.locator(cluster(page, text)).focus()
    page.keyboard.press("i")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name=f"Theme: {name}")).to_be_visible()


def test_proposals_become_themes_and_a_theme_becomes_a_code_that_is_read_for(opening: Opener, place: Path) -> None:
    page = opening(axe=True).page
    page.goto("/themes")
    expect(page.locator(cluster(page, TRAMS[0])).locator("blockquote")).to_have_count(3)
    assert violations(page) == []
    accept(page, TRAMS[0], "Rails")
    accept(page, GARDENS[0], "Gardens")
    expect(page.get_by_role("heading", name="On their own")).to_be_visible()

    # Somebody else is faster: both stand side by side, and what was typed is kept, also over a reload.
    page.keyboard.press("e")
    page.get_by_label("Name", exact=True).fill("Public gardens")
    with open_project(place) as project:
        key = next(each.key for each in themes(project) if each.name == "Gardens")
        rename(project, key, "Plots", Author("ben"), theme(project, key).id)
    page.reload()
    page.get_by_role("article", name="Theme: Plots").focus()
    page.keyboard.press("e")
    expect(page.get_by_role("alert")).to_contain_text("ben saved it meanwhile")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Public gardens")
    page.get_by_role("button", name="Save mine").click()
    expect(page.get_by_role("article", name="Theme: Public gardens")).to_be_visible()

    page.get_by_role("article", name="Theme: Rails").focus()
    press(page, "x j x m")
    page.get_by_label("Called").fill("Trams and gardens")
    page.get_by_role("button", name="Merge", exact=True).click()
    merged = page.get_by_role("article", name="Theme: Trams and gardens")
    expect(merged).to_contain_text("6 passages")
    expect(page.get_by_text("Dropped or merged (1)")).to_be_visible()
    assert violations(page) == []

    merged.focus()
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Definition").fill("What is said of trams and of gardens.")
    dialog.get_by_role("button", name="Make the code").click()
    expect(dialog.get_by_label("In brief")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Why the codebook needs it")).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    dialog.get_by_label("In brief").fill("Trams and gardens.")
    dialog.get_by_label("Id", exact=True).fill("no-fit")
    dialog.get_by_label("Why the codebook needs it").fill("Both come up in every interview.")
    dialog.get_by_role("button", name="Make the code").click()
    expect(dialog.get_by_text("This id is taken.")).to_be_visible()
    dialog.get_by_label("Id", exact=True).fill("trams-gardens")
    dialog.get_by_role("button", name="Make the code").click()
    expect(merged.get_by_role("link", name="code: Trams and gardens")).to_be_visible()

    merged.get_by_role("button", name="Read them").click()
    expect(page.get_by_role("status").filter(has_text="6 passages")).to_be_visible()
    assert violations(page) == []
    press(page, "y n y u")
    settled(page)
    with open_project(place) as project:
        assert project.codebook().id == NEXT
        (kept,) = themes(project)
        assert (kept.name, kept.code) == ("Trams and gardens", "trams-gardens")
        assert len(unread(project, kept.key)) == 4
        code = project.codebook().get("trams-gardens")
        assert code is not None
        assert code.examples == TRAMS[:2] or set(code.examples) <= {*TRAMS, *GARDENS}
        assert project.store.check() == []


def test_a_report_is_made_and_read_in_a_tab_where_nothing_can_run(opening: Opener) -> None:
    page = opening().page
    page.goto("/report")
    expect(page.get_by_role("heading", name="What is ready")).to_be_visible()
    page.get_by_label("Word").uncheck()
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("button", name="Make the report")).to_be_disabled()
    expect(page.get_by_text("Made.", exact=True)).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open the report").click()
    report = opened.value
    expect(report.locator("h1")).to_be_visible()
    assert report.evaluate("() => origin") == "null"
    report.close()

    # The content policy would not let axe-core in.
    page = opening(axe=True).page
    page.goto("/report")
    expect(page.get_by_role("link", name="Open the report")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("tab", name="Notes for the methods").click()
    item = page.get_by_role("article", name="ENTREQ 1: Aim")
    item.get_by_role("button", name="Write").click()
    page.keyboard.type("What cities notice.")
    page.reload()
    expect(item.get_by_role("textbox")).to_have_value("What cities notice.")
    item.get_by_role("button", name="Save").click()
    expect(item.get_by_text("written", exact=True)).to_be_visible()
    assert violations(page) == []
