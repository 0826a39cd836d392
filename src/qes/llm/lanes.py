"""Many calls at once to one server on this machine, where the HTTP library's own pool would cost more than they do.

That pool looks at each of its connections at the beginning and the end of every call. Here each connection has a pool
of its own, so that there is one to look at.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import cache, partial
from importlib import import_module
from typing import Any


class _Lanes:
    """Transports of one connection each; opened when all others are in use."""

    def __init__(self, library: str) -> None:
        http = import_module(library)
        self._open = partial(http.AsyncHTTPTransport, verify=http.create_ssl_context(), trust_env=False)
        self._stream = _returned(library)
        self._all: list[Any] = []
        self._free: list[Any] = []

    async def handle_async_request(self, request: Any) -> Any:
        """Send it along a free lane, which is free again when the response is closed."""
        lane = self._free.pop() if self._free else self._one_more()
        response = None
        try:
            response = await lane.handle_async_request(request)
        finally:
            if response is None:
                self._free.append(lane)
        response.stream = self._stream(response.stream, lambda: self._free.append(lane))
        return response

    async def aclose(self) -> None:
        """Close all connections."""
        for lane in self._all:
            await lane.aclose()

    def _one_more(self) -> Any:
        lane = self._open()
        self._all.append(lane)
        return lane


class _Returned:
    """The stream of a response that says when it is closed, once."""

    def __init__(self, stream: Any, closed: Callable[[], None]) -> None:
        self._stream = stream
        self._closed: Callable[[], None] | None = closed

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        """Close it, and free the lane."""
        try:
            await self._stream.aclose()
        finally:
            if (closed := self._closed) is not None:
                self._closed = None
                closed()


def lanes(library: str) -> Any:
    """A transport for the clients of httpx or httpx2; no proxy of the environment is asked."""
    return _class(library)(library)


@cache
def _class(library: str) -> Any:
    return type("Lanes", (_Lanes, import_module(library).AsyncBaseTransport), {})


@cache
def _returned(library: str) -> Any:
    return type("Returned", (_Returned, import_module(library).AsyncByteStream), {})
