"""Quotes as a model is shown them, and replies as it gives them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from llm_replies import exchange_of
from qes.coding.llm.masking import Plain
from qes.model import Code, Exchange, Prompt, Span
from qes.synthesis.drafts.asking import draft_prompt
from qes.synthesis.drafts.model import Kind, Shown

CODE = Code(
    code="learning", label="Learning", brief="Tests.", definition="The office tests things\nand keeps what works."
)
QUOTES = {
    "S1": "We test the pumps every spring, “come rain or shine”.",
    "S2": "The winter test was dropped in 2021.",
    "S3": "Nobody wrote down what came of it. {{ braces }}",
}
SHOWN = tuple(Shown(name, quote, Plain(quote), "Arden; interview") for name, quote in QUOTES.items())


@dataclass(frozen=True)
class Renamed:
    """A text in which Marta stands as Person-1."""

    original: str

    @property
    def text(self) -> str:
        return self.original.replace("Marta", "Person-1")

    def back(self, span: Span) -> Span:
        at = self.text.find("Person-1")
        move = len("Person-1") - len("Marta")
        after = at >= 0
        return Span(
            span.start - move * (after and span.start > at),
            span.end - move * (after and span.end > at),
        )


def prompt(kind: Kind = Kind.FINDING) -> Prompt:
    return draft_prompt(kind, ["Arden", "Boro"], CODE, SHOWN, "a1")


def drafted(*sentences: str) -> Exchange:
    """A draft of these sentences as it comes."""
    return exchange_of(prompt(), json.dumps({"sentences": sentences}, ensure_ascii=False))


def topics(texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors by what a text is about: pumps, winter, writing, or something else."""
    words = ("pumps", "winter", "wrote")
    rows = np.array([[*(float(each in text) for each in words), 0.1] for text in texts], dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
