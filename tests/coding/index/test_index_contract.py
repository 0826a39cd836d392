from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from index_samples import DIMENSIONS, chroma_server, names, unit_vectors

from qes import plugins
from qes.coding.index import Hit, Index, open_index


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture(params=[*plugins.names(plugins.INDEXES), "chroma on a server"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """Every registered index, empty."""
    kind, location = request.param, str(tmp_path / "index")
    if kind == "chroma on a server":
        kind, location = "chroma", f"{request.getfixturevalue('server')}/{tmp_path.name}"
    opened = open_index(kind, location, "embedder", DIMENSIONS)
    yield opened
    opened.close()


def test_an_empty_index_finds_nothing(index: Index) -> None:
    vector = unit_vectors(1)[0]
    assert index.query(vector, 3) == []
    assert index.query(vector, 3, among=["x"]) == []
    assert (index.count, index.ids()) == (0, set())
    index.remove([])
    index.update([], np.empty((0, DIMENSIONS), dtype=np.float32))
    assert index.count == 0


def test_hits_are_cosines_best_first(index: Index) -> None:
    vectors = unit_vectors(50)
    index.update(names(50), vectors)
    hits = index.query(vectors[7], 5)
    expected = sorted(zip((vectors @ vectors[7]).tolist(), names(50), strict=True), reverse=True)[:5]
    assert [hit.id for hit in hits] == [name for _, name in expected]
    assert [hit.score for hit in hits] == pytest.approx([score for score, _ in expected], abs=1e-4)


def test_ties_are_broken_by_id(index: Index) -> None:
    vectors = np.repeat(unit_vectors(1), 6, axis=0)
    index.update(["c", "a", "f", "b", "e", "d"], vectors)
    assert [hit.id for hit in index.query(vectors[0], 3)] == ["a", "b", "c"]


def test_updating_replaces_and_removing_forgets(index: Index) -> None:
    vectors = unit_vectors(3)
    index.update(["a", "b"], vectors[:2])
    index.update(["a", "c"], vectors[[2, 0]])
    assert index.query(vectors[2], 1) == [Hit("a", 1.0)]
    index.remove(["a", "never there"])
    assert index.ids() == {"b", "c"}
    assert index.count == 2
    assert index.query(vectors[2], 1)[0].id != "a"


def test_a_query_among_some_ids_finds_only_those(index: Index) -> None:
    vectors = unit_vectors(40)
    index.update(names(40), vectors)
    among = [*names(40)[10:15], "unknown"]
    hits = index.query(vectors[0], 10, among=among)
    assert {hit.id for hit in hits} == set(among) - {"unknown"}
    assert index.query(vectors[0], 3, among=[]) == []
    assert index.query(vectors[0], 0) == []


def test_after_a_sync_it_holds_exactly_what_was_given(index: Index) -> None:
    vectors = unit_vectors(6)
    index.update(["a", "b", "c"], vectors[:3])
    index.sync(["b", "c", "d"], vectors[[1, 4, 5]])
    assert index.ids() == {"b", "c", "d"}
    assert index.query(vectors[4], 1) == [Hit("c", 1.0)]
    index.sync(["b", "c", "d"], vectors[[1, 4, 5]])
    assert index.count == 3
    index.sync([], vectors[:0])
    assert index.count == 0


def test_every_index_agrees_with_comparing_everything(index: Index) -> None:
    vectors, queries = unit_vectors(2000), unit_vectors(40, seed=1)
    index.sync(names(2000), vectors)
    exact = open_index("exact", "", "embedder", DIMENSIONS)
    exact.sync(names(2000), vectors)
    some = names(2000)[::7]
    for among in (None, some):
        found = [
            len(set(index.query(query, 10, among=among)) & set(exact.query(query, 10, among=among)))
            for query in queries
        ]
        assert sum(found) >= 0.99 * 10 * len(queries)
