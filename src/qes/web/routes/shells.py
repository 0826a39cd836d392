"""The pages, and the description of the API for programs."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from qes.model import Role
from qes.web.access import COOKIE, Here, Visitor, Who, allow, find_visitor
from qes.web.answers import Json
from qes.web.pages import SCREENS, Screen, screen_page, signin_page, to_signin

router = APIRouter()


def keep_session(request: Request, response: Response, token: str, seconds: int | None = None) -> None:
    """Give the browser its session; scripts cannot read it, other sites cannot send it, and TLS stays TLS."""
    secure = request.url.scheme == "https"  # said by the connection itself, or by a proxy on this machine
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=secure, path="/", max_age=seconds)


def _add(screen: Screen) -> None:
    page = _page(screen)
    page.__name__ = screen.name
    page.__doc__ = f"The page {screen.title}."
    # Without accounts the first page gives the session, so the gate for pages stands inside.
    router.add_api_route(screen.path, allow(None)(page), include_in_schema=False)
    if screen.path != "/":
        router.add_api_route(screen.path + "/{rest:path}", allow(None)(_page(screen)), include_in_schema=False)


def _page(screen: Screen) -> Callable[..., object]:
    def page(request: Request, here: Here) -> Response:
        visitor = find_visitor(request)
        if visitor is None and here.solo is not None:
            token = secrets.token_urlsafe(32)
            response: Response = screen_page(request, screen, Visitor(here.solo, Role.LEAD, token))
            keep_session(request, response, token)
            return response
        if visitor is None:
            return to_signin(request)
        if not visitor.role.allows(screen.role):
            return RedirectResponse("/", 303)
        return screen_page(request, screen, visitor)

    return page


for _screen in SCREENS:
    _add(_screen)


@router.get("/signin", include_in_schema=False)
@allow(None)
def signin(request: Request, here: Here) -> Response:
    """Where one signs in; without accounts there is nothing to do."""
    return RedirectResponse("/", 303) if here.solo is not None else signin_page(request)


@router.get("/api/openapi.json", include_in_schema=False)
@allow(Role.VIEWER)
def description(request: Request) -> Json:
    """The API as OpenAPI describes it."""
    return Json(request.app.openapi())


@router.get("/api/me", tags=["people"])
@allow(Role.VIEWER)
def me(who: Who, here: Here) -> Json:
    """Who is asking, and whether there are accounts."""
    return Json({"name": who.name, "role": who.role.value, "solo": here.solo is not None})
