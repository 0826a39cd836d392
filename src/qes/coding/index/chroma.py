"""Chroma as index: in a folder of the project, or on a server that a team shares."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from qes.coding.embed import Vectors
from qes.coding.index import Hit, ranked
from qes.errors import IndexUnavailable
from qes.model import digest

Row = NDArray[np.float32]

BATCH = 5000
"""Chroma takes at most 5,461 records in one call."""
SPARE = 16
"""Neighbours fetched beyond those asked for, so that ties at the end are broken by id."""
HNSW = {"space": "cosine", "ef_construction": 400, "ef_search": 400, "max_neighbors": 32}
"""Chosen for recall: on some thousand passages the graph is quick anyway."""
DATABASE = "chroma.sqlite3"
SAME = 1e-5
"""Vectors closer than this in every dimension are the same one."""


class ChromaIndex:
    """One collection, named after what its vectors were made with."""

    def __init__(self, location: str, embedder_id: str, dimensions: int) -> None:
        """Open or make the collection; a damaged folder is emptied, to be filled again by `sync`.

        Args:
            location: A folder, or `http://host:port/name`; projects that share a server need different names.
            embedder_id: Part of the collection's name, so that vectors of different embedders never meet.
            dimensions: Length of one vector.

        Raises:
            IndexUnavailable: The server does not answer, or the folder cannot be written.
        """
        self._location, self._remote = location, location.startswith(("http://", "https://"))
        scope = urlsplit(location).path.strip("/") if self._remote else ""
        self._name = f"qes-{digest(scope, embedder_id, str(dimensions))}"
        self._embedder_id, self._dimensions = embedder_id, dimensions
        self._client, self._collection = self._open()
        if not self._remote and not self._sound():
            self._rebuild()

    @property
    def id(self) -> str:
        """Kind of index and embedder."""
        return f"chroma:{self._embedder_id}"

    @property
    def count(self) -> int:
        """How many vectors it holds."""
        with self._translated():
            return int(self._collection.count())

    def ids(self) -> set[str]:
        """The ids of all of them."""
        with self._translated():
            return set(self._collection.get(include=[])["ids"])

    def update(self, ids: Sequence[str], vectors: Vectors, /) -> None:
        """Add vectors, or replace those whose id is known."""
        latest = dict(zip(ids, np.asarray(vectors, dtype=np.float32), strict=True))
        for names in _batches(list(latest)):
            with self._translated():
                self._collection.upsert(ids=names, embeddings=np.stack([latest[name] for name in names]))

    def remove(self, ids: Collection[str], /) -> None:
        """Forget these; unknown ids are ignored."""
        for names in _batches(sorted(ids)):
            with self._translated():
                self._collection.delete(ids=names)

    def sync(self, ids: Sequence[str], vectors: Vectors, /) -> None:
        """Hold exactly these; a folder that was damaged or deleted meanwhile is made anew."""
        wanted = dict(zip(ids, np.asarray(vectors, dtype=np.float32), strict=True))
        try:
            self._bring_to(wanted)
        except IndexUnavailable:
            if self._remote:
                raise
            self._rebuild()
            self._bring_to(wanted)

    def query(self, vector: Row, k: int, /, *, among: Collection[str] | None = None) -> list[Hit]:
        """The k nearest by cosine, best first and ties by id, among some ids or all."""
        if k < 1:
            return []
        if among is None:
            return ranked(self._nearest(vector, k, None), k)
        held = sorted(self.ids().intersection(among))
        return ranked([hit for names in _batches(held) for hit in self._nearest(vector, k, names)], k)

    def close(self) -> None:
        """Let go of the folder or the connection; the index is not used afterwards."""
        with self._translated():
            self._client.close()

    def _nearest(self, vector: Row, k: int, names: list[str] | None) -> list[tuple[str, float]]:
        with self._translated():
            query = [np.asarray(vector, dtype=np.float32)]
            found = self._collection.query(
                query_embeddings=query, n_results=k + SPARE, ids=names, include=["distances"]
            )
        return [(name, 1.0 - distance) for name, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    def _bring_to(self, wanted: dict[str, Row]) -> None:
        self.remove(self.ids() - wanted.keys())
        for names in _batches(list(wanted)):
            held = self._held(names)
            stale = [name for name in names if name not in held or not _same(held[name], wanted[name])]
            self.update(stale, np.array([wanted[name] for name in stale], dtype=np.float32))
        if wanted:
            self._nearest(next(iter(wanted.values())), 1, None)

    def _held(self, names: list[str]) -> dict[str, Row]:
        with self._translated():
            found = self._collection.get(ids=names, include=["embeddings"])
        return dict(zip(found["ids"], found["embeddings"], strict=True))

    def _open(self) -> tuple[Any, Any]:
        if not self._remote:
            _discard_if_broken(Path(self._location))
        with self._translated():
            client = _connect(self._location) if self._remote else _open_folder(Path(self._location))
            options: Any = {"hnsw": HNSW}
            return client, client.get_or_create_collection(self._name, embedding_function=None, configuration=options)

    def _sound(self) -> bool:
        """Whether the collection can be read, which Chroma tells only when it is."""
        try:
            return self.count == 0 or bool(self._nearest(np.ones(self._dimensions, dtype=np.float32), 1, None))
        except IndexUnavailable:
            return False

    def _rebuild(self) -> None:
        self.close()
        _discard(Path(self._location))
        self._client, self._collection = self._open()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Whatever Chroma or its connection raises, as one error of ours."""
        from chromadb.errors import ChromaError
        from httpx import HTTPError

        try:
            yield
        except (ChromaError, HTTPError, ValueError, OSError) as error:
            raise IndexUnavailable(self._location, str(error) or type(error).__name__) from error


def _open_folder(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))


def _connect(address: str) -> Any:
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(address)
    secure = parts.scheme == "https"
    return chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if secure else 8000),
        ssl=secure,
        # Chroma never closes the connections it keeps alive, not even in `close`
        settings=Settings(anonymized_telemetry=False, chroma_http_max_keepalive_connections=0),
    )


def _discard_if_broken(folder: Path) -> None:
    """Remove a folder whose database is damaged; looked at beforehand, since Chroma keeps a failed start in memory."""
    database = folder / DATABASE
    if not database.is_file():
        return
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT count(*) FROM collections").fetchone()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            _discard(folder)


def _discard(folder: Path) -> None:
    """Delete an index folder, and never one that is something else."""
    if (folder / DATABASE).exists():
        shutil.rmtree(folder, ignore_errors=True)


def _batches(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), BATCH):
        yield names[start : start + BATCH]


def _same(one: Row, other: Row) -> bool:
    return bool(np.abs(one - other).max() < SAME)
