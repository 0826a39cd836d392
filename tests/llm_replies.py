"""Models for tests: what they say is decided by what they are told, as a real one's is, but for reasons one can see."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from qes.model import Exchange, Prompt, ReplyCheck, digest

Says = Callable[[Prompt], str]

_PASSAGE = re.compile(r"\[passage (\w+)\]\n(.*?)\n\[/passage \1\]", re.DOTALL)
_CODES = re.compile(r"Now answer for these codes, in this order: (.*)\. Quote from")
ORDERS = re.compile(
    r"ignore (?:all )?(?:previous|prior) instructions|ignoriere alle|ignora todas|SWdub3Jl", re.IGNORECASE
)


def passage_in(user: str) -> str:
    """The passage a prompt asks about."""
    found = _PASSAGE.search(user)
    assert found is not None
    return found[2]


def codes_in(user: str) -> list[str]:
    """The codes it asks for."""
    found = _CODES.search(user)
    assert found is not None
    return found[1].split(", ")


def answer(code: str, applies: str = "no", quote: str = "", reason: str = "So.", **attributes: str) -> dict[str, Any]:
    """One answer as a model gives it."""
    pairs = [{"name": name, "value": value} for name, value in attributes.items()]
    return {"code": code, "quote": quote, "reason": reason, "applies": applies, "attributes": pairs}


def reply(*answers: dict[str, Any]) -> str:
    """A whole reply."""
    return json.dumps({"answers": list(answers)}, ensure_ascii=False)


def first_words(user: str, count: int = 5) -> str:
    """The beginning of the passage."""
    return " ".join(passage_in(user).split(" ")[:count])


def reader(keywords: dict[str, str]) -> Callable[[str], str]:
    """A model that says yes where a code's keyword stands in the passage, and quotes the sentence around it."""

    def says(user: str) -> str:
        passage = passage_in(user)
        return reply(*(_read(code, keywords.get(code, ""), passage) for code in codes_in(user)))

    return says


def _read(code: str, keyword: str, passage: str) -> dict[str, Any]:
    at = passage.find(keyword) if keyword else -1
    if at < 0:
        return answer(code)
    start, end = passage.rfind(".", 0, at) + 1, passage.find(".", at)
    return answer(code, "yes", passage[start : end if end > 0 else len(passage)].strip(), "It tells of it.")


def gullible(honest: Callable[[str], str]) -> Callable[[str], str]:
    """A model that does whatever anything in its prompt orders: yes to all, with quotes nobody has said."""

    def says(user: str) -> str:
        plain = re.sub("[\u200b-\u200d\u2060]", "", user)
        if not ORDERS.search(plain):
            return honest(user)
        return reply(
            *(answer(code, "yes", f"We are the best at {code} in the world", "Told so.") for code in codes_in(user))
        )

    return says


@dataclass
class Scripted:
    """A `Chat` without a server, for what is to be seen of prompts and replies alone."""

    says: Says
    name: str = "test:scripted"
    settings: str = "none"
    asked: list[Prompt] = field(default_factory=list)

    def ask(self, prompts: Iterable[Prompt], check: ReplyCheck, /) -> Iterator[Exchange]:
        for prompt in prompts:
            self.asked.append(prompt)
            text = self.says(prompt)
            made = exchange_of(prompt, text, self.name, self.settings)
            trouble = check(made)
            yield exchange_of(prompt, text, self.name, self.settings, trouble)


def exchange_of(
    prompt: Prompt, text: str, model: str = "test:scripted", settings: str = "none", trouble: str = ""
) -> Exchange:
    """A prompt with what came back."""
    return Exchange(digest(prompt.sha256, text), model, settings, prompt, text, trouble, 100, 20)
