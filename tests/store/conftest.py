"""Every test of the store's contract runs on SQLite, and on PostgreSQL where QES_TEST_POSTGRES_URL names a server."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from store_samples import Place

from qes.store import Store, open_store

SERVER = "QES_TEST_POSTGRES_URL"


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Place:
    numbers = itertools.count(1)
    return lambda: f"sqlite:///{tmp_path}/{next(numbers)}/qes.db"


@pytest.fixture
def postgres_place() -> Iterator[Place]:
    server = os.environ.get(SERVER)
    if not server:
        pytest.skip(f"{SERVER} names no server")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    schemas: list[str] = []

    def place() -> str:
        schemas.append(f"qes_test_{os.getpid()}_{len(schemas)}")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {schemas[-1]}"))
        options = {"options": f"-csearch_path={schemas[-1]}"}
        return make_url(server).update_query_dict(options).render_as_string(hide_password=False)

    yield place
    with engine.connect() as connection:
        for schema in schemas:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    chosen: Place = request.getfixturevalue("sqlite_place" if request.param == "sqlite" else "postgres_place")
    return chosen


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with open_store(place()) as opened:
        yield opened


@pytest.fixture
def sqlite_store(sqlite_place: Place) -> Iterator[Store]:
    with open_store(sqlite_place()) as opened:
        yield opened
