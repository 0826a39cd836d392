from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qes.coding.embed import Vectors
from qes.coding.embed.cache import CachedEmbedder
from qes.model import sha256

Row = NDArray[np.float32]


class LetterEmbedder:
    """Counts letters; remembers what it was asked, and may break down after some batches."""

    def __init__(self, name: str = "letters", breaks_after: int = 1000) -> None:
        self.id, self.dimensions, self.asked, self._left = name, 27, list[str](), breaks_after

    def embed(self, texts: Sequence[str], /) -> Vectors:
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1
        self.asked += texts
        rows = np.ones((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text:
                row[ord(letter) % self.dimensions] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


class DictStore:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Row] = {}

    def vectors(self, embedder_id: str, hashes: Sequence[str], /) -> dict[str, Row]:
        return {key: self.kept[embedder_id, key] for key in hashes if (embedder_id, key) in self.kept}

    def save_vectors(self, embedder_id: str, vectors: Mapping[str, Row], /) -> None:
        self.kept |= {(embedder_id, key): vector for key, vector in vectors.items()}


texts = st.lists(st.text(max_size=8), max_size=12)


@settings(deadline=None, max_examples=40)
@given(before=texts, wanted=texts, batch=st.integers(1, 5))
def test_the_cache_returns_what_the_embedder_would_in_the_order_asked(
    before: list[str], wanted: list[str], batch: int
) -> None:
    cached = CachedEmbedder(LetterEmbedder(), DictStore(), batch)
    cached.embed(before)
    vectors = cached.embed(wanted)
    assert vectors.shape == (len(wanted), 27)
    assert vectors.dtype == np.float32
    np.testing.assert_array_equal(vectors, LetterEmbedder().embed(wanted))


@settings(deadline=None, max_examples=40)
@given(rounds=st.lists(texts, max_size=4))
def test_no_text_is_ever_embedded_twice(rounds: list[list[str]]) -> None:
    embedder, store = LetterEmbedder(), DictStore()
    for wanted in rounds:
        CachedEmbedder(embedder, store, batch=3).embed(wanted)
    assert sorted(embedder.asked) == sorted({text for wanted in rounds for text in wanted})


def test_an_interruption_costs_one_batch_at_most() -> None:
    store, wanted = DictStore(), [f"text {number}" for number in range(10)]
    with pytest.raises(KeyboardInterrupt):
        CachedEmbedder(LetterEmbedder(breaks_after=3), store, batch=2).embed(wanted)
    assert len(store.kept) == 6
    again = LetterEmbedder()
    CachedEmbedder(again, store, batch=2).embed(wanted)
    assert len(again.asked) == 4


def test_vectors_of_another_embedder_are_never_returned() -> None:
    store = DictStore()
    CachedEmbedder(LetterEmbedder("one"), store).embed(["a"])
    other = LetterEmbedder("two")
    CachedEmbedder(other, store).embed(["a"])
    assert other.asked == ["a"]
    assert set(store.kept) == {("one", sha256("a")), ("two", sha256("a"))}


def test_progress_is_told_after_every_batch_and_ends_at_the_number_missing() -> None:
    seen: list[tuple[int, int]] = []
    cached = CachedEmbedder(LetterEmbedder(), DictStore(), 2, lambda done, total: seen.append((done, total)))
    cached.embed(["a", "b", "b", "ccc", "dd", "e"])
    assert seen == [(2, 5), (4, 5), (5, 5)]
    cached.embed(["a"])
    assert len(seen) == 3


def test_a_batch_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        CachedEmbedder(LetterEmbedder(), DictStore(), batch=0)
