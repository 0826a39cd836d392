"""An embedder that remembers: each distinct text goes through the model once in the life of a project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, runtime_checkable

import numpy as np

from qes.coding.embed import Embedder, Vectors, VectorStore
from qes.model import sha256

Progress = Callable[[int, int], None]
"""Called with the number of texts embedded so far and the number to embed."""


@runtime_checkable
class Rewording(Protocol):
    """An embedder that makes vectors of other words than it is given, such as masked ones."""

    def as_sent(self, text: str, /) -> str:
        """The words a vector is made of."""


def keys_of(embedder: Embedder, texts: Sequence[str]) -> list[str]:
    """What the vectors of some texts are kept under: the SHA-256 of the words they are made of."""
    if isinstance(embedder, Rewording):
        return [sha256(embedder.as_sent(text)) for text in texts]
    return [sha256(text) for text in texts]


class CachedEmbedder:
    """Looks vectors up by text and embedder, and embeds only what is missing.

    Every batch is saved before the next one starts, so that an interruption costs one batch at most.
    """

    def __init__(
        self, embedder: Embedder, store: VectorStore, batch: int = 256, progress: Progress | None = None
    ) -> None:
        if batch < 1:
            raise ValueError(f"a batch holds at least one text, not {batch}")
        self._embedder, self._store, self._batch, self._progress = embedder, store, batch, progress

    @property
    def id(self) -> str:
        """That of the embedder behind it: the vectors are the same."""
        return self._embedder.id

    @property
    def dimensions(self) -> int:
        """Length of one vector."""
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str], /) -> Vectors:
        """One unit row per text, in the order given; no texts give shape (0, dimensions)."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        hashes = keys_of(self._embedder, texts)
        wanted = dict(zip(hashes, texts, strict=True))
        known = dict(self._store.vectors(self.id, sorted(wanted)))
        missing = {key: text for key, text in wanted.items() if key not in known}
        for done, (keys, batch) in self._batches(missing):
            vectors = self._embedder.embed(batch)
            fresh = dict(zip(keys, vectors, strict=True))
            self._store.save_vectors(self.id, fresh)
            known |= fresh
            if self._progress is not None:
                self._progress(done, len(missing))
        return np.stack([known[key] for key in hashes]).astype(np.float32, copy=False)

    def _batches(self, missing: dict[str, str]) -> Iterator[tuple[int, tuple[list[str], list[str]]]]:
        """Texts of like length together (padding costs time), the longest first: memory peaks at once or never."""
        keys = sorted(missing, key=lambda key: (-len(missing[key]), key))
        for start in range(0, len(keys), self._batch):
            chosen = keys[start : start + self._batch]
            yield start + len(chosen), (chosen, [missing[key] for key in chosen])
