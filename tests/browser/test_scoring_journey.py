"""Two people score a unit apart, differ and settle, a lead signs it off; then evidence comes, and it says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_core import violations
from playwright.sync_api import Browser, Page, expect
from queue_steps import press
from visits import watching

from qes.model import User
from qes.pipeline import people
from qes.pipeline.scoring.acts import standing_of
from qes.project import open_project
from qes.synthesis.scoring.standing import Stage
from qes.web.access import COOKIE
from scoring_project import ARDEN, PEOPLE, code_passage, scored_template
from versions_project import LIVED
from workbench import running

SECRET = "the herons are counted once a year"
GRADES = ("methodological-limitations", "adequacy", "relevance")
STICKS_OUT = "() => document.documentElement.scrollWidth > innerWidth"
Pages = dict[str, Page]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose only scored capability waits to be scored; to be copied."""
    return scored_template(tmp_path_factory.mktemp("journey") / "template")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "project"))


@pytest.fixture
def pages(browser: Browser, folder: Path) -> Iterator[Pages]:
    """A page each for two reviewers and the lead, signed in."""
    names = ("ana", "ben", "lea")
    with open_project(folder) as project:
        tokens = {name: people.open_session(project, User(name, PEOPLE[name]), 1) for name in names}
    with running(folder) as server, ExitStack() as stack:
        opened = {}
        for name, token in tokens.items():
            found = stack.enter_context(watching(browser, server.url))(axe=True)
            found.refused = True  # a page may be slower than another one, and is told so
            found.page.context.add_cookies([{"name": COOKIE, "value": token, "url": server.url}])
            opened[name] = found.page
        yield opened


def begin(page: Page) -> None:
    """Go to the next unit that waits."""
    page.goto("/scoring")
    expect(page.get_by_role("grid")).to_be_visible()
    press(page, "n")
    expect(page.get_by_role("heading", name="Arden · Strategic awareness")).to_be_visible()
    expect(page.get_by_role("region", name="Criteria")).to_be_visible()


def judge(page: Page, reason: str) -> None:
    """Judge the confidence, and say why."""
    for each in GRADES:
        page.locator(f'[data-focus="grade {each} none"]').click()
    page.locator('[data-focus="grade coherence minor"]').click()
    page.keyboard.type("they differ on how often")
    page.locator('[data-focus="overall moderate"]').click()
    press(page, "r")
    page.locator('[data-focus="words"]').fill(reason)


def give(page: Page, answers: str, level: str, reason: str) -> None:
    """Answer by keys, give a level, and lock it."""
    press(page, answers)
    press(page, level)
    judge(page, reason)
    page.keyboard.press("Control+Enter")


def test_a_unit_is_scored_apart_settled_signed_off_and_goes_stale(pages: Pages, folder: Path) -> None:
    ana, ben, lea = pages["ana"], pages["ben"], pages["lea"]
    begin(ana)
    assert violations(ana) == []
    press(ana, "y y x")
    expect(ana.get_by_role("form")).to_contain_text("From your answers: 2")
    ana.reload()  # what was not locked yet is kept
    expect(ana.get_by_role("form")).to_contain_text("From your answers: 2")
    press(ana, "3")
    expect(ana.get_by_role("form")).to_contain_text("Your answers lead to 2, and you give 3")
    press(ana, "t")
    judge(ana, SECRET)
    ana.keyboard.press("Control+Enter")
    expect(ana.get_by_role("heading", name="Your score is locked")).to_be_visible()

    begin(ben)
    expect(ben.get_by_role("form")).to_contain_text("1 of 2 locked: ana")
    expect(ben.get_by_role("region", name="The tool’s proposal")).to_have_count(0)
    assert SECRET not in ben.content()
    give(ben, "y y y y", "3", "it recurs")
    expect(ben.get_by_role("region", name="Scores side by side")).to_contain_text(SECRET)
    expect(ben.get_by_role("region", name="The tool’s proposal")).to_contain_text("Why not the next level")
    expect(ben.get_by_role("region", name="The tool’s proposal")).to_contain_text("What the last source added")
    expect(ana.get_by_role("form", name="Settle on a level")).to_be_visible()  # told as it happens
    assert violations(ben) == []

    give(ben, "y y", "3", "read together, it recurs")
    expect(ben.get_by_role("heading", name="Settled by ben")).to_be_visible()
    begin(lea)
    judge(lea, "Arden notices by habit.")
    lea.keyboard.press("Control+Enter")
    expect(lea.get_by_role("heading", name="Signed off by lea")).to_be_visible()

    with open_project(folder) as project:
        code_passage(project, 0, LIVED)
        assert standing_of(project, ARDEN).stage is Stage.SIGNED
    stale = lea.get_by_role("region", name="Changed since it was signed off")
    expect(stale).to_contain_text("1 came")
    expect(stale.locator("blockquote")).to_have_count(1)
    assert violations(lea) == []
    stale.get_by_role("button", name="Sign off anew").click()
    expect(lea.locator('[data-focus="words"]')).to_have_value("Arden notices by habit.")
    lea.keyboard.press("Control+Enter")
    expect(stale).to_have_count(0)
    with open_project(folder) as project:
        assert len(standing_of(project, ARDEN).history) == 5
        assert project.store.check() == []


def test_who_was_slower_keeps_what_they_typed_and_sees_both_sides(pages: Pages, folder: Path) -> None:
    ana, ben = pages["ana"], pages["ben"]
    for page, level in ((ana, "2"), (ben, "3")):
        begin(page)
        give(page, "y y", level, f"{level} it is")
    expect(ben.get_by_role("form", name="Settle on a level")).to_be_visible()
    expect(ana.get_by_role("form", name="Settle on a level")).to_be_visible()
    press(ben, "3")
    judge(ben, "ben has typed this")
    give(ana, "", "2", "ana was quicker")
    expect(ana.get_by_role("heading", name="Settled by ana")).to_be_visible()
    notice = ben.get_by_role("alert")
    expect(notice).to_contain_text("ana was quicker")
    expect(ben.locator('[data-focus="words"]')).to_have_value("ben has typed this")
    ben.locator('[data-focus="words"]').press("Control+Enter")
    expect(ben.get_by_role("heading", name="Settled by ben")).to_be_visible()
    with open_project(folder) as project:
        assert [each.level for each in (standing_of(project, ARDEN).consensus,) if each] == [3]


def test_a_telephone_and_the_night_hold_the_whole_form(pages: Pages) -> None:
    page = pages["ana"]
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    begin(page)
    press(page, "3 e")
    assert not page.evaluate(STICKS_OUT)
    assert violations(page) == []
    page.locator(".score-quote button").first.click()
    expect(page.locator(".around-quote .here").first).to_be_visible()
    page.goto("/scoring?view=agreement")
    expect(page.get_by_role("heading", name="No unit has been scored by two people yet")).to_be_visible()
    assert not page.evaluate(STICKS_OUT)
    assert violations(page) == []
