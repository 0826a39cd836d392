"""The whole project in one file, and back; what is no backup, or a damaged one, is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from faults import passage_with, sound, write
from qes.errors import AlreadyAProject, CannotWrite, UnreadableFile
from qes.model import Decision, Verdict
from qes.pipeline.backup import run_backup, run_restore
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import record, run_codings
from qes.pipeline.status import run_status
from qes.pipeline.suggest import run_suggest
from qes.project import Project, open_project


@pytest.fixture
def backup(project: Project, tmp_path: Path) -> Path:
    """A backup of a project in which every stage has run."""
    run_ingest(project)
    run_suggest(project, "similarity")
    passage = passage_with(project, "grates of two kinds")
    record(
        project, [Decision(passage.id, "nora", Verdict.ACCEPTED, "dynamic-capabilities@1.0", "learning/test-design")]
    )
    run_backup(project, tmp_path / "all.zip")
    return tmp_path / "all.zip"


def test_what_is_restored_is_what_was_backed_up(project: Project, backup: Path, tmp_path: Path) -> None:
    place = tmp_path / "restored"
    assert run_restore(backup, place) == len(zipfile.ZipFile(backup).namelist())
    with open_project(place) as restored:
        before, after = run_status(project), run_status(restored)
        assert after.pop("project") != before.pop("project")
        assert after == before
        assert run_codings(restored) == run_codings(project)
        assert list(restored.store.events()) == list(project.store.events())
        assert len(run_ingest(restored).unchanged) == 3
    assert sound(place)


def test_a_backup_can_be_made_while_others_write(project: Project, tmp_path: Path) -> None:
    with project.store._database.write() as connection:
        connection.exec_driver_sql("DELETE FROM fingerprints")
        run_backup(project, tmp_path / "meanwhile.zip")
    run_restore(tmp_path / "meanwhile.zip", tmp_path / "restored")
    assert sound(tmp_path / "restored")


def test_a_backup_holds_no_earlier_backup_and_every_file_of_the_corpus(project: Project) -> None:
    write(project.corpus / "outputs" / "chroma" / "note.txt", "A town that is called like a folder of ours.")
    backups = project.hidden / "backups"
    first, second = run_backup(project, backups / "1.zip"), run_backup(project, backups / "2.zip")
    assert first == second
    assert "corpus/outputs/chroma/note.txt" in zipfile.ZipFile(backups / "2.zip").namelist()


def test_a_project_is_never_overwritten(backup: Path, project: Project) -> None:
    with pytest.raises(AlreadyAProject):
        run_restore(backup, project.folder)


def test_a_damaged_backup_is_refused_with_the_file_at_which_it_breaks(backup: Path, tmp_path: Path) -> None:
    data = bytearray(backup.read_bytes())
    with zipfile.ZipFile(backup) as archive:
        entry = archive.getinfo(".qes/qes.db")
    at = entry.header_offset + 200
    data[at : at + 50] = bytes(50)
    backup.write_bytes(data)
    with pytest.raises(UnreadableFile, match="is damaged") as caught:
        run_restore(backup, tmp_path / "restored")
    assert caught.value.path == str(backup)
    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_half_a_backup_is_refused(backup: Path, tmp_path: Path, share: float) -> None:
    data = backup.read_bytes()
    backup.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableFile, match="not a backup made by qes"):
        run_restore(backup, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize(
    "names",
    [
        ["holiday/beach.txt"],
        ["qes.toml", "../outside.txt"],
        ["qes.toml", "corpus/../../outside.txt"],
        ["qes.toml", "/tmp/outside.txt"],
        ["qes.toml", "..\\outside.txt"],
    ],
)
def test_a_foreign_archive_is_refused_and_nothing_is_written(tmp_path: Path, names: list[str]) -> None:
    archive = tmp_path / "foreign.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name in names:
            file.writestr(name, 'name = "x"\n')
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UnreadableFile, match="not a backup made by qes") as caught:
        run_restore(archive, tmp_path / "deep" / "restored")
    assert "qes backup" in caught.value.hint
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["gone.zip", "folder"])
def test_a_backup_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnreadableFile, match=f"{name}: cannot be read"):
        run_restore(tmp_path / name, tmp_path / "restored")


def test_a_place_that_cannot_be_written_to_is_named(backup: Path, tmp_path: Path) -> None:
    write(tmp_path / "taken", "")
    with pytest.raises(CannotWrite, match="taken"):
        run_restore(backup, tmp_path / "taken" / "restored")
