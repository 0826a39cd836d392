"""Swappable parts are found by entry point; what ships with qes uses the same door as anyone's plugin."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any

from qes.errors import UnknownPlugin

READERS = "qes.readers"
EMBEDDERS = "qes.embedders"
INDEXES = "qes.indexes"
SUGGESTERS = "qes.suggesters"
EXECUTORS = "qes.executors"
EXPORTERS = "qes.exporters"


def names(group: str) -> list[str]:
    """The names registered in a group, sorted."""
    return sorted({entry.name for entry in entry_points(group=group)})


def load(group: str, name: str) -> Any:
    """The object registered under a name.

    Raises:
        UnknownPlugin: Nothing of that name is installed; the error lists what is.
    """
    found: list[EntryPoint] = [entry for entry in entry_points(group=group) if entry.name == name]
    if not found:
        raise UnknownPlugin(group, name, names(group))
    return found[0].load()
