"""Take the pictures in docs/pictures/ from the demo, its report and its workbench, with Chromium.

Usage: make pictures.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from qes.pipeline.demo import run_demo
from qes.pipeline.findings.acts import listed
from qes.pipeline.themes.acts import themes
from qes.project import open_project

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
REPORT = {
    "report": (1280, 1330, "light"),
    "report-dark": (1280, 1330, "dark"),
    "report-phone": (390, 1330, "light"),
}
"""File → width and height in pixels, and colours."""
WIDE, PHONE = (1280, 860), (390, 844)
SCREENS = {
    "home": ("", ()),
    "reader": ("reader/{source}", ()),
    "codebook": ("codebook", ()),
    "agreement": ("agreement", ()),
    "meter": ("meter", ()),
    "evidence": ("evidence", ()),
    "matrix": ("matrix", ()),
    "themes": ("themes?theme={theme}", ()),
    "scoring": ("scoring?case=Oyelara&capability=learning", ()),
    "findings": ("findings?at={finding}", ()),
    "counter": ("findings?at={finding}&part=counter", ()),
    "output": ("report", ()),
    "people": ("people", ()),
    "queue": ("queue?case=Oyelara", ("Space", "y")),
}
"""Screen → path, and keys pressed before the picture is taken; what these change, later pictures show."""
WHO = {"QES_REVIEW__CODER": "Rosa"}
SETTLED = 1500
"""Milliseconds until a page stands still."""


def shoot(
    browser: Browser, url: str, name: str, size: tuple[int, int], colours: str, keys: tuple[str, ...] = ()
) -> None:
    """One picture of a page."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if colours == "dark" else "light"
    )
    page = context.new_page()
    page.goto(url)
    page.wait_for_timeout(SETTLED)
    page.locator("progress:not([value])").wait_for(state="hidden")  # what is still being looked for
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(SETTLED // 3)
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()
    sys.stdout.write(f"docs/pictures/{name}.png\n")


@contextmanager
def workbench(folder: Path) -> Iterator[str]:
    """The demo's workbench, running; its address."""
    command = [sys.executable, "-m", "qes", "review", "--port", "0", "--no-browser", "--project", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | WHO) as server:
        assert server.stdout is not None
        try:
            yield re.findall(r"http://\S+", server.stdout.readline())[0]
        finally:
            server.terminate()


def main() -> None:
    """Run the demo and take the pictures."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        sys.exit("pictures: Chromium is not installed")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        done = run_demo(Path(scratch) / "demo")
        folder = Path(done["project"])
        with open_project(folder) as project:
            source = next(each.id for each in project.store.sources() if each.path.startswith("oyelara/"))
            named = {"source": source, "theme": themes(project)[0].key, "finding": listed(project)[1].key}
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for name, (width, height, colours) in REPORT.items():
            shoot(browser, Path(done["report"]["html"]).as_uri(), name, (width, height), colours)
        with workbench(folder) as url:
            for name, (path, keys) in SCREENS.items():
                shoot(browser, url + path.format(**named), name, WIDE, "light", keys)
            shoot(browser, url + "queue?case=Oyelara", "queue-dark", WIDE, "dark")
            shoot(browser, url + "queue?case=Oyelara", "queue-phone", PHONE, "light")
        browser.close()


if __name__ == "__main__":
    main()
