"""Tells every open page what was added to the log, whoever wrote it, and who else is here."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from qes.errors import QesError
from qes.model import Event
from qes.pipeline.ledger import Ledger

ACCOUNT = "account"
"""Kind of the event by which an account is changed."""
BYE = "bye"
"""The message that ends a stream."""
_PAUSE = 1.0
"""Seconds between looks at the log for what other processes wrote."""
_BEAT = 20.0
"""Seconds after which a silent stream says that it lives."""
_BACKLOG = 500
"""Events a page may have missed and is still told one by one; after more it should read all anew."""


@dataclass(eq=False)
class _Listener:
    name: str
    place: str
    still: Callable[[], bool]
    """Whether they may listen on: they have not signed out, nor been removed."""
    asked: float = field(default_factory=time.monotonic)
    """When that was asked last."""
    queue: asyncio.Queue[dict[str, Any]] = field(default_factory=lambda: asyncio.Queue(_BACKLOG))


class Hub:
    """Lives on the server's event loop; `poke` may be called from any thread."""

    def __init__(self, ledger: Ledger) -> None:
        """Nothing is followed until somebody listens."""
        self._ledger = ledger
        self._listeners: set[_Listener] = set()
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._written = asyncio.Event()
        self._told = 0
        self._ended = False

    def poke(self) -> None:
        """Something was written: look at once."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._written.set)

    def close(self) -> None:
        """End every stream, so that the server can; pages connect again by themselves. From any thread."""
        self._ended = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, {"type": BYE})

    @property
    def here(self) -> list[dict[str, str]]:
        """Who has a page open, and where; each once."""
        return [dict(each) for each in sorted({(("name", x.name), ("place", x.place)) for x in self._listeners})]

    async def listen(
        self, name: str, place: str, after: int | None, still: Callable[[], bool] = lambda: True
    ) -> AsyncIterator[str]:
        """Server-sent events for one page.

        Args:
            name: Who listens.
            place: Where their page is.
            after: Position in the log to go on from; None: from now on.
            still: Whether they may listen on; asked in a thread, after every change of an account and now and then.
        """
        try:
            await asyncio.to_thread(self._ledger.refresh)
        except QesError:
            return  # the page connects again
        if self._ended:
            return
        self._start()
        listener = _Listener(name, place, still)
        self._listeners.add(listener)
        self._presence()
        try:
            yield _sse("hello", {"seq": self._told}, self._told)
            for event in await asyncio.to_thread(self._missed, after):
                yield event
            while True:
                message = await _next(listener)
                if message.get("type") == BYE or not await _may_stay(listener, message):
                    return
                yield _sse(message.pop("type"), message, message.get("seq")) if message else ": still here\n\n"
        finally:
            self._listeners.discard(listener)
            self._presence()

    def _missed(self, after: int | None) -> list[str]:
        if after is None or after >= self._told:
            return []
        if self._told - after > _BACKLOG:
            return [_sse("reload", {}, self._told)]
        events = [event for event in self._ledger.project.store.events(after=after) if event.seq <= self._told]
        return [_sse("event", self._shown(event), event.seq) for event in events]

    def _start(self) -> None:
        self._loop = asyncio.get_running_loop()
        if self._task is None or self._task.done():
            self._told = self._ledger.seq
            self._task = self._loop.create_task(self._follow())

    async def _follow(self) -> None:
        while self._listeners:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._written.wait(), _PAUSE)
            self._written.clear()
            try:
                fresh = await asyncio.to_thread(self._fresh)
            except QesError:
                continue  # the database is away for a moment; pages learn of it when they ask for something
            for event in fresh:
                self._told = event.seq
                self._tell({"type": "event", **self._shown(event)})

    def _fresh(self) -> list[Event]:
        self._ledger.refresh()
        return list(self._ledger.project.store.events(after=self._told))

    def _shown(self, event: Event) -> dict[str, Any]:
        """What everybody may know of an event: who did what where, never which code, as some code blind."""
        place = event.body.get("passage_id") or self._ledger.place_of(event.id)
        passage = self._ledger.passages.get(str(place)) if place else None
        source = passage.source_id if passage else None
        return {"seq": event.seq, "kind": event.kind, "author": event.author, "passage": place, "source": source}

    def _presence(self) -> None:
        self._tell({"type": "here", "people": self.here})

    def _tell(self, message: dict[str, Any]) -> None:
        for listener in list(self._listeners):
            if listener.queue.full():
                listener.queue.get_nowait()
            listener.queue.put_nowait(dict(message))


async def _next(listener: _Listener) -> dict[str, Any]:
    """What is to be told next; empty when nothing happened for a while."""
    try:
        return await asyncio.wait_for(listener.queue.get(), _BEAT)
    except TimeoutError:
        return {}


async def _may_stay(listener: _Listener, message: dict[str, Any]) -> bool:
    if message.get("kind") != ACCOUNT and time.monotonic() < listener.asked + _BEAT:
        return True
    listener.asked = time.monotonic()
    try:
        return await asyncio.to_thread(listener.still)
    except QesError:
        return True  # asked again soon


def _sse(kind: str, data: dict[str, Any], seq: int | None) -> str:
    identity = f"id: {seq}\n" if seq is not None else ""
    return f"{identity}event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
