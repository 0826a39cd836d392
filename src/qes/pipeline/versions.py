"""A codebook edited → its next version, and who made which version and why.

A version is there once its file is. The log is told first, with everything the file is made from: should the machine
stop in between, the project is still at the version before, and the same request made again finds its entry and ends
the work. The file appears whole or not at all, and only if nobody else's is there.
"""

from __future__ import annotations

import errno
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qes.coding.codebook import Change, diff, find_codebooks, load_codebook, to_yaml
from qes.coding.codebook.closed import closing, successors
from qes.coding.codebook.edit import Edit, apply
from qes.coding.codebook.edit_json import edit_to_json
from qes.coding.codebook.find import newest_rubric
from qes.errors import BadCodebook, BadEdit, BadSettings, CannotWrite, CodebookError, Conflict
from qes.model import Codebook
from qes.project import Project
from qes.settings import FILE
from qes.synthesis.rubric import Rubric, load_rubric

REVISED = "codebook-revised"
"""Kind of the event that tells of a new version."""
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""How a file system says that it has no hard links (a memory stick, say)."""


class RubricBreaks(CodebookError):
    """The rubric beside a codebook would not fit its next version; `problems` say where and why."""

    hint = "Put a rubric of a new version beside the codebook that counts on the codes as they will be, then try again."

    def __init__(self, path: str, codebook: str, problems: Sequence[str]) -> None:
        super().__init__(f"{path} would not fit {codebook}: {'; '.join(problems)}")
        self.path, self.codebook, self.problems = path, codebook, tuple(problems)


@dataclass(frozen=True, slots=True)
class Revised:
    """A new version of the codebook."""

    codebook: Codebook
    path: Path
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the project's codebook."""

    id: str
    path: Path
    author: str
    """Empty, like `at` and `reason`, for a version that was put there as a file."""
    at: str
    """UTC, ISO 8601."""
    reason: str
    changes: tuple[Change, ...]
    """Since the version before; none for the first."""
    used: bool
    """Whether something refers to it, so that it is frozen."""


# --- Making a version -----------------------------------------------------------------------------


def revise(project: Project, base: str, edits: Sequence[Edit], author: str, reason: str) -> Revised:
    """Write the next version of the project's codebook, and log who made it and why.

    Asked for again, with everything the same, it gives what it gave the first time.

    Args:
        project: Which must not pin a version.
        base: Id of the version that the editor started from.
        edits: In order; at least one has to change something.
        author: Who.
        reason: Why, for everybody to read.

    Raises:
        BadSettings: `qes.toml` names a version, so a new one would not be used.
        Conflict: The project's codebook is another one than `base` by now; nothing is written.
        BadEdit: An edit cannot be done, nothing changes, or nobody is named or no reason given.
        RubricBreaks: The rubric would no longer fit.
        CannotWrite: Disk or permissions.
    """
    name = _unpinned(project)
    if not author.strip() or not reason.strip():
        raise BadEdit("a new version of the codebook needs the name of who made it, and a reason")
    request = {"from": base, "reason": reason, "edits": [edit_to_json(edit) for edit in edits]}
    told = [each for each in _told(project, author, request) if each["to"].startswith(f"{name}@")]
    for body in told:
        if done := _as_told(project, body):
            return done
    current = project.codebook()
    if current.id != base:
        raise _conflict(project, base)
    revised = apply(current, edits)
    if not diff(current, revised):
        raise BadEdit("the edits change nothing, so there is no new version")
    check_rubric(project, current, revised)
    body = request | {"to": revised.id, "sha256": revised.sha256}
    if body not in told:
        project.use_codebook()
        project.store.append(author, REVISED, body)
    return _published(project, current, revised)


def _unpinned(project: Project) -> str:
    name, _, version = project.settings.codebook.partition("@")
    if version:
        problem = f"`codebook` names the version {project.settings.codebook!r}, so a new one would not be used"
        error = BadSettings(str(project.folder / FILE), problem)
        error.hint = f'Write `codebook = "{name}"` there, so that the newest version is used, then try again.'
        raise error
    return name


