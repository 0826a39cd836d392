"""A copy of the database while others go on working in it; without those who are signed in."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from qes.errors import CannotWrite, StoreError
from qes.store.engine import Database
from qes.store.failures import translated


def back_up(database: Database, to: Path) -> None:
    """Copy an SQLite database into a new file; see `Store.backup`."""
    if database.path is None:
        refused = StoreError(f"{database.where}: qes backs up SQLite databases only")
        refused.hint = "Use PostgreSQL's own tool: pg_dump --exclude-table-data=sessions."
        raise refused
    if to.exists():
        raise CannotWrite(str(to), "it exists already")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        _copy_whole(database.path, to)
    except OSError as error:
        raise CannotWrite(str(to), error.strerror or str(error)) from error


def _copy_whole(source: Path, to: Path) -> None:
    unfinished = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        with translated(str(to)):
            _copy(source, unfinished)
        unfinished.replace(to)
    finally:
        unfinished.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
        copy.execute("PRAGMA secure_delete = ON")  # or what is deleted could still be read in the file
        copy.execute("DELETE FROM sessions")
        copy.commit()
        copy.execute("PRAGMA journal_mode = DELETE")  # so that the copy is a single file
    with target.open("rb") as written:
        os.fsync(written.fileno())
