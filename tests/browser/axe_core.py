"""axe-core, which looks at a page for what keeps people out: fetched once into `.cache/`, never part of the project."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

VERSION = "4.11.0"
CACHE = Path(__file__).parents[2] / ".cache"
INSIDE = "package/axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN = "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false})"
"""Without preloading, as it would ask for imported style sheets at the wrong address."""


@cache
def source() -> str:
    """The script; skips the test where it can be had neither from the cache nor from the npm registry."""
    kept = CACHE / f"axe-core-{VERSION}.js"
    if not kept.exists():
        _fetch(kept)
    return kept.read_text(encoding="utf-8")


def _fetch(kept: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("axe-core is fetched with npm, which is not installed (`apt-get install npm`)")
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        wanted = ["npm", "pack", f"axe-core@{VERSION}", "--silent", "--pack-destination", folder]
        done = subprocess.run(wanted, cwd=folder, text=True, capture_output=True, check=False, timeout=120)
        packed = list(Path(folder).glob("*.tgz"))
        if done.returncode or not packed:
            pytest.skip(f"axe-core {VERSION} cannot be fetched from the npm registry: {done.stderr.strip()[:200]}")
        with tarfile.open(packed[0]) as archive:
            script = archive.extractfile(INSIDE)
            assert script is not None
            fresh = Path(folder) / "axe.js"
            fresh.write_bytes(script.read())
        fresh.replace(kept)  # in one go, as several processes may be at it


def violations(page: Page) -> list[str]:
    """Where the page as it is now breaks WCAG 2.2 AA; a line for each place."""
    page.evaluate(source())
    found = page.evaluate(RUN, list(TAGS))
    return [line for each in found["violations"] for line in _lines(each)]


def _lines(violation: dict[str, Any]) -> list[str]:
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))}: "
        + " ".join(node["failureSummary"].split())
        for node in violation["nodes"]
    ]
