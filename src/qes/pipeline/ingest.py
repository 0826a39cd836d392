"""Files → sources → passages."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qes.coding.review import carry_over
from qes.errors import CannotWrite, IngestError, ManifestError
from qes.execution import open_executor
from qes.ingest.intake import Order, Taken, file_sha256, gather, take_in
from qes.ingest.manifest import read_manifest
from qes.ingest.sections import Row
from qes.model import Adjudication, Decision
from qes.pipeline import Progress, quiet
from qes.project import Project

_SKIP = frozenset({"manifest.csv", "readme.md", "licence", "license", "thumbs.db"})
"""Files that stand beside transcripts and are none."""


@dataclass(slots=True)
class Ingested:
    """What a run took in."""

    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    failed: list[IngestError] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Path and what was guessed, dropped or repaired there."""
    stranded: list[tuple[str, str]] = field(default_factory=list)
    """Path and quote of decisions that are not found in the new revision of their source."""
    passages: int = 0
    codable: int = 0
    cases: int = 0


def run_ingest(
    project: Project,
    paths: Sequence[Path] = (),
    *,
    case: str | None = None,
    manifest: Path | None = None,
    progress: Progress = quiet,
) -> Ingested:
    """Take in files: those named, or the whole `corpus/` folder. Unchanged files are skipped.

    A manifest (named, or lying in a folder that is taken in) says which case each file belongs to; without one it is
    `case`, or the name of the folder a file lies in.

    Raises:
        ManifestError: The manifest itself is wrong; nothing has been taken in then.
        CannotWrite: The disk is full or read-only; what was taken in before is kept.
    """
    done = Ingested()
    orders = _orders(project, [path.resolve() for path in paths] or [project.corpus], case, manifest, done)
    waiting: list[Order] = []
    for order in orders:
        _sort_out(project, order, done, waiting)
    executor = open_executor(project.settings.ingest.executor)
    for number, (order, result) in enumerate(zip(waiting, executor.map(_attempt, waiting), strict=True)):
        progress("reading", number, len(waiting))
        if isinstance(result, IngestError):
            done.failed.append(result)
        else:
            _keep(project, result, done)
            done.notes += [(order.name, note) for note in result.source.notes]
    progress("reading", len(waiting), len(waiting))
    _carry_decisions(project, done)
    current = project.store.passages()
    done.passages = len(current)
    done.codable = sum(passage.codable for passage in current)
    done.cases = len({passage.case for passage in current if passage.case})
    return done


def _orders(
    project: Project, paths: Sequence[Path], case: str | None, manifest: Path | None, done: Ingested
) -> list[Order]:
    orders: dict[Path, Order] = {}
    settings = project.settings.ingest
    for path in paths:
        try:
            files = gather([path], _SKIP)
        except IngestError as error:
            done.failed.append(error)
            continue
        listed = manifest.resolve() if manifest else _manifest_near(project, path)
        rows = _rows(listed, files if manifest else None)
        for file in files:
            if listed is not None and file == listed:
                continue
            orders[file] = Order(
                file=file,
                name=_name(project, path, file),
                case=case or file.parent.name,
                rows=tuple(rows.get(file, ())),
                interviewers=tuple(settings.interviewers),
                max_megabytes=settings.max_megabytes,
            )
    return [orders[file] for file in sorted(orders)]


def _manifest_near(project: Project, path: Path) -> Path | None:
    """The manifest in the folder that is taken in, or in the corpus folder for files below it."""
    folders = [path if path.is_dir() else path.parent]
    if path.is_relative_to(project.corpus):
        folders.append(project.corpus)
    return next((folder / "manifest.csv" for folder in folders if (folder / "manifest.csv").is_file()), None)


def _rows(manifest: Path | None, files: Sequence[Path] | None) -> dict[Path, list[Row]]:
    if manifest is None:
        return {}
    if not manifest.is_file():
        raise ManifestError(str(manifest), "there is no such manifest")
    rows = {(manifest.parent / name).resolve(): rows for name, rows in read_manifest(manifest).items()}
    if files is not None and not set(rows) & set(files):
        raise ManifestError(str(manifest), "names none of the files given; its paths are relative to its own folder")
    return rows


def _name(project: Project, given: Path, file: Path) -> str:
    """How people will know a file: below the corpus folder, or below the folder it was given by."""
    if file.is_relative_to(project.corpus):
        return file.relative_to(project.corpus).as_posix()
    top = given if given.is_dir() else given.parent
    return (Path(top.name) / file.relative_to(top)).as_posix()


def _sort_out(project: Project, order: Order, done: Ingested, waiting: list[Order]) -> None:
    try:
        fingerprint = order.fingerprint(file_sha256(order))
    except IngestError as error:
        done.failed.append(error)
        return
    if project.store.fingerprint("ingest", order.name) == fingerprint:
        done.unchanged.append(order.name)
    else:
        waiting.append(order)


def _attempt(order: Order) -> Taken | IngestError:
    """Errors come back as values, so that one bad file does not stop the others, on any executor."""
    try:
        return take_in(order)
    except IngestError as error:
        return error


def _keep(project: Project, taken: Taken, done: Ingested) -> None:
    store, source = project.store, taken.source
    _keep_original(project, taken.order.file, source.file_sha256)
    known = store.source_by_path(source.path) is not None
    store.save_source(source, taken.passages, taken.fingerprint, project.coder)
    (done.updated if known else done.added).append(source.path)


def _carry_decisions(project: Project, done: Ingested) -> None:
    """Move live decisions from passages that are gone to where their quotes stand in the new revision.

    Looks at all of them, not at those of this run, so that a run that was killed is made up for by the next.
    """
    store = project.store
    current = {passage.id for passage in store.passages()}
    items: list[Decision | Adjudication] = [*store.decisions(), *store.adjudications()]
    items = [item for item in items if item.passage_id not in current]
    old = {passage.id: passage for passage in store.passages(ids={item.passage_id for item in items}, current=None)}
    for item in items:
        was = old[item.passage_id]
        source, text = store.source(was.source_id), store.text_of(was.id)
        new = carry_over(item, was, text, store.passages(source_id=source.id), source.text)
        if new is None:
            done.stranded.append((source.path, (item.span or was.span).of(text)))
        else:
            store.carry(item.id, new.passage_id, new.span, project.coder, "its source has a new revision")


def _keep_original(project: Project, file: Path, sha256: str) -> None:
    """Copy a file to the originals, whole or not at all."""
    target = project.originals / sha256[:2] / sha256
    if target.exists():
        return
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as out:
            out.write(file.read_bytes())
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o444)
        temporary.replace(target)
    except OSError as error:
        raise CannotWrite(str(target.parent), error.strerror or str(error)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
