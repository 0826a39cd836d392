"""OpenAI's chat completions without OpenAI's client, for langchain to use in its place.

That client walks through every message once for each kind it might be, and takes more time than all the rest of a call.
langchain only wants something that sends a dictionary and brings one back.
"""

from __future__ import annotations

from typing import Any

from qes.llm.connect import PROVIDERS

_COUNTS = ("prompt_tokens", "completion_tokens")


class LeanCompletions:
    """What langchain uses of `AsyncOpenAI().chat.completions`."""

    def __init__(self, client: Any, address: str, key: str) -> None:
        """Speak over an HTTP client of httpx or httpx2, to an address that ends before `/chat/completions`."""
        self._client = client
        self._url = f"{address}/chat/completions"
        self._headers = {"authorization": f"Bearer {key}"} if key else {}
        self._own = address == PROVIDERS["openai"].address

    @property
    def with_raw_response(self) -> LeanCompletions:
        """Replies are always given as they are."""
        return self

    async def create(self, *, extra_body: dict[str, Any] | None = None, **payload: Any) -> RawReply:
        """Send a call, and wait for its whole reply."""
        body = payload | (extra_body or {})
        if not self._own and "max_completion_tokens" in body:  # by its older name, which every other server knows
            body["max_tokens"] = body.pop("max_completion_tokens")
        return RawReply(await self._client.post(self._url, json=body, headers=self._headers))


class RawReply:
    """A reply that is read when langchain asks for it."""

    def __init__(self, response: Any) -> None:
        self.http_response = response
        self.headers = response.headers

    def parse(self) -> Any:
        """Its JSON, whatever that is, but for counts of tokens that are none, and what langchain would not find.

        Raises:
            ValueError: It is none.
        """
        said = self.http_response.json()
        if not isinstance(said, dict):
            return said
        choices = said.get("choices")
        declined = [_declined(each) for each in choices] if isinstance(choices, list) else choices
        return said | {"usage": _counted(said.get("usage"))} | ({"choices": declined} if "choices" in said else {})


def _counted(usage: Any) -> dict[str, int] | None:
    """The tokens reported; None where no such thing is: what was answered and paid is not lost for that."""
    if not isinstance(usage, dict):
        return None
    return {name: count for name in _COUNTS if type(count := usage.get(name)) is int and count > 0}


def _declined(choice: Any) -> Any:
    """A choice that ends by saying so where the model declined, which stands beside the text."""
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(message, dict) or not message.get("refusal") or message.get("content"):
        return choice
    return choice | {"finish_reason": "refusal"}
