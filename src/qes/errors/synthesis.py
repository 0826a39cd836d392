"""What people write of the evidence, and what is printed of it."""

from __future__ import annotations

from qes.errors.base import QesError


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
