"""Every error qes raises on purpose: what happened, where, and what to do next.

The message says what and where, the attributes hold the parts, `hint` says what helps. Foreign
exceptions are translated where they arise; only the command line and the web handler catch
`QesError`.
"""

from __future__ import annotations

from typing import Any


class QesError(Exception):
    """Something went wrong that a person can understand and act upon."""

    hint: str = ""
    """What to do next; shown below the message."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Come whole out of a worker process, whatever the constructor asks for."""
        return _rebuilt, (type(self), self.args, dict(self.__dict__))


def _rebuilt(kind: type[QesError], args: tuple[Any, ...], parts: dict[str, Any]) -> QesError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(parts)
    return error


# --- Projects and settings ------------------------------------------------------------------


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


# --- Store ----------------------------------------------------------------------------------


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


# --- People ---------------------------------------------------------------------------------


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


# --- Ingest ---------------------------------------------------------------------------------


class IngestError(QesError):
    """A file cannot be taken in; the rest of the batch goes on."""

    def __init__(self, path: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{path}: {problem}")
        self.path, self.problem = path, problem
        if hint:
            self.hint = hint


class UnreadableFile(IngestError):
    """The file is broken, protected or not what its name says."""

    hint = "Open it in the program it comes from, save it anew, and ingest it again."


class EmptyFile(IngestError):
    """The file holds no text."""

    hint = "Check that the right file was saved; a scanned page needs text recognition (OCR) first."


class UnknownFormat(IngestError):
    """No reader for this kind of file."""

    hint = "Save it as docx, pdf, txt, md, html, vtt, srt or csv."


class FileTooLarge(IngestError):
    """The file is larger than the project allows."""

    hint = "Split it, or raise `[ingest] max_megabytes` in qes.toml."


class GarbledText(IngestError):
    """The text was decoded wrongly, here or before it reached us."""

    hint = "Save the file as UTF-8, or name its encoding in the manifest's `encoding` column (for instance cp1250)."


class ManifestError(IngestError):
    """The manifest names something that is not there or says something unclear."""

    hint = "Correct the row named above in the manifest, then ingest again."


# --- Codebook and coding ----------------------------------------------------------------------


class CodebookError(QesError):
    """A codebook or rubric is wrong, or asked for something it does not hold."""


class BadCodebook(CodebookError):
    """A codebook file breaks the rules; `problems` are (line, what is wrong)."""

    hint = "Correct the lines named above, then run `qes codebook check`."

    def __init__(self, path: str, problems: list[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"{path}:{line}: {problem}" for line, problem in problems))
        self.path, self.problems = path, problems


class UnknownCodebook(CodebookError):
    """No codebook of this name in the project or shipped with qes."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"no codebook {name!r}")
        self.name, self.known = name, known
        self.hint = f"Choose one of: {', '.join(known) or 'none found in codebooks/'}."


class FrozenCodebook(CodebookError):
    """A codebook version that was already used has been edited."""

    hint = "Undo the edit and save your changes as a new version beside it (a new file with a new `version`)."

    def __init__(self, path: str, name: str) -> None:
        super().__init__(f"{path}: {name} was changed after it had been used")
        self.path, self.name = path, name


class UnknownCode(CodebookError):
    """A coding names a code that its codebook version does not hold."""

    hint = "List the codes with `qes codebook show`."

    def __init__(self, code: str, codebook: str) -> None:
        super().__init__(f"code {code!r} is not in codebook {codebook!r}")
        self.code, self.codebook = code, codebook


class BadEdit(CodebookError):
    """A codebook cannot be edited in this way; `number` counts the edits of one request from 1, 0 if it is none."""

    hint = "Correct the edit or leave it out; the codebook is as it was."

    def __init__(self, problem: str, code: str = "", number: int = 0) -> None:
        what = f"code {code!r}: {problem}" if code else problem
        super().__init__(f"edit {number}, {what}" if number else what)
        self.problem, self.code, self.number = problem, code, number


class NoRubric(CodebookError):
    """Levels are asked for, but nothing says what a level takes."""

    hint = "Put a rubric-1.0.yaml beside the codebook; the matrix and the report (`qes synthesise`) work without one."

    def __init__(self, codebook: str) -> None:
        super().__init__(f"codebook {codebook!r} has no rubric")
        self.codebook = codebook


class BadDecision(QesError):
    """A decision cannot be taken as it stands."""

    hint = "See docs/tables.md for the columns a decision needs."


class TooFewCoders(QesError):
    """Agreement needs two coders who have read the same passages."""

    hint = "Let a second person code some of the same sources, then run `qes agree` again."


# --- Synthesis and tables ---------------------------------------------------------------------


class Misquote(QesError):
    """A quote about to be printed differs from its source; the report is not written."""

    hint = "Run `qes verify`; restore the source from a backup (`qes restore`)."

    def __init__(self, source: str, start: int, end: int, quote: str) -> None:
        super().__init__(f"{source}, characters {start}-{end}: the source does not read {quote[:80]!r}")
        self.source, self.start, self.end, self.quote = source, start, end, quote


class BadFinding(QesError):
    """A finding, a summary or a note cannot be saved or approved as it stands."""

    hint = "Nothing was saved; correct what is named above and try again."

    def __init__(self, what: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{what}: {problem}")
        self.what, self.problem = what, problem
        if hint:
            self.hint = hint


class BadScore(QesError):
    """A score, a consensus, a sign-off or a reopening is not allowed as it stands; nothing was saved."""

    hint = "Correct it and send it again; what was saved before is as it was."

    def __init__(self, where: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{where}: {problem}")
        self.where, self.problem = where, problem
        if hint:
            self.hint = hint


class BadTheme(QesError):
    """A theme cannot be saved or changed so."""

    hint = "Reload the themes, and try again with what they are now; nothing was changed."

    def __init__(self, problem: str, theme: str = "") -> None:
        super().__init__(f"theme {theme!r}: {problem}" if theme else problem)
        self.problem, self.theme = problem, theme


class BadTable(QesError):
    """A table to import lacks what is needed; `problems` are (row, what is wrong), row 0 being the file as a whole."""

    hint = "Name a table of decisions: see docs/tables.md for its formats and columns."

    def __init__(self, path: str, problems: list[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"{path}, row {row}: {it}" if row else f"{path}: {it}" for row, it in problems))
        self.path, self.problems = path, problems
        if any(row for row, _ in problems):
            self.hint = "Correct the rows named above and import again; rows that are in already are skipped."


class BadCases(BadTable):
    """The table of cases is wrong; `problems` are as in `BadTable`."""

    def __init__(self, path: str, problems: list[tuple[int, str]]) -> None:
        super().__init__(path, problems)
        self.hint = (
            "Correct corpus/cases.csv (docs/tables.md shows one), or remove it; the evidence is not touched by it."
        )


class ModelUnavailable(QesError):
    """An embedding or language model cannot be loaded."""

    def __init__(self, name: str, problem: str, hint: str) -> None:
        super().__init__(f"model {name!r}: {problem}")
        self.name, self.problem, self.hint = name, problem, hint


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
