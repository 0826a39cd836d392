from __future__ import annotations

import numpy as np
from store_samples import tamper

from qes.store import Store


def some_vectors(count: int, seed: int = 0) -> dict[str, np.ndarray]:
    values = np.random.default_rng(seed).standard_normal((count, 8)).astype(np.float32)
    return {f"hash {number}": vector for number, vector in enumerate(values)}


def same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[key], other[key]) for key in one)


def test_vectors_come_back_bit_for_bit_and_apart_by_embedder(store: Store) -> None:
    ours, theirs = some_vectors(3), some_vectors(3, seed=1)
    store.save_vectors("a", ours)
    store.save_vectors("b", theirs)
    assert same(store.vectors("a", list(ours)), ours)
    assert same(store.vectors("b", ["hash 1", "unknown"]), {"hash 1": theirs["hash 1"]})
    assert store.vectors("c", list(ours)) == {}
    assert store.vector_count("a") == 3
    assert all(vector.dtype == np.float32 for vector in store.vectors("a", list(ours)).values())


def test_saving_a_vector_again_changes_nothing(store: Store) -> None:
    first = some_vectors(2)
    store.save_vectors("a", first)
    store.save_vectors("a", some_vectors(3, seed=1))
    assert same(store.vectors("a", list(first)), first)
    assert store.vector_count("a") == 3


def test_saving_no_vectors_is_nothing_special(store: Store) -> None:
    store.save_vectors("a", {})
    assert store.vectors("a", []) == {}


def test_many_thousands_of_vectors_go_in_and_out_at_once(store: Store) -> None:
    many = some_vectors(40_000)
    store.save_vectors("a", many)
    assert len(store.vectors("a", list(many))) == 40_000


def test_damaged_vectors_are_reported_not_used_and_healed_by_saving_them_again(store: Store) -> None:
    good = some_vectors(3)
    store.save_vectors("a", good)
    tamper(store.url, "UPDATE vectors SET vector = :v WHERE hash = 'hash 0'", v=good["hash 0"].tobytes()[:-4])
    endless = np.full(8, np.inf, dtype=np.float32)
    tamper(store.url, "UPDATE vectors SET vector = :v WHERE hash = 'hash 1'", v=endless.tobytes())
    assert [problem.where for problem in store.check()] == ["vector hash 0 of a", "vector hash 1 of a"]
    assert list(store.vectors("a", list(good))) == ["hash 2"]
    store.save_vectors("a", good)
    assert same(store.vectors("a", list(good)), good)
    assert store.check() == []
