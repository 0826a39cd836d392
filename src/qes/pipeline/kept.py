"""What people write and rewrite together: each save is an event of the log, and the newest in force is what stands.

An edit starts from a version; if another one has come since, nothing is overwritten, and both sides are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from qes.errors import Conflict
from qes.model import Event, digest
from qes.project import Project

KEY = "key"
"""Name in an event's body of what is saved."""


def standing(project: Project, kind: str) -> dict[str, Event]:
    """What stands of a kind: key → newest version in force, in the order the keys were first saved."""
    return {str(event.body[KEY]): event for event in project.store.standing_events(kind)}


def history(project: Project, kind: str, key: str) -> list[Event]:
    """Every version of one thing, oldest first, those taken back too."""
    return [event for event in project.store.events(kind=kind) if event.body[KEY] == key]


def save(
    project: Project,
    kind: str,
    key: str,
    body: Mapping[str, Any],
    author: str,
    seen: str | None,
    request: str = "",
    at: str | None = None,
) -> Event:
    """Save a version.

    Args:
        project: Whose log it goes to.
        kind: Of the event.
        key: Names the thing through all its versions.
        body: The version, as JSON can hold it.
        author: Who saves it.
        seen: Id of the version the edit started from; None: there was none.
        request: Names the request; sent a second time, it changes nothing and gives what it gave the first time.
        at: UTC, ISO 8601; now when not given.

    Raises:
        Conflict: Another version has come since, or the one seen was taken back.
    """

    def check(events: list[Event]) -> None:
        newest = next((event for event in reversed(events) if event.body[KEY] == key), None)
        if (newest.id if newest else None) != seen:
            raise Conflict(_named(kind, key), _told(newest))

    named = identity(kind, author, key, request)
    return project.store.append(author, kind, {KEY: key, **body}, at=at, identity=named, kinds=[kind], check=check)


def repeated(project: Project, kind: str, key: str, author: str, request: str) -> Event | None:
    """What a request saved when it was sent before; None when it was not, or has no name.

    Asked first, so that sending it again gives the same even if it would not be allowed any more.
    """
    named = identity(kind, author, key, request)
    return next((event for event in history(project, kind, key) if event.id == named), None) if named else None


def new_key(kind: str, author: str, request: str = "") -> str:
    """A key for something new; the same for the same request of the same author."""
    return digest("key", kind, author, request) if request else uuid4().hex[:16]


def identity(kind: str, author: str, key: str, request: str) -> str | None:
    """Id of the event that a named request appends; None where it has no name."""
    return digest("save", kind, author, key, request) if request else None


def _named(kind: str, key: str) -> str:
    return f"{kind} {key!r}"


def _told(newest: Event | None) -> str:
    return f"saved by {newest.author} at {newest.at}" if newest else "taken back"
