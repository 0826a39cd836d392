"""What leaves this machine for a model leaves it with pseudonyms, unless a team has set that it need not.

Here a project's key of pseudonyms is brought up to date, and an embedder behind an address is given the mask without
which it sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from qes.ingest.naming import extended
from qes.ingest.pseudonym_key import read_key, write_key
from qes.ingest.pseudonyms import Pseudonyms
from qes.settings import LlmSettings, Settings

if TYPE_CHECKING:
    from qes.coding.embed import Embedder
    from qes.llm.connect import Connection
    from qes.store import Store

API = "api"
"""The embedder that asks an address."""


def wanted(settings: LlmSettings, remote: bool) -> bool:
    """Whether names are masked in what a model is sent.

    Args:
        settings: What the team wants.
        remote: Whether it leaves this machine.
    """
    return settings.pseudonymise == "always" or (settings.pseudonymise == "remote" and remote)


def pseudonyms_of(key: Path, settings: Settings, store: Store) -> Pseudonyms:
    """A project's pseudonyms; whoever has come to speak, or was listed, since the last time gets one now.

    Args:
        key: The file in which they are kept.
        settings: With the names the team lists, and the interviewers.
        store: With all that is said, and by whom.

    Raises:
        BadPseudonyms, CannotWrite, StoreError: The key cannot be read or kept.
    """
    passages = store.passages()
    speakers = dict.fromkeys(passage.speaker for passage in passages if passage.speaker)
    labels = [*settings.ingest.interviewers, *speakers]
    rows = read_key(key)
    made = extended(rows, settings.llm.names, labels, lambda: (passage.text for passage in passages))
    if made != rows:
        write_key(key, made)
    return Pseudonyms(made)


def pseudonyms_apart(names: Iterable[str], speakers: Iterable[str], key: Pseudonyms | None = None) -> Pseudonyms:
    """Those of texts that belong to no project, and that are kept nowhere.

    Args:
        names: What a team lists.
        speakers: Labels of those who speak in the texts.
        key: What else is known.
    """
    return Pseudonyms(extended(key.rows if key else (), names, speakers, tuple))


def embedder_of(
    settings: Settings, pseudonyms: Callable[[], Pseudonyms], store: Callable[[], Store], remote: bool | None = None
) -> Embedder:
    """The embedder that the settings name; one that asks an address sends what may be sent there, and no more.

    Args:
        settings: Of the project.
        pseudonyms: Its pseudonyms; asked for only where they are needed.
        store: Where is kept how long the vectors are; likewise.
        remote: Whether what is sent leaves this machine; None: as the address tells.

    Raises:
        UnknownPlugin, ModelUnavailable: See `open_embedder`.
    """
    from qes.coding.embed import open_embedder

    given = settings.embed
    if given.embedder != API:
        return open_embedder(given.embedder, given.model)
    from qes.coding.embed.api import ApiEmbedder, as_it_is
    from qes.llm.connect import is_remote

    connection = embedding_connection(settings)
    leaves = is_remote(connection) if remote is None else remote
    mask = pseudonyms().masked if wanted(settings.llm, leaves) else as_it_is
    return ApiEmbedder(connection=connection, mask=mask, sizes=store(), remote=leaves)


def embedding_connection(settings: Settings) -> Connection:
    """How the address of `[embed] embedder = "api"` is asked.

    Raises:
        ModelUnavailable: Its model, provider or address cannot be.
    """
    from qes.coding.embed.api import connection_for

    return connection_for(settings.embed.model, settings.embed.base_url, settings.embed.key_variable)
