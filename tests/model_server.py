"""A language model's server that misbehaves on demand: real HTTP on loopback, in the dialects of the providers.

What it does is chosen by the model's name (`MANNERS` in `model_acts`), or by a script: a function from a call to an act. Every call is
kept, with what was sent and when, so that tests can say what was asked and how often.

Run by itself (`python tests/model_server.py --port 8001 --wait 0.05`) it answers every call after that many seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from model_acts import Act, Call, Drop, Endless, Say, Script, Status, by_name
from model_dialects import complained, dressed, embedded, schema_in, words_in

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


@dataclass
class ModelServer:
    """The server while it runs; `script` may be exchanged at any time."""

    script: Script = by_name
    port: int = 0
    embeds: Callable[[Call], Act | None] = field(default=lambda _: None)
    """What it does when it is asked for vectors; None: gives them."""
    calls: list[Call] = field(default_factory=list)
    working: int = 0
    """Calls being answered now."""
    most_working: int = 0
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def url(self) -> str:
        """Address of the machine; what Ollama and Anthropic are told."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def openai_url(self) -> str:
        """Address that OpenAI-compatible clients are told."""
        return f"{self.url}/v1"

    def asked(self, words: str) -> int:
        """How many calls told the model these words."""
        return sum(words in f"{call.system}\n{call.user}" for call in self.calls)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request, as ASGI has it."""
        if scope["type"] != "http":
            return
        call = _call(next(self._numbers), scope, await _body(receive))
        self.calls.append(call)
        if call.path.endswith(("/embeddings", "/api/embed")):
            act = self.embeds(call)
            await (_whole(send, 200, embedded(call.path, call.body)) if act is None else _perform(act, call, send))
            return
        self.working += 1
        self.most_working = max(self.most_working, self.working)
        try:
            await _perform(self.script(call), call, send)
        finally:
            self.working -= 1


def _call(number: int, scope: dict[str, Any], raw: bytes) -> Call:
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        body = {"unreadable": raw.decode(errors="replace")}
    system, user = words_in(body)
    model = str(body.get("model", ""))
    return Call(number, scope["path"], model, system, user, schema_in(body), headers, body, time.monotonic())


async def _body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


async def _perform(act: Act, call: Call, send: Send) -> None:
    match act:
        case Say():
            await asyncio.sleep(act.wait)
            body, kind = dressed(call.path, call.body, act.text, act.finish, act.tokens)
            await _whole(send, 200, body, kind, pieces=act.pieces)
        case Status():
            await _whole(send, act.status, complained(call.path, act.body), act.kind, act.headers)
        case Drop():
            await _begin(send, 200, "application/json", [("content-length", "1000")])
            await send({"type": "http.response.body", "body": b'{"choices": [{"mess', "more_body": True})
            raise ConnectionAbortedError("as asked")
        case Endless():
            await _endless(act, send)


async def _begin(send: Send, status: int, kind: str, headers: Sequence[tuple[str, str]] = ()) -> None:
    pairs = [("content-type", kind), *headers]
    listed_headers = [(name.encode(), value.encode()) for name, value in pairs]
    await send({"type": "http.response.start", "status": status, "headers": listed_headers})


async def _whole(
    send: Send,
    status: int,
    body: bytes,
    kind: str = "application/json",
    headers: Sequence[tuple[str, str]] = (),
    pieces: int = 1,
) -> None:
    await _begin(send, status, kind, [("content-length", str(len(body))), *headers])
    size = max(1, -(-len(body) // pieces))
    for start in range(0, len(body), size):
        await asyncio.sleep(0.1 if start else 0)
        await send({"type": "http.response.body", "body": body[start : start + size], "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _endless(act: Endless, send: Send) -> None:
    await _begin(send, 200, "application/json")
    for _ in itertools.count():
        await send({"type": "http.response.body", "body": b" " * (65536 if act.fast else 1), "more_body": True})
        await asyncio.sleep(0 if act.fast else 0.02)


def _free_port(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    return listening


@contextmanager
def running(script: Script = by_name, port: int = 0) -> Iterator[ModelServer]:
    """The server in a thread of this process, ready to be asked."""
    listening = _free_port(port)
    served = ModelServer(script, listening.getsockname()[1])
    server = uvicorn.Server(
        uvicorn.Config(served, ws="none", lifespan="off", log_config=None, log_level="critical", http="httptools")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield served
    finally:
        server.should_exit = server.force_exit = True
        thread.join(timeout=10)
        listening.close()


def main() -> None:
    """Answer until it is stopped, and keep no calls, so that a long run needs no memory here."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--wait", type=float, default=0.0)
    given = parser.parse_args()
    with running(lambda call: Say(call.good, wait=given.wait), given.port) as served, suppress(KeyboardInterrupt):
        sys.stdout.write(f"{served.url}\n")
        sys.stdout.flush()
        while True:
            time.sleep(1)
            served.calls.clear()


if __name__ == "__main__":
    main()
