"""Two coded towns and a model that drafts: some of what it says is true, and the rest is wrong in every known way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from model_acts import Act, Call, Say, Status
from model_server import ModelServer, running
from qes.pipeline.models.chat import StoredChat, chat_of
from qes.project import Project

GOOD = "The bus drivers send a list of flooded stops every Monday, and it is put beside the rain gauges."
QUOTING = "The bus drivers send a list of “flooded stops” every Monday."
UNSUPPORTED = "The bus drivers send the list of flooded stops every day."
SENTENCES = (
    f"{GOOD[:-1]} [S1].",
    "The city is the best prepared in the land.",
    "The list of flooded stops is public [S77].",
    f"{UNSUPPORTED[:-1]} [S1].",
    "The engineer calls the flooded stops “a great success for everybody” [S1].",
)
_SENTENCE = re.compile(r"\[sentence (\w+)\]\n(.*?)\n\[/sentence \1\]", re.DOTALL)


@dataclass
class Drafter:
    """What the model says; each part may be exchanged."""

    sentences: Sequence[str] = SENTENCES
    against: dict[str, str] = field(default_factory=dict)
    """Words of a passage → what it quotes as speaking against a finding."""
    met: str = "yes"
    breaks: Callable[[Call], bool] = lambda _: False
    """Calls that the server fails on."""

    def __call__(self, call: Call) -> Act:
        if self.breaks(call):
            return Status(401)
        properties = (call.schema or {})["properties"]
        by_last = {"sentences": self._draft, "supported": self._support, "against": self._counter}
        return Say(json.dumps(by_last.get(list(properties)[-1], self._criterion)(call)))

    def _draft(self, call: Call) -> dict[str, object]:
        del call
        return {"sentences": list(self.sentences)}

    def _support(self, call: Call) -> dict[str, object]:
        found = _SENTENCE.search(call.user)
        assert found is not None
        ids = re.findall(r"^(S\d+):$", call.user, re.MULTILINE)
        return {"ids": ids, "reason": "So.", "supported": "no" if "every day" in found[2] else "yes"}

    def _counter(self, call: Call) -> dict[str, object]:
        quote = next((quote for words, quote in self.against.items() if words in call.user), "")
        return {"quote": quote, "reason": "So.", "against": "yes" if quote else "no"}

    def _criterion(self, call: Call) -> dict[str, object]:
        return {"ids": re.findall(r"^(S\d+):$", call.user, re.MULTILINE)[:1], "reason": "So.", "met": self.met}


@contextmanager
def drafting(project: Project, drafter: Drafter | None = None) -> Iterator[tuple[ModelServer, StoredChat]]:
    """The server with such a model, and the model as the project asks it."""
    with running(drafter or Drafter()) as server:
        yield server, chat_of(project, "openai:drafter", server.openai_url)
