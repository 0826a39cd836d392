"""Ordering reports, waiting for them, and reading them, as the page does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from odd_project import until
from qes.project import Project


def order(client: TestClient, key: str = "order", **wanted: Any) -> Any:
    """What the server says to an order."""
    return client.post("/api/report", json={"key": f"{key:-<8}", "formats": ["html", "json"], **wanted})


def job(client: TestClient) -> Any:
    """The report that is made, when it is done."""
    return until(lambda: client.get("/api/report").json()["job"], lambda said: not said["running"])


def fetched(client: TestClient, report: str, name: str) -> Any:
    """A file of a report."""
    return client.get("/api/report/file", params={"report": report, "name": name})


def put_there(project: Project, name: str = "synthesis-1") -> Path:
    """A report as the command line leaves it."""
    folder = project.outputs / name
    folder.mkdir(parents=True)
    (folder / "report.html").write_text("<p>made elsewhere", encoding="utf-8")
    return folder
