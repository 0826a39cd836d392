"""Pages in a real browser, watched for what must never happen on them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

CHROMIUM = "QES_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = f"no Chromium found: install one (`apt-get install chromium`), or name one in {CHROMIUM}"
UNREACHED = "net::ERR_"
"""In what the browser says of a server that does not answer."""
REFUSED = "the server responded with a status of 4"
"""And of one that refuses something."""

Scheme = Literal["light", "dark"]


def chromium() -> str | None:
    """The browser to test with."""
    found = (shutil.which(each) for each in (os.environ.get(CHROMIUM, ""), *NAMES) if each)
    return next((each for each in found if each), None)


@dataclass
class Visit:
    """One page, and what went wrong on it."""

    page: Page
    home: str
    """Address of the only server it may speak to."""
    faults: list[str] = field(default_factory=list)
    away: bool = False
    """Whether the server is away on purpose, so that what the browser says of it is no complaint."""
    refused: bool = False
    """Whether the server refuses something on purpose."""

    def watch(self) -> None:
        """Note from now on what goes wrong."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)
        self.page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?": yes

    def _console(self, message: ConsoleMessage) -> None:
        meant = (self.away and UNREACHED in message.text) or (self.refused and REFUSED in message.text)
        if message.type == "error" and not meant:
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        there = urlsplit(request.url)
        if there.scheme not in ("data", "blob") and there.netloc != urlsplit(self.home).netloc:
            self.faults.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"HTTP {response.status}: {response.url}")


def visit(browser: Browser, home: str, width: int = 1280, scheme: Scheme = "light", *, axe: bool = False) -> Visit:
    """A new page in a browser of its own, not gone anywhere yet.

    Args:
        browser: Started.
        home: Address of the server.
        width: 1280 for a desk, 390 for a telephone.
        scheme: What the person prefers.
        axe: Whether axe-core is to run on it, which the content policy would forbid.
    """
    small = width < 600
    context = browser.new_context(
        base_url=home,
        viewport={"width": width, "height": 844 if small else 800},
        color_scheme=scheme,
        has_touch=small,
        bypass_csp=axe,
        reduced_motion="reduce",
    )
    context.set_default_timeout(60_000)
    found = Visit(context.new_page(), home)
    found.watch()
    return found


Opener = Callable[..., Visit]
"""As `visit`, of one browser and server."""


@contextmanager
def watching(browser: Browser, home: str) -> Iterator[Opener]:
    """What opens pages (see `visit`); at the end nothing must have gone wrong on any of them."""
    visits: list[Visit] = []

    def opener(width: int = 1280, scheme: Scheme = "light", *, axe: bool = False) -> Visit:
        visits.append(visit(browser, home, width, scheme, axe=axe))
        return visits[-1]

    yield opener
    for each in visits:
        each.page.context.close()
    faults = [fault for each in visits for fault in each.faults]
    assert not faults, "\n".join(faults)
