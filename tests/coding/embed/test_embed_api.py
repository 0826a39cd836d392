"""Vectors from an address, over real HTTP: in order, whole, of unit length, and of nothing that may not be sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from model_acts import Act, Call, Drop, Say, Status
from model_dialects import vector
from model_server import ModelServer, running
from qes.coding.embed import open_embedder
from qes.coding.embed.api import BATCH, LONGEST, ApiEmbedder, as_it_is
from qes.coding.embed.cache import CachedEmbedder
from qes.errors import ModelUnavailable
from qes.llm.connect import Connection

KEYS = ("OPENAI_API_KEY", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
Vector = list[float]


@pytest.fixture(autouse=True)
def no_keys_or_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running() as served:
        yield served


def to(server: ModelServer, provider: str = "openai", **parts: Any) -> Connection:
    url = server.openai_url if provider == "openai" else server.url
    quick = {"base_url": url, "timeout": 10.0, "retries": 1, "first_wait": 0.01}
    return Connection(f"{provider}:small", **(quick | parts))


def unit(text: str) -> Vector:
    made = np.array(vector(text))
    return list(made / np.linalg.norm(made))


def sent(server: ModelServer) -> list[str]:
    return [text for call in server.calls for text in call.body["input"]]


class Sizes:
    """Remembers as the project's store does."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str] = {}

    def fingerprint(self, stage: str, key: str, /) -> str | None:
        return self.known.get((stage, key))

    def set_fingerprint(self, stage: str, key: str, value: str, /) -> None:
        self.known[stage, key] = value


class DictStore:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Any] = {}

    def vectors(self, embedder_id: str, hashes: Any, /) -> dict[str, Any]:
        return {key: self.kept[embedder_id, key] for key in hashes if (embedder_id, key) in self.kept}

    def save_vectors(self, embedder_id: str, vectors: Any, /) -> None:
        self.kept |= {(embedder_id, key): row for key, row in vectors.items()}


# --- What comes back ------------------------------------------------------------------------------


@pytest.mark.parametrize("provider", ["openai", "ollama"])
def test_many_texts_go_in_batches_and_come_back_in_their_order(server: ModelServer, provider: str) -> None:
    texts = [f"text {number}" for number in range(2 * BATCH + 5)]
    vectors = ApiEmbedder(connection=to(server, provider)).embed(texts)
    assert sorted(len(call.body["input"]) for call in server.calls) == [5, BATCH, BATCH]
    assert {call.model for call in server.calls} == {"small"}
    np.testing.assert_allclose(vectors, [unit(text) for text in texts], atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_server_that_answers_in_another_order_is_read_by_its_numbers(server: ModelServer) -> None:
    rows = [{"index": place, "embedding": vector(text)} for place, text in enumerate("abc")]
    server.embeds = lambda _: Status(200, json.dumps({"data": rows[::-1]}))
    vectors = ApiEmbedder(connection=to(server)).embed(list("abc"))
    np.testing.assert_allclose(vectors, [unit(text) for text in "abc"], atol=1e-6)


def test_a_long_text_is_sent_whole_in_pieces_and_a_blank_one_not_at_all(server: ModelServer) -> None:
    words = " ".join(f"word{number}" for number in range(LONGEST))
    vectors = ApiEmbedder(connection=to(server)).embed(["", words, " \n"])
    assert len(sent(server)) > 2
    assert " ".join(" ".join(sent(server)).split()) == words
    assert max(len("".join(text.split())) for text in sent(server)) <= LONGEST
    np.testing.assert_array_equal(vectors[0], vectors[2])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_very_small_and_very_large_numbers_make_unit_vectors_too(server: ModelServer) -> None:
    rows = [{"index": 0, "embedding": [1e-300, -1e-300]}, {"index": 1, "embedding": [1e300, 0.0]}]
    server.embeds = lambda _: Status(200, json.dumps({"data": rows}))
    vectors = ApiEmbedder(connection=to(server)).embed(["a", "b"])
    np.testing.assert_allclose(vectors, [[0.5**0.5, -(0.5**0.5)], [1, 0]], atol=1e-6)


def test_the_length_of_a_vector_is_asked_for_once_in_the_life_of_a_project(server: ModelServer) -> None:
    sizes = Sizes()
    first = ApiEmbedder(connection=to(server), sizes=sizes)
    assert first.dimensions == first.dimensions == 8
    assert len(server.calls) == 1
    again = ApiEmbedder(connection=to(server), sizes=sizes)
    assert again.dimensions == 8
    assert again.embed([]).shape == (0, 8)
    assert len(server.calls) == 1


# --- What goes wrong ------------------------------------------------------------------------------


def one_row(*numbers: float) -> str:
    return json.dumps({"data": [{"index": 0, "embedding": list(numbers)}]})


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (json.dumps({"data": []}), "0 vectors for 1 texts"),
        (json.dumps({"data": [{"index": 0, "embedding": [1.0]}] * 2}), "2 vectors for 1 texts"),
        (one_row(1.0, float("nan")), "a number that is none"),
        (one_row(1.0, float("inf")), "a number that is none"),
        (one_row(0.0, 0.0), "nothing but zeros"),
        (one_row(), "of none"),
        (json.dumps({"data": [{"index": 0, "embedding": "AACAPw=="}]}), "no reply of such a model"),
        ('{"data": [{"index": 0}]}', "no reply of such a model"),
        ("<html>Welcome to the hotel</html>", "no reply of such a model"),
        ("[]", "no reply of such a model"),
    ],
)
def test_what_cannot_be_vectors_is_none(server: ModelServer, body: str, told: str) -> None:
    server.embeds = lambda _: Status(200, body)
    with pytest.raises(ModelUnavailable, match=told) as raised:
        ApiEmbedder(connection=to(server)).embed(["a"])
    assert len(server.calls) == 2
    assert "[embed] base_url" in raised.value.hint


