"""Versions of themes in the log: how they are written and read, and what may follow what."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qes.errors import BadTheme, Conflict
from qes.model import Event, Theme, digest
from qes.pipeline.kept import KEY
from qes.project import Project

SAVED = "theme-saved"
"""Kind of the event that saves a version of a theme."""
RESTORED = "restored"

Check = Callable[[Mapping[str, Theme]], None]
"""Is shown what stands, by key, and raises if that stands against an act."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts, and why."""

    name: str
    reason: str = ""
    request: str = ""
    """Names the request; sent a second time, it changes nothing and gives what it gave the first time."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One version of a theme, with what made it."""

    theme: Theme
    act: str
    """`accepted`, `renamed`, `gathered`, `merged`, `split`, `dropped`, `restored` or `coded`."""
    others: tuple[str, ...] = ()
    """Keys of the other themes concerned: those merged into it, the one it was merged into or split off from."""


def new_key(by: Author) -> str:
    """The key of a theme to be; a request sent twice makes one."""
    return digest("theme", by.name, by.request) if by.request else uuid.uuid4().hex[:16]


def read(event: Event) -> Saved:
    """What an event saves."""
    body = event.body
    theme = Theme(
        key=str(body[KEY]),
        name=str(body["name"]),
        passages=tuple(body["passages"]),
        words=tuple(body["words"]),
        memo=str(body["memo"]),
        code=body["code"],
        withdrawn=bool(body["withdrawn"]),
        author=event.author,
        reason=str(body["reason"]),
        id=event.id,
        at=event.at,
    )
    return Saved(theme, str(body["act"]), tuple(body["others"]))


def save(
    project: Project, by: Author, made: Sequence[Saved], seen: Mapping[str, str | None], check: Check | None = None
) -> Theme:
    """Save versions of themes, all or none, and return the first.

    Args:
        project: Whose log it goes to.
        by: Who.
        made: The versions, in order; a passage is there once in each.
        seen: By key of each theme, the id of the version it was made from; None: there was none.
        check: What else must hold, asked when nothing can come between.

    Raises:
        BadTheme: Nobody is named as its author, a theme has no name or no passages, or is withdrawn already.
        Conflict: Another version of one of them has come since, or another theme has one of the passages.
    """
    if not by.name.strip():
        raise BadTheme("it needs the name of who saves it")
    for each in made:
        _check_whole(each.theme)

    def allowed(events: list[Event]) -> None:
        now = {str(event.body[KEY]): read(event).theme for event in events}
        for key, version in seen.items():
            _check_seen(now.get(key), version)
        for each in made:
            _check_stands(each, now.get(each.theme.key))
        if check is not None:
            check(now)
        _check_apart(now, {each.theme.key: each.theme for each in made})

    entries = [(SAVED, _body(each, by)) for each in made]
    ids = [digest("save", SAVED, by.name, each.theme.key, by.request) for each in made] if by.request else None
    return read(project.store.append_all(by.name, entries, ids=ids, kinds=[SAVED], check=allowed)[0]).theme


def conflict(theme: Theme) -> Conflict:
    """That a theme is not any more what was seen."""
    return Conflict(f"the theme {theme.name!r}", f"saved by {theme.author} at {theme.at}")


def _body(saved: Saved, by: Author) -> dict[str, Any]:
    theme = saved.theme
    return {
        KEY: theme.key,
        "name": theme.name.strip(),
        "passages": list(theme.passages),
        "words": list(theme.words),
        "memo": theme.memo.strip(),
        "code": theme.code,
        "withdrawn": theme.withdrawn,
        "reason": by.reason,
        "act": saved.act,
        "others": list(saved.others),
    }


def _check_whole(theme: Theme) -> None:
    if not theme.name.strip():
        raise BadTheme("a theme needs a name")
    if not theme.passages:
        raise BadTheme("it needs at least one passage", theme.name)


def _check_seen(newest: Theme | None, seen: str | None) -> None:
    if (newest.id if newest else None) == seen:
        return
    raise conflict(newest) if newest else Conflict("the theme", "taken back")


def _check_stands(saved: Saved, newest: Theme | None) -> None:
    if newest is None or newest.withdrawn == (saved.act == RESTORED):
        return
    raise BadTheme("it was withdrawn already" if newest.withdrawn else "it stands already", newest.name)


def _check_apart(now: Mapping[str, Theme], made: Mapping[str, Theme]) -> None:
    """That no passage of the themes that are saved is in another one that stands."""
    after = {**now, **made}
    wanted = [theme for theme in made.values() if not theme.withdrawn]
    for other in after.values():
        shared = [theme for theme in wanted if theme.key != other.key and set(theme.passages) & set(other.passages)]
        if shared and not other.withdrawn:
            passages = sorted(set(shared[0].passages) & set(other.passages))
            raise Conflict(f"where passage {passages[0]} belongs", f"it is in the theme {other.name!r}")
