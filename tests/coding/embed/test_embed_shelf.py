from __future__ import annotations

import os
from pathlib import Path

import pytest

from qes.coding.embed.shelf import STALE, kept, remembered, shelf, whole, write
from qes.errors import CannotWrite


def fill(folder: Path) -> None:
    (folder / "one").write_text("1", encoding="utf-8")


def must_not_run(folder: Path) -> None:
    raise AssertionError(f"{folder} was made twice")


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    place = tmp_path / "shelf" / "model"
    assert kept(place, fill) == kept(place, must_not_run) == place
    assert whole(place)


def test_a_making_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def break_down(folder: Path) -> None:
        fill(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept(tmp_path / "model", break_down)
    assert list(tmp_path.iterdir()) == []


def test_the_first_of_two_that_make_the_same_wins(tmp_path: Path) -> None:
    place = tmp_path / "model"

    def slower(folder: Path) -> None:
        kept(place, fill)
        (folder / "other").write_text("22", encoding="utf-8")

    kept(place, slower)
    assert sorted(path.name for path in place.iterdir()) == ["one", "sizes.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_folder_that_is_not_whole_is_made_anew(tmp_path: Path) -> None:
    place = kept(tmp_path / "model", fill)
    (place / "one").unlink()
    assert not whole(place)
    assert whole(kept(place, fill))


def test_what_a_killed_run_left_is_swept_up(tmp_path: Path) -> None:
    old, new = tmp_path / "model.half-old", tmp_path / "model.half-new"
    old.mkdir()
    new.mkdir()
    os.utime(old, (old.stat().st_atime, old.stat().st_mtime - 2 * STALE))
    kept(tmp_path / "model", fill)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_place_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(CannotWrite):
        kept(tmp_path / "file" / "model", fill)
    with pytest.raises(CannotWrite):
        write(tmp_path / "file" / "note", "text")


def test_what_is_written_is_remembered_and_what_is_illegible_is_nothing(tmp_path: Path) -> None:
    write(tmp_path / "deep" / "note", '{"cosine": 1}')
    assert remembered(tmp_path / "deep" / "note") == {"cosine": 1}
    write(tmp_path / "deep" / "note", "{")
    assert remembered(tmp_path / "deep" / "note") == remembered(tmp_path / "none") == {}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["note"]


def test_the_shelf_is_in_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert shelf() == tmp_path / "qes" / "models"
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert shelf() == tmp_path / "home" / ".cache" / "qes" / "models"
