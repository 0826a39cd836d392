"""Take the pictures in docs/pictures/ from the demo's report, with Chromium.

Usage: make pictures.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from qes.pipeline.demo import run_demo

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SHOTS = {
    "report.png": (1280, 1330, False),
    "report-dark.png": (1280, 1330, True),
    "report-phone.png": (390, 1330, False),
}
"""File → width, height in pixels, dark."""
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def shoot(browser: str, page: Path, picture: Path, width: int, height: int, dark: bool) -> None:
    """One picture of a page."""
    with tempfile.TemporaryDirectory() as profile:
        options = [*QUIET, "--no-first-run", "--hide-scrollbars", f"--user-data-dir={profile}"]
        colours = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
        size = [f"--window-size={width},{height}", f"--screenshot={picture}", colours]
        subprocess.run([browser, *options, *size, page.as_uri()], check=True, capture_output=True)


def main() -> None:
    """Run the demo and take the pictures."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("pictures: Chromium is not installed")
    page = Path(run_demo()["report"]["html"])
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, (width, height, dark) in SHOTS.items():
        shoot(browser, page, PICTURES / name, width, height, dark)
        sys.stdout.write(f"docs/pictures/{name}\n")


if __name__ == "__main__":
    main()
