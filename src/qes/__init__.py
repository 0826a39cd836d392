"""qes: qualitative evidence synthesis in which every number walks back to a verbatim quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qes.privacy import keep_to_this_machine

if TYPE_CHECKING:
    from pathlib import Path

    from qes.notebook import Study

keep_to_this_machine()

__version__ = "0.1.0"


def open(start: Path | str = ".") -> Study:
    """Open the project at or above a folder for a notebook: its tables as pandas frames, nothing written.

    Raises:
        NotAProject, BadSettings: There is none, or its settings are wrong.
    """
    from qes.notebook import open_study  # here, so that `import qes` stays quick

    return open_study(start)
