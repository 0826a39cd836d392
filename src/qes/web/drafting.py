"""Asking the project's language model for a draft: one at a time, with how far it is for pages to say."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from qes.errors import BadDecision, Conflict
from qes.pipeline.models.chat import chat_of
from qes.pipeline.models.drafting.drafting import draft, order_of
from qes.project import Project
from qes.synthesis.drafts.model import Draft, Kind


class Busy(Conflict):
    """Somebody is asking a model already."""

    hint = "Wait until that draft has come; one is asked for at a time."

    def __init__(self, author: str) -> None:
        super().__init__("a draft", f"{author} is asking for one")
        self.args = (f"a draft is being asked for already, by {author}",)


@dataclass
class Drafting:
    """The draft that is being asked for, if one is; one of these serves a workbench."""

    author: str = ""
    """Empty: none is."""
    done: int = 0
    total: int = 0
    """Sentences that are checked; 0: the draft itself has not come yet."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def turn(self, author: str) -> Iterator[None]:
        """Be the only one who asks.

        Raises:
            Busy: Somebody is asking already.
        """
        if not self._lock.acquire(blocking=False):
            raise Busy(self.author)
        self.author, self.done, self.total = author, 0, 0
        try:
            yield
        finally:
            self.author = ""
            self._lock.release()

    def tell(self, what: str, done: int, total: int) -> None:
        """Take note of progress."""
        del what
        self.done, self.total = done, total


def ask(
    project: Project, state: Drafting, kind: Kind, cases: Sequence[str], code: str, author: str, *, send: bool
) -> Draft:
    """Ask the model that the settings name for a draft, and keep it.

    Args:
        project: Whose evidence and model.
        state: Of the workbench.
        kind: What is to be drafted.
        cases: See `draft_finding`.
        code: Likewise.
        author: Who asks.
        send: Whether quotes may be sent to a model that is not on this machine.

    Raises:
        Busy: Somebody is asking already.
        BadDecision: The model is not on this machine, and nothing may be sent.
        BadFinding, UnknownCode, ModelUnavailable, BudgetSpent: See `draft_finding`.
    """
    with state.turn(author):
        chat = chat_of(project, author=author)
        if chat.remote and not send:
            error = BadDecision(f"{chat.name} is not on this machine, and nothing was sent")
            error.hint = "Say that quotes of accepted codings may be sent to it."
            raise error
        order = order_of(project, kind, cases, code, chat.name, remote=chat.remote)
        return draft(project, chat, order, author, state.tell)
