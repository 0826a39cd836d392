"""Is the record sound? Every quote re-read, the log's chain checked, originals and caches compared with the record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from qes.coding.embed.cache import keys_of
from qes.coding.index import Index
from qes.errors import FrozenCodebook, QesError
from qes.model import Problem
from qes.pipeline import Progress, quiet
from qes.pipeline.review import codable, run_codings
from qes.project import Project

_STAGES = ("ingested", "suggested")


def run_verify(project: Project, *, progress: Progress = quiet) -> list[Problem]:
    """Everything that is not as it should be; empty when all is well. The record is not touched.

    Raises:
        StoreError, CannotWrite: The record cannot even be opened.
    """
    _ = project.store  # opened here, outside the checks
    checks = (_record, _quotes, _originals, _codebooks, _index)
    problems: list[Problem] = []
    for number, check in enumerate(checks):
        progress("verifying", number, len(checks))
        problems += _guarded(check, project)
    progress("verifying", len(checks), len(checks))
    return problems


def _guarded(check: Callable[[Project], Iterator[Problem]], project: Project) -> Iterator[Problem]:
    """What a check finds; where it cannot go on, that is a finding, and the next check is tried."""
    try:
        yield from check(project)
    except (QesError, ValueError, OSError) as error:
        yield Problem(check.__name__.strip("_"), str(error))


def _record(project: Project) -> Iterator[Problem]:
    yield from project.store.check()


def _quotes(project: Project) -> Iterator[Problem]:
    """Every coding's quote against its source's text."""
    texts = {source.id: source.text for source in project.store.sources()}
    for coding in run_codings(project):
        if texts[coding.source_id][coding.span.start : coding.span.end] != coding.quote:
            yield Problem(f"coding {coding.id}", "its quote differs from the source")


def _originals(project: Project) -> Iterator[Problem]:
    for source in project.store.sources():
        path = project.originals / source.file_sha256[:2] / source.file_sha256
        if not path.is_file():
            yield Problem(source.path, "the original file is no longer kept in .qes/originals; ingest it again")
            continue
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != source.file_sha256:
                yield Problem(source.path, "the kept original was changed after it was taken in")


def _codebooks(project: Project) -> Iterator[Problem]:
    try:
        project.codebook()
        project.rubric()
    except FrozenCodebook as error:
        yield Problem(error.path, str(error))
    except QesError as error:
        yield Problem(project.settings.codebook, str(error))


def _index(project: Project) -> Iterator[Problem]:
    """The vector index holds exactly the passages last embedded, and finds each of a sample of them by its vector."""
    if not _embedded_since_ingest(project):
        return
    embedder = project.embedder()
    passages = {passage.id: passage for passage in codable(project)}
    keys = dict(zip(passages, keys_of(embedder, [each.text for each in passages.values()]), strict=True))
    known = project.store.vectors(embedder.id, list(keys.values()))
    vectors = {name: known[key] for name, key in keys.items() if key in known}
    with closing(project.index(embedder)) as index:
        if project.settings.index.index == "exact":  # holds nothing between runs
            index.sync(list(vectors), np.array(list(vectors.values())))
        yield from _held(index, set(passages), vectors)


def _held(index: Index, passages: set[str], vectors: Mapping[str, NDArray[np.float32]]) -> Iterator[Problem]:
    held = index.ids()
    for missing in sorted(vectors.keys() - held):
        yield Problem(f"index, passage {missing}", "not in the index; `qes suggest` rebuilds it")
    for extra in sorted(held - passages):
        yield Problem(f"index, passage {extra}", "in the index but not in the record; `qes suggest` removes it")
    for each in sorted(vectors.keys() & held)[:: max(1, len(vectors) // 20)]:
        hits = index.query(vectors[each], 5)
        if not any(hit.id == each or np.isclose(hit.score, 1.0, atol=1e-3) for hit in hits):
            yield Problem(f"index, passage {each}", "its vector differs from the record; `qes suggest` replaces it")


def _embedded_since_ingest(project: Project) -> bool:
    """Whether the index is meant to match the record: after new files it lags behind until the next run."""
    last = {kind: max((event.seq for event in project.store.events(kind=kind)), default=0) for kind in _STAGES}
    return last["suggested"] > last["ingested"]
