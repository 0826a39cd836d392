"""A full disk or one that may not be written to: what was done is kept, and the same command completes later."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import command
from faults import answer, complains, complains_in_json, paths, quick_project, sound, write
from qes.pipeline.ingest import run_ingest
from qes.project import open_project
from small_project import INTERVIEW


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root, outside of a locked container, may make a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """A file that takes all but so many bytes of a disk."""
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(free - leave))
    return ballast


def on_disk(disk: Path) -> Path:
    """A project on a small disk, with more files than will fit."""
    folder = quick_project(disk / "project")
    for number in range(6):
        write(folder / "corpus" / "Arden" / f"{number}.txt", INTERVIEW.replace("2019", str(2019 + number)))
    return folder


def test_on_a_full_disk_what_was_done_is_kept_and_the_same_command_completes_later(disk: Path) -> None:
    folder = on_disk(disk)
    ballast = fill(disk, 200_000)
    complains_in_json(command("ingest", "--json", cwd=folder), str(folder / ".qes"), "cannot write", "Free some space")
    ballast.unlink()
    kept = paths(folder)
    done = answer(command("ingest", "--json", cwd=folder))
    assert (done["sources_unchanged"], done["sources_added"]) == (len(kept), 6 - len(kept))
    assert sound(folder)


def test_a_disk_that_fills_while_suggesting_leaves_the_record_sound(disk: Path) -> None:
    folder = on_disk(disk)
    with open_project(folder) as project:
        run_ingest(project)
    ballast = fill(disk, 40_000)
    complains(command("suggest", cwd=folder), str(folder / ".qes" / "qes.db"), "full", "Free some space")
    assert sound(folder)
    ballast.unlink()
    assert answer(command("suggest", "--json", cwd=folder))["suggestions"] > 0
    assert sound(folder)


@pytest.fixture
def read_only(folder: Path) -> Iterator[Path]:
    """The project where nobody may write to it."""
    if os.geteuid() != 0:
        places = [folder, *folder.rglob("*")]
        for place in places:
            place.chmod(place.stat().st_mode & ~0o222)
        yield folder
        for place in places:
            place.chmod(place.stat().st_mode | 0o200)
        return
    bind = ["mount", "--bind", str(folder), str(folder)]
    if subprocess.run(bind, capture_output=True, check=False).returncode != 0:
        pytest.skip("this root may not mount, and to root permissions mean nothing")
    subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("words", [["ingest"], ["init", "sub"]])
def test_a_folder_that_may_not_be_written_to_is_named(read_only: Path, words: list[str]) -> None:
    place = "sub" if words[0] == "init" else str(read_only / ".qes")
    complains_in_json(command(*words, "--json", cwd=read_only), place, "cannot write", "permissions")
