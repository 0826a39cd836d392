"""A whole source as one person may see it: its passages, what was given to them, and where something is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qes.coding import review
from qes.coding.review import Mark
from qes.errors import NotFound
from qes.model import Adjudication, Coding, CodingStatus, Decision, Passage, Source, Span, Suggestion
from qes.pipeline.cards import flag_of
from qes.pipeline.desk import Desk
from qes.pipeline.ledger import Ledger
from qes.pipeline.offers import heard, offers
from qes.pipeline.reader import Reader, hidden

DENIED = "denied"
"""Stands where a coding's status does when it was settled that the code does not apply."""
_MOST_PLACES = 5_000


@dataclass(frozen=True, slots=True)
class Stripe:
    """A code on a stretch of a passage, with everybody who gave it there."""

    passage: Passage
    code: str
    span: Span
    status: str
    """A `CodingStatus`, or `DENIED`."""
    coders: tuple[str, ...]
    """Who gave it, sorted."""
    marks: tuple[Mark, ...]
    """What each of them gave, as their words may differ; left out at a glance."""
    coding: Coding | None
    """None when it was settled that the code does not apply."""
    settled: Adjudication | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage as a reader may see it."""

    passage: Passage
    hidden: bool
    """Whether what others gave is kept from the reader until they are done with it themselves."""
    done: bool
    """Whether they are."""
    readers: tuple[str, ...]
    """Who has decided about it, sorted; also when what they decided is hidden."""
    stripes: tuple[Stripe, ...]
    proposals: tuple[Suggestion, ...] = ()
    """Those the reader has not answered; none unless asked for."""
    voices: Mapping[str, Sequence[Suggestion]] = field(default_factory=dict)
    """Code → what language models propose of it; none unless proposals are asked for."""
    flag: str = ""
    """Why the passage seems to be meant for a machine; told with proposals only."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A source on the shelf, with how far it has been read."""

    source: Source
    cases: tuple[str, ...]
    passages: int
    """That people code."""
    mine: int
    """Of these, how many the reader has decided about."""
    anybody: int
    codings: int
    """In force, as far as the reader may see them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said: spans of the source's text inside one passage."""

    passage: Passage
    spans: tuple[Span, ...]


def shelf(desk: Desk, reader: Reader) -> list[Volume]:
    """All sources, by path."""
    return [_volume(desk, reader, source) for source in desk.ledger.sources.values()]


def volume(desk: Desk, reader: Reader, source_id: str) -> Volume:
    """One source.

    Raises:
        NotFound: There is no such source.
    """
    return _volume(desk, reader, source_of(desk.ledger, source_id))


def source_of(ledger: Ledger, source_id: str) -> Source:
    """A source by its id.

    Raises:
        NotFound: There is no such source.
    """
    source = ledger.sources.get(source_id)
    if source is None:
        raise NotFound("source", source_id)
    return source


def _volume(desk: Desk, reader: Reader, source: Source) -> Volume:
    ledger = desk.ledger
    codable = [each for each in ledger.of_source(source.id) if each.codable]
    touched = [each for each in codable if ledger.decisions(each.id) or ledger.adjudications(each.id)]
    mine = ledger.read_by(reader.name)
    return Volume(
        source,
        tuple(sorted({each.case for each in codable if each.case})),
        passages=len(codable),
        mine=sum(each.id in mine for each in codable),
        anybody=sum(bool(ledger.decisions(each.id)) for each in touched),
        codings=sum(len(ledger.codings(each.id)) for each in touched if not hidden(desk, reader, each)),
    )


# --- Passages -------------------------------------------------------------------------------------


def glance(desk: Desk, reader: Reader, source_id: str) -> list[Seen]:
    """All passages of a source in order, without proposals and without what each coder gave apart."""
    return [_seen(desk, reader, each, brief=True) for each in desk.ledger.of_source(source_id)]


def leaf(desk: Desk, reader: Reader, source_id: str, first: int, most: int, proposals: bool) -> list[Seen]:
    """Some passages of a source.

    Args:
        desk: Knows what is hidden.
        reader: From whom.
        source_id: An unknown one has no passages.
        first: Ordinal of the first.
        most: At most so many.
        proposals: Whether to add what is proposed; on passages coded blind never.
    """
    passages = desk.ledger.of_source(source_id)[first : first + most]
    if not proposals:
        return [_seen(desk, reader, each) for each in passages]
    proposed, voices = _proposed(desk, reader, passages), heard(desk, reader, passages)
    seen = (_seen(desk, reader, each, proposed.get(each.id, ())) for each in passages)
    return [replace(each, voices=voices.get(each.passage.id, {}), flag=flag_of(desk, each.passage)) for each in seen]


