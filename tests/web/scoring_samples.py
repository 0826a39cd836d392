"""People who score the same project, each with a client of their own, and what they send."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from qes.model import Role, User
from qes.pipeline import people
from qes.project import Project
from qes.web.app import create_app
from scoring_project import ARDEN, PEOPLE, add_people
from workbench import carry, serving

WHERE = {"case": ARDEN.case, "capability": ARDEN.capability}
COMPONENTS = ("methodological-limitations", "coherence", "adequacy", "relevance")
SURE = {
    "overall": "moderate",
    "concerns": [{"component": each, "grade": "none", "reason": ""} for each in COMPONENTS],
    "explanation": "Enough of it, and from two sides.",
}


class Staff:
    """Clients by name; each keeps the session it began with."""

    def __init__(self, project: Project, stack: ExitStack) -> None:
        self.project, self.app = project, create_app(project)
        add_people(project, {"vic": Role.VIEWER})
        self._stack = stack
        self.by_name = {
            name: self._client(self.app, name, role) for name, role in (PEOPLE | {"vic": Role.VIEWER}).items()
        }

    def __getitem__(self, name: str) -> TestClient:
        return self.by_name[name]

    def _client(self, app: FastAPI, name: str, role: Role) -> TestClient:
        client = self._stack.enter_context(serving(app))
        carry(client, people.open_session(self.project, User(name, role), 1))
        return client

    def sheet(self, name: str) -> dict[str, Any]:
        """Arden as somebody sees it."""
        return said(self[name].get("/api/scoring/unit", params=WHERE))

    def row(self, name: str) -> dict[str, Any]:
        """And among all units."""
        units = said(self[name].get("/api/scoring"))["units"]
        return next(each for each in units if each["case"] == ARDEN.case)

    def act(self, name: str, what: str, **parts: Any) -> Response:
        """Say something of Arden as its page would, on what it shows now."""
        sheet = self.sheet(name)
        body: dict[str, Any] = {**WHERE, "seen": sheet["seen"], "key": f"key-{what}-{name}"}
        if what in ("lock", "settle", "sign"):
            body |= {"rubric": sheet["rubric"], "evidence": sheet["evidence"], "level": 3, "confidence": SURE}
        return self[name].post(f"/api/scoring/{what}", json=body | parts)

    def complete(self, first: int = 2, second: int = 3) -> None:
        """Have two people score it."""
        said(self.act("ana", "lock", level=first, reason="ana reads it as rare"))
        said(self.act("ben", "lock", level=second, reason="ben reads it as usual"))


def said(response: Response) -> dict[str, Any]:
    """What an answer that is right says."""
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


@contextmanager
def staffed(project: Project) -> Iterator[Staff]:
    """The people of `scoring_project`, and a viewer."""
    with ExitStack() as stack:
        yield Staff(project, stack)
