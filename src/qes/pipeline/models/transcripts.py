"""What models were asked and what they answered, as one person may read it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qes.coding.llm.judged import Judged, judged
from qes.coding.llm.masking import Masked, Plain
from qes.coding.llm.schema import asked
from qes.errors import NotFound, UnknownCodebook
from qes.model import Codebook, Exchange, Passage
from qes.pipeline.desk import Desk
from qes.pipeline.models.asking import as_sent
from qes.pipeline.models.origins import Origins, Viewer
from qes.pipeline.models.outcomes import Outcome, outcomes
from qes.pipeline.models.privacy import masking_of
from qes.pipeline.models.since import Act, since
from qes.pipeline.reader import Reader, hidden
from qes.project import Project

_OTHERS = re.compile(r"(?<=\n)\[other (\w+)\]\n.*?\n\[/other \1\](?=\n)", re.DOTALL)
WITHHELD = "[another passage; to be read when you have coded what was assigned to you]"
"""Stands for what was decided about other passages, which may be among those that a reader is yet to code unaided."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """An exchange with what became of it."""

    exchange: Exchange
    about: str
    """In words."""
    passage: Passage | None
    """The one that was to be coded; None where something else was asked."""
    system: str
    user: str
    """As they were sent, but for what is withheld."""
    withheld: bool = False
    answers: tuple[Judged, ...] = ()
    """Of a passage. Empty where the reply is of no use, or the passage reads otherwise by now."""
    unreadable: int = 0
    masked: bool | None = None
    """Whether names stood as pseudonyms in what was sent; None where that cannot be told."""
    changed: bool = False
    """Whether the passage, or the codebook asked about, is not there any more as it was."""
    outcomes: tuple[Outcome, ...] = ()
    """Where something else was asked."""
    since: tuple[Act, ...] = ()
    """What people have done since."""


@dataclass(frozen=True, slots=True)
class Line:
    """An exchange in a list of all."""

    exchange: Exchange
    about: str
    """In words; empty where it is kept from the viewer, or not known."""
    readable: bool
    """Whether the viewer may read its words."""

    @property
    def trouble(self) -> str:
        """Why the reply is of no use; of one that is kept from the viewer only that it is, as reasons repeat words."""
        return self.exchange.trouble if self.readable or self.exchange.usable else "it is of no use"


def exchanges_about(desk: Desk, viewer: Viewer, passage_id: str, prompt: str = "") -> list[Exchange]:
    """What was asked about a passage, the newest first; nothing where proposals are hidden from the viewer.

    Args:
        desk: Knows what is coded blind.
        viewer: Who reads.
        passage_id: What the exchanges are about.
        prompt: SHA-256 of the one prompt that is meant. The very same may have been asked about a twin of the passage.

    Raises:
        NotFound: There is no such passage.
    """
    passage, origins = desk.ledger.passages.get(passage_id), Origins(desk, viewer)
    if passage is None:
        raise NotFound("passage", passage_id)
    if not origins.proposals_shown(passage):
        return []
    store = desk.ledger.project.store
    if not prompt:
        return store.exchanges(about={passage_id})
    found = store.exchanges(prompts={prompt})
    return [each for each in found if origins.about(each) is not None]


def lines(
    desk: Desk,
    viewer: Viewer,
    *,
    model: str | None = None,
    template: str | None = None,
    usable: bool | None = None,
    before: str | None = None,
    most: int = 50,
) -> list[Line]:
    """All that models were asked, the newest first, a page at a time.

    Args:
        desk: Knows what is coded blind.
        viewer: Who reads.
        model: Provider and name; None: all.
        template: Name and version of a prompt file; None: all.
        usable: Whether there is an answer in them; None: either.
        before: Id of the last one that was read.
        most: At most so many.
    """
    store, origins = desk.ledger.project.store, Origins(desk, viewer)
    found = store.exchanges(model=model, template=template, usable=usable, before=before, most=most)
    return [_line(origins, each) for each in found]


def _line(origins: Origins, exchange: Exchange) -> Line:
    readable = origins.may_read(exchange)
    return Line(exchange, origins.title(exchange) if readable else "", readable)


def transcript(desk: Desk, viewer: Viewer, exchange_id: str) -> Transcript:
    """One exchange whole.

    Raises:
        NotFound: There is none, or it is hidden from the viewer; which of them is not told.
        BadPseudonyms: Names were masked, and the list of them cannot be read.
    """
    project, origins = desk.ledger.project, Origins(desk, viewer)
    exchange = next(iter(project.store.exchanges(ids={exchange_id})), None)
    if exchange is None or not origins.may_read(exchange):
        error = NotFound("exchange", exchange_id)
        error.hint = (
            "What was asked about passages that you code unaided, about levels that are being scored apart, and what "
            "takes another role to see, is not shown to you."
        )
        raise error
    passage = origins.about(exchange)
    return _of_other(origins, exchange) if passage is None else _of_passage(origins, exchange, passage)


def _of_passage(origins: Origins, exchange: Exchange, passage: Passage) -> Transcript:
    project, viewer = origins.desk.ledger.project, origins.viewer
    user, withheld = _shown(origins.desk, viewer.coder, exchange.prompt.user)
    words = (exchange, origins.title(exchange), passage, exchange.prompt.system, user, withheld)
    acts = tuple(since(origins, exchange, passage, None))
    masked, codebook = _as_sent(project, exchange, passage), _codebook(project, exchange)
    if masked is None or codebook is None:
        return Transcript(*words, changed=True, since=acts)
    answers, unreadable = judged(exchange, passage, codebook, masked) if exchange.usable else ([], 0)
    return Transcript(*words, tuple(answers), unreadable, masked.text != passage.text, since=acts)


def _of_other(origins: Origins, exchange: Exchange) -> Transcript:
    event, prompt = origins.event(exchange), exchange.prompt
    found = outcomes(origins.desk.ledger.project, exchange, event, origins.counted_passage(exchange))
    words = (exchange, origins.title(exchange), None, prompt.system, prompt.user)
    return Transcript(*words, outcomes=tuple(found), since=tuple(since(origins, exchange, None, event)))


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
