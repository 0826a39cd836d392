"""What every suggester is given: the project's passages with their vectors, its codebook and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.coding.embed import Vectors
from qes.coding.embed.cache import CachedEmbedder
from qes.coding.suggest import Settings, Task
from qes.coding.suggest.signals import Signal
from qes.model import Codebook, Passage
from qes.pipeline import Progress, quiet
from qes.pipeline.review import codable
from qes.project import Project


@dataclass(frozen=True, slots=True)
class Embedded:
    """The codable passages of a project, in reading order, with their vectors."""

    passages: list[Passage]
    vectors: Vectors
    """Shape (passages, dimensions), aligned with `passages`."""
    embedder: CachedEmbedder


def embedded(project: Project, *, progress: Progress = quiet) -> Embedded:
    """Every codable passage with its vector; what has none yet is embedded.

    Raises:
        UnknownPlugin, ModelUnavailable, StoreError: See there.
    """
    passages = codable(project)
    embedder = CachedEmbedder(
        project.embedder(), project.store, progress=lambda done, total: progress("embedding", done, total)
    )
    return Embedded(passages, embedder.embed([passage.text for passage in passages]), embedder)


def task_of(project: Project, codebook: Codebook, given: Embedded, signals: Sequence[Signal] = ()) -> Task:
    """What a suggester is to score, with all that was decided so far.

    Args:
        project: Whose decisions and settings count.
        codebook: Whose codes are to be scored.
        given: Passages and vectors.
        signals: What voices said: see `qes.pipeline.models.signals`.
    """
    asked = project.settings.suggest
    settings = Settings(per_passage=asked.per_passage, seed=project.settings.seed, precision=asked.precision)
    embedder, decisions = given.embedder, project.store.decisions()
    known = (codebook, given.passages, given.vectors, decisions, embedder.embed, embedder.id, settings)
    return Task(*known, signals=signals)
