"""Files → sources → passages."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from qes.coding.carry import carry_over
from qes.errors import CannotWrite, IngestError, UnreadableFile
from qes.execution import open_executor
from qes.ingest.intake import Order, Taken, file_sha256, take_in
from qes.model import Adjudication, Decision, Source, sha256
from qes.pipeline import Progress, quiet
from qes.pipeline.orders import find_orders
from qes.project import Project

_NO_CONSENT = frozenset({"refused", "withdrawn", "denied", "no"})
"""What the manifest's `consent` says when somebody must not be quoted."""


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
    texts: dict[tuple[str, frozenset[str | None]], str] = field(default_factory=dict)
    """What is in already: text and cases → path."""


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
    `case`, or the name of the folder a file lies in. A file with a wrong row waits; the others are taken in.

    Raises:
        ManifestError: The manifest as a whole cannot be used; nothing has been taken in then.
        CannotWrite: The disk is full or read-only; what was taken in before is kept.
    """
    orders = find_orders(project, paths, case, manifest)
    done = Ingested(failed=orders.failed)
    waiting: list[Order] = []
    for _, order in sorted(orders.files.items()):
        _sort_out(project, order, done, waiting)
    if waiting:
        done.texts = _texts(project)
    executor = open_executor(project.settings.ingest.executor)
    for number, result in enumerate(executor.map(_attempt, waiting)):
        progress("reading", number, len(waiting))
        if isinstance(result, Taken):
            _keep(project, result, done)
        else:
            done.failed.append(result)
    progress("reading", len(waiting), len(waiting))
    _carry_decisions(project, done)
    current = project.store.passages()
    done.passages = len(current)
    done.codable = sum(passage.codable for passage in current)
    done.cases = len({passage.case for passage in current if passage.case})
    return done


def _texts(project: Project) -> dict[tuple[str, frozenset[str | None]], str]:
    return {_content(source): source.path for source in project.store.sources()}


def _content(source: Source) -> tuple[str, frozenset[str | None]]:
    """What a source says, and of which cases."""
    return source.text_sha256, frozenset(section.facts.case for section in source.sections)


def _refuse_without_consent(project: Project, order: Order) -> None:
    """A person who refused or withdrew is not quoted, whatever was taken in before."""
    said = next((row for row in order.rows if (row.facts.consent or "").casefold() in _NO_CONSENT), None)
    if said is None:
        return
    known = project.store.source_by_path(order.name)
    if known is not None:
        project.store.retire_source(known.id)
    raise IngestError(
        f"{said.manifest}, line {said.line}",
        f"{order.name}: consent is {said.facts.consent!r}, so it is left out",
        "Nothing of it is shown or counted. If consent was given, say so in the manifest's `consent` column.",
    )


def _sort_out(project: Project, order: Order, done: Ingested, waiting: list[Order]) -> None:
    try:
        _refuse_without_consent(project, order)
        hashed = file_sha256(order)
        if project.store.fingerprint("ingest", order.name) != order.fingerprint(hashed):
            waiting.append(order)
            return
        _keep_original(project, order.file, hashed)  # in case somebody has tidied it away
        done.unchanged.append(order.name)
    except IngestError as error:
        done.failed.append(error)


def _attempt(order: Order) -> Taken | IngestError:
    """Errors come back as values, so that one bad file does not stop the others, on any executor."""
    try:
        return take_in(order)
    except IngestError as error:
        return error


def _keep(project: Project, taken: Taken, done: Ingested) -> None:
    store, source = project.store, taken.source
    try:
        _refuse_twin(source, taken.order.file, done)
        _keep_original(project, taken.order.file, source.file_sha256)
    except IngestError as error:
        done.failed.append(error)
        return
    known = store.source_by_path(source.path) is not None
    store.save_source(source, taken.passages, taken.fingerprint, project.coder)
    (done.updated if known else done.added).append(source.path)
    done.texts[_content(source)] = source.path
    done.notes += [(source.path, note) for note in source.notes]


def _refuse_twin(source: Source, file: Path, done: Ingested) -> None:
    """A copy of a source would count as a second voice for its case."""
    twin = done.texts.get(_content(source), source.path)
    if twin != source.path:
        hint = "Remove one of the two; if you renamed the file, give it its old name back, as decisions refer to it."
        raise IngestError(str(file), f"holds the same text as {twin!r} of the same case, which is in already", hint)


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


def _keep_original(project: Project, file: Path, hashed: str) -> None:
    """Copy a file to the originals, whole or not at all.

    Raises:
        UnreadableFile: It is no longer the file that was read.
        CannotWrite: Disk or permissions.
    """
    target = project.originals / hashed[:2] / hashed
    if target.exists():
        return
    data = _read_again(file, hashed)
    part = target.with_name(f".{hashed}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.chmod(0o444)
        part.replace(target)
    except OSError as error:
        if not target.exists():  # unless another process has just kept the same file
            raise CannotWrite(str(target.parent), error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            for left_over in target.parent.glob(f".{hashed}.*.part"):  # by runs that were killed
                left_over.unlink()


def _read_again(file: Path, hashed: str) -> bytes:
    hint = "Wait until it is no longer being written, then ingest it again."
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(str(file), f"went away while it was read ({error.strerror})", hint) from error
    if sha256(data) != hashed:
        raise UnreadableFile(str(file), "changed while it was read", hint)
    return data
