"""Who is asking, and whether they may: one gate before every route, closed unless the route says who may pass."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request

from qes.errors import QesError
from qes.model import Role
from qes.pipeline.people import session_user
from qes.web.state import State

COOKIE = "qes_session"
TOKEN_HEADER = "x-qes-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class SignInNeeded(QesError):
    """The route is for people who have signed in."""

    hint = "Sign in first."


class NotAllowed(QesError):
    """The person's role does not go so far, or the request did not come from a page of the workbench."""

    hint = "Ask a lead of the project to do it, or to give you the role."


class StalePage(NotAllowed):
    """The request does not carry what the pages of this session do: the page is from before, or from elsewhere."""

    hint = "Reload the page: what you did there is kept and sent again."


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking."""

    name: str
    role: Role
    token: str
    """Of their session."""


def allow(role: Role | None) -> Callable[[Endpoint], Endpoint]:
    """Open a route to a role and those above it; None opens it to everybody, also before signing in."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.__dict__["allows"] = role
        return endpoint

    return mark


class Closed:
    """What a route says that does not say who may pass."""


def allowed_role(endpoint: object) -> Role | type[Closed] | None:
    """The least role a route asks for; None: nobody need sign in; Closed: it does not say."""
    role: Role | type[Closed] | None = getattr(endpoint, "allows", Closed)
    return role


def state_of(request: Request) -> State:
    """What the running workbench holds."""
    state: State = request.app.state.qes
    return state


def csrf_token(session: str) -> str:
    """What a page of this session must send along with whatever changes something."""
    return hmac.new(session.encode(), b"qes-csrf", hashlib.sha256).hexdigest()


def admit(request: Request) -> None:
    """The gate.

    Raises:
        SignInNeeded, NotAllowed, StalePage: See there.
    """
    role = allowed_role(request.scope.get("endpoint"))
    if isinstance(role, type):
        raise NotAllowed(f"{request.url.path} is open to nobody")
    if request.method not in SAFE:
        _check_origin(request)
    if role is None:
        return
    visitor = find_visitor(request)
    if visitor is None:
        raise SignInNeeded(f"{request.url.path} is for people who have signed in")
    if not visitor.role.allows(role):
        raise NotAllowed(f"this takes the role {role.value}; {visitor.name} has the role {visitor.role.value}")
    sent, right = request.headers.get(TOKEN_HEADER, ""), csrf_token(visitor.token)
    if request.method not in SAFE and not hmac.compare_digest(sent.encode(), right.encode()):
        raise StalePage("the request did not come from a page of this session")
    request.state.visitor = visitor


def find_visitor(request: Request) -> Visitor | None:
    """Whose session the request belongs to, if anybody's."""
    state, token = state_of(request), request.cookies.get(COOKIE, "")
    if not token:
        return None
    if state.solo is not None:
        return Visitor(state.solo, Role.LEAD, token)
    user = session_user(state.project, token)
    return Visitor(user.name, user.role, token) if user is not None else None


def _check_origin(request: Request) -> None:
    origin, host = request.headers.get("origin"), request.headers.get("host", "")
    if origin is not None and origin.partition("://")[2].lower() != host.lower():
        raise NotAllowed("another site tried to do something here in your name")


async def visitor(request: Request) -> Visitor:
    """The visitor whom the gate has let in."""
    found: Visitor = request.state.visitor
    return found


async def _here(request: Request) -> State:
    # On the event loop: a hop to a thread would cost more than it does.
    return state_of(request)


Who = Annotated[Visitor, Depends(visitor)]
Here = Annotated[State, Depends(_here)]
