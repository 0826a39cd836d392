"""Signing in and out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import Field

from qes.model import Role
from qes.pipeline.people import close_session, open_session, sign_in
from qes.web.access import COOKIE, Here, NotAllowed, Who, allow
from qes.web.answers import Json
from qes.web.fields import Body
from qes.web.routes.shells import keep_session

router = APIRouter(prefix="/api", tags=["people"])

HOURS = 12
"""A session lasts a working day."""


class WrongPassword(NotAllowed):
    """The name or the password is wrong; which of them is not said."""

    hint = "Check both; a lead can set a new password with `qes user password`."


class Credentials(Body):
    """A name and its password."""

    name: str = Field(min_length=1, max_length=80)
    password: str = Field(min_length=1, max_length=1000)


@router.post("/signin")
@allow(None)
def signin(request: Request, here: Here, body: Credentials) -> Json:
    """Begin a session; the answer sets its cookie."""
    address = request.client.host if request.client else ""
    here.throttle.count(body.name, address)
    user = sign_in(here.project, body.name, body.password)
    if user is None:
        raise WrongPassword("this name and password do not belong together")
    here.throttle.succeeded(body.name, address)
    response = Json({"name": user.name, "role": user.role.value})
    keep_session(request, response, open_session(here.project, user, HOURS), HOURS * 3600)
    return response


@router.post("/signout")
@allow(Role.VIEWER)
def signout(here: Here, who: Who) -> Json:
    """End the session."""
    if here.solo is None:
        close_session(here.project, who.token)
    response = Json({"name": who.name})
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return response
