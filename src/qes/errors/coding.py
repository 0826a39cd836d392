"""Codebooks, rubrics, and what coders decide."""

from __future__ import annotations

from qes.errors.base import QesError


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


class LostRubric(CodebookError):
    """A rubric that levels were given by is no longer there."""

    hint = "Put the file back, from a backup or from whoever wrote it: without it no level can be told."

    def __init__(self, folder: str, name: str) -> None:
        super().__init__(f"{folder}: the rubric {name} is gone, though it has been used")
        self.folder, self.name = folder, name


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
