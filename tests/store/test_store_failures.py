"""What the world does to a database: not one, newer, full disk, read-only, server gone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import make_url
from store_samples import Place, a_decision, a_source, save, tamper

from qes.errors import CannotWrite, NewerDatabase, StoreError, StoreUnavailable
from qes.store import migrate, open_store


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/db", "sqlite://", "sqlite:///:memory:"])
def test_a_url_that_names_no_database_of_ours_is_refused(url: str) -> None:
    with pytest.raises(StoreUnavailable):
        open_store(url)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "qes.db"
    file.write_bytes(b"This is a letter, not a database. " * 100)
    before = file.read_bytes()
    with pytest.raises(StoreUnavailable, match="not a database"):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="is a folder"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "bookmarks.db"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE bookmarks (title TEXT)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreUnavailable, match="another program"):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_a_newer_database_is_refused_and_left_alone(place: Place) -> None:
    url = place()
    with open_store(url) as store:
        store.append("ana", "note", {})
    tamper(url, "UPDATE alembic_version SET version_num = '9999'")
    file = Path(url.removeprefix("sqlite:///"))
    before = file.read_bytes() if file.exists() else b""
    with pytest.raises(NewerDatabase, match="9999") as caught:
        open_store(url)
    assert caught.value.revision == "9999"
    if before:
        assert file.read_bytes() == before
    tamper(url, "UPDATE alembic_version SET version_num = :head", head=migrate.HEAD)
    with open_store(url) as store:
        assert len(list(store.events())) == 1


def test_a_file_where_the_folder_should_be_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(CannotWrite):
        open_store(f"sqlite:///{tmp_path}/taken/qes.db")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root may make a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(url: str) -> None:
    """Write until there is no more room."""
    with open_store(url) as store:
        for number in range(1000):
            save(store, a_source(f"{number}.txt", paragraphs=["A long story. " * 500]))


def test_a_full_disk_is_a_clear_error_and_the_database_stays_sound(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk}/qes.db"
    with pytest.raises(CannotWrite, match="full"):
        fill(url)
    with open_store(url) as store:
        kept = len(store.sources())
        assert kept > 0
        assert store.check() == []
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    with open_store(url) as store:
        save(store, a_source("after.txt"))
        assert len(store.sources()) == kept + 1
        assert store.check() == []


def test_a_database_that_may_not_grow_stays_sound(sqlite_place: Place) -> None:
    with open_store(sqlite_place()) as store:
        passages = save(store, a_source())
        with store._database.write() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 60")
        with pytest.raises(CannotWrite, match="full"):
            store.decide([a_decision(passages[0], memo="m" * 500) for _ in range(2000)])
        assert store.decisions() == []
        assert store.check() == []
        store.append("ana", "note", {})


def test_a_disk_too_full_to_begin_on_is_a_clear_error(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * (1024 * 1024 - 4096))
    with pytest.raises(CannotWrite):
        open_store(f"sqlite:///{small_disk}/qes.db")


def test_a_read_only_folder_is_a_clear_error(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk}/qes.db"
    with open_store(url) as store:
        store.append("ana", "note", {})
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(CannotWrite), open_store(url) as store:
        store.append("ana", "note", {})
    with pytest.raises(CannotWrite):
        open_store(f"sqlite:///{small_disk}/new.db")
    with pytest.raises(CannotWrite):
        open_store(f"sqlite:///{small_disk}/folder/new.db")


def test_a_damaged_row_is_named_when_it_is_read(sqlite_place: Place) -> None:
    with open_store(sqlite_place()) as store:
        [decision] = store.decide([a_decision(save(store, a_source())[0])])
        tamper(store.url, "UPDATE events SET body = '{'")
        with pytest.raises(StoreError, match=decision.id) as caught:
            store.decisions()
        assert "qes verify" in caught.value.hint


def test_a_server_that_is_down_is_a_clear_error_without_the_password() -> None:
    with pytest.raises(StoreUnavailable) as caught:
        open_store("postgresql://ana:geheim@127.0.0.1:1/qes")
    assert "geheim" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


@pytest.mark.parametrize(("part", "value"), [("password", "geheim"), ("database", "nowhere"), ("username", "eve")])
def test_a_server_that_turns_us_away_is_a_clear_error(postgres_place: Place, part: str, value: str) -> None:
    wrong = make_url(postgres_place()).set(**{part: value})
    with pytest.raises(StoreUnavailable) as caught:
        open_store(wrong.render_as_string(hide_password=False))
    assert "geheim" not in str(caught.value)


def test_a_server_that_ends_our_connection_is_a_clear_error_and_the_next_call_connects_anew(
    postgres_place: Place,
) -> None:
    with open_store(postgres_place()) as store:
        store.append("ana", "note", {})
        with pytest.raises(StoreUnavailable), store._database.write() as connection:
            connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
        assert store.append("ana", "note", {}).seq == 2


def test_postgresql_says_so_when_text_holds_what_it_cannot_keep(postgres_place: Place) -> None:
    with open_store(postgres_place()) as store, pytest.raises(StoreError, match="NUL"):
        save(store, a_source(paragraphs=("a\u0000b",)))


def test_nothing_is_written_into_a_file_that_was_moved_away(tmp_path: Path) -> None:
    file, away = tmp_path / "qes.db", tmp_path / "away.db"
    with open_store(f"sqlite:///{file}") as store:
        store.append("ana", "note", {})
        file.rename(away)
        for use in (lambda: store.append("ana", "note", {}), store.decisions):
            with pytest.raises(StoreUnavailable, match="moved or replaced"):
                use()
        assert not file.exists()
        away.rename(file)
        store.append("ana", "note", {})
        assert len(list(store.events())) == 2


def test_many_who_wait_to_write_keep_nobody_from_reading(sqlite_place: Place) -> None:
    url, writers = sqlite_place(), 24
    begun = Barrier(writers + 1)
    with open_store(url) as store, closing(sqlite3.connect(make_url(url).database or "")) as beside:
        beside.execute("BEGIN IMMEDIATE")

        def write(number: int) -> None:
            begun.wait()
            store.append("ana", "note", {"number": number})

        with ThreadPoolExecutor(writers) as threads:
            notes = [threads.submit(write, number) for number in range(writers)]
            begun.wait()
            for _ in range(20):
                assert list(store.events()) == []
                time.sleep(0.01)
            assert not any(each.done() for each in notes)
            beside.rollback()
        assert len(list(store.events())) == writers
