"""Text to vectors: one protocol, implementations by entry point, and a cache so that nothing is embedded twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

from qes import plugins

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Vectors: TypeAlias = "NDArray[np.float32]"
"""Shape (texts, dimensions), every row of unit length."""


class Embedder(Protocol):
    """Turns texts into vectors whose cosine says how close they are in meaning."""

    @property
    def id(self) -> str:
        """Model, revision and settings: changes whenever the vectors would."""

    @property
    def dimensions(self) -> int:
        """Length of one vector."""

    def embed(self, texts: Sequence[str], /) -> Vectors:
        """One unit row per text, in the order given; no texts give shape (0, dimensions).

        Raises:
            ModelUnavailable: The model cannot be loaded.
        """


class VectorStore(Protocol):
    """Where vectors are kept between runs, by embedder and by SHA-256 of the text."""

    def vectors(self, embedder_id: str, hashes: Sequence[str], /) -> dict[str, NDArray[np.float32]]:
        """The vectors known among those asked for."""

    def save_vectors(self, embedder_id: str, vectors: Mapping[str, NDArray[np.float32]], /) -> None:
        """Keep these; a hash that is known already may be ignored."""


def open_embedder(name: str, model: str = "") -> Embedder:
    """The embedder registered under a name, with a model of its own choice when none is given.

    Raises:
        UnknownPlugin: No such embedder is installed.
        ModelUnavailable: The model is not on this machine.
    """
    embedder: Embedder = plugins.load(plugins.EMBEDDERS, name)(model=model)
    return embedder
