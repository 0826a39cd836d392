"""The whole project in one file, and back."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from qes.errors import AlreadyAProject, CannotWrite, UnreadableFile
from qes.project import ASKING, KEY, Project, make_folder
from qes.settings import FILE

_LEFT_OUT = frozenset({"backups", "chroma", "qes.db", "qes.db-wal", "qes.db-shm", ASKING, KEY})
"""What stands in `.qes/` and is no part of a backup: earlier ones, what can be made again, the live database, of which
a consistent copy is taken instead, and the key of the pseudonyms, which does not travel with what it could unlock."""

_NO_BACKUP = "is not a backup made by qes"
_NAME_ONE = "Name a file made by `qes backup`."


def run_backup(project: Project, target: Path) -> int:
    """Write settings, codebooks, corpus, originals and a consistent copy of the database to a ZIP; the files in it.

    Raises:
        CannotWrite: Disk or permissions; no half-written backup is left.
        StoreError: The store is on a server, which has backups of its own.
    """
    project.check_output(target)
    make_folder(target.resolve().parent)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "qes.db"
        project.store.backup(copy)
        temporary = target.with_name(f".{target.name}.part")
        try:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(copy, ".qes/qes.db")
                for file in _files(project.folder):
                    if file.resolve() not in (target.resolve(), temporary.resolve()):
                        archive.write(file, file.relative_to(project.folder).as_posix())
                count = len(archive.namelist())
            temporary.replace(target)
        except OSError as error:
            raise CannotWrite(str(target), error.strerror or str(error)) from error
        finally:
            temporary.unlink(missing_ok=True)
    return count


def _files(folder: Path) -> list[Path]:
    tops = [FILE, "codebooks", "corpus", "demo", ".qes"]
    found = [folder / FILE] if (folder / FILE).is_file() else []
    for top in tops[1:]:
        found += [file for file in (folder / top).rglob("*") if file.is_file()]
    left_out = {(".qes", name) for name in _LEFT_OUT}
    return sorted(file for file in found if file.relative_to(folder).parts[:2] not in left_out)


def run_restore(archive: Path, folder: Path) -> int:
    """Unpack a backup into a folder that is no project yet; the number of files.

    Raises:
        AlreadyAProject: The folder is one.
        UnreadableFile: The file is no backup of qes, or is damaged.
        CannotWrite: Disk or permissions.
    """
    if (folder / FILE).exists():
        raise AlreadyAProject(str(folder))
    with _opened(archive) as source:
        names = _checked(source, archive)
        make_folder(folder)
        try:
            # The settings file comes last: until it is there, the folder is no project and can be restored again.
            for name in sorted(names, key=lambda name: (name == FILE, name)):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with source.open(name) as packed, target.open("wb") as out:
                    shutil.copyfileobj(packed, out)
        except OSError as error:
            raise CannotWrite(str(folder), error.strerror or str(error)) from error
    return len(names)


def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(archive)
    except zipfile.BadZipFile as error:
        raise UnreadableFile(str(archive), _NO_BACKUP, _NAME_ONE) from error
    except OSError as error:
        raise UnreadableFile(str(archive), f"cannot be read ({error.strerror or error})", _NAME_ONE) from error


def _checked(source: zipfile.ZipFile, archive: Path) -> list[str]:
    """The files in a backup, all of which can be read and lie inside it."""
    names = [name for name in source.namelist() if not name.endswith("/")]
    if FILE not in names or any(_escapes(name) for name in names):
        raise UnreadableFile(str(archive), _NO_BACKUP, _NAME_ONE)
    try:
        damaged = source.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        damaged = str(error)
    if damaged:
        raise UnreadableFile(str(archive), f"is damaged at {damaged}", "Use another copy of the backup.")
    return names


def _escapes(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts
