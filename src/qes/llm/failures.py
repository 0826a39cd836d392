"""The one place where errors of langchain and the providers' libraries become words of ours.

Each provider brings classes of its own, so that errors are told apart by what caused them, and answers by their status.
Keys are taken out of whatever a server says.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum

from qes.errors import ModelUnavailable
from qes.llm.connect import PROVIDERS, Connection, is_loopback

GARBLED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What libraries raise on an answer that is none."""
MOST_WORDS = 300
_NO_MONEY = ("insufficient_quota", "billing", "credit balance")


class Kind(Enum):
    """What can be done about a call that brought no reply."""

    BUSY = "busy"
    """Everybody waits, then it is asked again."""
    BROKEN = "broken"
    """This call is made again after a while."""
    LATE = "late"
    """It took too long, or too much came; made again once or twice, for it may have been paid."""
    REFUSED = "refused"
    """This prompt cannot be answered; others may."""
    CLOSED = "closed"
    """No prompt can be."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call brought no reply."""

    kind: Kind
    words: str
    status: int = 0
    """HTTP status; 0 where no answer came."""
    wait: float | None = None
    """Seconds the server asks to wait."""
    unreachable: bool = False
    """Whether nothing answers at the address at all."""


class Failed(Exception):
    """A call brought no reply."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.words)
        self.failure = failure


def failure_of(error: BaseException, secret: str) -> Failure:
    """What an error of the libraries means; errors that a server answers with are `failed_with` already.

    Args:
        error: As it was raised.
        secret: The key, which must not be told.
    """
    causes = list(_causes(error))
    if failed := next((each for each in causes if isinstance(each, Failed)), None):
        return failed.failure
    if any(type(each).__name__ == "ConnectError" or isinstance(each, ConnectionRefusedError) for each in causes):
        return Failure(Kind.BROKEN, "nothing answers at its address", unreachable=True)
    if any("Timeout" in type(each).__name__ for each in causes):
        return Failure(Kind.LATE, "no reply came in time")
    if isinstance(error, GARBLED):
        words = f"what it answers is no reply of such a model: {told(str(error), secret)}"
        return Failure(Kind.BROKEN, words, status=200)
    return Failure(Kind.BROKEN, f"the connection was lost ({told(str(causes[-1]), secret)})")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def complaint(body: str) -> str:
    """What the body of an error says; each provider puts it elsewhere."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return body
    said = said.get("error", said) if isinstance(said, dict) else said
    if not isinstance(said, dict):
        return str(said)
    code = said.get("code")
    return f"{said.get('message', body)}{f' ({code})' if code else ''}"


def told(words: str, secret: str = "") -> str:
    """What a server said, short, in one line, without the key, and without signs that could steer a terminal."""
    if secret:
        words = words.replace(secret, "(the key)")
    words = "".join(" " if unicodedata.category(each)[0] == "C" else each for each in words[: 10 * MOST_WORDS])
    words = " ".join(words.split())
    return words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}…"


def failed_with(status: int, body: str, headers: Mapping[str, str], secret: str = "") -> Failure:
    """What an HTTP status means.

    Args:
        status: Of an answer that is no reply.
        body: Of the same.
        headers: Of the same.
        secret: The key, which must not be told.
    """
    words = f"status {status}: {told(complaint(body), secret)}"
    if status < 400:
        where = told(headers.get("location", "another address"), secret)
        return Failure(Kind.CLOSED, f"sends on to {where}, which was not followed", status)
    if status in (401, 403, 404):
        return Failure(Kind.CLOSED, words, status)
    if status == 429 and any(each in words for each in _NO_MONEY):
        return Failure(Kind.CLOSED, words, status)
    if status in (429, 503, 529):
        return Failure(Kind.BUSY, words, status, wait_asked(headers))
    if status in (408, 409, 425) or status >= 500:
        return Failure(Kind.BROKEN, words, status, wait_asked(headers))
    return Failure(Kind.REFUSED, words, status)


def wait_asked(headers: Mapping[str, str]) -> float | None:
    """Seconds a server asks to wait: as a number, in milliseconds, or until a date; None where it does not say."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        given = headers.get(name, "").strip()
        try:
            return max(0.0, float(given) / unit)
        except ValueError:
            continue
    try:
        until = parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def unavailable(connection: Connection, failure: Failure) -> ModelUnavailable:
    """The model cannot be asked at all, and what to do about it."""
    wait = failure.wait or 0.0
    asks = f"; it asks to wait {wait / 60:,.0f} minutes" if 60 <= wait < math.inf else ""
    where = f"{connection.address}: {failure.words}{asks}"
    return ModelUnavailable(connection.model, where, _hint(connection, failure))


def _hint(connection: Connection, failure: Failure) -> str:
    ollama = connection.provider == "ollama"
    if failure.unreachable and ollama and is_loopback(connection.address):
        fetch = f"`ollama pull {connection.name}`"
        return f"Is the server running? Start it with `ollama serve`, and fetch the model: {fetch}."
    if failure.unreachable:
        return "Is the server running, and is `[llm] base_url` in qes.toml right?"
    if failure.status in (401, 403):
        return _key_hint(connection)
    if failure.status == 404 and ollama:
        return f"Fetch the model with `ollama pull {connection.name}`; `ollama list` shows those that are there."
    if failure.status == 404:
        return "Check the model's name, and the address: that of an OpenAI-compatible server mostly ends in /v1."
    if failure.status in (400, 422):
        return "If it takes no reply in a given form so, try another `[llm] method`: function_calling or json_mode."
    if failure.status == 200:
        return "Check `[llm] base_url`: something else seems to answer there."
    if 300 <= failure.status < 400:
        return "If that is the right address, set it as `[llm] base_url`; what is sent to one is never sent to another."
    return "Nothing that was answered is lost or paid twice: run the same command again later."


def _key_hint(connection: Connection) -> str:
    if connection.variable:
        return f"Check the key in the environment variable {connection.variable}, and what it is allowed."
    own = PROVIDERS[connection.provider].key_variable
    also = f", though it may be {own}," if own else ""
    return f"It was sent no key: name the environment variable that holds it in `[llm] key_variable`{also} in qes.toml."
