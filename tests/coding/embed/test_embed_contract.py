"""What holds for every embedder, ours or a plugin's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec

import numpy as np
import pytest
from embed_samples import LONG, TEXTS, cosines

from model_server import running
from qes import plugins
from qes.coding.embed import Embedder, Vectors, open_embedder
from qes.coding.embed.api import ApiEmbedder
from qes.llm.connect import Connection

NEEDS = {"openvino": "openvino", "onnx": "onnx", "api": "langchain_openai"}
"""Embedder → the optional package it cannot do without."""


@pytest.fixture(scope="module", params=plugins.names(plugins.EMBEDDERS))
def reopen(request: pytest.FixtureRequest) -> Iterator[Callable[[], Embedder]]:
    """Opens an embedder; `api` has a server of the tests' to ask."""
    package = NEEDS.get(request.param)
    if package is not None and find_spec(package) is None:
        pytest.skip(f"{package} is an extra and not installed here")
    if request.param != "api":
        yield lambda: open_embedder(request.param)
        return
    with running() as server:
        yield lambda: ApiEmbedder(connection=Connection("openai:small", server.openai_url))


@pytest.fixture(scope="module")
def embedder(reopen: Callable[[], Embedder]) -> Embedder:
    return reopen()


@pytest.fixture(scope="module")
def vectors(embedder: Embedder) -> Vectors:
    return embedder.embed(TEXTS)


def test_every_text_gives_a_row_of_unit_length(embedder: Embedder, vectors: Vectors) -> None:
    assert vectors.shape == (len(TEXTS), embedder.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    vectors = embedder.embed([])
    assert vectors.shape == (0, embedder.dimensions)
    assert vectors.dtype == np.float32


def test_rows_come_in_the_order_of_the_texts_whatever_that_is(embedder: Embedder, vectors: Vectors) -> None:
    backwards = embedder.embed(TEXTS[::-1])[::-1]
    assert cosines(vectors, backwards).min() > 1 - tolerance(embedder)


def test_a_vector_does_not_depend_on_the_texts_beside_it(embedder: Embedder, vectors: Vectors) -> None:
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS[1::3]])
    assert cosines(vectors[1::3], alone).min() > 1 - tolerance(embedder)


def test_the_same_texts_give_the_same_vectors_again(embedder: Embedder, vectors: Vectors) -> None:
    np.testing.assert_array_equal(embedder.embed(TEXTS), vectors)


def test_the_end_of_a_long_text_counts(embedder: Embedder) -> None:
    one, other, cut = embedder.embed([LONG + "Dolphins swim in the sea. " * 12, LONG + "Taxes rose. " * 20, LONG])
    assert max(one @ other, one @ cut, other @ cut) < 0.995


def test_an_embedder_opened_again_has_the_same_id(embedder: Embedder, reopen: Callable[[], Embedder]) -> None:
    assert embedder.id
    assert reopen().id == embedder.id


def tolerance(embedder: Embedder) -> float:
    """What padding may change of a cosine: rounding in single precision, a little more in half."""
    return 1e-3 if embedder.id.endswith("bf16") else 1e-5
