"""Texts to vectors by a provider's address, through langchain, as carefully as a language model is asked.

Batches go out side by side; a server that is busy is waited for, as long as it asks; what fails on its way is sent
again; and vectors that cannot be are no vectors.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from qes.errors import ModelUnavailable
from qes.llm.connect import Connection
from qes.llm.failures import Failure, Kind, failure_of, unavailable
from qes.llm.pace import Pace

if TYPE_CHECKING:
    from qes.llm.providers import OpenedEmbeddings

Rows = list[list[float]]
T = TypeVar("T")
EMBEDDING_PROVIDERS = ("openai", "ollama")
"""Anthropic has no embeddings."""


def embed(connection: Connection, batches: Sequence[Sequence[str]]) -> list[Rows]:
    """The vectors of some batches of texts, each batch in one call.

    Args:
        connection: Where they come from.
        batches: None of them empty, and no text in them either.

    Returns:
        For each batch as many vectors as texts, in their order: all of one length, and every number finite.

    Raises:
        ModelUnavailable: The address does not answer, refuses, or answers something else.
    """
    from qes.llm.providers import require

    require(connection)
    key = connection.key()
    try:
        return _apart(_all(connection, key, batches))
    except ModelUnavailable as error:
        hint = error.hint.replace("[llm]", "[embed]")
        raise ModelUnavailable(error.name, error.problem, hint) from None


def _apart(work: Coroutine[Any, Any, T]) -> T:
    """Do it in a thread with an event loop of its own, as whoever asks may be in one; give up where that is stopped."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(work)
    with ThreadPoolExecutor(1, thread_name_prefix="qes-embed") as thread:
        future = thread.submit(_finish, loop, task)
        try:
            return future.result()
        except KeyboardInterrupt:
            loop.call_soon_threadsafe(task.cancel)
            raise


def _finish(loop: asyncio.AbstractEventLoop, task: asyncio.Task[T]) -> T:
    try:
        return loop.run_until_complete(task)
    finally:
        loop.close()


async def _all(connection: Connection, key: str, batches: Sequence[Sequence[str]]) -> list[Rows]:
    from qes.llm.providers import open_embeddings

    opened, pace = open_embeddings(connection, key), Pace(connection)
    room = asyncio.Semaphore(connection.concurrency)

    async def one(texts: Sequence[str]) -> Rows:
        async with room:
            return await _batch(opened, connection, key, pace, texts)

    tasks = [asyncio.create_task(one(texts)) for texts in batches]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await opened.close()


async def _batch(opened: OpenedEmbeddings, connection: Connection, key: str, pace: Pace, texts: Sequence[str]) -> Rows:
    tries = 0
    while True:
        await pace.turn()
        came = await _call(opened, connection, key, texts)
        if not isinstance(came, Failure):
            pace.answered()
            return came
        tries += 1
        wait = pace.after(came, tries)
        if wait is None:
            raise pace.stop(unavailable(connection, came))
        await asyncio.sleep(wait)


async def _call(opened: OpenedEmbeddings, connection: Connection, key: str, texts: Sequence[str]) -> Rows | Failure:
    from qes.llm.speaking import foreign

    try:
        async with asyncio.timeout(connection.timeout):
            return checked(await opened.model.aembed_documents(list(texts)), len(texts))
    except TimeoutError:
        return Failure(Kind.LATE, f"no vectors came within {connection.timeout:g} seconds")
    except foreign(connection.provider) as error:
        return failure_of(error, key)


def checked(rows: Any, count: int) -> Rows:
    """Vectors that can be those of so many texts.

    Raises:
        ValueError: They cannot.
    """
    if not isinstance(rows, list) or len(rows) != count:
        raise ValueError(f"{len(rows) if isinstance(rows, list) else 'no'} vectors for {count} texts")
    if len({len(row) for row in rows}) > 1 or not rows[0]:
        raise ValueError("vectors of different lengths, or of none")
    if not all(math.isfinite(number) for row in rows for number in row):
        raise ValueError("a vector holds a number that is none")
    if not all(any(row) for row in rows):
        raise ValueError("a vector is nothing but zeros")
    return rows


class LeanEmbeddings:
    """What langchain uses of `AsyncOpenAI().embeddings`; see `LeanCompletions` for why."""

    def __init__(self, client: Any, address: str, key: str) -> None:
        """Speak over an HTTP client, to an address that ends before `/embeddings`."""
        self._client, self._url = client, f"{address}/embeddings"
        self._headers = {"authorization": f"Bearer {key}"} if key else {}

    async def create(self, **payload: Any) -> dict[str, Any]:
        """Send texts, and give their vectors in the order of the texts, which a server need not keep.

        Raises:
            ValueError: What came is no JSON, or leaves open whose vectors they are.
        """
        said = (await self._client.post(self._url, json=payload, headers=self._headers)).json()
        rows = sorted(said["data"], key=lambda row: int(row["index"]))
        if [row["index"] for row in rows] != list(range(len(payload["input"]))):
            raise ValueError(f"{len(rows)} vectors for {len(payload['input'])} texts, or not one for each")
        return {"data": rows}
