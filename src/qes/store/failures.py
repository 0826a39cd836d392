"""The one place where errors of the database libraries become errors of qes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from qes.errors import CannotWrite, QesError, StoreError, StoreUnavailable

_SQLITE_CANNOT_WRITE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PERM")
_SQLITE_NO_DATABASE = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
_SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")

_POSTGRES_CANNOT_WRITE = ("53100", "25006", "42501")
"""Disk full, read-only transaction, insufficient privilege."""
_POSTGRES_UNAVAILABLE = ("08", "28", "3D", "53300", "57P")
"""Connection lost, not authorised, no such database, too many connections, shutting down."""


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Raise what goes wrong inside as a QesError that names the database; other errors pass through."""
    try:
        yield
    except DBAPIError as error:
        raise _explain(error, where) from error
    except sqlite3.Error as error:
        raise _sqlite(error, where) from error
    except UnicodeEncodeError as error:
        raise StoreError(f"{where}: cannot keep text with a broken character ({error.reason})") from error
    except PoolTimeout as error:  # too many wait for a connection already
        raise StoreUnavailable(where, "it is too busy") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{where}: {error}") from error


def _explain(error: DBAPIError, where: str) -> QesError:
    if isinstance(error, IntegrityError):
        return StoreError(f"{where}: the entry contradicts what is stored ({_first_line(error.orig)})")
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite(error.orig, where)
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is None and (isinstance(error, OperationalError) or error.connection_invalidated):
        return StoreUnavailable(where, _first_line(error.orig))
    if state is not None and state.startswith(_POSTGRES_UNAVAILABLE):
        return StoreUnavailable(where, _first_line(error.orig))
    if state in _POSTGRES_CANNOT_WRITE:
        return CannotWrite(where, _first_line(error.orig))
    return StoreError(f"{where}: {_first_line(error.orig)}")


def _sqlite(error: sqlite3.Error, where: str) -> QesError:
    name: str = getattr(error, "sqlite_errorname", "")
    if name.startswith(_SQLITE_CANNOT_WRITE):
        return CannotWrite(where, _first_line(error))
    if name.startswith(_SQLITE_NO_DATABASE):
        return StoreUnavailable(where, _first_line(error))
    if name.startswith(_SQLITE_BUSY):
        locked = StoreUnavailable(where, "another program keeps the database locked")
        locked.hint = "Wait until the other program has ended, or end it; then try again."
        return locked
    return StoreError(f"{where}: {_first_line(error)}")


def _first_line(error: BaseException | None) -> str:
    return next(iter(str(error).splitlines()), "unknown error")
