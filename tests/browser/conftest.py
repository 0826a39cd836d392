"""The workbench in the system's Chromium; without one these tests are skipped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from visits import NO_BROWSER, Opener, chromium, watching

from review_project import ready
from workbench import Server, running

expect.set_options(timeout=60_000)  # what is awaited, not how long it may take on a busy machine


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The browser, for all tests here."""
    path = chromium()
    if path is None:
        pytest.skip(NO_BROWSER)
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=options)
        yield started
        started.close()


@pytest.fixture
def server(browser: Browser, folder: Path) -> Iterator[Server]:
    """The small project, with proposals, served by a process of its own; it is nora's."""
    assert browser.is_connected()
    with ready(folder):
        pass
    with running(folder) as started:
        yield started


@pytest.fixture
def visiting(browser: Browser, server: Server) -> Iterator[Opener]:
    """Opens pages (`visits.watching`), and fails the test if anything went wrong on one of them."""
    with watching(browser, server.url) as opener:
        yield opener
