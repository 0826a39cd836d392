"""The application: routes behind one gate, pages, static files, and errors that people can read."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from qes import __version__
from qes.project import Project
from qes.web import failures
from qes.web.access import admit
from qes.web.guard import Guard
from qes.web.pages import HERE
from qes.web.state import State

ROUTES = (
    "shells",
    "signin",
    "stream",
    "project",
    "queue",
    "exchanges",
    "helping",
    "reader",
    "home",
    "evidence",
    "agreement",
    "meter",
    "codebook",
    "stale",
    "people",
    "assignments",
    "findings",
    "drafts",
    "charting",
    "scoring",
    "themes",
    "report",
)
"""Modules of `qes.web.routes`."""


def create_app(
    project: Project, *, solo: str | None = None, secure: bool = False, hosts: frozenset[str] = frozenset()
) -> FastAPI:
    """The workbench of one project.

    Args:
        project: Stays open as long as the application runs.
        solo: Who works here without accounts; None: everybody signs in.
        secure: Whether it is reached by TLS.
        hosts: Names it may be addressed by; empty: any.
    """
    app = FastAPI(
        title="qes workbench",
        version=__version__,
        description=f"The API of the review workbench. {_RULES}",
        dependencies=[Depends(admit)],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_life,
    )
    app.state.qes = State(project, solo, secure, hosts)
    for name in ROUTES:
        app.include_router(import_module(f"qes.web.routes.{name}").router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    failures.add_to(app)
    return app


_RULES = (
    "Requests carry the session cookie; those that change something also the header X-QES-Token, which stands in the "
    "pages. Acts carry a key of the client's own making: the same key sent twice counts once."
)


def guarded(app: FastAPI) -> ASGIApp:
    """The application with what stands before it."""
    state: State = app.state.qes
    return Guard(app, state.hosts, state.secure)


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    state: State = app.state.qes
    threading.Thread(target=state.warm_up, name="qes-warm-up", daemon=True).start()
    yield
    await asyncio.to_thread(state.close)
