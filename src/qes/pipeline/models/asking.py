"""Which passages a model has answered about, under which conditions, and which are still to be asked."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

from qes.coding.llm.answers import Counts, answers_of
from qes.coding.llm.masking import Mask, Masked, Plain
from qes.coding.llm.reply import Answer
from qes.coding.llm.schema import asked
from qes.coding.llm.templates import CODE_PASSAGE
from qes.coding.llm.voice import maker_of
from qes.model import Codebook, Exchange, Maker, Passage
from qes.store import Store

_CHUNK = 100
"""Passages whose exchanges are read at once."""


@dataclass(slots=True)
class Known:
    """What a model said of one passage."""

    answers: dict[str, tuple[Answer, Maker]] = field(default_factory=dict)
    """By code; the newest answer counts."""
    codes: set[str] = field(default_factory=set)
    """Codes it was asked about, and gave a usable reply on."""
    counts: Counts = field(default_factory=Counts)

    def take(self, exchange: Exchange, passage: Passage, codebook: Codebook, masked: Masked) -> None:
        """Add an exchange; what it says takes the place of what is there."""
        gated, maker = answers_of(exchange, passage, codebook, masked), maker_of(exchange, codebook)
        for code in gated.codes:
            self.answers.pop(code, None)
        self.answers |= {each.code: (each, maker) for each in gated.answers}
        self.codes |= set(gated.codes)
        self.counts += gated.counts


def heard_before(
    store: Store,
    model: str,
    settings: str | None,
    passages: Sequence[Passage],
    codebook: Codebook,
    mask: Mask,
    sample: int = 0,
) -> Iterator[tuple[Passage, Known]]:
    """What a model has said of each passage already: under the same settings, prompt file and codebook version.

    Examples in the prompt may have been others since; an answer about another wording of the passage is none about it.

    Args:
        store: Holds the exchanges.
        model: Provider and name.
        settings: Hash of what else shapes its replies; None: whatever they were, the newest answer counts.
        passages: As they stand now.
        codebook: The one asked about.
        mask: How texts are sent now.
        sample: 0 for the answers that count.
    """
    for start in range(0, len(passages), _CHUNK):
        chunk = {each.id: each for each in passages[start : start + _CHUNK]}
        known = {each: Known() for each in chunk}
        found = store.exchanges(about=set(chunk), model=model, settings=settings, sample=sample)
        for exchange in reversed(found):
            passage = chunk[exchange.prompt.about]
            masked = as_sent(exchange, passage, mask) if applies(exchange, codebook) else None
            if masked is not None:
                known[passage.id].take(exchange, passage, codebook, masked)
        for passage_id, each in known.items():
            yield chunk[passage_id], each


def applies(exchange: Exchange, codebook: Codebook) -> bool:
    """Whether an exchange holds an answer to today's question about a passage."""
    usable = exchange.usable and exchange.prompt.template == CODE_PASSAGE
    return usable and asked(exchange.prompt).codebook == codebook.id


def as_sent(exchange: Exchange, passage: Passage, mask: Mask) -> Masked | None:
    """The passage as it stood in a prompt, masked or not; None where it stood there in other words."""
    sent = exchange.prompt.user
    return next((each for each in (mask(passage.text), Plain(passage.text)) if each.text in sent), None)


def closable(replies: Iterator[Exchange]) -> Generator[Exchange, None, None]:
    """The same, as a generator, so that leaving it early ends what is under way."""
    yield from replies
