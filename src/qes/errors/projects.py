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


class BadPseudonyms(ProjectError):
    """The key of the pseudonyms cannot be used, so nothing is sent that should be masked by it."""

    hint = "Correct the file, whose columns are name, pseudonym and only; a pseudonym `-` leaves a name as it is."

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
        super().__init__(f"model {name!r}: {problem}" if name else problem)
        self.name, self.problem, self.hint = name, problem, hint


class AlreadyAsking(QesError):
    """Another run asks a language model about this project's passages; two would pay for the same answers twice."""

    hint = "Let it end, or stop it: what it has asked is kept. Then run the same command again."

    def __init__(self, project: str) -> None:
        super().__init__(f"{project}: a language model is being asked about its passages by another run")
        self.project = project


class BudgetSpent(QesError):
    """The next call of a language model might cost more than the team allows; what came before is kept."""

    hint = (
        "What was answered is kept and not paid again: raise `[llm] budget` or `budget_tokens` in qes.toml, "
        "or `--budget`, and run the same command."
    )

    def __init__(self, model: str, spent: str, allowed: str) -> None:
        super().__init__(f"model {model!r}: {spent} spent, and the next call might exceed the {allowed} allowed")
        self.model, self.spent, self.allowed = model, spent, allowed


class IndexUnavailable(QesError):
    """The vector index cannot be reached or read; nothing is lost, since it is only a cache."""

    hint = "Check that its server runs, or delete its folder: it is rebuilt from the database when next needed."

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"vector index {where}: {problem}")
        self.where, self.problem = where, problem
