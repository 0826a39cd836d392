"""Who works in the project: accounts, and everybody's own password. Passwords go in, and never out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field, SecretStr

from qes.errors import BadAccount
from qes.model import Role, User
from qes.model.people import name_key
from qes.pipeline import people
from qes.pipeline.overview import coder_lines
from qes.pipeline.passwords import LONGEST
from qes.pipeline.workload import WHOLE, LastActive, Workload, cells
from qes.web.access import Here, NotAllowed, Who, allow
from qes.web.answers import Json
from qes.web.cache import cache_of
from qes.web.fields import Body, Person
from qes.web.routes.assignments import draws_of
from qes.web.state import State
from qes.web.views import people as people_views

router = APIRouter(prefix="/api", tags=["people"])

Password = Annotated[SecretStr, Field(min_length=1, max_length=LONGEST)]
Version = Annotated[int, Field(ge=1, description="Of the account as it was shown; 409 if it has changed since.")]


class WrongOldPassword(NotAllowed):
    """Somebody who wants a new password for themselves did not give the one they have."""

    hint = "Type the password you signed in with; a lead can give you a new one."


class NewPerson(Body):
    """An account to make."""

    name: Person
    role: Role
    password: Password


class NewRole(Body):
    """A role to give."""

    name: Person
    role: Role
    version: Version


class Activity(Body):
    """To let somebody sign in, or no longer."""

    name: Person
    active: bool
    version: Version


class NewPassword(Body):
    """A password for somebody else."""

    name: Person
    password: Password
    version: Version


class OwnPassword(Body):
    """A new password for oneself, with the old one."""

    old: Password
    new: Password


@router.get("/people")
@allow(Role.LEAD)
def everybody(here: Here, who: Who) -> Json:
    """Accounts, and who coded without one: when they were active last, and how far they have come."""
    ledger, cache = here.ledger, cache_of(here.ledger)
    seq = ledger.refresh()
    last = cache.get("last active", 0, LastActive).follow(ledger)
    lines = cache.get("coder lines", seq, lambda: {each.name: each for each in coder_lines(ledger.decisions())})
    users = people.users(here.project)
    draws = draws_of(here)
    load, sizes = Workload(ledger, draws), draws(WHOLE).sizes
    names = {*lines, *(each.name for each in users)}
    given = {name: cells(here.desk.duties.of(name), sizes) for name in names}
    work = {name: told for name, mine in given.items() if (told := people_views.work(load, name, mine))}
    rows = people_views.people(users, lines, last, work)
    return Json({"solo": here.solo, "me": who.name, "passages": len(ledger.passages), "people": rows})


@router.get("/people/settings")
@allow(Role.LEAD)
def settings(here: Here) -> Json:
    """Settings that bear upon who codes what and what is hidden from them; to read only."""
    return Json(people_views.settings(here.project))


@router.post("/people")
@allow(Role.LEAD)
def add(here: Here, who: Who, body: NewPerson) -> Json:
    """Make an account; the first is a lead's. A server that began without accounts goes on so until it is restarted."""
    made = people.add_user(here.project, body.name, body.password.get_secret_value(), body.role, who.name)
    return _changed(here, made)


@router.post("/people/role")
@allow(Role.LEAD)
def set_role(here: Here, who: Who, body: NewRole) -> Json:
    """Change what somebody may do, at once and wherever they are signed in; the last lead stays one."""
    return _changed(here, people.set_role(here.project, body.name, body.role, who.name, version=body.version))


@router.post("/people/active")
@allow(Role.LEAD)
def set_active(here: Here, who: Who, body: Activity) -> Json:
    """Let somebody sign in or no longer; what they did stays. Not for the last lead."""
    return _changed(here, people.set_active(here.project, body.name, body.active, who.name, version=body.version))


@router.post("/people/password")
@allow(Role.LEAD)
def set_password(here: Here, who: Who, body: NewPassword) -> Json:
    """Give somebody else a new password, which signs them out everywhere."""
    if here.solo is None and name_key(body.name) == name_key(who.name):
        raise BadAccount("your own password is changed with the old one", "Use the menu with your name, at the top.")
    secret = body.password.get_secret_value()
    return _changed(here, people.set_password(here.project, body.name, secret, who.name, version=body.version))


@router.post("/me/password")
@allow(Role.VIEWER)
def set_own_password(request: Request, here: Here, who: Who, body: OwnPassword) -> Json:
    """Change one's own password; one's other sessions end. Tries with a wrong one count as for signing in."""
    if here.solo is not None:
        raise BadAccount("nobody signs in here, so there is no password", "Restart `qes review` to ask for sign-in.")
    address = request.client.host if request.client else ""
    here.throttle.count(who.name, address)
    user = people.sign_in(here.project, who.name, body.old.get_secret_value())
    if user is None:
        raise WrongOldPassword("the old password is not right")
    here.throttle.succeeded(who.name, address)
    secret = body.new.get_secret_value()
    return _changed(here, people.set_password(here.project, user.name, secret, user.name, keep=who.token))


def _changed(here: State, user: User) -> Json:
    here.hub.poke()
    return Json(people_views.user(user))
