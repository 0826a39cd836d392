"""When the next call may be made: waits that grow, waits a server asks for, and an end where nothing helps."""

from __future__ import annotations

import asyncio
import random

from qes.errors import QesError
from qes.llm.connect import Connection
from qes.llm.failures import Failure, Kind, unavailable

MOST_WAIT = 600.0
"""Seconds; a server that asks for more is not waited for."""
LONGEST_STEP = 30.0
"""Seconds; waits do not grow beyond."""


class Pace:
    """Shared by all calls under way; lives in one event loop."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._random = random.Random(connection.seed)
        self._resume = 0.0
        self._in_a_row = 0
        self._answered = False
        self.stopped: QesError | None = None

    async def turn(self) -> None:
        """Wait until a call may be made.

        Raises:
            ModelUnavailable, BudgetSpent: None may any more.
        """
        clock = asyncio.get_running_loop().time
        while self.stopped is None and (left := self._resume - clock()) > 0:
            await asyncio.sleep(left)
        if self.stopped is not None:
            raise self.stopped

    def stop(self, error: QesError) -> QesError:
        """Let no further call be made; those under way may end. Gives the first reason there was."""
        self.stopped = self.stopped or error
        return self.stopped

    def answered(self) -> None:
        """A reply came."""
        self._answered = True
        self._in_a_row = 0

    def after(self, failure: Failure, tries: int) -> float | None:
        """Seconds until a failed call is made again; None: never.

        Args:
            failure: What happened.
            tries: How often this call has failed now.

        Raises:
            ModelUnavailable: The model cannot be asked any more.
        """
        self._in_a_row += 1
        if self._hopeless(failure):
            raise self.stop(unavailable(self._connection, failure))
        if failure.kind is Kind.BUSY:
            return self._all_wait(failure, tries)
        allowed = {Kind.BROKEN: self._connection.retries, Kind.LATE: self._connection.attempts - 1}
        if tries > allowed.get(failure.kind, 0):
            return None
        return max(failure.wait or 0.0, self._step(tries))

    def _hopeless(self, failure: Failure) -> bool:
        if failure.kind is Kind.CLOSED or (failure.unreachable and not self._answered):
            return True
        if failure.wait is not None and failure.wait > MOST_WAIT:
            return True
        return self._in_a_row >= (self._connection.retries + 1) * self._connection.concurrency

    def _all_wait(self, failure: Failure, tries: int) -> float:
        """Nobody calls before the time the server asks for, and not all at once then."""
        wait = failure.wait if failure.wait is not None else self._step(tries)
        until = asyncio.get_running_loop().time() + wait
        self._resume = max(self._resume, until)
        return wait + self._random.uniform(0, self._connection.first_wait)

    def _step(self, tries: int) -> float:
        longest = min(LONGEST_STEP, self._connection.first_wait * 2.0 ** min(tries - 1, 30))
        return longest * self._random.uniform(0.5, 1.0)