def _seen(
    desk: Desk, reader: Reader, passage: Passage, proposals: Sequence[Suggestion] = (), *, brief: bool = False
) -> Seen:
    ledger, kept = desk.ledger, hidden(desk, reader, passage)
    decisions = ledger.decisions(passage.id)
    readers, done = tuple(sorted({each.coder for each in decisions})), passage.id in ledger.read_by(reader.name)
    if kept:
        found = _own_stripes(ledger, passage, [each for each in decisions if each.coder == reader.name])
    else:
        found = _stripes(ledger, passage, brief)
    return Seen(passage, kept, done, readers, tuple(found), tuple(proposals))


def _own_stripes(ledger: Ledger, passage: Passage, own: Sequence[Decision]) -> Iterator[Stripe]:
    """What a reader gave a passage themselves, as if nobody else had read it."""
    texts = {passage.source_id: ledger.sources[passage.source_id].text}
    marks = review.held(own, {passage.id: passage})
    for coding in review.codings([passage], own, (), texts):
        given = tuple(marks.get((passage.id, coding.code), ()))
        yield Stripe(passage, coding.code, coding.span, coding.status.value, coding.coders, given, coding, None)


def _stripes(ledger: Ledger, passage: Passage, brief: bool) -> Iterator[Stripe]:
    """Everything given to a passage, from its beginning on; what was settled not to apply stands last."""
    codings, settled = ledger.codings(passage.id), {each.code: each for each in ledger.adjudications(passage.id)}
    denied = sorted(code for code, each in settled.items() if not each.applies)
    marks: Mapping[tuple[str, str], Sequence[Mark]] = {}
    if denied or (codings and not brief):
        marks = review.held(ledger.decisions(passage.id), {passage.id: passage})
    for coding in sorted(codings, key=lambda each: (each.span.start, -each.span.end, each.code)):
        given = tuple(each for each in marks.get((passage.id, coding.code), ()) if each.span.overlaps(coding.span))
        status, settling = coding.status.value, _settling(coding, settled)
        yield Stripe(passage, coding.code, coding.span, status, coding.coders, given, coding, settling)
    for code in denied:
        if against := tuple(marks.get((passage.id, code), ())):
            span = Span(min(each.span.start for each in against), max(each.span.end for each in against))
            coders = tuple(sorted({each.coder for each in against}))
            yield Stripe(passage, code, span, DENIED, coders, against, None, settled[code])


def _settling(coding: Coding, settled: Mapping[str, Adjudication]) -> Adjudication | None:
    return settled.get(coding.code) if coding.status is CodingStatus.SETTLED else None


def _proposed(desk: Desk, reader: Reader, passages: Iterable[Passage]) -> dict[str, list[Suggestion]]:
    """What is offered on passages and not answered by the reader yet."""
    return {
        passage_id: [each for each in found if not _answered(desk.ledger, reader, each)]
        for passage_id, found in offers(desk, reader, passages).items()
    }


def _answered(ledger: Ledger, reader: Reader, proposal: Suggestion) -> bool:
    own = (each for each in ledger.decisions(proposal.passage_id) if each.coder == reader.name)
    return any(proposal.code in (each.code, each.replacement) for each in own)


# --- Words ----------------------------------------------------------------------------------------

_ALIKE = {"'": "'‘’‚‛", '"': '"“”„‟«»', "-": "-–—‑"}
"""Marks that people type for others."""


def find(ledger: Ledger, source_id: str, typed: str) -> list[Place]:
    """Where a source holds some words as they were typed, in order, questions and headings included.

    Capitals, the length of white space, and kinds of quotation marks and dashes make no difference. Only the first
    5,000 places are given.
    """
    wanted = _pattern(typed)
    found: list[Place] = []
    left = _MOST_PLACES
    if wanted is None:
        return found
    for passage in ledger.of_source(source_id):
        start = passage.span.start
        spans = tuple(Span(start + each.start(), start + each.end()) for each in wanted.finditer(passage.text))[:left]
        if spans:
            found.append(Place(passage, spans))
            left -= len(spans)
        if not left:
            break
    return found


def _pattern(typed: str) -> re.Pattern[str] | None:
    words = typed.split()
    kinds = {each: f"[{re.escape(alike)}]" for alike in _ALIKE.values() for each in alike}
    spelt = (r"".join(kinds.get(each) or re.escape(each) for each in word) for word in words)
    return re.compile(r"\s+".join(spelt), re.IGNORECASE) if words else None
