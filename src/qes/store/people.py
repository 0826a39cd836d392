"""Accounts and log-in sessions. A change of an account is an event of the log too; a session is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from qes.errors import Conflict, NoLead, NotFound
from qes.model import Problem, Role, User
from qes.model.people import name_key
from qes.store import codec
from qes.store.log import Entry, stamp
from qes.store.schema import accounts, events, sessions
from qes.store.sql import upsert
from qes.store.standing import ACCOUNT, record

# --- Accounts -------------------------------------------------------------------------------------


def every(connection: Connection) -> list[User]:
    """All accounts, by name; see `Store.accounts`."""
    return codec.each(_user, connection.execute(_rows().order_by(accounts.c.folded)))


def find(connection: Connection, name: str) -> User | None:
    """The account of that name, whatever its case."""
    row = connection.execute(_rows().where(accounts.c.folded == name_key(name))).first()
    return None if row is None else codec.one(_user, row)


def password_hash(connection: Connection, name: str) -> str | None:
    """What the password of an account is checked against."""
    return connection.execute(select(accounts.c.password).where(accounts.c.folded == name_key(name))).scalar()


def renew_hash(connection: Connection, name: str, old: str, new: str) -> None:
    """Put a better hash of the same password in the place of the old one, if that is still there."""
    same = (accounts.c.folded == name_key(name)) & (accounts.c.password == old)
    connection.execute(update(accounts).where(same).values(password=new))


def save(
    connection: Connection, user: User, hashed: str | None, author: str, expected: int, keep_session: str | None
) -> User:
    """Make or change an account, log it, and end the sessions this ends; see `Store.save_account`."""
    theirs = find(connection, user.name)
    if theirs is None and expected:
        raise NotFound("account", user.name)
    if theirs is not None and expected != theirs.version:
        state = "active" if theirs.active else "not active"
        raise Conflict(f"the account {theirs.name!r}", f"{theirs.role.value}, {state}")
    if theirs is None and hashed is None:
        raise ValueError("a new account needs a password")
    changed = [part for part in ("name", "role", "active") if theirs is None or _differ(part, theirs, user)]
    changed += ["password"] if hashed is not None else []
    if theirs is not None and not changed:
        return theirs
    saved = replace(user, name=theirs.name if theirs else user.name, version=expected + 1)
    _write(connection, saved, hashed)
    _check_lead(connection, saved)
    if not saved.active or hashed is not None:
        end_all(connection, saved.name, keep_session if saved.active else None)
    body = {"name": saved.name, "role": saved.role.value, "active": saved.active, "changed": changed}
    record(connection, [Entry(author, ACCOUNT, body)])
    return saved


def _differ(part: str, theirs: User, ours: User) -> bool:
    """Whether a part was changed; a name never is, however it is spelled."""
    return part != "name" and getattr(theirs, part) != getattr(ours, part)


def _write(connection: Connection, user: User, hashed: str | None) -> None:
    values = {"role": user.role.value, "active": user.active, "version": user.version}
    given = values if hashed is None else values | {"password": hashed}
    if user.version > 1:
        connection.execute(update(accounts).where(accounts.c.name == user.name).values(**given))
        return
    made = {"name": user.name, "folded": name_key(user.name), "made": stamp(datetime.now(UTC))}
    connection.execute(insert(accounts).values(**given, **made))


def _check_lead(connection: Connection, user: User) -> None:
    leads = select(accounts.c.name).where(accounts.c.role == Role.LEAD.value, accounts.c.active)
    if connection.execute(leads.limit(1)).first() is None:
        raise NoLead(user.name)


def _rows() -> Select[Any]:
    return select(accounts, accounts.c.name.label("id"))


def _user(row: Row[Any]) -> User:
    return User(row.name, Role(row.role), row.active, row.version)


# --- Sessions -------------------------------------------------------------------------------------


def start_session(connection: Connection, token_sha256: str, name: str, expires: datetime) -> None:
    """Sign someone in, and forget the sessions that have run out; errors as in `Store.start_session`."""
    user = find(connection, name)
    if user is None or not user.active:
        raise NotFound("active account", name)
    made = stamp(datetime.now(UTC))
    connection.execute(delete(sessions).where(sessions.c.expires <= made))
    row = {"token_sha256": token_sha256, "name": user.name, "made": made, "expires": stamp(expires)}
    upsert(connection, sessions, [row], update=["name", "made", "expires"])


def session_user(connection: Connection, token_sha256: str, now: datetime) -> User | None:
    """Who is signed in by a token; see `Store.session_user`."""
    joined = accounts.join(sessions, sessions.c.name == accounts.c.name)
    statement = _rows().select_from(joined).where(sessions.c.token_sha256 == token_sha256)
    row = connection.execute(statement.where(accounts.c.active, sessions.c.expires > stamp(now))).first()
    return None if row is None else codec.one(_user, row)


def end_session(connection: Connection, token_sha256: str) -> None:
    """Sign out; nothing happens when there is no such session."""
    connection.execute(delete(sessions).where(sessions.c.token_sha256 == token_sha256))


def end_all(connection: Connection, name: str, but: str | None = None) -> None:
    """Sign a person out everywhere, but for one session if it is named."""
    of_name = sessions.c.name.in_(select(accounts.c.name).where(accounts.c.folded == name_key(name)))
    statement = delete(sessions).where(of_name)
    connection.execute(statement if but is None else statement.where(sessions.c.token_sha256 != but))


# --- Checking -------------------------------------------------------------------------------------


def faults(connection: Connection) -> Iterator[Problem]:
    """Where the accounts are not what the log says they are."""
    told = _told(connection)
    for row in connection.execute(_rows().order_by(accounts.c.name)):
        said = told.pop(row.name, None)
        where = f"account {row.name}"
        if said is None:
            yield Problem(where, "is there, but the log does not hold it")
        elif said != (row.role, row.active, row.version) or row.folded != name_key(row.name):
            yield Problem(where, "differs from what the log says: it was changed past the log")
    for name in sorted(told):
        yield Problem(f"account {name}", "the log holds it, but it is not there")


def _told(connection: Connection) -> dict[str, tuple[str, bool, int]]:
    """Name → role, whether active, and the count of changes, by the log."""
    told: dict[str, tuple[str, bool, int]] = {}
    statement = select(events.c.body).where(events.c.kind == ACCOUNT).order_by(events.c.seq)
    for body in connection.execute(statement).scalars():
        try:
            said = json.loads(body)
            name, role, active = said["name"], said["role"], said["active"]
        except (ValueError, TypeError, KeyError):
            continue  # so damaged an event is a problem of the log, which its hash tells
        told[name] = (role, active, told[name][2] + 1 if name in told else 1)
    return told
