"""A project's tables as pandas frames, for notebooks: `import qes; study = qes.open(".")`."""

from __future__ import annotations

from pathlib import Path

from qes.notebook.study import Study
from qes.project import open_project

__all__ = ["Study", "open_study"]


def open_study(start: Path | str = ".") -> Study:
    """Open the project at or above a folder for reading; what `qes.open` calls.

    Raises:
        NotAProject, BadSettings: There is none, or its settings are wrong.
    """
    return Study(open_project(start))
