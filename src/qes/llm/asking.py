"""Many prompts at once: workers in an event loop of its own thread, fed and heard by whoever reads the replies."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from qes.errors import QesError
from qes.llm.budget import Budget
from qes.llm.connect import Connection
from qes.llm.cost import prompt_tokens, tokens_in
from qes.llm.failures import Failed, Failure, Kind
from qes.llm.pace import Pace
from qes.llm.speaking import Said, Speaker
from qes.llm.structured import problem_with
from qes.model import Exchange, Prompt, ReplyCheck, digest

_MOMENT = 0.015
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a prompt."""

    prompt: Prompt
    exchange: Exchange | None
    """None where it was not sent, since no call may be made any more."""
    last: bool
    """Whether nothing more comes of it."""


class Asking:
    """One run of calls. All methods are called by one thread, which need not be that of the calls."""

    def __init__(self, connection: Connection, key: str, budget: Budget, check: ReplyCheck) -> None:
        self._connection = connection
        self._budget = budget
        self._check = check
        self._speaker = Speaker(connection, key)
        self._pace = Pace(connection)
        self._came = deque[Came]()
        self._news = threading.Event()
        self._ready = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="qes-llm")
        self._run: Future[None] | None = None
        self.under_way = 0
        """Prompts of which more may come."""

    def __enter__(self) -> Self:
        self._run = self._thread.submit(asyncio.run, self._main())
        self._run.add_done_callback(self._ended)
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def room(self) -> int:
        """How many more prompts may be submitted: as many wait as are being answered, so that no worker idles."""
        return max(0, 4 * self._connection.concurrency - self.under_way)

    @property
    def stopped(self) -> QesError | None:
        """Why no call may be made any more; None while they may."""
        return self._pace.stopped

    def submit(self, prompt: Prompt, made: int) -> None:
        """Have a prompt answered, of which so many unusable replies are there already."""
        self.under_way += 1
        self._loop.call_soon_threadsafe(self._todo.put_nowait, (prompt, made))

    def wait(self) -> list[Came]:
        """What has come since; waits until something has, and a moment for more, to be kept at the cost of one.

        Nothing is lost where this, or keeping it, is interrupted: it comes again until `kept` is told.
        """
        self._news.wait()
        if not self._came and self._run is not None:
            self._run.result()
        if self.under_way > 1:
            time.sleep(_MOMENT)
        self._news.clear()
        return list(self._came)

    def kept(self, came: Sequence[Came]) -> None:
        """That what `wait` gave is safe."""
        for each in came:
            self._came.popleft()
            self.under_way -= each.last

    def close(self) -> list[Came]:
        """Give up what is under way, and hand over what is not kept yet. May be called again."""
        if self._run is not None and not self._run.done():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.shutdown(wait=True)
        return list(self._came)

    def _ended(self, _run: Future[None]) -> None:
        self._ready.set()
        self._news.set()

    # --- In the thread of the calls -----------------------------------------------------------------

    async def _main(self) -> None:
        from langsmith import tracing_context

        self._loop = asyncio.get_running_loop()
        self._todo: asyncio.Queue[tuple[Prompt, int]] = asyncio.Queue()
        self._stop = asyncio.Event()
        self._ready.set()
        with tracing_context(enabled=False):  # which would send every prompt elsewhere
            tasks = [asyncio.create_task(self._work()) for _ in range(self._connection.concurrency)]
        tasks.append(asyncio.create_task(self._stopping()))
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                each.result()
        finally:
            for each in tasks:
                each.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._speaker.close()

    async def _stopping(self) -> None:
        await self._stop.wait()

    async def _work(self) -> None:
        while True:
            prompt, made = await self._todo.get()
            try:
                async for came in self._tries(prompt, made):
                    self._tell(came)
            except QesError as error:
                self._pace.stop(error)
                self._tell(Came(prompt, None, last=True))

    def _tell(self, came: Came) -> None:
        self._came.append(came)
        self._news.set()

    async def _tries(self, prompt: Prompt, made: int) -> AsyncIterator[Came]:
        for attempt in range(made + 1, self._connection.attempts + 1):
            said, seconds = await self._said(prompt)
            if isinstance(said, Failure):
                yield Came(prompt, self._unanswered(prompt, said), last=True)
                return
            exchange = self._exchange(prompt, said, seconds, attempt)
            last = exchange.usable or said.cut_short or attempt == self._connection.attempts
            yield Came(prompt, exchange, last)
            if last:
                return

    async def _said(self, prompt: Prompt) -> tuple[Said | Failure, float]:
        """Call until a reply comes, or it is of no use to go on; and how long the last call took."""
        tries = 0
        while True:
            await self._pace.turn()
            began = self._loop.time()
            said = await self._call(prompt)
            seconds = self._loop.time() - began
            if isinstance(said, Said):
                self._pace.answered()
                return said, seconds
            tries += 1
            wait = self._pace.after(said, tries)
            if wait is None:
                return said, seconds
            await asyncio.sleep(wait)

    async def _call(self, prompt: Prompt) -> Said | Failure:
        self._speaker.form(prompt)  # which takes long the first time, but not at the model's expense
        hold = self._budget.hold(prompt, self._connection.max_tokens)
        sent = answered = 0
        try:
            async with asyncio.timeout(self._connection.timeout):
                said = await self._speaker.ask(prompt)
            sent, answered = said.tokens_in or hold.sent, said.tokens_out or tokens_in(said.text)
            self._budget.meter.learn(prompt_tokens(prompt), said.tokens_in)
        except TimeoutError:
            sent = hold.sent  # for which the provider may well want to be paid
            return Failure(Kind.LATE, f"no reply came within {self._connection.timeout:g} seconds")
        except Failed as failed:
            return failed.failure
        finally:
            self._budget.settle(hold, sent, answered)
        return replace(said, tokens_in=sent, tokens_out=answered)

    def _exchange(self, prompt: Prompt, said: Said, seconds: float, attempt: int) -> Exchange:
        at = (self._connection.model, self._connection.settings)
        name = digest(*at, prompt.sha256, str(prompt.sample), str(attempt))
        tokens = (said.tokens_in, said.tokens_out)
        exchange = Exchange(name, *at, prompt, said.text, "", *tokens, seconds, attempt)
        if said.declined:
            return replace(exchange, trouble="the model declined to answer")
        if said.cut_short:
            limit = self._connection.max_tokens
            return replace(exchange, trouble=f"the reply was cut off at {limit} tokens (`[llm] max_tokens`)")
        trouble = problem_with(said.text, prompt.schema) or self._check(exchange)
        return replace(exchange, trouble=trouble) if trouble else exchange

    def _unanswered(self, prompt: Prompt, failure: Failure) -> Exchange:
        """Attempt 0: it was no reply that was of no use; there was none."""
        at = (self._connection.model, self._connection.settings)
        name = digest(*at, prompt.sha256, str(prompt.sample), "0")
        return Exchange(name, *at, prompt, "", failure.words or failure.kind.value, attempt=0)