def test_too_few_vectors_of_ollamas_are_refused_too(server: ModelServer) -> None:
    server.embeds = lambda _: Status(200, json.dumps({"model": "small", "embeddings": [[1.0, 2.0]]}))
    with pytest.raises(ModelUnavailable, match="1 vectors for 2 texts"):
        ApiEmbedder(connection=to(server, "ollama")).embed(["a", "b"])


def test_vectors_of_another_length_than_before_are_refused(server: ModelServer) -> None:
    sizes = Sizes()
    embedder = ApiEmbedder(connection=to(server), sizes=sizes)
    embedder.embed(["a"])
    server.embeds = lambda _: Status(200, one_row(1.0, 2.0))
    for each in (embedder, ApiEmbedder(connection=to(server), sizes=sizes)):
        with pytest.raises(ModelUnavailable, match="of 2 numbers came, of 8 before"):
            each.embed(["b"])


def first(act: Act) -> Callable[[Call], Act | None]:
    return lambda call: act if call.number == 1 else None


@pytest.mark.parametrize("act", [Status(500), Status(503), Drop(), Status(200, '{"data": []}')])
@pytest.mark.parametrize("provider", ["openai", "ollama"])
def test_what_fails_on_its_way_is_sent_again(server: ModelServer, provider: str, act: Act) -> None:
    server.embeds = first(act)
    np.testing.assert_allclose(ApiEmbedder(connection=to(server, provider)).embed(["a"]), [unit("a")], atol=1e-6)
    assert len(server.calls) == 2


def test_a_busy_server_is_not_asked_before_the_time_it_names(server: ModelServer) -> None:
    server.embeds = first(Status(429, headers=[("retry-after-ms", "300")]))
    ApiEmbedder(connection=to(server)).embed(["a"])
    one, other = server.calls
    assert other.at - one.at >= 0.3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_a_refusal_is_not_repeated(server: ModelServer, status: int) -> None:
    server.embeds = lambda _: Status(status, '{"error": {"message": "not like this"}}')
    with pytest.raises(ModelUnavailable, match="not like this"):
        ApiEmbedder(connection=to(server)).embed(["a"])
    assert len(server.calls) == 1


def test_an_address_where_nothing_answers_is_named(server: ModelServer) -> None:
    connection = to(server, base_url="http://127.0.0.1:9/v1")
    with pytest.raises(ModelUnavailable, match=r"127\.0\.0\.1:9.*nothing answers"):
        ApiEmbedder(connection=connection).embed(["a"])


def test_what_came_before_a_failure_is_kept_and_not_paid_again(server: ModelServer) -> None:
    store, texts = DictStore(), [f"text {number}" for number in range(30)]
    server.embeds = lambda call: Status(401) if call.number > 2 else None
    with pytest.raises(ModelUnavailable):
        CachedEmbedder(ApiEmbedder(connection=to(server)), store, batch=10).embed(texts)
    server.embeds = lambda _: None
    CachedEmbedder(ApiEmbedder(connection=to(server)), store, batch=10).embed(texts)
    assert sorted(set(sent(server))) == sorted(texts)
    assert len(store.kept) == 30
    assert len(server.calls) == 4


# --- What is sent, and where ----------------------------------------------------------------------