def _told(project: Project, author: str, request: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the log says of this very request."""
    bodies = [dict(event.body) for event in project.store.events(kind=REVISED) if event.author == author]
    return [body for body in bodies if all(body[key] == value for key, value in request.items())]


def _as_told(project: Project, body: Mapping[str, Any]) -> Revised | None:
    """The version an event tells of, if its file is there."""
    path = find_codebooks(project.codebooks).get(body["to"])
    if path is None or (codebook := load_codebook(path)).sha256 != body["sha256"]:
        return None
    return Revised(codebook, path, tuple(diff(project.codebook(body["from"]), codebook)))


def _conflict(project: Project, base: str) -> Conflict:
    """Both sides: what the editor started from, and what was made of it since."""
    known = versions(project)
    since = known[[each.id for each in known].index(base) + 1 :] if base in {each.id for each in known} else known[-1:]
    told = [f"{each.id} by {each.author or 'a file put there'}: {each.reason or 'no reason given'}" for each in since]
    return Conflict(f"the codebook {base}, from which these edits start,", "; ".join(told))


def _published(project: Project, base: Codebook, revised: Codebook) -> Revised:
    """Put the file where it belongs, unless somebody was quicker."""
    target = project.codebooks / revised.name / f"{revised.version}.yaml"
    try:
        _write_new(target, to_yaml(revised))
    except FileExistsError as error:
        if load_codebook(target).sha256 != revised.sha256:
            raise _conflict(project, base.id) from error
    except OSError as error:
        raise CannotWrite(str(target), error.strerror or str(error)) from error
    return Revised(revised, target, tuple(diff(base, revised)))


def _write_new(target: Path, text: str) -> None:
    """Write a file that appears whole, and never over another one; what is not finished is hidden and no `.yaml`."""
    unfinished = target.with_name(f".{target.stem}-{uuid.uuid4().hex}.part")
    try:
        unfinished.write_text(text, encoding="utf-8")
        try:
            target.hardlink_to(unfinished)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if target.exists():
                raise FileExistsError(error.errno, error.strerror, str(target)) from error
            unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


# --- The rubric -----------------------------------------------------------------------------------


def check_rubric(project: Project, current: Codebook, revised: Codebook) -> None:
    """See that the newest rubric beside the codebook fits its next version.

    Raises:
        RubricBreaks: It would no longer load, or would count codes that nobody can give any more.
    """
    path = newest_rubric(project.codebooks / revised.name)
    if path is None:
        return
    try:
        rubric = load_rubric(path, revised)
    except BadCodebook as error:
        raise RubricBreaks(str(path), revised.id, [f"line {line}: {text}" for line, text in error.problems]) from error
    problems = [
        f"{where} counts {name!r}, which can no longer be given{f' ({ended.line})' if ended else ''}"
        for where, counted in _counted(rubric)
        for name in counted
        if (code := revised.get(name)) is not None and _lost(name, counted, current, revised)
        for ended in (closing(code),)
    ]
    if problems:
        raise RubricBreaks(str(path), revised.id, problems)


def _lost(name: str, counted: Sequence[str], current: Codebook, revised: Codebook) -> bool:
    """Whether a count over some codes misses what is coded from now on in place of one of them."""
    codable = {code.code for code in revised.codable}
    if name in codable or name not in {code.code for code in current.codable}:
        return False
    return not set(successors(revised, name)) <= set(counted) or not codable & set(counted)


def _counted(rubric: Rubric) -> Iterator[tuple[str, Sequence[str]]]:
    """Every part of a rubric that counts particular codes, with those codes."""
    for level in rubric.levels:
        yield from ((f"criterion {each.id!r}", each.needs.where.codes) for each in level.criteria)
    yield from ((f"gate {each.id!r}", each.needs.where.codes) for each in rubric.gates if each.needs is not None)
    for component in rubric.confidence.components:
        yield from ((f"confidence in {component.id!r}", each.where.codes) for each in component.measures)


# --- All versions ---------------------------------------------------------------------------------


def versions(project: Project) -> list[Version]:
    """The versions of the project's codebook, oldest first, with who made each, when, why, and what it changed.

    Raises:
        BadCodebook: One of the files is wrong.
    """
    name = project.settings.codebook.partition("@")[0]
    events = {(str(event.body["to"]), str(event.body["sha256"])): event for event in project.store.events(kind=REVISED)}
    found: list[Version] = []
    before: Codebook | None = None
    for id_, path in find_codebooks(project.codebooks).items():
        if id_.partition("@")[0] != name:
            continue
        codebook = load_codebook(path)
        event = events.get((id_, codebook.sha256))
        who = (event.author, event.at, str(event.body["reason"])) if event else ("", "", "")
        changes = tuple(diff(before, codebook)) if before else ()
        found.append(Version(id_, path, *who, changes, project.store.fingerprint("codebook", id_) is not None))
        before = codebook
    return found
