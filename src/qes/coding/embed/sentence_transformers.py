"""Embedding with sentence-transformers on this machine: the reference, and the way for every model by name or path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from qes.coding.embed.models import HINT, PACKAGED, LocalModel
from qes.coding.embed.windows import joined, room, windows
from qes.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from qes.coding.embed import Vectors

__all__ = ["PACKAGED", "SentenceTransformersEmbedder"]

BATCH = 8
"""Passages per forward pass: on a CPU small batches waste less on padding than large ones gain."""


class SentenceTransformersEmbedder(LocalModel):
    """A sentence-transformers model from its package, a folder, or the local model cache.

    The model is loaded when the first text is embedded; `id` and `dimensions` are read from its files.
    """

    @cached_property
    def network(self) -> SentenceTransformer:
        """The model itself, loaded at first use.

        Raises:
            ModelUnavailable: Its files are damaged or of a kind sentence-transformers does not know.
        """
        with _quiet():
            from safetensors import SafetensorError
            from sentence_transformers import SentenceTransformer

            try:
                return SentenceTransformer(str(self._folder), local_files_only=True)
            except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
                raise ModelUnavailable(self._name, str(error).splitlines()[0], HINT) from error

    def embed(self, texts: Sequence[str], /) -> Vectors:
        """One unit row per text; a text longer than the model's window is the weighted mean of its windows."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        pieces = self._pieces(texts)
        flat = [text for windows_of_text in pieces for text, _ in windows_of_text]
        encoded = self.network.encode(flat, batch_size=BATCH, show_progress_bar=False, normalize_embeddings=True)
        rows = iter(np.asarray(encoded, dtype=np.float32))
        return np.stack([joined([(next(rows), size) for _, size in each]) for each in pieces])

    def _pieces(self, texts: Sequence[str]) -> list[list[tuple[str, int]]]:
        tokenizer, longest = self.network.tokenizer, self.network.max_seq_length
        if longest is None or not getattr(tokenizer, "is_fast", False):
            return [[(text, 1)] for text in texts]
        limit = room(longest, int(tokenizer.num_special_tokens_to_add()))
        read = tokenizer(
            list(texts), add_special_tokens=False, truncation=False, return_offsets_mapping=True, verbose=False
        )
        return [windows(text, tokens, limit) for text, tokens in zip(texts, read["offset_mapping"], strict=True)]


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bar and no advice on stderr while a model loads; as before afterwards."""
    logging: Any = import_module("transformers.utils.logging")
    bars, level = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