def test_a_model_on_this_machine_is_never_asked_through_a_proxy_or_another_address(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running() as other:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "OPENAI_PROXY"):
            monkeypatch.setenv(name, other.url)
        for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OLLAMA_HOST"):
            monkeypatch.setenv(name, other.url)
        for provider in ("openai", "ollama"):
            ApiEmbedder(connection=to(server, provider)).embed(["a"])
        assert other.calls == []
    assert len(server.calls) == 2


def test_a_redirect_is_not_followed_with_the_text(server: ModelServer) -> None:
    with running() as other:
        server.embeds = lambda call: Status(307, headers=[("location", other.url + call.path)])
        with pytest.raises(ModelUnavailable, match="not followed"):
            ApiEmbedder(connection=to(server)).embed(["a"])
        assert other.calls == []


def test_a_key_goes_where_the_team_says_and_is_told_to_nobody(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-own")
    monkeypatch.setenv("OUR_KEY", "sk-secret")
    ApiEmbedder(connection=to(server)).embed(["a"])
    assert "sk-own" not in str(server.calls[0].headers)
    server.embeds = lambda _: Status(401, '{"error": {"message": "wrong key sk-secret"}}')
    with pytest.raises(ModelUnavailable) as raised:
        ApiEmbedder(connection=to(server, key_variable="OUR_KEY")).embed(["a"])
    assert "sk-secret" in server.calls[1].headers["authorization"]
    assert "sk-secret" not in f"{raised.value} {raised.value.hint}"


def test_nothing_is_sent_elsewhere_before_somebody_has_decided_how(server: ModelServer) -> None:
    with pytest.raises(ModelUnavailable, match="without a mask"):
        ApiEmbedder(connection=to(server), remote=True).embed(["Marta called."])
    assert server.calls == []
    ApiEmbedder(connection=to(server), remote=True, mask=as_it_is).embed(["Marta called."])
    assert sent(server) == ["Marta called."]


def test_a_text_is_sent_masked_and_its_vector_is_kept_under_the_words_that_were_sent(server: ModelServer) -> None:
    store = DictStore()

    def embedder(stands: str) -> CachedEmbedder:
        masked = ApiEmbedder(connection=to(server), remote=True, mask=lambda text: text.replace("Marta", stands))
        return CachedEmbedder(masked, store)

    embedder("Person-1").embed(["Marta called.", "It rained."])
    assert sorted(sent(server)) == ["It rained.", "Person-1 called."]
    vectors = embedder("Person-2").embed(["Marta called.", "It rained.", "Person-1 called."])
    assert sent(server)[2:] == ["Person-2 called."], "what reads as before is not sent again"
    expected = [unit(text) for text in ("Person-2 called.", "It rained.", "Person-1 called.")]
    np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_the_id_tells_provider_model_and_address_and_changes_with_each(server: ModelServer) -> None:
    embedder = ApiEmbedder(connection=to(server))
    assert embedder.id.startswith("openai:small@")
    others = [
        ApiEmbedder(connection=to(server, "ollama")).id,
        ApiEmbedder(connection=to(server, base_url="http://127.0.0.1:1/v1")).id,
        ApiEmbedder(connection=Connection("openai:large", server.openai_url)).id,
        embedder.id,
    ]
    assert len(set(others)) == 4
    assert ApiEmbedder(connection=to(server, timeout=3.0), mask=as_it_is).id == embedder.id
    assert server.calls == []


@pytest.mark.parametrize(("model", "told"), [("", "no model"), ("anthropic:x", "no embeddings"), ("x", "no provider")])
def test_a_model_that_gives_no_vectors_is_refused_with_what_to_name(model: str, told: str) -> None:
    with pytest.raises(ModelUnavailable, match=told) as raised:
        open_embedder("api", model)
    assert "openai:" in raised.value.hint


def test_asked_within_a_running_loop_as_in_a_notebook_it_answers_too(server: ModelServer) -> None:
    async def cell() -> int:
        return len(ApiEmbedder(connection=to(server)).embed(["a", "b"]))

    with ThreadPoolExecutor(1) as beside:  # for this thread may have a loop of its own, left by browser tests
        assert beside.submit(lambda: asyncio.run(cell())).result() == 2


def test_a_server_that_is_silent_is_given_up(server: ModelServer) -> None:
    server.embeds = lambda _: Say("", wait=60)
    with pytest.raises(ModelUnavailable, match="no vectors came within"):
        ApiEmbedder(connection=to(server, timeout=0.2, attempts=1)).embed(["a"])
