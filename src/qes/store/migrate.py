"""Bring a database to the version this qes works with, or refuse it untouched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from qes.errors import NewerDatabase, StoreUnavailable
from qes.store.engine import Database

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0005"
"""The newest version in `migrations/versions`; known here so that Alembic loads only when there is work to do."""


def bring_to_head(database: Database) -> None:
    """Make or migrate the tables; does nothing, quickly, when they are as they should be.

    Raises:
        NewerDatabase: The database has a version this qes does not know.
        StoreUnavailable: The database belongs to another program.
    """
    with database.read() as connection:
        if _settled(connection, database):
            return
    with database.write() as connection:
        if not _settled(connection, database):  # another process may have been quicker
            _upgrade(connection)


def _settled(connection: Connection, database: Database) -> bool:
    stored = _version(connection)
    if stored is None and database.path is not None and inspect(connection).get_table_names():
        raise StoreUnavailable(database.where, "is a database of another program")
    if stored not in (None, HEAD) and not _known(stored):
        raise NewerDatabase(database.where, stored)
    return stored == HEAD


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _known(version: str) -> bool:
    from alembic.script import ScriptDirectory

    return version in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _upgrade(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
