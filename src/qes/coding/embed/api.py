"""Vectors from an address: OpenAI's, any server that speaks as it does, or Ollama's.

A text is sent as it may be sent: masked, unless whoever opened the embedder decided that it need not be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qes.coding.embed.windows import joined, windows
from qes.errors import ModelUnavailable
from qes.llm.connect import Connection, is_remote
from qes.llm.embedding import EMBEDDING_PROVIDERS, embed
from qes.model import digest

if TYPE_CHECKING:
    from qes.coding.embed import Vectors

BATCH = 64
"""Texts in one call."""
LONGEST = 2_000
"""Letters of a text that are sent in one piece: most models can take them in, and some cut off more silently."""
_PROBE = "length"
_SIZE = "embedding-size"


class Sizes(Protocol):
    """Remembers how long the vectors of an embedder are; the project's store is one."""

    def fingerprint(self, stage: str, key: str, /) -> str | None:
        """What is known, if anything."""

    def set_fingerprint(self, stage: str, key: str, value: str, /) -> None:
        """Remember it."""


class Forgetful:
    """Remembers nothing: the length is found out anew by each embedder."""

    def fingerprint(self, stage: str, key: str, /) -> None:
        """Nothing."""
        del stage, key

    def set_fingerprint(self, stage: str, key: str, value: str, /) -> None:
        """Let it go."""


def as_it_is(text: str) -> str:
    """The mask of those who need none."""
    return text


class ApiEmbedder:
    """A model of embeddings behind an address."""

    def __init__(
        self,
        model: str = "",
        *,
        connection: Connection | None = None,
        mask: Callable[[str], str] | None = None,
        sizes: Sizes | None = None,
        remote: bool | None = None,
    ) -> None:
        """Nothing is loaded or sent yet.

        Args:
            model: `provider:name`, such as `openai:text-embedding-3-small`, asked at its provider's own address.
            connection: The same, and how it is asked.
            mask: Makes a text fit to be sent; without one, nothing is sent that would leave this machine.
            sizes: Remembers how long vectors are, so that nothing need be sent to find out.
            remote: Whether what is sent leaves this machine; by default as the address tells.

        Raises:
            ModelUnavailable: No model is named, or it is none that gives vectors.
        """
        self._connection = connection or connection_for(model)
        if self._connection.provider not in EMBEDDING_PROVIDERS:
            hint = "Name one of openai:… or ollama:… as `[embed] model`."
            raise ModelUnavailable(self._connection.model, "its provider has no embeddings", hint)
        self._mask, self._sizes = mask, sizes or Forgetful()
        self.remote = is_remote(self._connection) if remote is None else remote
        self._size = int(self._sizes.fingerprint(_SIZE, self.id) or 0)

    @property
    def id(self) -> str:
        """Provider and model, a hash of the address, and how long texts are dealt with."""
        return f"{self._connection.model}@{digest(self._connection.address)[:10]}+{LONGEST}"

    @property
    def dimensions(self) -> int:
        """Length of one vector; where it is not known yet, one word is sent to find out.

        Raises:
            ModelUnavailable: See `embed`.
        """
        if not self._size:
            self._asked([_PROBE])
        return self._size

    def as_sent(self, text: str, /) -> str:
        """The text as it is sent, of which its vector is: what a vector is to be kept under.

        Raises:
            ModelUnavailable: It would leave this machine, and nobody has decided how.
        """
        if self._mask is not None:
            return self._mask(text)
        if self.remote:
            hint = "Open it through the project (`Project.embedder`), whose `[llm] pseudonymise` decides."
            raise ModelUnavailable(self._connection.model, "texts would leave this machine without a mask", hint)
        return text

    def embed(self, texts: Sequence[str], /) -> Vectors:
        """One unit row per text; a long one is the weighted mean of its pieces, a blank one is not sent.

        Raises:
            ModelUnavailable: The address does not answer, refuses, or answers something else.
        """
        pieces = [_pieces(self.as_sent(text)) for text in texts]
        flat = [piece for each in pieces for piece, _ in each]
        rows = iter(self._asked(flat) if flat else ())
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for place, each in enumerate(pieces):
            if each:
                vectors[place] = joined([(next(rows), size) for _, size in each])
            else:
                vectors[place, 0] = 1.0
        return vectors

    def _asked(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are not blank, of unit length."""
        batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        came = embed(self._connection, batches)
        sizes = {len(row) for rows in came for row in rows}
        if len(sizes) > 1 or (self._size and sizes != {self._size}):
            told = f"vectors of {' and '.join(map(str, sorted(sizes)))} numbers came"
            before = f", of {self._size} before" if self._size else ""
            hint = "Another model seems to answer there now; name the one you want as `[embed] model`."
            raise ModelUnavailable(self._connection.model, told + before, hint)
        if not self._size:
            self._size = sizes.pop()
            self._sizes.set_fingerprint(_SIZE, self.id, str(self._size))
        matrix = np.array([row for rows in came for row in rows], dtype=np.float64)
        # By the largest number first, as squares of very small or large ones are beyond what can be counted in.
        matrix /= np.abs(matrix).max(axis=1, keepdims=True)
        return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)


def connection_for(model: str, base_url: str = "", key_variable: str = "") -> Connection:
    """How a model of embeddings is asked.

    Raises:
        ModelUnavailable: None is named, or its provider or address cannot be.
    """
    if not model:
        hint = 'Name one: `[embed] model = "openai:text-embedding-3-small"` or "ollama:nomic-embed-text" in qes.toml.'
        raise ModelUnavailable("api", "no model of embeddings is named", hint)
    return Connection(model, base_url, key_variable)


def _pieces(text: str) -> list[tuple[str, int]]:
    """What is sent of a text, with its size; nothing of a blank one, which servers refuse."""
    if not text.strip():
        return []
    if len(text) <= LONGEST:
        return [(text, len(text))]
    return windows(text, _letters(text), LONGEST)


def _letters(text: str) -> list[tuple[int, int]]:
    """Every character that is no space as a token of its own, so that pieces are cut where there is one."""
    return [(at, at + 1) for at, each in enumerate(text) if not each.isspace()]
