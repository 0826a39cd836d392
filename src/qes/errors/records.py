"""The record, and the people who write in it."""

from __future__ import annotations

from qes.errors.base import QesError


class StoreError(QesError):
    """The database cannot be used, or holds something it should not."""


class StoreUnavailable(StoreError):
    """The database cannot be reached or is no database."""

    hint = "Check that the server runs and that `[store] url` in qes.toml is right."

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where, self.problem = where, problem


class NewerDatabase(StoreError):
    """The database was written by a later version of qes."""

    hint = "Update qes (`pip install --upgrade qes`); the database was left as it is."

    def __init__(self, where: str, revision: str) -> None:
        super().__init__(f"{where}: written by a newer qes (database version {revision})")
        self.where, self.revision = where, revision


class NotFound(StoreError):
    """Something is asked for by an id the store does not hold."""

    hint = "It may belong to another project, or stem from an older export: export again."

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"no {what} {name!r} in this project")
        self.what, self.name = what, name


class Conflict(StoreError):
    """Somebody else changed the same thing since it was last looked at."""

    hint = "Somebody else changed it meanwhile: reload, look at both, and decide again."

    def __init__(self, what: str, theirs: str) -> None:
        super().__init__(f"{what} has changed meanwhile ({theirs or 'taken back'})")
        self.what, self.theirs = what, theirs


class BadAccount(QesError):
    """An account cannot be made or changed so: its name, its password, or what it is to become."""

    hint = "`qes user list` shows who is in, `qes user --help` what can be done."

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem)
        if hint:
            self.hint = hint


class NoLead(BadAccount):
    """Nobody would be left who may say who works in the project."""

    hint = "Make somebody a lead first: `qes user role NAME lead`, or `qes user add NAME --role lead`."

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} must be an active lead: there is no other one")
        self.name = name
