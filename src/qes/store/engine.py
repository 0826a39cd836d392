"""One database: its connections, and transactions that are safe between threads, processes and machines.

On SQLite a writer takes the write lock as it begins; on PostgreSQL it takes one advisory lock. So there
is one writer at a time, and what it reads before it writes stays true until it commits.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from qes.errors import CannotWrite, StoreUnavailable
from qes.store.failures import translated

_WRITER = "qes_writer"
_BUSY_SECONDS = 60
_CONNECT_SECONDS = 10
_ADVISORY_LOCK = 0x716573
"""Any number will do so long as every qes uses the same: "qes" in hexadecimal."""


class Database:
    """Hands out connections inside transactions; every error that leaves them is a QesError."""

    def __init__(self, url: str) -> None:
        parsed = _parse(url)
        self.url = parsed.render_as_string(hide_password=False)
        self.path = Path(parsed.database or "") if parsed.drivername.startswith("sqlite") else None
        self.where = str(self.path or parsed.render_as_string(hide_password=True))
        if self.path is not None:
            _make_folder(self.path)
        self._engine = _engine(parsed, self.where)
        self._writing = threading.Lock()
        self._file: tuple[int, int] | None = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction for reading."""
        self._check_file()
        with translated(self.where), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is the only one writing; committed at the end, rolled back on any error."""
        self._check_file()
        with self._turn(), translated(self.where), self._engine.connect() as connection:
            connection.execution_options(**{_WRITER: True})
            with connection.begin():
                if self.path is None:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
                yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One thread after another: those who wait to write would keep all connections from those who read."""
        if not self._writing.acquire(timeout=_BUSY_SECONDS):
            raise StoreUnavailable(self.where, "too much waits to be written")
        try:
            yield
        finally:
            self._writing.release()

    def _check_file(self) -> None:
        """Write nothing into a file that nobody can find any more, and make no empty one in its place."""
        if self._file is not None and self._file != _identity(self.path):
            gone = StoreUnavailable(self.where, "the file was moved or replaced while it was in use")
            gone.hint = "Put it back where it was; if it was replaced on purpose, start qes again."
            raise gone

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """One view of everything that does not move while others write, for checking.

        Damaged text is read with U+FFFD in place of broken bytes, so that it can be reported.
        """
        with translated(self.where), self._engine.connect() as connection:
            if self.path is None:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin(), _forgiving(connection):
                yield connection

    def use_write_ahead_log(self) -> None:
        """Let readers of an SQLite file go on while someone writes; kept in the file once set."""
        if self.path is None:
            return
        with translated(self.where), self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            if isinstance(driver, sqlite3.Connection) and driver.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                driver.execute("PRAGMA journal_mode = WAL")
        self._file = _identity(self.path)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Which file it is, whatever it is called; None when there is none."""
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found is not None else None


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreUnavailable(url, "not a database URL") from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise StoreUnavailable(parsed.render_as_string(), "qes keeps its record in sqlite or postgresql only")
    if parsed.drivername == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StoreUnavailable(url, "the URL names no file")
    return parsed


def _make_folder(path: Path) -> None:
    if path.is_dir():
        raise StoreUnavailable(str(path), "is a folder, not a database")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(str(path.parent), error.strerror or str(error)) from error


def _engine(url: URL, where: str) -> Engine:
    options: dict[str, Any]
    if url.drivername == "sqlite":
        options = {"connect_args": {"timeout": _BUSY_SECONDS}}
    else:
        options = {"connect_args": {"connect_timeout": _CONNECT_SECONDS}, "pool_pre_ping": True}
    try:
        engine = create_engine(url, hide_parameters=True, **options)
    except ModuleNotFoundError as error:
        unavailable = StoreUnavailable(where, "the PostgreSQL driver is not installed")
        unavailable.hint = "Install it: pip install 'qes[postgres]'."
        raise unavailable from error
    if url.drivername == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # or the driver would begin transactions itself, and too late
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITER, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _forgiving(connection: Connection) -> Iterator[None]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.text_factory = lambda raw: raw.decode(errors="replace")
    try:
        yield
    finally:
        driver.text_factory = str
