"""What is read once and stays until it changes: sources with their passages, and the codebook."""

from __future__ import annotations

from dataclasses import dataclass, field

from qes.model import Codebook, Passage, Source
from qes.project import Project
from qes.store import Store


@dataclass(slots=True)
class Texts:
    """What was ingested."""

    sources: dict[str, Source] = field(default_factory=dict)
    """By id, ordered by path."""
    by_source: dict[str, list[Passage]] = field(default_factory=dict)
    """All passages of each source, those that are not coded too, in reading order."""
    codable: dict[str, Passage] = field(default_factory=dict)
    """Passages people code, by id, in reading order."""
    everything: frozenset[str] = frozenset()
    """Their ids."""


def read_texts(store: Store) -> Texts:
    """All current sources and passages."""
    texts = Texts({source.id: source for source in store.sources()})
    texts.by_source = {each: [] for each in texts.sources}
    for passage in store.passages():
        texts.by_source[passage.source_id].append(passage)
        if passage.codable:
            texts.codable[passage.id] = passage
    texts.everything = frozenset(texts.codable)
    return texts


class Shelf:
    """The project's codebook, read anew only when one of its files changed."""

    def __init__(self, project: Project) -> None:
        """Nothing is read yet."""
        self._project = project
        self._held: tuple[object, Codebook] | None = None

    @property
    def codebook(self) -> Codebook:
        """The version in force.

        Raises:
            UnknownCodebook, BadCodebook, FrozenCodebook: See `Project.codebook`.
        """
        files = self._project.codebooks.glob("*/*.yaml")
        stamp = tuple(sorted((str(each), each.stat().st_mtime_ns) for each in files))
        if self._held is None or self._held[0] != stamp:
            self._held = (stamp, self._project.use_codebook())
        return self._held[1]
