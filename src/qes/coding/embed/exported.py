"""What the embedders of exported models have in common: everything but the library that computes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qes.coding.embed import parity
from qes.coding.embed.cores import cores
from qes.coding.embed.export import GRAPH, exported
from qes.coding.embed.models import LocalModel
from qes.coding.embed.tokens import Batch, Tokens
from qes.coding.embed.windows import joined

if TYPE_CHECKING:
    from qes.coding.embed import Vectors


class Engine(Protocol):
    """Computes an exported graph, one batch per call; several threads may call at once."""

    @property
    def runtime(self) -> str:
        """Library, version and precision, as a piece of a file's name."""

    @property
    def least_cosine(self) -> float:
        """To sentence-transformers' vectors; less raises. `parity.SAME` in single precision, else `parity.FAITHFUL`."""

    def vectors(self, batch: Batch, /) -> Vectors:
        """The vectors of a batch, (rows, dimensions)."""


class ExportedEmbedder(LocalModel, ABC):
    """A sentence-transformers model computed by another library, without torch from the second run on."""

    def prepare(self) -> None:
        """Export and check the model if that was never done, and load it.

        Raises:
            ModelUnavailable: It cannot be exported or loaded, or its vectors are not those of sentence-transformers.
            CannotWrite: The cache cannot be written to.
        """
        _ = self._ready

    def embed(self, texts: Sequence[str], /) -> Vectors:
        """One unit row per text; a text longer than the model's window is the weighted mean of its windows."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        return _embed(*self._ready, texts)

    @cached_property
    def _ready(self) -> tuple[Tokens, Engine]:
        folder = exported(self._name, self._folder)
        tokens, engine = Tokens(folder), self._start(folder / GRAPH)
        vectors = partial(_embed, tokens, engine)
        parity.check(self._name, folder, engine.runtime, vectors, engine.least_cosine)
        return tokens, engine

    @abstractmethod
    def _start(self, graph: Path) -> Engine:
        """Load the graph; raises ModelUnavailable."""


def _embed(tokens: Tokens, engine: Engine, texts: Sequence[str]) -> Vectors:
    """Every batch in one thread, and a batch per core.

    Threads that share a batch would wait for one another after every operator, which costs a little on an idle machine
    and half of the speed on a busy one.
    """
    read = tokens.read(texts)
    flat = [ids for windows_of_text in read for ids, _ in windows_of_text]
    batches = list(tokens.batches(flat))
    rows: dict[int, Vectors] = {}
    with ThreadPoolExecutor(cores()) as pool:
        for batch, vectors in zip(batches, pool.map(engine.vectors, batches), strict=True):
            # Normalised again, since half precision leaves a length of 1 ± 0.004.
            units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
            rows |= dict(zip(batch.rows, units.astype(np.float32, copy=False), strict=True))
    in_order = iter(range(len(flat)))
    return np.stack([joined([(rows[next(in_order)], size) for _, size in each]) for each in read])
