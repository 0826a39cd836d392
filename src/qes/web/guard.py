"""What stands between the network and the workbench: allowed hosts, a limit on what is sent, and headers."""

from __future__ import annotations

import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 2_000_000
"""Of one request's body."""

_ELSEWHERE = ("this workbench is not reached by that name", "Use the address `qes review` printed.")
_TOO_MUCH = (f"more than {MOST_BYTES:,} bytes were sent", "Send less at once.")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), browsing-topics=()"),
)


class Guard:
    """Wraps the application; nothing reaches it from a host it was not meant for, nor beyond the limit."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], secure: bool) -> None:
        """Guard an application.

        Args:
            app: What is guarded.
            hosts: Names it may be addressed by; empty: any. On loopback they keep other sites' names out, which could
                otherwise be made to point here (DNS rebinding).
            secure: Whether it is reached by TLS.
        """
        self.app, self.hosts, self.secure = app, hosts, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers, send = dict(scope["headers"]), self._headed(send)
        if self.hosts and _name(headers.get(b"host", b"")) not in self.hosts:
            await _refuse(send, 421, *_ELSEWHERE)
        elif _declared(headers) > MOST_BYTES:
            await _refuse(send, 413, *_TOO_MUCH)
        else:
            limited = _Limited(receive, send)
            await self.app(scope, limited.receive, limited.send)

    def _headed(self, send: Send) -> Send:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = [*HEADERS, (b"strict-transport-security", b"max-age=31536000")] if self.secure else HEADERS
                given = {name for name, _ in message["headers"]}
                cache = [] if b"cache-control" in given else [(b"cache-control", b"no-store")]
                # A page of another kind, such as a report, may come with a stricter policy of its own.
                message["headers"] = [*message["headers"], *(each for each in extra if each[0] not in given), *cache]
            await send(message)

        return headed


class _Limited:
    """Counts what comes in; to the application a body beyond the limit ends as if the client had gone."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send, self._seen, self._begun = receive, send, 0, False

    async def receive(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self._seen > MOST_BYTES else message

    async def send(self, message: Message) -> None:
        """What the application answers, unless too much came before it did."""
        if self._seen <= MOST_BYTES or self._begun:
            self._begun = True
            await self._send(message)
        elif message["type"] == "http.response.start":
            await _refuse(self._send, 413, *_TOO_MUCH)


def _name(host: bytes) -> str:
    text = host.decode("latin-1").lower()
    return text[: text.index("]") + 1] if text.startswith("[") and "]" in text else text.split(":", 1)[0]


def _declared(headers: dict[bytes, bytes]) -> int:
    length = headers.get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


async def _refuse(send: Send, status: int, error: str, hint: str) -> None:
    body = json.dumps({"error": error, "hint": hint}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
