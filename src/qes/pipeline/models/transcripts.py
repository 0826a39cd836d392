"""What models were asked about a passage and what they answered, as one person may read it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qes.coding.llm.judged import Judged, judged
from qes.coding.llm.masking import Masked, Plain
from qes.coding.llm.schema import asked
from qes.coding.llm.templates import CODE_PASSAGE
from qes.errors import NotFound, UnknownCodebook
from qes.model import Codebook, Exchange, Passage
from qes.pipeline.desk import Desk
from qes.pipeline.models.asking import as_sent
from qes.pipeline.models.privacy import masking_of
from qes.pipeline.reader import Reader, hidden
from qes.project import Project

_OTHERS = re.compile(r"(?<=\n)\[other (\w+)\]\n.*?\n\[/other \1\](?=\n)", re.DOTALL)
WITHHELD = "[another passage; to be read when you have coded what was assigned to you]"
"""Stands for what was decided about other passages, which may be among those that a reader is yet to code unaided."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """An exchange with what became of it."""

    exchange: Exchange
    passage: Passage
    system: str
    user: str
    """As they were sent, but for what is withheld."""
    withheld: bool
    answers: tuple[Judged, ...] = ()
    """Empty where the reply is of no use, or the passage reads otherwise by now."""
    unreadable: int = 0
    masked: bool = False
    """Whether names stood as pseudonyms in what was sent."""
    changed: bool = False
    """Whether the passage, or the codebook asked about, is not there any more as it was."""


def exchanges_about(desk: Desk, reader: Reader, passage_id: str, prompt: str = "") -> list[Exchange]:
    """What was asked about a passage, the newest first; nothing where proposals are hidden from the reader.

    Args:
        desk: Knows what is coded blind.
        reader: Who reads.
        passage_id: What the exchanges are about.
        prompt: SHA-256 of the one prompt that is meant. The very same may have been asked about a twin of the passage.

    Raises:
        NotFound: There is no such passage.
    """
    passage = desk.ledger.passages.get(passage_id)
    if passage is None:
        raise NotFound("passage", passage_id)
    if not _open(desk, reader, passage):
        return []
    store = desk.ledger.project.store
    if not prompt:
        return store.exchanges(about={passage_id})
    found = store.exchanges(prompts={prompt})
    return [each for each in found if _about(desk, reader, each) is not None]


def transcript(desk: Desk, reader: Reader, exchange_id: str) -> Transcript:
    """One exchange whole.

    Raises:
        NotFound: There is none about a passage, or it is hidden from the reader; which of them is not told.
        BadPseudonyms: Names were masked, and the list of them cannot be read.
    """
    project = desk.ledger.project
    exchange = next(iter(project.store.exchanges(ids={exchange_id})), None)
    passage = _about(desk, reader, exchange) if exchange is not None else None
    if exchange is None or passage is None:
        error = NotFound("exchange", exchange_id)
        error.hint = "What was asked about passages that you code unaided is not shown to you."
        raise error
    user, withheld = _shown(desk, reader, exchange.prompt.user)
    words = (exchange.prompt.system, user, withheld)
    masked, codebook = _as_sent(project, exchange, passage), _codebook(project, exchange)
    if not exchange.usable or masked is None or codebook is None:
        return Transcript(exchange, passage, *words, changed=masked is None or codebook is None)
    answers, unreadable = judged(exchange, passage, codebook, masked)
    return Transcript(exchange, passage, *words, tuple(answers), unreadable, masked.text != passage.text)


def _open(desk: Desk, reader: Reader, passage: Passage) -> bool:
    return not reader.codes or not desk.blind(reader.name, passage)


def _about(desk: Desk, reader: Reader, exchange: Exchange) -> Passage | None:
    """The passage an exchange is about, if it is about one that the reader may see it of."""
    passage = desk.ledger.passages.get(exchange.prompt.about)
    if exchange.prompt.template != CODE_PASSAGE or passage is None or not _open(desk, reader, passage):
        return None
    return passage


def _shown(desk: Desk, reader: Reader, user: str) -> tuple[str, bool]:
    """A prompt without examples, as long as anything that was assigned to the reader waits to be coded.

    No passage that had to be coded unaided when the model was asked is among the examples; one assigned since may be.
    """
    if not desk.duties.of(reader.name) or not any(_waits(desk, reader, each) for each in desk.ledger.passages.values()):
        return user, False
    shown = _OTHERS.sub(WITHHELD, user)
    return shown, shown != user


def _waits(desk: Desk, reader: Reader, passage: Passage) -> bool:
    if not hidden(desk, reader, passage):
        return False
    duty = desk.duties.duty(reader.name, passage)
    return duty is not None and bool(duty.assignments)


def _as_sent(project: Project, exchange: Exchange, passage: Passage) -> Masked | None:
    if passage.text in exchange.prompt.user:
        return Plain(passage.text)
    mask = masking_of(project, project.settings.llm, exchange.model, remote=True).mask
    return as_sent(exchange, passage, mask)


def _codebook(project: Project, exchange: Exchange) -> Codebook | None:
    try:
        return project.codebook(asked(exchange.prompt).codebook)
    except UnknownCodebook:
        return None
