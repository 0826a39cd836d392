"""What the journeys through the queue share: pressing keys, waiting until all is sent, and reading the log."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from qes.model import Decision, Event, Passage
from qes.pipeline.review import codable
from qes.project import open_project

UNSENT = "() => Object.keys(localStorage).filter(each => each.startsWith('qes-act ')).length"
TEXT = "#passage-text"
SCANNING, RULES, REALLOCATION, TESTS = (
    "awareness/scanning",
    "delivery/processes-rules",
    "priorities/reallocation",
    "learning/test-design",
)
"""Proposed for the first passage (two), the second and the fourth; see `review_project`."""


def go_to_queue(page: Page) -> None:
    """Open the queue and wait for its first passage."""
    page.goto("/queue")
    expect(page.locator(TEXT)).to_be_visible()


def press(page: Page, keys: str) -> None:
    """Press keys one after the other, as fast as the browser takes them."""
    for key in keys.split():
        page.keyboard.press(key)


def pick(page: Page, typed: str) -> None:
    """Add a code with the picker, by keys alone."""
    page.keyboard.press("a")
    expect(page.get_by_role("combobox", name="Add a code")).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def on_desk(page: Page, passage: Passage) -> None:
    """The passage on the desk is this one."""
    expect(page.locator(TEXT)).to_have_attribute("data-passage", passage.id)


def state_of(page: Page, code: str, word: str) -> None:
    """A code of the passage on the desk is `proposed`, `given`, `refused` or `replaced`."""
    expect(page.locator(f'.item[data-code="{code}"] .item-head > .tag')).to_have_text(word)


def unsent(page: Page) -> int:
    """How many acts the page keeps because the server does not have them."""
    number: int = page.evaluate(UNSENT)
    return number


def settled(page: Page) -> None:
    """The server has everything, and the bar complains of nothing."""
    page.wait_for_function(f"() => ({UNSENT})() === 0")
    expect(page.locator("#connection")).to_be_empty()


def passages_of(folder: Path) -> list[Passage]:
    """The passages of the small project, as they lie in the files."""
    with open_project(folder) as project:
        return codable(project)


def standing(folder: Path) -> list[Decision]:
    """Decisions in force, in the order of the log."""
    with open_project(folder) as project:
        return list(project.store.decisions())


def answers(folder: Path) -> list[tuple[str, str, str | None]]:
    """The same in short: passage, verdict, code."""
    return [(each.passage_id, each.verdict.value, each.code) for each in standing(folder)]


def log_of(folder: Path, author: str = "nora") -> list[Event]:
    """What somebody did in the workbench, taken back or not."""
    kinds = {"decision", "skipped", "undo"}
    with open_project(folder) as project:
        return [event for event in project.store.events() if event.author == author and event.kind in kinds]


def kinds_of(folder: Path) -> list[str]:
    """The kinds of these events."""
    return [event.kind for event in log_of(folder)]
