"""HTML: a shell per screen, which its module fills; everything shown is escaped by Jinja or set as text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from qes import __version__
from qes.model import Role

if TYPE_CHECKING:
    from jinja2 import Environment

    from qes.project import Project
    from qes.web.access import Visitor

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Screen:
    """One of the workbench's screens."""

    name: str
    path: str
    title: str
    role: Role
    """The least role that may see it."""
    key: str
    """Goes there after `g`."""
    begins: bool = False
    """Whether a group of screens begins with it."""


SCREENS = (
    Screen("home", "/", "Home", Role.VIEWER, "h"),
    Screen("queue", "/queue", "Queue", Role.RESEARCHER, "q"),
    Screen("reader", "/reader", "Reader", Role.VIEWER, "r"),
    Screen("codebook", "/codebook", "Codebook", Role.VIEWER, "c"),
    Screen("agreement", "/agreement", "Agreement", Role.REVIEWER, "a"),
    Screen("meter", "/meter", "Anchoring", Role.REVIEWER, "m"),
    Screen("evidence", "/evidence", "Evidence", Role.VIEWER, "e", begins=True),
    Screen("matrix", "/matrix", "Matrix", Role.VIEWER, "x"),
    Screen("themes", "/themes", "Themes", Role.REVIEWER, "t"),
    Screen("scoring", "/scoring", "Scoring", Role.REVIEWER, "s"),
    Screen("findings", "/findings", "Findings", Role.REVIEWER, "f"),
    Screen("report", "/report", "Report", Role.REVIEWER, "o"),
    Screen("people", "/people", "People", Role.LEAD, "p", begins=True),
)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _page(request: Request, template: str, status: int = 200, **parts: Any) -> HTMLResponse:
    text = _templates().get_template(template).render(version=__version__, theme=_theme(request), **parts)
    return HTMLResponse(text, status)


def _theme(request: Request) -> str:
    chosen = request.cookies.get("qes_theme", "")
    return chosen if chosen in ("light", "dark") else ""


def screen_page(request: Request, screen: Screen, visitor: Visitor) -> HTMLResponse:
    """The shell of a screen, for somebody."""
    from qes.web.access import csrf_token, state_of

    state = state_of(request)
    return _page(
        request,
        "screen.html",
        screen=screen,
        screens=[each for each in SCREENS if visitor.role.allows(each.role)],
        project=state.project.name,
        mark=_mark(state.project),
        visitor=visitor,
        solo=state.solo is not None,
        token=csrf_token(visitor.token),
    )


def _mark(project: Project) -> str:
    """Tells this project from every other; the same wherever it lies."""
    first = project.store.latest(1, before=2)
    return first[0].event.hash[:16] if first else ""


def signin_page(request: Request) -> HTMLResponse:
    """Where one signs in."""
    from qes.web.access import state_of

    return _page(request, "signin.html", project=state_of(request).project.name)


def to_signin(request: Request) -> RedirectResponse:
    """Off to sign in, and back here afterwards."""
    asked = request.url.query
    here = request.url.path + (f"?{asked}" if asked else "")
    return RedirectResponse(f"/signin?next={quote(here, safe='/')}", 303)


def error_page(request: Request, status: int, error: str, hint: str) -> HTMLResponse:
    """What went wrong, for a person."""
    return _page(request, "error.html", status, error=error, hint=hint)
