"""What people write and rewrite together: each save is an event of the log, and the newest in force is what stands.

An edit starts from a version; if another one has come since, nothing is overwritten, and both sides are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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

    identity = digest("save", kind, author, key, request) if request else None
    return project.store.append(author, kind, {KEY: key, **body}, at=at, identity=identity, kinds=[kind], check=check)


def _named(kind: str, key: str) -> str:
    return f"{kind} {key!r}"


def _told(newest: Event | None) -> str:
    return f"saved by {newest.author} at {newest.at}" if newest else "taken back"
