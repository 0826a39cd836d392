"""Which models a project asks by an address, whether that is elsewhere, and what they are sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qes.errors import ModelUnavailable
from qes.llm.connect import Connection, is_remote
from qes.masking import API, embedding_connection, wanted
from qes.pipeline.models.chat import connection_of
from qes.project import Project


@dataclass(frozen=True, slots=True)
class Asked:
    """A model that is asked by an address."""

    use: str
    """`llm`, or `embed`."""
    model: str
    """Provider and name."""
    address: str
    """Empty where there is a problem."""
    remote: bool
    """Whether what is sent to it leaves this machine; where there is a problem, as if it did."""
    masked: bool
    """Whether names stand as pseudonyms in what it is sent."""
    problem: str = ""
    """Why it cannot be asked."""


def asked(project: Project) -> list[Asked]:
    """The models that the settings name; none by default."""
    given = project.settings
    found = []
    if given.llm.model:
        found.append(_asked(project, "llm", given.llm.model, lambda: connection_of(given.llm)))
    if given.embed.embedder == API:
        found.append(_asked(project, "embed", given.embed.model, lambda: embedding_connection(given)))
    return found


def _asked(project: Project, use: str, model: str, connect: Callable[[], Connection]) -> Asked:
    settings = project.settings.llm
    try:
        connection = connect()
    except ModelUnavailable as error:
        return Asked(use, model, "", True, wanted(settings, remote=True), str(error))
    leaves = is_remote(connection)
    return Asked(use, model, connection.address, leaves, wanted(settings, leaves))
