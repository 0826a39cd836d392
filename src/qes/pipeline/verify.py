"""Is the record sound? Every quote re-read, the log's chain checked, originals and caches compared with the record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np

from qes.errors import FrozenCodebook, QesError
from qes.model import Problem, sha256
from qes.pipeline import Progress, quiet
from qes.pipeline.review import codable, run_codings
from qes.project import Project


def run_verify(project: Project, *, progress: Progress = quiet) -> list[Problem]:
    """Everything that is not as it should be; empty when all is well. Changes nothing."""
    checks = (_record, _quotes, _originals, _codebooks, _index)
    problems: list[Problem] = []
    for number, check in enumerate(checks):
        progress("verifying", number, len(checks))
        problems += check(project)
    progress("verifying", len(checks), len(checks))
    return problems


def _record(project: Project) -> Iterator[Problem]:
    yield from project.store.check()


def _quotes(project: Project) -> Iterator[Problem]:
    """Every coding's quote against its source's text, and every decision against a passage of today's corpus."""
    texts = {source.id: source.text for source in project.store.sources()}
    try:
        for coding in run_codings(project):
            if texts[coding.source_id][coding.span.start : coding.span.end] != coding.quote:
                yield Problem(f"coding {coding.id}", "its quote differs from the source")
    except ValueError as error:
        yield Problem("codings", str(error))
    current = {passage.id for passage in project.store.passages()}
    for decision in project.store.decisions():
        if decision.passage_id not in current:
            yield Problem(
                f"decision {decision.id} of {decision.coder}",
                "its quote is not found in the present revision of the source; code the passage anew or undo it",
            )


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
    if not any(project.store.events(kind="suggested")):
        return
    embedder = project.embedder()
    passages = {passage.id: passage for passage in codable(project)}
    vectors = project.store.vectors(embedder.id, [sha256(passage.text) for passage in passages.values()])
    index = project.index(embedder)
    held = index.ids() if project.settings.index.index != "exact" else set(passages)
    embedded = {each.id for each in passages.values() if sha256(each.text) in vectors}
    for missing in sorted(embedded - held):
        yield Problem(f"index, passage {missing}", "not in the index; `qes suggest` rebuilds it")
    for extra in sorted(held - set(passages)):
        yield Problem(f"index, passage {extra}", "in the index but not in the record; `qes suggest` removes it")
    for each in sorted(embedded & held)[:: max(1, len(embedded) // 20)]:
        vector = vectors[sha256(passages[each].text)]
        hits = index.query(vector, 5) if index.count else []
        if hits and not any(hit.id == each or np.isclose(hit.score, 1.0, atol=1e-3) for hit in hits):
            yield Problem(f"index, passage {each}", "its vector differs from the record; delete .qes/chroma")
