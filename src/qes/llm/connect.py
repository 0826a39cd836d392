"""Which model, where, and how it is asked; and whether a text sent to it leaves this machine."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qes.errors import ModelUnavailable
from qes.model import digest

if TYPE_CHECKING:
    from qes.llm.budget import Budget
    from qes.llm.chat import ModelChat


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider's models are asked, unless a setting says otherwise."""

    address: str
    key_variable: str
    """Environment variable that holds the key; empty where none is needed."""


PROVIDERS = {
    "openai": Provider("https://api.openai.com/v1", "OPENAI_API_KEY"),
    "anthropic": Provider("https://api.anthropic.com", "ANTHROPIC_API_KEY"),
    "ollama": Provider("http://127.0.0.1:11434", ""),
}
"""Each is also an extra of qes. Addresses are never taken from the environment, where one could stand unseen."""

_CLOUD = ("-cloud", ":cloud")
"""How Ollama marks a model that its server here only passes on to one elsewhere."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A language model and how it is asked.

    Raises:
        ModelUnavailable: The model's name, its provider or its address cannot be.
    """

    model: str
    """`provider:name`, such as `ollama:llama3.1`; a name may hold colons of its own."""
    base_url: str = ""
    """Empty: the provider's own, or Ollama's on this machine."""
    key_variable: str = ""
    """Environment variable that holds the key; empty: the provider's own, for its own address only."""
    method: str = ""
    """How langchain asks for a reply in a given form: `json_schema` (where empty), `function_calling`, `json_mode`."""
    temperature: float = 0.0
    max_tokens: int = 2000
    """A reply is cut off beyond so many."""
    timeout: float = 120.0
    """Seconds a whole call may take, however steadily its reply drips."""
    concurrency: int = 4
    attempts: int = 2
    """So often a prompt is sent in all where the reply is of no use."""
    retries: int = 5
    """So often a call is made again that brought no reply."""
    first_wait: float = 0.5
    """Seconds before the first of those; each later one waits twice as long."""
    seed: int = 0
    """Of the small random differences between waits."""

    def __post_init__(self) -> None:
        if self.provider not in PROVIDERS or not self.name:
            known = ", ".join(f"`{name}:…`" for name in PROVIDERS)
            hint = f"Name it by provider and name, one of {known}; any OpenAI-compatible server is `openai:NAME` with "
            raise ModelUnavailable(self.model, "is no provider and name", hint + "its address as `--base-url`.")
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ModelUnavailable(self.model, "its address is no http(s) URL", "Correct `base_url`.")
        if parts.username or parts.password or parts.query:
            hint = "Put the key into an environment variable, and the variable's name into `[llm] key_variable`."
            raise ModelUnavailable(self.model, "its address holds a name, password or query", hint)

    @property
    def provider(self) -> str:
        """Such as `ollama`."""
        return self.model.partition(":")[0]

    @property
    def name(self) -> str:
        """The model's name at its provider."""
        return self.model.partition(":")[2]

    @property
    def address(self) -> str:
        """Where it is asked."""
        own = PROVIDERS[self.provider].address if self.provider in PROVIDERS else ""
        return (self.base_url or own).rstrip("/")

    @property
    def settings(self) -> str:
        """Hash of what shapes its replies besides the model and the prompt."""
        shaping = (self.address, self.method or "json_schema", repr(float(self.temperature)), str(self.max_tokens))
        return digest("llm-settings-1", *shaping)

    @property
    def variable(self) -> str:
        """Environment variable that holds its key; empty: it is sent none.

        A provider's own key goes to its own address only, unless the team names the variable.
        """
        own = PROVIDERS[self.provider]
        return self.key_variable or (own.key_variable if self.address == own.address else "")

    def key(self) -> str:
        """The key; empty where none is needed.

        Raises:
            ModelUnavailable: The variable that should hold it is not set, or holds what no key is made of.
        """
        if not self.variable:
            return ""
        if not (found := os.environ.get(self.variable, "").strip()):
            hint = f"Put the key into the environment variable {self.variable}; qes never reads one from a file."
            raise ModelUnavailable(self.model, f"there is no key in {self.variable}", hint)
        if not (found.isascii() and found.isprintable() and " " not in found):
            hint = "Copy the key anew, without spaces, line breaks or letters that are no plain ones."
            raise ModelUnavailable(self.model, f"what stands in {self.variable} cannot be a key", hint)
        return found


def is_remote(connection: Connection) -> bool:
    """Whether what is sent leaves this machine, as far as its address and name tell.

    Any name of a machine counts as another machine but `localhost`, whatever it stands for here.
    """
    if connection.provider == "ollama" and connection.name.endswith(_CLOUD):
        return True
    return not is_loopback(connection.address)


def is_loopback(address: str) -> bool:
    """Whether a URL leads to this machine."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_chat(connection: Connection, budget: Budget | None = None) -> ModelChat:
    """The model, ready to be asked; nothing is loaded or sent before that.

    Args:
        connection: Which one.
        budget: What all that is asked of it may cost; no limit without.
    """
    from qes.llm.budget import Budget
    from qes.llm.chat import ModelChat

    return ModelChat(connection, budget or Budget(connection.model))
