"""The default embedder: onnxruntime where it gives the model's own vectors, sentence-transformers everywhere else."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from qes.coding.embed.onnx import OnnxEmbedder
from qes.coding.embed.sentence_transformers import SentenceTransformersEmbedder
from qes.errors import CannotWrite, ModelUnavailable

if TYPE_CHECKING:
    from qes.coding.embed import Embedder, Vectors

LOG = logging.getLogger(__name__)


class Choice(NamedTuple):
    """Which embedder computes, and why."""

    name: str
    why: str
    embedder: Embedder


class AutoEmbedder:
    """Chooses when the first text is embedded.

    Both choices share an id and give the same vectors, so what one has embedded the other need not embed again.
    """

    def __init__(self, model: str = "") -> None:
        """Find the model.

        Args:
            model: Empty for the packaged one, a folder, or the name of a model in the local cache.

        Raises:
            ModelUnavailable: It is not on this machine, or is no such model.
        """
        self._model, self._onnx = model, OnnxEmbedder(model)

    @property
    def id(self) -> str:
        """That of either choice."""
        return self._onnx.id

    @property
    def dimensions(self) -> int:
        """Length of one vector."""
        return self._onnx.dimensions

    @cached_property
    def choice(self) -> Choice:
        """Which embedder is used and why; asking exports the model if that was never done."""
        if _gpu():
            return Choice("sentence-transformers", "there is a GPU", SentenceTransformersEmbedder(self._model))
        try:
            self._onnx.prepare()
        except (ModelUnavailable, CannotWrite) as error:
            LOG.warning("embedding with sentence-transformers, which is slower than ONNX: %s", error)
            return Choice("sentence-transformers", str(error), SentenceTransformersEmbedder(self._model))
        return Choice("onnx", "it gives the model's own vectors, sooner", self._onnx)

    def embed(self, texts: Sequence[str], /) -> Vectors:
        """One unit row per text; a text longer than the model's window is the weighted mean of its windows."""
        return self.choice.embedder.embed(texts) if texts else self._onnx.embed(texts)


def _gpu() -> bool:
    """Whether torch can use an NVIDIA GPU; torch, slow to import, is asked only where there is a driver."""
    if shutil.which("nvidia-smi") is None:
        return False
    import torch

    return torch.cuda.is_available()
