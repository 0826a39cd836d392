"""One call of a model through langchain: a prompt in, a reply out; every error in our words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from qes.llm.connect import Connection
from qes.llm.cost import prompt_tokens
from qes.llm.failures import GARBLED, Failed, failure_of
from qes.llm.providers import Opened, library_of, open_model, plain_client
from qes.llm.structured import reply_of, schema_of
from qes.model import Prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

SMALLEST_CONTEXT = 8_192
MOST_TOKENS = 100_000_000
"""No call takes as many: a report of more is none."""
_SAFE = 1.5
"""Estimates of tokens may be so much too low."""
_ENDS = ("finish_reason", "stop_reason", "done_reason")
_CUT_SHORT = frozenset({"length", "max_tokens"})
_DECLINED = frozenset({"content_filter", "refusal"})


@dataclass(frozen=True, slots=True)
class Said:
    """A reply as it came."""

    text: str
    cut_short: bool
    """Whether the limit of tokens ended it."""
    declined: bool
    """Whether the provider or the model would not answer."""
    tokens_in: int
    """0 where it is not reported."""
    tokens_out: int


class Speaker:
    """Asks one model; lives in one event loop."""

    def __init__(self, connection: Connection, key: str) -> None:
        self._connection = connection
        self._key = key
        self._opened: dict[int, Opened] = {}
        self._forms: dict[tuple[int, str], Runnable[Any, AIMessage]] = {}

    async def ask(self, prompt: Prompt) -> Said:
        """Send a prompt.

        Raises:
            Failed: No reply came.
        """
        from langchain_core.messages import HumanMessage, SystemMessage

        form = self.form(prompt)
        try:
            return self._said(await form.ainvoke([SystemMessage(prompt.system), HumanMessage(prompt.user)]))
        except foreign(self._connection.provider) as error:
            raise Failed(failure_of(error, self._key)) from None

    async def close(self) -> None:
        """Close all connections."""
        for opened in self._opened.values():
            await opened.close()

    def form(self, prompt: Prompt) -> Runnable[Any, AIMessage]:
        """The model bound to the form of the reply; made once for each, as that takes long."""
        context = self._context(prompt)
        found = self._forms.get((context, prompt.schema))
        if found is None:
            if context not in self._opened:
                self._opened[context] = open_model(self._connection, self._key, context)
            found = _bound(self._opened[context].model, prompt.schema, self._connection.method or "json_schema")
            self._forms[context, prompt.schema] = found
        return found

    def _context(self, prompt: Prompt) -> int:
        """Ollama cuts off, without a word, what exceeds the room it was told to make; so there is always enough."""
        if self._connection.provider != "ollama":
            return 0
        needed = int(prompt_tokens(prompt) * _SAFE) + self._connection.max_tokens
        return max(SMALLEST_CONTEXT, 1 << (needed - 1).bit_length())

    def _said(self, message: AIMessage) -> Said:
        text = reply_of(message)
        if self._key:
            text = text.replace(self._key, "(the key)")
        about: dict[str, Any] = message.response_metadata
        usage: dict[str, Any] = dict(message.usage_metadata or {})
        end = next((str(about[name]) for name in _ENDS if about.get(name)), "")
        counts = (_reported(usage.get("input_tokens")), _reported(usage.get("output_tokens")))
        declined = end in _DECLINED or bool(message.additional_kwargs.get("refusal"))
        return Said(text, end in _CUT_SHORT, declined, *counts)


def _reported(count: Any) -> int:
    """Tokens as a server reports them; 0 where that cannot be."""
    return count if type(count) is int and 0 < count <= MOST_TOKENS else 0


def _bound(model: BaseChatModel, schema: str, method: str) -> Runnable[Any, AIMessage]:
    """What `with_structured_output` makes of the model, without the parser behind it: replies are read here.

    Of OpenAI, a form in the body of a call rather than beside it leaves the reply unread, so that one that was cut off
    raises no error.
    """
    made: Any = model.with_structured_output(schema_of(schema), method=method)
    bound = made.first
    if (form := bound.kwargs.get("response_format")) is not None:
        return model.bind(extra_body={"response_format": form})
    only: Runnable[Any, AIMessage] = bound
    return only


@cache
def foreign(provider: str) -> tuple[type[Exception], ...]:
    """What the libraries raise where no reply comes, or one they cannot read."""
    import httpx

    shared = (Failed, httpx.HTTPError, httpx.StreamError, OSError, *GARBLED)
    if provider == "openai":
        import openai

        library = import_module(library_of(plain_client(openai.DefaultAsyncHttpxClient)))
        return (*shared, openai.OpenAIError, library.HTTPError, library.StreamError, library.InvalidURL)
    if provider == "anthropic":
        import anthropic

        return (*shared, anthropic.AnthropicError)
    import ollama

    return (*shared, ollama.ResponseError, ollama.RequestError)
