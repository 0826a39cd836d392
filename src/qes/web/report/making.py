"""Making a report beside the server, and the reports that were made.

Some of those who may open a report may still have to score: so one that shows levels that not everybody knows by then,
or that does not say which it shows, as older ones do not, is closed until they do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qes.errors import NotFound
from qes.model import Unit
from qes.pipeline import Progress
from qes.pipeline.report.writing import TEAM, run_synthesise
from qes.project import Project
from qes.synthesis.report import FORMATS
from qes.synthesis.report.manifest import ABOUT

KIND = "report"


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted."""

    by: str
    formats: tuple[str, ...]
    audience: str = TEAM
    profiles: bool = False
    ranking: bool = False


def make(project: Project, progress: Progress, order: Order) -> dict[str, Any]:
    """The child's work: write the report, or nothing; what came of it.

    Raises:
        Misquote: A quote differs from its source; nothing is written.
        BadFinding, CannotWrite: See there; nothing is written.
    """
    done = run_synthesise(
        project,
        order.formats,
        audience=order.audience,
        ranking=order.ranking,
        profiles=order.profiles,
        by=order.by,
        progress=progress,
    )
    folder = next(iter(done.report.values())).parent
    files = [
        {"name": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size} for path in done.report.values()
    ]
    return {"report": folder.name, "quotes": done.quotes_verified, "hidden": done.hidden, "files": files}


# --- Reports that were made -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """A report in `outputs/`."""

    name: str
    """Of its folder."""
    files: Mapping[str, Path]
    """By name, such as `report.html` and `profiles/arden.pdf`."""
    about: Mapping[str, Any]
    """What its own file says of it; empty where there is none."""
    at: str
    """UTC, ISO 8601."""

    def shown(self, hidden: frozenset[Unit]) -> frozenset[Unit]:
        """Those of some units whose levels may stand in it; where it does not say, that is all of them."""
        if not self.about:
            return hidden
        return hidden & {Unit(case, capability) for case, capability in self.about["shows"]}


def made(project: Project) -> list[Made]:
    """The reports in `outputs/`, the newest first."""
    found = list(_made(project.outputs))
    return sorted(found, key=lambda each: (each.at, each.name), reverse=True)


def _made(outputs: Path) -> Iterator[Made]:
    with suppress(OSError):
        for folder in sorted(outputs.iterdir()):
            if folder.is_symlink() or not folder.is_dir():
                continue
            files = dict(_files(folder))
            if files:
                newest = max(path.stat().st_mtime for path in files.values())
                at = datetime.fromtimestamp(newest, UTC).isoformat(timespec="seconds")
                yield Made(folder.name, files, _about(folder / ABOUT), at)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """What a report consists of, whatever else lies there; links are not followed."""
    for suffix in FORMATS:
        path = folder / f"report.{suffix}"
        if path.is_file() and not path.is_symlink():
            yield path.name, path
    pages = folder / "profiles"
    if pages.is_dir() and not pages.is_symlink():
        for path in sorted(pages.glob("*.pdf")):
            if path.is_file() and not path.is_symlink():
                yield f"profiles/{path.name}", path


def _about(path: Path) -> Mapping[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    whole = isinstance(said, dict) and {"by", "audience", "ranking", "shows", "quotes"} <= said.keys()
    pairs = whole and isinstance(said["shows"], list) and all(_pair(each) for each in said["shows"])
    return said if pairs else {}


def _pair(given: object) -> bool:
    return isinstance(given, list) and len(given) == 2 and all(isinstance(each, str) for each in given)


def file_of(reports: Sequence[Made], name: str, file: str) -> tuple[Made, Path]:
    """A file of a report; both names must be among those listed, so nothing else can be reached.

    Raises:
        NotFound: They are not.
    """
    report = next((each for each in reports if each.name == name), None)
    if report is None or file not in report.files:
        error = NotFound("report", f"{name}/{file}" if report else name)
        error.hint = "Reload the page: reports are files, which somebody may have removed."
        raise error
    return report, report.files[file]
