"""What the gate made of each answer of a reply, for people who read the exchange."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum

from qes.coding.llm.answers import Counts, answers_of
from qes.coding.llm.masking import Masked
from qes.coding.llm.reply import Answer, Said, Says, said_in
from qes.model import Codebook, Exchange, Passage
from qes.quotes import Match


class Fate(StrEnum):
    """What became of an answer."""

    STANDS = "stands"
    """A no; or a yes with words of the passage."""
    NEAR = "near"
    """A yes whose quote is only like words of the passage."""
    OPEN = "open"
    """Neither yes nor no."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer of a reply, with what became of it."""

    code: str
    """As the model named it."""
    says: Says
    fate: Fate
    why: str
    """In words for people; empty where there is nothing to say."""
    answer: Answer | None
    """As it passed; None where it did not."""


def judged(
    exchange: Exchange, passage: Passage, codebook: Codebook, masked: Masked | None = None
) -> tuple[list[Judged], int]:
    """The answers of a reply about a passage, one by one; and how many could not be read.

    Args:
        exchange: About this passage.
        passage: As it was when the model was asked.
        codebook: The one asked about.
        masked: The passage as it was sent; by default as it is.
    """
    said, unreadable = said_in(exchange.reply)
    found: list[Judged] = []
    seen: set[str] = set()
    for each in said:
        one = replace(exchange, reply=json.dumps({"answers": [each.model_dump(mode="json")]}))
        gated = answers_of(one, passage, codebook, masked)
        answer = gated.answers[0] if gated.answers else None
        if answer is not None and answer.code in seen:
            found.append(Judged(each.code, each.applies, Fate.REFUSED, "the reply has answered on this code", None))
            continue
        found.append(_judged(each, answer, gated.counts))
        seen |= {answer.code} if answer is not None else set()
    return found, unreadable


def _judged(said: Said, answer: Answer | None, counts: Counts) -> Judged:
    if answer is None:
        return Judged(said.code, said.applies, Fate.REFUSED, _stranger(counts), None)
    left = "an attribute it gave is not in the codebook, and is left out" if counts.bad_attributes else ""
    if counts.refused:
        return Judged(said.code, said.applies, Fate.REFUSED, _quote(counts), None)
    if answer.stands is None:
        return Judged(said.code, said.applies, Fate.OPEN, left, answer)
    if answer.stands and answer.found.match is Match.NEAR:
        near = f"its quote is only like these words of the passage ({answer.found.similarity:.0f} %)"
        return Judged(said.code, said.applies, Fate.NEAR, "; ".join(filter(None, (near, left))), answer)
    return Judged(said.code, said.applies, Fate.STANDS, left, answer)


def _stranger(counts: Counts) -> str:
    return "it was not asked about this code" if counts.not_asked else "the codebook has no such code"


def _quote(counts: Counts) -> str:
    if counts.elsewhere:
        return "its quote stands elsewhere in the prompt, and not in the passage"
    return "its quote stands nowhere in the passage"
