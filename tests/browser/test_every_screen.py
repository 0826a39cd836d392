"""Every screen, on a desk and on a telephone, by day and by night: nothing breaks, nothing sticks out, all can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_core import violations
from playwright.sync_api import Browser, expect
from visits import Opener, Scheme, watching

from llm_project import spoken
from qes.model import Adjudication, Decision, Verdict
from qes.pipeline.review import codable
from qes.project import Project
from qes.web.pages import SCREENS
from review_project import BOOK, accept, lone
from workbench import running

CODES = ("awareness/scanning", "delivery/processes-rules", "priorities/reallocation")
STICKS_OUT = "() => document.documentElement.scrollWidth > innerWidth"


def coded(project: Project) -> None:
    """Two coders who mostly agree, a dispute that was settled, and a model that is measured on what was read blind."""
    spoken(project)
    passages = codable(project)
    for number, passage in enumerate(passages[:4]):
        project.store.decide([accept(passage, CODES[number % 3], "ana"), accept(passage, CODES[number % 2], "ben")])
    project.store.decide([replace(accept(each, CODES[0], "cleo"), blind=True) for each in passages[:2]])
    project.store.decide([Decision(passages[4].id, each, Verdict.NOTHING, BOOK) for each in ("ana", "ben")])
    settled = Adjudication(passages[2].id, CODES[2], "lea", True, "Money moves in these words.", BOOK)
    project.store.adjudicate([settled])


@pytest.fixture(scope="module")
def well_coded(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Address of the workbench of a project that was coded, and the id of one of its sources."""
    with lone(tmp_path_factory.mktemp("screens")) as project:
        coded(project)
        folder, source = project.folder, next(iter(project.store.sources())).id
    with running(folder) as server:
        assert browser.is_connected()
        yield server.url, source


@pytest.fixture
def opening(browser: Browser, well_coded: tuple[str, str]) -> Iterator[Opener]:
    """Opens pages of it."""
    with watching(browser, well_coded[0]) as opener:
        yield opener


PATHS = [
    *(screen.path for screen in SCREENS),
    "/reader/{source}",
    "/agreement?tab=settle",
    "/codebook#awareness/scanning",
]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("path", PATHS)
def test_a_screen_is_whole_and_accessible(
    opening: Opener, well_coded: tuple[str, str], path: str, width: int, scheme: Scheme
) -> None:
    page = opening(width, scheme, axe=True).page
    page.goto(path.format(source=well_coded[1]))
    expect(page.locator("#screen")).to_have_attribute("aria-busy", "false")
    page.wait_for_timeout(600)  # what is fetched beside the first answer
    assert not page.evaluate(STICKS_OUT)
    assert violations(page) == []


def test_the_meter_measures_models_in_a_table_that_can_be_sorted(opening: Opener) -> None:
    page = opening().page
    page.goto("/meter")
    section = page.locator("section.models")
    expect(section).to_contain_text("On 2 passages read blind")
    rows = section.locator("tbody tr")
    expect(rows.first).to_contain_text("too few blind labels to tell")
    section.get_by_role("button", name="Given").click()
    expect(section.get_by_role("columnheader", name="Given")).to_have_attribute("aria-sort", "descending")


def test_screens_are_a_key_or_two_apart(opening: Opener) -> None:
    page = opening().page
    page.goto("/")
    for screen in SCREENS[1:]:
        expect(page.locator("#screen")).to_have_attribute("aria-busy", "false")
        page.keyboard.type(f"g{screen.key}")  # in one go, as the page waits for the second key no longer than people do
        expect(page.locator(".bar-nav [aria-current]")).to_have_text(screen.title)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_or_dark_is_kept_from_page_to_page(opening: Opener, scheme: Scheme) -> None:
    page = opening(1280, scheme).page
    page.goto("/")
    page.get_by_role("button", name="Light or dark").click()
    chosen = {"light": "dark", "dark": "light"}[scheme]
    expect(page.locator("html")).to_have_attribute("data-theme", chosen)
    page.goto("/evidence")
    expect(page.locator("html")).to_have_attribute("data-theme", chosen)
