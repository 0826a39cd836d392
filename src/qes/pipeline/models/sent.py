"""Where models were asked that replies are on record of, and whether names were masked: told once for each change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from qes.model import Event
from qes.store import Store

SENT = "model-asked"
"""Kind of the event that says so."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How prompts reach a model."""

    model: str
    """Provider and name."""
    settings: str
    """Hash of what shapes its replies, its address among them."""
    remote: bool
    """Whether what is sent leaves this machine."""
    masked: bool
    """Whether names stand as pseudonyms in it."""


def tell(store: Store, sent: Sent, author: str) -> None:
    """Say in the log how a model is asked, if it was last asked otherwise."""
    before = told(store.standing_events(SENT)).get((sent.model, sent.settings), [])
    if before[-1:] != [sent]:
        body = {"model": sent.model, "settings": sent.settings, "remote": sent.remote, "masked": sent.masked}
        store.append(author, SENT, body)


def told(events: Iterable[Event]) -> dict[tuple[str, str], list[Sent]]:
    """Every way in which a model was asked under some settings, the first one first."""
    found = defaultdict[tuple[str, str], list[Sent]](list)
    for event in events:
        body = event.body
        found[body["model"], body["settings"]].append(Sent(**{name: body[name] for name in Sent.__slots__}))
    return dict(found)
