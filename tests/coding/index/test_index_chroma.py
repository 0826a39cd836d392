from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from index_samples import DIMENSIONS, chroma_server, names, unit_vectors

from qes.coding.index.chroma import DATABASE, ChromaIndex
from qes.errors import IndexUnavailable


def opened(folder: Path | str, embedder: str = "embedder") -> ChromaIndex:
    return ChromaIndex(str(folder), embedder, DIMENSIONS)


def filled(folder: Path) -> ChromaIndex:
    index = opened(folder)
    index.sync(names(1500), unit_vectors(1500))
    return index


def test_a_folder_keeps_its_vectors_between_runs(tmp_path: Path) -> None:
    filled(tmp_path).close()
    again = opened(tmp_path)
    assert again.ids() == set(names(1500))
    assert again.query(unit_vectors(1500)[3], 1)[0].id == "p0003"
    again.close()


def _without_graph(folder: Path) -> None:
    for path in folder.rglob("*.bin"):
        path.unlink()


def _with_a_broken_database(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"no database" * 100)


def _with_a_short_database(folder: Path) -> None:
    (folder / DATABASE).write_bytes((folder / DATABASE).read_bytes()[:5000])


def _with_an_empty_database(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"")


@pytest.mark.parametrize(
    "damage",
    [_without_graph, _with_a_broken_database, _with_a_short_database, _with_an_empty_database, shutil.rmtree],
)
def test_a_damaged_or_deleted_folder_is_rebuilt(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    folder = tmp_path / "index"
    filled(folder).close()
    damage(folder)
    index = opened(folder)
    index.sync(names(1500), unit_vectors(1500))
    assert index.count == 1500
    assert index.query(unit_vectors(1500)[3], 1)[0].id == "p0003"
    index.close()


def test_a_folder_deleted_while_open_is_rebuilt_by_the_next_sync(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    index = filled(folder)
    shutil.rmtree(folder)
    index.sync(names(20), unit_vectors(20))
    assert index.ids() == set(names(20))
    index.close()


def test_a_folder_that_is_no_index_is_never_deleted(tmp_path: Path) -> None:
    note = tmp_path / "thesis.txt"
    note.write_text("years of work", encoding="utf-8")
    opened(tmp_path).close()
    assert note.read_text(encoding="utf-8") == "years of work"


def test_a_file_in_the_way_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("", encoding="utf-8")
    with pytest.raises(IndexUnavailable):
        opened(tmp_path / "index")


def test_vectors_of_different_embedders_never_meet(tmp_path: Path) -> None:
    one, other = opened(tmp_path, "one"), opened(tmp_path, "other")
    one.update(["a"], unit_vectors(1))
    assert other.count == 0
    one.close()
    other.close()


def test_projects_on_one_server_do_not_meet_and_its_end_is_a_clear_error(tmp_path: Path) -> None:
    with chroma_server(tmp_path) as address:
        one, other = opened(f"{address}/one"), opened(f"{address}/other")
        one.update(["a"], unit_vectors(1))
        assert (one.count, other.count) == (1, 0)
    with pytest.raises(IndexUnavailable):
        one.query(unit_vectors(1)[0], 1)
    with pytest.raises(IndexUnavailable):
        opened(address)
    one.close()
    other.close()
