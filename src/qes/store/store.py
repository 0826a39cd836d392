"""The store of a project: one class over the modules beside it, each call one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from qes.model import Passage, Problem, Source, Suggestion
from qes.store import audit, words
from qes.store import sources as source_rows
from qes.store import suggestions as suggestion_rows
from qes.store import vectors as vector_rows
from qes.store.backup import back_up
from qes.store.dialogue import Dialogue
from qes.store.engine import Database
from qes.store.journal import Journal
from qes.store.log import Entry
from qes.store.migrate import bring_to_head
from qes.store.query import Query
from qes.store.roster import Roster
from qes.store.standing import record
from qes.store.vectors import Vector
from qes.store.words import Found


def open_store(url: str) -> Store:
    """Open a database, making it or bringing it up to date first.

    Args:
        url: `sqlite:////absolute/path/qes.db` or `postgresql://user:password@host/name`.

    Raises:
        StoreUnavailable: It is no database of qes, the server is down, or the password is wrong.
        NewerDatabase: A later qes wrote it; it is left as it is.
        CannotWrite: The folder is read-only or the disk is full.
    """
    with ExitStack() as undo:
        database = Database(url)
        undo.callback(database.close)
        bring_to_head(database)
        database.use_write_ahead_log()
        undo.pop_all()
    return Store(database)


class Store(Journal, Roster, Dialogue):
    """Everything a project knows: sources, passages, vectors, suggestions, the log, the people, and what models said.

    Threads may share one; processes each open their own.
    Beside the errors named below, any method may raise StoreUnavailable when the database is lost,
    CannotWrite when the disk is full, and StoreError when it holds something damaged.
    """

    @property
    def url(self) -> str:
        """What to open the same store with; it may hold a password."""
        return self._database.url

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- Sources and passages ---------------------------------------------------------------------

    def save_source(self, source: Source, passages: Sequence[Passage], fingerprint: str, author: str = "qes") -> None:
        """Save a source with its passages and its fingerprint of the stage "ingest", and log that it was taken in.

        The same id again is a new revision: the earlier text stays readable, passages that are not among
        the new ones become non-current, the facts of the others (such as their case) are brought up to date.
        A passage keeps the text it was first cut from.

        Raises:
            StoreError: A passage does not read as its span, or its id stands for another text already.
        """
        with self._database.write() as connection:
            source_rows.save(connection, source, passages, fingerprint)
            body = {"source": source.id, "path": source.path, "file": source.file_sha256, "text": source.text_sha256}
            record(connection, [Entry(author, "ingested", body | {"passages": len(passages)})])

    def retire_source(self, source_id: str) -> None:
        """Set aside a source whose file is gone: it and its passages become non-current; nothing is deleted.

        Its fingerprint is forgotten, so that the file is taken in again should it come back.

        Raises:
            NotFound: No such source.
        """
        with self._database.write() as connection:
            source_rows.retire(connection, source_id)

    def sources(self) -> list[Source]:
        """The current sources, ordered by path."""
        with self._database.read() as connection:
            return source_rows.current(connection)

    def source(self, source_id: str) -> Source:
        """A source in its latest revision, also when it is retired.

        Raises:
            NotFound: No such source.
        """
        with self._database.read() as connection:
            return source_rows.get(connection, source_id)

    def source_by_path(self, path: str) -> Source | None:
        """The current source of that path, if there is one."""
        with self._database.read() as connection:
            return next(iter(source_rows.current(connection, path)), None)

    def passages(
        self,
        *,
        source_id: str | None = None,
        case: str | None = None,
        ids: Collection[str] | None = None,
        current: bool | None = True,
    ) -> list[Passage]:
        """Passages in reading order: by path of their source, then by place in it; `current=None` means all."""
        with self._database.read() as connection:
            return source_rows.find_passages(connection, source_id, case, ids, current)

    def search(self, query: Query, most: int | None = None) -> list[Found]:
        """The passages people code that fit a query, best first and ties by id; at most so many, None: all.

        Ranks are BM25 on SQLite and what comes near it on PostgreSQL. A query that asks for nothing finds nothing.
        """
        with self._database.read() as connection:
            return words.find(connection, query, most)

    def text_of(self, passage_id: str) -> str:
        """The stored text that a passage's span, and spans of decisions on it, point into.

        Raises:
            NotFound: No such passage.
        """
        with self._database.read() as connection:
            return source_rows.text_of(connection, passage_id)

    def fingerprint(self, stage: str, key: str) -> str | None:
        """The fingerprint that a stage left for something, if it has."""
        with self._database.read() as connection:
            return source_rows.fingerprint(connection, stage, key)

    def set_fingerprint(self, stage: str, key: str, value: str) -> None:
        """Leave a stage's fingerprint for something."""
        with self._database.write() as connection:
            source_rows.set_fingerprint(connection, stage, key, value)

    # --- Vectors and suggestions --------------------------------------------------------------------

    def vectors(self, embedder_id: str, hashes: Sequence[str]) -> dict[str, Vector]:
        """The stored vectors of these hashes; what is missing or damaged is left out."""
        with self._database.read() as connection:
            return vector_rows.load(connection, embedder_id, hashes)

    def save_vectors(self, embedder_id: str, vectors: Mapping[str, Vector]) -> None:
        """Store vectors; one that is there already is left as it is, unless it is damaged."""
        with self._database.write() as connection:
            vector_rows.save(connection, embedder_id, vectors)

    def vector_count(self, embedder_id: str) -> int:
        """How many vectors of an embedder are stored."""
        with self._database.read() as connection:
            return vector_rows.count(connection, embedder_id)

    def replace_suggestions(self, suggester: str, suggestions: Sequence[Suggestion]) -> None:
        """Make these the current suggestions of a suggester; its earlier ones are kept, as non-current.

        Raises:
            StoreError: A suggestion names a passage the store does not hold.
        """
        with self._database.write() as connection:
            suggestion_rows.replace(connection, suggester, suggestions)

    def offer_suggestions(self, suggester: str, passage_id: str, suggestions: Sequence[Suggestion]) -> None:
        """Make these the current suggestions of a suggester for one passage; earlier ones are kept, as non-current.

        Raises:
            StoreError: A suggestion names a passage the store does not hold.
        """
        with self._database.write() as connection:
            suggestion_rows.offer(connection, suggester, passage_id, suggestions)

    def suggestions(
        self,
        *,
        passage_ids: Collection[str] | None = None,
        ids: Collection[str] | None = None,
        suggester: str | None = None,
        current: bool | None = True,
    ) -> list[Suggestion]:
        """Suggestions by passage in reading order, the likeliest first; `current=None` means all."""
        with self._database.read() as connection:
            return suggestion_rows.find(connection, passage_ids, ids, suggester, current)

    def proposals(self, suggester: str) -> list[Suggestion]:
        """The current suggestions of a suggester without their reasons, in no order: quick where there are many."""
        with self._database.read() as connection:
            return suggestion_rows.proposals(connection, suggester)

    def suggestion(self, suggestion_id: str) -> Suggestion:
        """A suggestion, also of an earlier run.

        Raises:
            NotFound: No such suggestion.
        """
        with self._database.read() as connection:
            return suggestion_rows.get(connection, suggestion_id)

    # --- Keeping it safe ----------------------------------------------------------------------------

    def check(self) -> list[Problem]:
        """Re-read everything and list what does not hold.

        The hash chain, the state and the accounts against the log, every text against its SHA-256, every passage
        and span against its text, every vector. Empty when all is well.
        """
        return audit.check(self._database)

    def backup(self, to: Path) -> None:
        """Copy the database into a new file, at one moment and whole or not at all, while others work on.

        Log-in sessions are left out, so that nobody is signed in where the copy is put to use.

        Raises:
            CannotWrite: The file exists, or cannot be written.
            StoreError: On PostgreSQL, whose own `pg_dump` does it.
        """
        back_up(self._database, to)
