from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from store_samples import Place, a_source, save

import qes
from qes.store import migrate, open_store, schema


def test_the_newest_migration_is_the_version_we_say_we_need() -> None:
    folder = Path(migrate.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [migrate.HEAD]


def described(thing: object, name: str | None, kind: str, reflected: bool, against: object) -> bool:
    """Whether SQLAlchemy can describe it: it has no word for FTS5 tables, nor for an index of one database only."""
    del thing, reflected, against
    return not (name or "").startswith("passage_fts") and (kind, name) != ("index", "passage_words_by_word")


def test_the_migrations_lead_to_the_tables_we_work_with(place: Place) -> None:
    url = place()
    open_store(url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": described})
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


def test_an_empty_file_left_by_a_process_that_was_killed_becomes_a_database(sqlite_place: Place) -> None:
    url = sqlite_place()
    file = Path(url.removeprefix("sqlite:///"))
    file.parent.mkdir()
    file.touch()
    for _ in range(2):
        with open_store(url) as store:
            save(store, a_source())
            assert store.check() == []


def test_opening_an_up_to_date_database_does_not_load_the_migration_library(sqlite_place: Place) -> None:
    url = sqlite_place()
    open_store(url).close()
    script = "import sys, qes.store; qes.store.open_store(sys.argv[1]).close(); print('alembic' in sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(Path(qes.__file__).parents[1])}
    command = [sys.executable, "-c", script, url]
    said = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert said.stdout == "False\n"
