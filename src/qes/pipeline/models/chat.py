"""A model whose every reply is kept the moment it comes, and which is never asked twice what it has answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qes.errors import ModelUnavailable
from qes.llm.budget import Budget
from qes.llm.connect import Connection, open_chat
from qes.llm.cost import Prices
from qes.masking import wanted
from qes.model import Exchange, Prompt, ReplyCheck
from qes.pipeline.models.sent import Sent, tell
from qes.project import Project
from qes.settings import LlmSettings
from qes.store import Store

if TYPE_CHECKING:
    from qes.llm.chat import ModelChat


class StoredChat:
    """A `Chat` that answers from the store first; replies of no use count as attempts there too."""

    def __init__(self, chat: ModelChat, store: Store, author: str, *, masked: bool = False) -> None:
        """Nothing is asked yet.

        Args:
            chat: The model.
            store: Where replies are kept.
            author: Who asks.
            masked: Whether names stand as pseudonyms in what it is sent, by the settings.
        """
        self.chat = chat
        self.name = chat.name
        self.settings = chat.settings
        self.remote = chat.remote
        """Whether what is sent to it leaves this machine."""
        self.budget = chat.budget
        """What was spent by this object, and what may be."""
        self._kept = _Kept(chat, store, author, Sent(chat.name, chat.settings, chat.remote, masked))

    def ask(self, prompts: Iterable[Prompt], check: ReplyCheck, /) -> Iterator[Exchange]:
        """Answer every prompt; see `Chat.ask`. What is kept already is handed over first, as it was kept.

        Raises:
            ModelUnavailable, BudgetSpent: See there.
            CannotWrite, StoreError: A reply cannot be kept; none is asked for any more.
        """
        return self.chat.ask(prompts, check, keeper=self._kept)


class _Kept:
    """The store as a `Keeper`."""

    def __init__(self, chat: ModelChat, store: Store, author: str, sent: Sent) -> None:
        self._chat, self._store, self._author = chat, store, author
        self._sent, self._told = sent, False

    def known(self, prompts: Sequence[Prompt], /) -> list[list[Exchange]]:
        """The replies that each prompt has had, by attempt."""
        wanted = {prompt.sha256 for prompt in prompts}
        found = self._store.exchanges(prompts=wanted, model=self._chat.name, settings=self._chat.settings)
        had: dict[tuple[str, int], list[Exchange]] = {}
        for each in sorted(found, key=lambda exchange: exchange.attempt):
            had.setdefault((each.prompt.sha256, each.prompt.sample), []).append(each)
        return [had.get((prompt.sha256, prompt.sample), []) for prompt in prompts]

    def keep(self, exchanges: Sequence[Exchange], /) -> None:
        """Add replies to the record."""
        if exchanges and not self._told:
            tell(self._store, self._sent, self._author)
            self._told = True
        if exchanges:
            self._store.save_exchanges(exchanges, self._author)


def connection_of(settings: LlmSettings, model: str = "", base_url: str = "", seed: int = 0) -> Connection:
    """The model that the settings name, or another one under the same settings.

    Another provider's model is asked at its own address, and with its own key, unless an address is given.

    Raises:
        ModelUnavailable: None is named, or its name or address cannot be.
    """
    if not (chosen := model or settings.model):
        hint = 'Name one: `--model ollama:llama3.1`, or `[llm] model = "ollama:llama3.1"` in qes.toml.'
        raise ModelUnavailable("", "no language model is named", hint)
    same = chosen.partition(":")[0] == settings.model.partition(":")[0] or not settings.model
    return Connection(
        chosen,
        base_url or (settings.base_url if same else ""),
        settings.key_variable if same else "",
        settings.method,
        settings.temperature,
        settings.max_tokens,
        settings.timeout,
        settings.concurrency,
        settings.attempts,
        settings.retries,
        seed=seed,
    )


def chat_of(
    project: Project,
    model: str = "",
    base_url: str = "",
    *,
    budget: float | None = None,
    tokens: int | None = None,
    author: str = "",
) -> StoredChat:
    """The project's language model; nothing is loaded or sent before it is asked.

    Args:
        project: Whose settings and record.
        model: Another than the settings name.
        base_url: Another address.
        budget: Most money, instead of the setting's.
        tokens: Most tokens, instead of the setting's.
        author: Who asks; by default the project's coder.

    Raises:
        ModelUnavailable: See `connection_of`.
    """
    given = project.settings.llm
    connection = connection_of(given, model, base_url, project.settings.seed)
    limits = (given.budget_tokens if tokens is None else tokens, given.budget if budget is None else budget)
    spending = Budget(connection.model, *limits, Prices(given.price_in, given.price_out))
    return _stored(project, open_chat(connection, spending), author)


def sampling_chat(project: Project, chat: StoredChat) -> StoredChat:
    """The same model on the same budget, but free to answer otherwise each time: see `[llm] sample_temperature`."""
    connection = replace(chat.chat.connection, temperature=project.settings.llm.sample_temperature)
    return _stored(project, open_chat(connection, chat.budget))


def _stored(project: Project, chat: ModelChat, author: str = "") -> StoredChat:
    masked = wanted(project.settings.llm, chat.remote)
    return StoredChat(chat, project.store, author or project.coder, masked=masked)
