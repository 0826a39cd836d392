"""Every error as an answer a page or a program can read; no traceback ever leaves the server."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from qes.errors import (
    BadDecision,
    BadEdit,
    BudgetSpent,
    CannotWrite,
    CodebookError,
    Conflict,
    ModelUnavailable,
    NotFound,
    QesError,
    StoreUnavailable,
)
from qes.web.access import NotAllowed, SignInNeeded, StalePage, state_of
from qes.web.answers import Json
from qes.web.pages import error_page, to_signin
from qes.web.signin import TooManyTries

_STATUS: tuple[tuple[type[QesError], int], ...] = (
    (SignInNeeded, 401),
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
    (TooManyTries, 429),
    (BadDecision, 422),
    (ModelUnavailable, 424),
    (BudgetSpent, 424),
    (CodebookError, 422),
    (StoreUnavailable, 503),
    (CannotWrite, 507),
)


_OUTSIDE = {
    503: "the project's database cannot be reached just now",
    507: "the server cannot write: its disk is full or read-only",
}
"""Said instead of where the database is, which is no business of whoever asks."""


def add_to(app: FastAPI) -> None:
    """Answer errors of qes, of wrong requests, and those nobody foresaw."""
    app.add_exception_handler(QesError, _foreseen)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _unforeseen)


def wants_page(request: Request) -> bool:
    """Whether a person looks at the answer, rather than a script."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def _answer(request: Request, status: int, error: str, hint: str = "", **more: Any) -> Response:
    if wants_page(request):
        return error_page(request, status, error, hint)
    return Json({"error": error, "hint": hint, **more}, status)


def _foreseen(request: Request, error: Exception) -> Response:
    assert isinstance(error, QesError)
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
    if status == 401 and wants_page(request):
        return to_signin(request)
    response = _answer(request, status, _OUTSIDE.get(status, str(error)), error.hint, **_more(error))
    if isinstance(error, TooManyTries):
        response.headers["retry-after"] = str(error.seconds)
    return response


def _more(error: QesError) -> dict[str, Any]:
    """What a script needs to know beyond the words."""
    if isinstance(error, Conflict):
        return {"theirs": error.theirs}
    if isinstance(error, BadEdit):
        return {"edit": error.number, "code": error.code}
    return {"stale": True} if isinstance(error, StalePage) else {}


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = [f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors()]
    return _answer(request, 422, "; ".join(problems), "See /api/openapi.json for what is expected.")


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what = f"there is nothing at {request.url.path}" if error.status_code == 404 else str(error.detail)
    return _answer(request, error.status_code, what, "Go back to the start page.")


def _unforeseen(request: Request, error: Exception) -> Response:
    """A mistake of qes itself: the details go to a file, the person is told which."""
    project = state_of(request).project
    place = _written(project.hidden / "mistakes", "".join(traceback.format_exception(error)))
    # Where the project lies on the server's disk is nobody's business.
    told = f"The details are in the project, {place.relative_to(project.folder)}; please report them." if place else ""
    return _answer(request, 500, "qes made a mistake; what was saved before is safe", told or "Please report it.")


def _written(folder: Path, text: str) -> Path | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{datetime.now(UTC).strftime('%Y%m%d-%H%M%S-%f')}.txt"
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return path
