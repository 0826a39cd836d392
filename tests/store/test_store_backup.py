from __future__ import annotations

import threading
from pathlib import Path

import pytest
from store_samples import Place, a_decision, a_source, save

from qes.errors import CannotWrite, StoreError
from qes.store import Store, open_store


def test_a_backup_is_one_file_that_holds_everything(sqlite_store: Store, tmp_path: Path) -> None:
    taken = sqlite_store.decide([a_decision(save(sqlite_store, a_source())[0])])
    folder = tmp_path / "backups"
    sqlite_store.backup(folder / "one.db")
    assert [each.name for each in folder.iterdir()] == ["one.db"]
    with open_store(f"sqlite:///{folder}/one.db") as copy:
        assert copy.sources() == sqlite_store.sources()
        assert copy.decisions() == taken
        assert copy.check() == []


def test_a_backup_made_while_others_write_is_sound(sqlite_store: Store, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            sqlite_store.append_all("ana", [("note", {"n": number}) for number in range(10)])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            sqlite_store.backup(tmp_path / f"{number}.db")
    finally:
        done.set()
        writer.join()
    for number in range(3):
        with open_store(f"sqlite:///{tmp_path}/{number}.db") as copy:
            assert copy.check() == []
            assert len(list(copy.events())) % 10 == 0


def test_a_backup_never_overwrites_and_leaves_no_pieces(sqlite_store: Store, tmp_path: Path) -> None:
    precious = tmp_path / "precious.db"
    precious.write_text("mine")
    with pytest.raises(CannotWrite, match="exists already"):
        sqlite_store.backup(precious)
    assert precious.read_text() == "mine"
    with pytest.raises(CannotWrite):
        sqlite_store.backup(precious / "below.db")
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["precious.db"]


def test_on_postgresql_its_own_tool_is_named(postgres_place: Place, tmp_path: Path) -> None:
    with open_store(postgres_place()) as store, pytest.raises(StoreError) as caught:
        store.backup(tmp_path / "copy.db")
    assert "pg_dump" in caught.value.hint
