"""The codebooks of a project: a folder for each, a file for each version."""

from __future__ import annotations

import re
from pathlib import Path

from qes.coding.codebook.load import load_codebook
from qes.errors import BadCodebook, UnknownCodebook
from qes.model import Codebook

SUFFIXES = (".yaml", ".yml")


def find_codebooks(folder: Path) -> dict[str, Path]:
    """Every codebook version as `name@version` → file, by name, oldest version first.

    The layout says it: `<folder>/<name>/<version>.yaml`. Rubrics (`rubric*.yaml`) stand beside them and are
    passed over. No file is read.
    """
    paths = [
        path
        for path in folder.glob("*/*")
        if path.suffix in SUFFIXES and path.is_file() and not path.name.startswith((".", "rubric"))
    ]
    return {_id(path): path for path in sorted(paths, key=lambda each: (each.parent.name, age(each.stem), each.name))}


def pick(folder: Path, name: str) -> Codebook:
    """The codebook `name@version`, or the newest version of `name`.

    Raises:
        UnknownCodebook: There is none; the error lists what there is.
        BadCodebook: Its file is wrong, or names itself differently than its place does.
    """
    known = find_codebooks(folder)
    wanted = [each for each in known if name in (each, each.partition("@")[0])]
    if not wanted:
        raise UnknownCodebook(name, list(known))
    path = known[wanted[-1]]
    codebook = load_codebook(path)
    if codebook.id != wanted[-1]:
        text = f"it calls itself {codebook.id} but stands where {wanted[-1]} belongs: correct the one or move the other"
        raise BadCodebook(str(path), [(1, text)])
    return codebook


def newest_rubric(folder: Path) -> Path | None:
    """The file of the newest rubric (`rubric-<version>.yaml`) in a codebook's folder; None when there is none."""
    beside = sorted(folder.glob("rubric-*.yaml"), key=lambda path: age(path.stem.removeprefix("rubric-")))
    return beside[-1] if beside else None


def age(version: str) -> tuple[tuple[int, ...], bool, str]:
    """Sorts versions as people count them: 1.9 before 1.10, and the draft 2.0-rc before 2.0."""
    numbers, _, suffix = version.partition("-")
    return tuple(int(each) for each in re.findall(r"[0-9]+", numbers)), suffix == "", suffix


def _id(path: Path) -> str:
    return f"{path.parent.name}@{path.stem}"
