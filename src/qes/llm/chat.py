"""A model that is asked: prompts in, exchanges out, in the order in which the replies come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from qes.llm.asking import Asking, Came
from qes.llm.budget import Budget
from qes.llm.connect import Connection, is_remote
from qes.llm.providers import require
from qes.model import Exchange, Prompt, ReplyCheck

Key = tuple[str, int]
"""What makes two prompts the same question: SHA-256 of the words, and the sample."""


class Keeper(Protocol):
    """Knows what was asked before and keeps what comes; called by the thread that reads the replies."""

    def known(self, prompts: Sequence[Prompt], /) -> Sequence[Sequence[Exchange]]:
        """The replies that each prompt has had already, by attempt."""

    def keep(self, exchanges: Sequence[Exchange], /) -> None:
        """Keep replies that have just come, before anybody hears of them."""


class Forgetful:
    """Knows nothing and keeps nothing."""

    def known(self, prompts: Sequence[Prompt], /) -> Sequence[Sequence[Exchange]]:
        """None for any."""
        return [()] * len(prompts)

    def keep(self, exchanges: Sequence[Exchange], /) -> None:
        """Let them go."""


class ModelChat:
    """A language model behind a `Connection`; what it may cost is limited over all that is asked of it."""

    def __init__(self, connection: Connection, budget: Budget) -> None:
        self.connection = connection
        self.budget = budget
        self.name = connection.model
        self.settings = connection.settings
        self.remote = is_remote(connection)
        """Whether what is sent to it leaves this machine."""

    def ask(
        self, prompts: Iterable[Prompt], check: ReplyCheck, /, *, keeper: Keeper | None = None
    ) -> Iterator[Exchange]:
        """Answer every prompt; see `Chat.ask`.

        A prompt that brought no reply at all, however often it was sent, is an exchange of attempt 0, with no id to be
        kept under. The same question asked twice is sent once. Closing the iterator gives up what is under way and
        keeps what has come.

        Args:
            prompts: Taken in the caller's thread.
            check: Called in another thread.
            keeper: Asked first, and told of every reply before it is handed over.
        """
        require(self.connection)
        kept = keeper or Forgetful()
        with Asking(self.connection, self.connection.key(), self.budget, check) as asking:
            try:
                yield from _Round(asking, kept, check, self.connection.attempts).run(prompts)
            finally:
                kept.keep(_replies(asking.close()))


class _Round:
    """One walk through some prompts."""

    def __init__(self, asking: Asking, keeper: Keeper, check: ReplyCheck, attempts: int) -> None:
        self._asking, self._keeper = asking, keeper
        self._check, self._attempts = check, attempts
        self._twins: dict[Key, list[Prompt]] = {}
        """Of each question under way: the other prompts that ask the same."""

    def run(self, prompts: Iterable[Prompt]) -> Iterator[Exchange]:
        """Every exchange as it comes; raises what stopped the asking once nothing is under way any more."""
        source, more = iter(prompts), True
        enough = (self._asking.room + 3) // 4
        while True:
            while more and self._asking.stopped is None and (room := self._asking.room) >= enough:
                batch = list(islice(source, room))
                more = len(batch) == room
                yield from self._begin(batch)
            if not self._asking.under_way:
                break
            came = self._asking.wait()
            self._keeper.keep(_replies(came))
            self._asking.kept(came)
            for each in came:
                yield from self._hand_over(each)
        if self._asking.stopped is not None:
            raise self._asking.stopped

    def _begin(self, batch: Sequence[Prompt]) -> Iterator[Exchange]:
        for prompt, earlier in zip(batch, self._keeper.known(batch), strict=True):
            key = (prompt.sha256, prompt.sample)
            if (found := self._settled(earlier)) is not None:
                yield replace(found, prompt=prompt)
            elif key in self._twins:
                self._twins[key].append(prompt)
            else:
                self._twins[key] = []
                self._asking.submit(prompt, len(earlier))

    def _settled(self, earlier: Sequence[Exchange]) -> Exchange | None:
        """The reply that counts among those there are, or the last that may be asked for; None: ask."""
        judged = [replace(each, trouble=self._check(each)) if each.usable else each for each in earlier]
        if usable := [each for each in judged if each.usable]:
            return usable[-1]
        return judged[-1] if len(judged) >= self._attempts else None

    def _hand_over(self, came: Came) -> Iterator[Exchange]:
        key = (came.prompt.sha256, came.prompt.sample)
        twins = self._twins.pop(key, []) if came.last else []
        if came.exchange is not None:
            yield came.exchange
            for prompt in twins:
                yield replace(came.exchange, prompt=prompt)


def _replies(came: Iterable[Came]) -> list[Exchange]:
    """Those that a model gave; only they are kept."""
    return [each.exchange for each in came if each.exchange is not None and each.exchange.attempt > 0]
