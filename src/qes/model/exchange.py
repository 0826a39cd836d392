"""What a language model was asked and what it answered, word for word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from qes.model.identity import sha256


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question to a language model; all that it is told."""

    template: str
    """Name and version of the prompt file it was made from, such as `code-passage@1`."""
    system: str
    user: str
    schema: str
    """JSON Schema of the reply, as canonical JSON."""
    about: str
    """Id of what it is about: a passage, a finding, a case and code."""
    sample: int = 0
    """0 for the answer that counts; 1, 2, … where the same is asked again to see whether the answer holds."""

    sha256: str = field(init=False, repr=False, compare=False)
    """Of every word that is sent; what it is about, and which sample it is, are not."""

    def __post_init__(self) -> None:
        words = sha256("\x1e".join((self.template, self.system, self.user, self.schema)))
        object.__setattr__(self, "sha256", words)  # once: it is asked for at every step of a call


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call of a language model: the prompt, the reply as it came, and what it cost."""

    id: str
    model: str
    """Provider and name, such as `ollama:llama3.1`."""
    settings: str
    """Hash of what else shapes the reply: address, temperature, limits, method."""
    prompt: Prompt
    reply: str
    """As it came; empty where none did."""
    trouble: str = ""
    """Why the reply is of no use; empty where it is."""
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    attempt: int = 1
    """Which call for the same prompt and sample it was: unusable replies are asked for again.

    0 where no reply came at all; that is not kept, and asked again by the next run.
    """
    at: str = ""
    """UTC, ISO 8601; given when it is stored."""

    @property
    def usable(self) -> bool:
        """Whether there is an answer in it."""
        return not self.trouble


ReplyCheck = Callable[[Exchange], str]
"""Says why a reply is of no use, in words for people; empty where it is."""


class Chat(Protocol):
    """A language model that answers prompts, each by itself: nothing of one can reach the reply to another."""

    name: str
    """Provider and name, such as `ollama:llama3.1`."""
    settings: str
    """Hash of what else shapes its replies; a part of every cache key."""

    def ask(self, prompts: Iterable[Prompt], check: ReplyCheck, /) -> Iterator[Exchange]:
        """Answer every prompt, in the order in which the replies come.

        Prompts are taken as they are needed, and no reply is held back, so that memory stays flat over many.

        Args:
            prompts: May be endless for all that is held in memory.
            check: Asked about each reply that came; where it objects, the prompt is sent again, a limited number of
                times, and each try is an exchange of its own. The last of a prompt may have `trouble`.

        Raises:
            ModelUnavailable: It does not answer at all, or refuses who asks; what has come so far was handed over.
            BudgetSpent: The next call might cost more than is allowed.
        """
