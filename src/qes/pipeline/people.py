"""Who works in a project: accounts with roles, passwords, and who is signed in.

Passwords are kept as argon2id hashes (RFC 9106) and tokens of sessions as SHA-256; neither is ever stored or logged as
it is. As soon as there is an account, one of them is an active lead.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from qes.errors import BadAccount, Conflict, NoLead, NotFound
from qes.model import Role, User, sha256
from qes.model.people import name_fault, normal_name
from qes.pipeline import passwords
from qes.project import Project

_TOKEN_BYTES = 32


def users(project: Project) -> list[User]:
    """Everybody with an account, also those no longer active, by name."""
    return project.store.accounts()


def add_user(project: Project, name: str, password: str, role: Role, author: str) -> User:
    """Make an account; the first must be a lead's.

    Raises:
        BadAccount: The name cannot be one or is taken (compared without regard to case), or the password is too weak.
        NoLead: It is the first, and no lead's.
    """
    wanted = normal_name(name)
    if fault := name_fault(wanted):
        raise BadAccount(f"the name {wanted!r} {fault}", "Choose a name of 1-80 characters, as the log shall show it.")
    passwords.check(password, wanted)
    if role is not Role.LEAD and not project.store.accounts():
        raise NoLead(wanted)  # told before the password is hashed, and again by the store if others are quicker
    try:
        return project.store.save_account(User(wanted, role), passwords.hashed(password), author, 0)
    except Conflict as taken:
        hint = "Choose another name; `qes user restore NAME` brings back someone who was removed."
        raise BadAccount(f"there is an account {wanted!r} already", hint) from taken


def set_role(project: Project, name: str, role: Role, author: str, *, version: int | None = None) -> User:
    """Change what someone may do.

    Args:
        project: Whose account it is.
        name: Of the account.
        role: The new one.
        author: Who changes it.
        version: The version of the account the change was made from; None: as it is now.

    Raises:
        NotFound: There is no such account.
        NoLead: They are the last active lead.
        Conflict: Someone else changed the account meanwhile.
    """
    user = _known(project, name)
    return _save(project, replace(user, role=role), None, author, version)


def set_active(project: Project, name: str, active: bool, author: str, *, version: int | None = None) -> User:
    """Let someone sign in or no longer, which also signs them out; arguments and errors as in `set_role`.

    What they coded and all else they did stays.
    """
    user = _known(project, name)
    return _save(project, replace(user, active=active), None, author, version)


def set_password(
    project: Project, name: str, password: str, author: str, *, version: int | None = None, keep: str | None = None
) -> User:
    """Give someone a new password, which signs them out everywhere.

    Args:
        project: Whose account it is.
        name: Of the account.
        password: The new one.
        author: Who changes it.
        version: As in `set_role`.
        keep: Token of the session in which they ask for it themselves; it goes on.

    Raises:
        BadAccount: The password is too weak.
        NotFound, Conflict: As in `set_role`.
    """
    user = _known(project, name)
    passwords.check(password, user.name)
    return _save(project, user, passwords.hashed(password), author, version, _digest(keep) if keep else None)


def _known(project: Project, name: str) -> User:
    user = _account(project, name)
    if user is None:
        error = NotFound("account", name)
        error.hint = f"Choose one of: {', '.join(each.name for each in users(project)) or 'none yet'}."
        raise error
    return user


def _account(project: Project, name: str) -> User | None:
    """The account of a name as people type it."""
    wanted = normal_name(name.strip())
    return None if name_fault(wanted) else project.store.account(wanted)


def _save(
    project: Project, user: User, password: str | None, author: str, version: int | None, keep: str | None = None
) -> User:
    expected = user.version if version is None else version
    return project.store.save_account(user, password, author, expected, keep_session=keep)


# --- Signing in -----------------------------------------------------------------------------------


def sign_in(project: Project, name: str, password: str) -> User | None:
    """Who this is; None for a wrong password, an unknown name or an account that is not active.

    It takes as long in any case, so that the time does not tell which names there are. A hash made with weaker
    parameters than today's is replaced.

    Raises:
        StoreError: The stored hash is damaged.
    """
    user = _account(project, name)
    stored = project.store.password_hash(user.name) if user is not None else None
    right = passwords.matches(stored, password)
    if not right or user is None or stored is None or not user.active:
        return None
    if passwords.outdated(stored):
        project.store.renew_password_hash(user.name, stored, passwords.hashed(password))
    return user


def open_session(project: Project, user: User, hours: float) -> str:
    """Sign someone in for some hours; the token that says so from then on, which only they must know.

    Raises:
        NotFound: The account is not active any more.
        ValueError: The time is not above 0.
    """
    if hours <= 0:
        raise ValueError("a session lasts longer than no time")
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    project.store.start_session(_digest(token), user.name, datetime.now(UTC) + timedelta(hours=hours))
    return token


def session_user(project: Project, token: str) -> User | None:
    """Who is signed in by a token, as their account is now; None when nobody is."""
    return project.store.session_user(_digest(token), datetime.now(UTC))


def close_session(project: Project, token: str) -> None:
    """Sign out."""
    project.store.end_session(_digest(token))


def _digest(token: str) -> str:
    """What is stored of a token; anything that arrives has one, broken characters too."""
    return sha256(token.encode("utf-8", "surrogatepass"))
