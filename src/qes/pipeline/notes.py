"""What people write for the methods appendix where the log cannot answer, such as deviations from the protocol."""

from __future__ import annotations

from dataclasses import dataclass

from qes.errors import BadFinding
from qes.model import Event
from qes.pipeline import kept
from qes.pipeline.citing import written
from qes.project import Project

KIND = "method-noted"
DEVIATIONS = "deviations"
"""Key of what was done otherwise than planned."""
_LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Note:
    """One version of a note."""

    key: str
    """Statement and item, such as "ENTREQ 1", or `DEVIATIONS`."""
    text: str
    """Empty: it was taken out again."""
    author: str = ""
    id: str = ""
    at: str = ""


def save(
    project: Project,
    key: str,
    text: str,
    author: str,
    seen: str | None = None,
    *,
    request: str = "",
    at: str | None = None,
) -> Note:
    """Save a note, and return it as it is on record.

    Args:
        project: Whose log it goes to.
        key: What it is on.
        text: In the person's own words.
        author: Who saves it.
        seen: Id of the version the edit started from; None: there was none.
        request: Names the request; sent a second time, it changes nothing and gives what it gave the first time.
        at: UTC, ISO 8601; now when not given.

    Raises:
        BadFinding: It is on nothing, or on something with too long a name.
        Conflict: Another version has come since, or the one seen was taken back.
    """
    key = " ".join(written("the item", key).split())
    if not 0 < len(key) <= _LONGEST_KEY:
        raise BadFinding("the note", f"its item needs a name of at most {_LONGEST_KEY} characters, such as ENTREQ 1")
    if done := kept.repeated(project, KIND, key, author, request):
        return _note(done)
    body = {"text": written(f"the note on {key}", text)}
    return _note(kept.save(project, KIND, key, body, author, seen, request, at))


def standing(project: Project) -> dict[str, Note]:
    """The newest version of every note by its key, also of those taken out again."""
    return {key: _note(event) for key, event in kept.standing(project, KIND).items()}


def listed(project: Project) -> list[Note]:
    """The notes that say something, in the order they were first saved."""
    return [each for each in standing(project).values() if each.text]


def history(project: Project, key: str) -> list[Note]:
    """Every version of a note, oldest first, those taken back too."""
    return [_note(event) for event in kept.history(project, KIND, key)]


def _note(event: Event) -> Note:
    return Note(str(event.body[kept.KEY]), str(event.body["text"]), event.author, event.id, event.at)
