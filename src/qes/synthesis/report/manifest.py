"""The small file beside a report that says what it is, for the screen that lists reports."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from qes.synthesis.report.content import Report

ABOUT = "about.json"
"""Its name."""


def manifest(report: Report, folder: Path, formats: Iterable[str], by: str, *, profiles: bool) -> bytes:
    """For whom a report is, what is in it, who made it, and whose levels it shows; the same bytes each time.

    Args:
        report: As it is written.
        folder: Where: forms that lie there already are forms of the same report.
        formats: Those written now.
        by: Who made it; not told beside a report for readers outside the team, to whom the folder may be given.
        profiles: Whether a page for each case is written now.
    """
    there = {path.suffix.removeprefix(".") for path in folder.glob("report.*") if path.is_file()}
    said = {
        "by": by if report.audience == "team" else "",
        "audience": report.audience,
        "formats": sorted(there.union(formats)),
        "profiles": profiles or (folder / "profiles").is_dir(),
        "ranking": report.ranked,
        "quotes": report.quotes_verified,
        "shows": sorted(report.shows),
    }
    return f"{json.dumps(said, ensure_ascii=False, indent=1)}\n".encode()
