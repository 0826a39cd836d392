"""Projects, their settings, and the parts they name."""

from __future__ import annotations

from qes.errors.base import QesError


class ProjectError(QesError):
    """The project folder or its settings cannot be used."""


class NotAProject(ProjectError):
    """No `qes.toml` in the folder or above it."""

    hint = "Make a project with `qes init DIR`, or name one with `--project DIR`."

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder}: no qes project here or in a folder above")
        self.folder = folder


class AlreadyAProject(ProjectError):
    """`qes init` would overwrite a project."""

    hint = "Choose another folder, or work in this one: `qes status`."

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder}: is a qes project already")
        self.folder = folder


class BadSettings(ProjectError):
    """`qes.toml` holds something qes does not understand."""

    hint = "Correct the line named above; docs/settings.md lists every setting."

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path, self.problem = path, problem


class CannotWrite(ProjectError):
    """The disk is full, or the folder may not be written to."""

    hint = "Free some space or correct the folder's permissions, then run the command again: what was done is kept."

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: cannot write ({problem})")
        self.path, self.problem = path, problem


class UnknownPlugin(ProjectError):
    """A swappable part is named that is not installed."""

    def __init__(self, group: str, name: str, known: list[str]) -> None:
        super().__init__(f"{group}: there is no {name!r}")
        self.group, self.name, self.known = group, name, known
        self.hint = f"Choose one of: {', '.join(known) or 'none installed'}."


class ModelUnavailable(QesError):
    """An embedding or language model cannot be loaded."""

    def __init__(self, name: str, problem: str, hint: str) -> None:
        super().__init__(f"model {name!r}: {problem}")
        self.name, self.problem, self.hint = name, problem, hint


class IndexUnavailable(QesError):
    """The vector index cannot be reached or read; nothing is lost, since it is only a cache."""

    hint = "Check that its server runs, or delete its folder: it is rebuilt from the database when next needed."

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"vector index {where}: {problem}")
        self.where, self.problem = where, problem
