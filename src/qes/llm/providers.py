"""A langchain model for each provider, whose HTTP is ours to limit.

No redirect is followed, or a text would go where nobody decided to send it; a model on this machine is never asked
through a proxy of the environment; the libraries' own retries and addresses from the environment are off. Errors are
read here, before the libraries make of them what they like.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from qes.errors import ModelUnavailable
from qes.llm.completions import LeanCompletions
from qes.llm.connect import Connection, is_loopback
from qes.llm.embedding import LeanEmbeddings
from qes.llm.failures import Failed, Failure, Kind, failed_with
from qes.llm.lanes import lanes

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models import BaseChatModel

MOST_BYTES = 8 * 1024 * 1024
"""No reply is longer: more than a million tokens."""
_NO_KEY = "none"
"""The libraries insist on one; it is sent where the team has named none."""


def require(connection: Connection) -> None:
    """See that the provider's package is there, without loading it.

    Raises:
        ModelUnavailable: It is not.
    """
    provider = connection.provider
    if find_spec(f"langchain_{provider}") is None:
        hint = f"Install it: pip install 'qes[{provider}]'."
        raise ModelUnavailable(connection.model, f"the package for {provider} is not installed", hint)


@dataclass(frozen=True, slots=True)
class Opened:
    """A model of langchain's, and how to close its connections."""

    model: BaseChatModel
    close: Callable[[], Awaitable[None]]


def open_model(connection: Connection, key: str, context: int) -> Opened:
    """The model as langchain has it; nothing is sent.

    Args:
        connection: Which one.
        key: The key, or empty.
        context: Tokens a server of Ollama's must make room for.
    """
    if connection.provider == "ollama":
        return _ollama(connection, key, context)
    return _openai(connection, key) if connection.provider == "openai" else _anthropic(connection, key)


@dataclass(frozen=True, slots=True)
class OpenedEmbeddings:
    """The same of a model that gives vectors."""

    model: Embeddings
    close: Callable[[], Awaitable[None]]


def open_embeddings(connection: Connection, key: str) -> OpenedEmbeddings:
    """The embeddings as langchain has them; nothing is sent."""
    from langchain.embeddings import init_embeddings

    at: dict[str, Any] = {"provider": connection.provider, "base_url": connection.address}
    if connection.provider == "ollama":
        http = _http("httpx", connection, key) | {"headers": {"authorization": f"Bearer {key or _NO_KEY}"}}
        local: Any = init_embeddings(connection.name, **at, async_client_kwargs=http)
        return OpenedEmbeddings(local, local._async_client.close)
    from openai import DefaultAsyncHttpxClient

    client = _client(DefaultAsyncHttpxClient, connection, key)
    lean = LeanEmbeddings(client, connection.address, key)
    quiet: dict[str, Any] = {
        "max_retries": 0,
        "openai_proxy": "",
        "check_embedding_ctx_length": False,
    }  # which counts by a download
    model = init_embeddings(connection.name, **at, api_key=key or _NO_KEY, client=lean, async_client=lean, **quiet)
    return OpenedEmbeddings(model, client.aclose)


def _model(connection: Connection, **own: Any) -> Any:
    from langchain.chat_models import init_chat_model

    shared: dict[str, Any] = {"base_url": connection.address, "temperature": connection.temperature}
    return init_chat_model(connection.name, model_provider=connection.provider, **shared, **own)


def _openai(connection: Connection, key: str) -> Opened:
    from openai import DefaultAsyncHttpxClient

    client = _client(DefaultAsyncHttpxClient, connection, key)
    quiet = {"max_retries": 0, "openai_proxy": "", "http_socket_options": ()}
    limits = {"max_tokens": connection.max_tokens, "timeout": connection.timeout}
    lean = LeanCompletions(client, connection.address, key)
    clients = {"http_async_client": client, "async_client": lean}
    model = _model(connection, api_key=key or _NO_KEY, **clients, **limits, **quiet)
    return Opened(model, client.aclose)


def _anthropic(connection: Connection, key: str) -> Opened:
    from anthropic import DefaultAsyncHttpxClient

    client = _client(DefaultAsyncHttpxClient, connection, key)
    limits = {"max_tokens": connection.max_tokens, "timeout": connection.timeout}
    model = _model(connection, api_key=key or _NO_KEY, max_retries=0, anthropic_proxy=None, **limits)
    model._async_client = model._async_client.with_options(http_client=client)  # for which there is no argument
    return Opened(model, client.aclose)


def _ollama(connection: Connection, key: str, context: int) -> Opened:
    headers = {"authorization": f"Bearer {key or _NO_KEY}"}  # or the library looks for one in the environment
    limits = {"num_predict": connection.max_tokens, "num_ctx": context}
    http = _http("httpx", connection, key) | {"headers": headers}
    model = _model(connection, async_client_kwargs=http, **limits)
    return Opened(model, model._async_client.close)


def _client(default: type, connection: Connection, key: str) -> Any:
    """A client of the library that a provider's own client builds on; not that one, as it finds proxies by itself."""
    plain = plain_client(default)
    return plain(**_http(library_of(plain), connection, key))


def plain_client(default: type) -> Any:
    """The class of clients, of httpx or httpx2, that a provider's class of clients is made of."""
    return next(kind for kind in default.__mro__ if kind.__name__ == "AsyncClient")


def library_of(kind: type) -> str:
    """The library a class comes from: httpx, or httpx2, which is the same by another name."""
    return kind.__module__.partition(".")[0]


def _http(library: str, connection: Connection, key: str) -> dict[str, Any]:
    """Arguments of an HTTP client."""
    here = is_loopback(connection.address)
    return {
        "follow_redirects": False,
        "trust_env": not here,
        "transport": lanes(library) if here else None,
        "timeout": connection.timeout,
        "limits": import_module(library).Limits(max_keepalive_connections=connection.concurrency),
        "event_hooks": {"request": [_ask_unpacked], "response": [partial(_look, key)]},
    }


async def _ask_unpacked(request: Any) -> None:
    """Packed, a few bytes could unfold to fill the memory."""
    request.headers["accept-encoding"] = "identity"


async def _look(key: str, response: Any) -> None:
    """Turn every answer that is none into a failure of ours, and see that a body does not go on for ever.

    Raises:
        Failed: It sends on to another address, is an error, or is packed.
    """
    packed, status = response.headers.get("content-encoding", "identity").lower() != "identity", response.status_code
    if packed and status < 300:
        raise Failed(Failure(Kind.LATE, "the reply is packed although it was asked not to be"))
    response.stream = _limited(library_of(type(response.stream)))(response.stream)
    if status >= 300:
        body = b"it says why, but packed" if packed else await response.aread()
        raise Failed(failed_with(status, body.decode(errors="replace"), response.headers, key))


class _Limited:
    """A stream of bytes that ends with a failure where it goes on for too long."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        total = 0
        async for part in self._stream:
            total += len(part)
            if total > MOST_BYTES:
                raise Failed(Failure(Kind.LATE, f"the reply is longer than {MOST_BYTES // 1024 // 1024} MB"))
            yield part

    async def aclose(self) -> None:
        """Close the connection, or give it back."""
        await self._stream.aclose()


@cache
def _limited(library: str) -> Callable[[Any], Any]:
    """The class of limited streams that a library takes for one of its own."""
    return type("Limited", (_Limited, import_module(library).AsyncByteStream), {})
