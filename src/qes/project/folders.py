"""Where projects lie, and what ships with qes."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from qes.errors import CannotWrite, NotAProject
from qes.settings import FILE


def make_folder(folder: Path) -> None:
    """Make a folder and those above it.

    Raises:
        CannotWrite: The disk or its permissions do not allow it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or str(error)) from error


def find_project(start: Path) -> Path:
    """The project folder at or above a place.

    Raises:
        NotAProject: There is none.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE).is_file():
            return folder
    raise NotAProject(str(start.resolve()))


def shipped(name: str) -> Path:
    """A folder that ships with qes (`codebooks`, `corpus`, `demo`): from the package, or from the checkout."""
    packaged = Path(str(files("qes"))) / "shipped" / name
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / name
