"""A new project: its folders, a codebook that ships with qes, and settings to begin with."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from qes.errors import AlreadyAProject, CannotWrite, UnknownCodebook
from qes.project.folders import make_folder, shipped
from qes.project.opened import Project
from qes.settings import FILE


def init_project(folder: Path, codebook: str = "dynamic-capabilities", name: str = "") -> Project:
    """Make a project folder with a copy of a shipped codebook, or of all of them if the name is one of them.

    Raises:
        AlreadyAProject: There is one in this folder.
        UnknownCodebook: No such codebook ships with qes.
        CannotWrite: The folder cannot be made.
    """
    if (folder / FILE).exists():
        raise AlreadyAProject(str(folder))
    known = sorted(each.name for each in shipped("codebooks").iterdir() if each.is_dir())
    if codebook.split("@")[0] not in known:
        raise UnknownCodebook(codebook, known)
    for each in ("codebooks", "corpus", "outputs", ".qes"):
        make_folder(folder / each)
    try:
        shutil.copytree(shipped("codebooks"), folder / "codebooks", dirs_exist_ok=True)
        _write_new(folder / ".gitignore", "/.qes/\n/outputs/\n")
        _write_new(folder / FILE, _settings_text(name or folder.resolve().name, codebook))
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or str(error)) from error
    return Project(folder)


def _write_new(path: Path, text: str) -> None:
    if not path.exists():
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)


def _settings_text(name: str, codebook: str) -> str:
    title = name.replace("\\", "\\\\").replace('"', '\\"')
    return (
        "# Settings of this project; docs/settings.md lists them all.\n"
        f'name = "{title}"\n'
        f'codebook = "{codebook}"\n\n'
        "[review]\n"
        '# coder = "Your name"\n'
        "blind_share = 0.1\n"
    )
