"""The rules of review: what a coder's decisions amount to, and when codings of several coders become evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qes.coding.codebook.closed import closing
from qes.errors import BadDecision, UnknownCode
from qes.model import (
    Adjudication,
    Codebook,
    Coding,
    CodingStatus,
    Decision,
    Passage,
    Span,
    digest,
)

Labels = dict[str, dict[str, frozenset[str]]]
"""Coder → passage they have read → codes they gave it (the empty set: read, and nothing found)."""


def check(
    item: Decision | Adjudication, codebook: Codebook, passage: Passage, *, retired: Collection[str] = ()
) -> None:
    """Refuse a decision or adjudication that the codebook or the passage does not allow.

    A code that is denied need not be one that can be given: who gave a code that was retired since may take it back.
    Codes in `retired`, of earlier versions of the codebook, may be spoken of all the same.

    Raises:
        UnknownCode: It names a code the codebook lacks.
        BadDecision: The code given only groups others or is no longer in use, an attribute is unknown or has no such
            value, the passage is not coded (an interviewer's question, a heading), the quote lies elsewhere, or nobody
            is named as its author.
    """
    author = item.coder if isinstance(item, Decision) else item.author
    if not author.strip():
        raise BadDecision("a decision needs the name of who made it")
    if not passage.codable:
        raise BadDecision(f"passage {passage.id} is a {passage.kind} outside what is coded")
    if item.span is not None and not item.span.overlaps(passage.span):
        raise BadDecision(f"the quote lies outside passage {passage.id}")
    for name, given in _named(item):
        if name in retired:
            continue
        code = codebook.get(name)
        if code is None:
            raise UnknownCode(name, codebook.id)
        if given and not code.codable:
            ended = closing(code)
            why = f"is no longer in use ({ended.line})" if ended else "only groups others; use one of those below it"
            raise BadDecision(f"code {name!r} {why}")
    _check_attributes(item.attributes, codebook)


def _named(item: Decision | Adjudication) -> list[tuple[str, bool]]:
    """The codes it names, with whether it gives them."""
    if isinstance(item, Adjudication):
        return [(item.code, item.applies)]
    return [(code, given) for code, given in ((item.refused, False), (item.applied, True)) if code is not None]


def _check_attributes(attributes: Mapping[str, str], codebook: Codebook) -> None:
    rules = {rule.name: rule.values for rule in codebook.attributes}
    for name, value in attributes.items():
        if name not in rules:
            raise BadDecision(f"unknown attribute {name!r}; {codebook.id} has: {', '.join(rules) or 'none'}")
        if value not in rules[name]:
            raise BadDecision(f"{name} cannot be {value!r}; choose one of: {', '.join(rules[name])}")


_WHOLE = Span(0, 2**62)
"""Stands for all of a passage whose place is not known."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A code one coder holds on a stretch of a passage."""

    coder: str
    span: Span
    decision: Decision


def in_force(decisions: Iterable[Decision], passages: Mapping[str, Passage]) -> list[Decision]:
    """The decisions that a later one of the same coder, on the same words and code, has not replaced."""
    standing: list[Decision] = []
    by_place: dict[tuple[str, str], list[int]] = defaultdict(list)
    replaced: set[int] = set()
    for number, decision in enumerate(decisions):
        standing.append(decision)
        key = (decision.coder, decision.passage_id)
        replaced.update(each for each in by_place[key] if _replaces(decision, standing[each], passages))
        by_place[key].append(number)
    return [decision for number, decision in enumerate(standing) if number not in replaced]


def _replaces(later: Decision, earlier: Decision, passages: Mapping[str, Passage]) -> bool:
    # All it said: of "not this code but that one", a later word on the first alone leaves the second standing.
    said = {earlier.applied, earlier.refused} - {None}
    unsaid = bool(said) and said <= {later.applied, later.refused}
    return unsaid and _span(later, passages).overlaps(_span(earlier, passages))


def _span(decision: Decision, passages: Mapping[str, Passage]) -> Span:
    passage = passages.get(decision.passage_id)
    return decision.span or (passage.span if passage else _WHOLE)


def labels(decisions: Iterable[Decision]) -> Labels:
    """What each coder gave each passage they have read; the unit is the passage."""
    read: Labels = defaultdict(dict)
    for decision in (gathered := list(decisions)):
        read[decision.coder].setdefault(decision.passage_id, frozenset())
    for (passage_id, code), marks in held(gathered, {}).items():
        for mark in marks:
            read[mark.coder][passage_id] |= {code}
    return {coder: dict(passages) for coder, passages in read.items()}


def held(decisions: Iterable[Decision], passages: Mapping[str, Passage]) -> dict[tuple[str, str], list[Mark]]:
    """What stands after all decisions in order: a later one of the same coder replaces what it overlaps."""
    standing: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for decision in decisions:
        span, applied = _span(decision, passages), decision.applied
        for code in filter(None, (decision.refused, applied)):
            key = (decision.passage_id, code)
            if before := standing[key]:
                standing[key] = [m for m in before if m.coder != decision.coder or not m.span.overlaps(span)]
            if code == applied:
                standing[key].append(Mark(decision.coder, span, decision))
    return {key: marks for key, marks in standing.items() if marks}


def codings(
    passages: Iterable[Passage],
    decisions: Iterable[Decision],
    adjudications: Iterable[Adjudication],
    text_of: Mapping[str, str],
) -> list[Coding]:
    """Evidence, in reading order: every code that coders gave or a lead settled, with how firmly it stands.

    A code on a passage is AGREED when all who read the passage gave it, SINGLE when only one has read it, and DISPUTED
    when readers differ; an adjudication settles it either way. Overlapping quotes of one code become one coding whose
    quote covers them all; where an adjudication names the words, these are its only quote.

    Args:
        passages: Those to report on; decisions on others are left out.
        decisions: Live ones, in log order.
        adjudications: Live ones, in log order; the last on a passage and code holds.
        text_of: Source id → stored text.
    """
    known = {passage.id: passage for passage in passages}
    of_known = [decision for decision in decisions if decision.passage_id in known]
    readers: dict[str, set[str]] = defaultdict(set)
    for decision in of_known:
        readers[decision.passage_id].add(decision.coder)
    settled = {(each.passage_id, each.code): each for each in adjudications if each.passage_id in known}
    marks = held(of_known, known)
    codes: dict[str, set[str]] = defaultdict(set)
    for passage_id, code in (*marks, *settled):
        codes[passage_id].add(code)
    found: list[Coding] = []
    for passage in sorted(map(known.__getitem__, codes), key=lambda passage: (passage.source_id, passage.ordinal)):
        text, read = text_of[passage.source_id], readers[passage.id]
        for code in sorted(codes[passage.id]):
            key = passage.id, code
            found += _codings_of(passage, code, marks.get(key, []), settled.get(key), read, text)
    return found


def _codings_of(
    passage: Passage, code: str, marks: list[Mark], settled: Adjudication | None, readers: set[str], text: str
) -> list[Coding]:
    if settled is not None and not settled.applies:
        return []
    status = _status({mark.coder for mark in marks}, readers, settled)
    groups = [marks] if len(marks) == 1 else _overlapping(marks)
    if settled is not None and (settled.span is not None or not groups):
        groups = [marks]
    return [_coding(passage, code, group, settled, status, text) for group in groups]


def _status(appliers: set[str], readers: set[str], settled: Adjudication | None) -> CodingStatus:
    if settled is not None:
        return CodingStatus.SETTLED
    if appliers != readers:
        return CodingStatus.DISPUTED
    return CodingStatus.SINGLE if len(readers) == 1 else CodingStatus.AGREED


def _overlapping(marks: Sequence[Mark]) -> list[list[Mark]]:
    groups: list[list[Mark]] = []
    end = -1
    for mark in sorted(marks, key=lambda mark: (mark.span, mark.coder)):
        if groups and mark.span.start < end:
            groups[-1].append(mark)
        else:
            groups.append([mark])
        end = max(end, mark.span.end)
    return groups


def _coding(
    passage: Passage, code: str, marks: Sequence[Mark], settled: Adjudication | None, status: CodingStatus, text: str
) -> Coding:
    spans = [mark.span for mark in marks] or [passage.span]
    span = spans[0] if len(spans) == 1 else Span(min(each.start for each in spans), max(each.end for each in spans))
    given = [mark.decision for mark in marks]
    attributes, differing = _attributes([each.attributes for each in given])
    if settled is not None:
        span = settled.span or span
        attributes, differing = {**attributes, **settled.attributes}, differing - set(settled.attributes)
    return Coding(
        id=digest("coding", passage.id, code, str(span.start), str(span.end)),
        passage_id=passage.id,
        source_id=passage.source_id,
        span=span,
        quote=span.of(text),
        code=code,
        case=passage.case or "",
        status=status,
        coders=tuple(sorted({mark.coder for mark in marks})),
        attributes=attributes,
        differing=tuple(sorted(differing)),
        memos=tuple([each.memo for each in given if each.memo]),
        blind=bool(given) and all(each.blind for each in given),
    )


def _attributes(given: Sequence[Mapping[str, str]]) -> tuple[Mapping[str, str], set[str]]:
    """Attributes the coders agree on, and those they differ on, which count for nothing until settled."""
    if given and all(each == given[0] for each in given[1:]):  # as nearly always
        first = given[0]
        return first if [*first] == sorted(first) else {name: first[name] for name in sorted(first)}, set()
    names = sorted({name for each in given for name in each})
    values = {name: {each[name] for each in given if name in each} for name in names}
    agreed = {name: next(iter(said)) for name, said in values.items() if len(said) == 1}
    return agreed, {name for name, said in values.items() if len(said) > 1}


def undecided(passages: Iterable[Passage], decisions: Iterable[Decision], coder: str) -> list[Passage]:
    """Codable passages on which a coder has decided nothing yet."""
    read = {decision.passage_id for decision in decisions if decision.coder == coder}
    return [passage for passage in passages if passage.codable and passage.id not in read]
