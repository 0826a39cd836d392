"""What there is to code, and with what: sources, passages, codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from qes.model import Code, Facts, Passage, Section, Source
from qes.notebook.columns import Table, flag, several, text, whole
from qes.notebook.reading import Reading


class Part(NamedTuple):
    """The section of a source that belongs to one case."""

    source: Source
    section: Section | None
    facts: Facts
    passages: int
    read: int
    coded: int


class Place(NamedTuple):
    """A passage, where it stands, and how many have read it."""

    passage: Passage
    path: str
    readers: int


class Entry(NamedTuple):
    """A code, and the scored code it counts towards."""

    code: Code
    capability: str | None
    codebook: str


def _parts(reading: Reading) -> Sequence[Part]:
    found = reading.gathered
    read = {each.passage_id for each in found.decisions} | {each.passage_id for each in found.adjudications}
    coded = {each.coding.passage_id for each in found.evidence if each.coding.counts}
    counts: Counter[tuple[str, int | None, str]] = Counter()
    for passage in found.passages.values():
        key = (passage.source_id, _section(found.sources[passage.source_id], passage))
        counts[*key, "all"] += 1
        counts[*key, "read"] += passage.id in read
        counts[*key, "coded"] += passage.id in coded
    parts = []
    for source in found.sources.values():
        sections: list[tuple[int | None, Section | None]] = [*enumerate(source.sections)] or [(None, None)]
        for number, section in sections:
            told = (counts[source.id, number, what] for what in ("all", "read", "coded"))
            parts.append(Part(source, section, section.facts if section else Facts(), *told))
    return parts


def _section(source: Source, passage: Passage) -> int | None:
    """The number of the section that a passage starts in."""
    start = passage.span.start
    return next((n for n, each in enumerate(source.sections) if each.span.start <= start < each.span.end), None)


def _places(reading: Reading) -> Sequence[Place]:
    found = reading.gathered
    readers = Counter(passage for passage, _ in {(each.passage_id, each.coder) for each in found.decisions})
    return [Place(each, found.sources[each.source_id].path, readers[each.id]) for each in found.passages.values()]


def _entries(reading: Reading) -> Sequence[Entry]:
    book = reading.codebook
    return [Entry(code, book.capability(code.code), book.id) for code in book.codes]


SOURCES: Table[Part] = Table(
    "sources",
    "a source, or the section of it that belongs to one case",
    (
        text("source", "path below `corpus/`, by which people know it", lambda each: each.source.path),
        text("case", "the case it belongs to", lambda each: each.facts.case),
        text("section", "the heading at which the section begins", lambda each: each.section and each.section.heading),
        text("kind", "`interview`, `document`, or the team's own word", lambda each: each.facts.kind),
        text("date", "ISO 8601, as precise as it is known: 2024, 2024-05 or 2024-05-17", lambda each: each.facts.date),
        text("role", "role of the person interviewed", lambda each: each.facts.role),
        text("issuer", "who issued it", lambda each: each.facts.issuer),
        flag(
            "independent",
            "whether the issuer is independent of the people interviewed",
            lambda each: each.facts.independent,
        ),
        text("language", "code of the language", lambda each: each.facts.language or each.source.language),
        text("consent", "as the manifest has it", lambda each: each.facts.consent),
        text("licence", "as the manifest has it", lambda each: each.facts.licence),
        whole("passages", "passages people are asked to code", lambda each: each.passages),
        whole("read", "of these, those that somebody has decided about", lambda each: each.read),
        whole("coded", "of these, those with a coding that counts", lambda each: each.coded),
        whole("characters", "length of the stored text of the whole source", lambda each: len(each.source.text)),
        several("notes", "what was dropped, guessed or repaired on the way in", lambda each: each.source.notes),
        text("source_id", "id of the source", lambda each: each.source.id),
        text("text_sha256", "of the stored text", lambda each: each.source.text_sha256),
        text("file_sha256", "of the original file", lambda each: each.source.file_sha256),
    ),
    _parts,
)

PASSAGES: Table[Place] = Table(
    "passages",
    "a passage people are asked to code, in reading order",
    (
        text("passage", "id", lambda each: each.passage.id),
        text("case", "the case it belongs to", lambda each: each.passage.case),
        text("source", "path of its source", lambda each: each.path),
        text("place", "page, time or paragraph, as a reader would look it up", lambda each: each.passage.place),
        text("speaker", "who speaks", lambda each: each.passage.speaker),
        text("question", "the interviewer's words it answers, verbatim", lambda each: each.passage.question),
        text("heading", "the nearest heading above, verbatim", lambda each: each.passage.heading),
        text("kind", "`speech`, `prose` or `table`", lambda each: each.passage.kind),
        text("text", "verbatim", lambda each: each.passage.text),
        whole("readers", "coders who have decided about it", lambda each: each.readers),
        whole(
            "ordinal", "place in the source, from 0, passages that are not coded counted", lambda e: e.passage.ordinal
        ),
        whole("start", "first character in the source's stored text, from 0", lambda each: each.passage.span.start),
        whole("end", "the character after the last", lambda each: each.passage.span.end),
        text("source_id", "id of the source", lambda each: each.passage.source_id),
    ),
    _places,
)

CODES: Table[Entry] = Table(
    "codes",
    "a code, in the order of the codebook",
    (
        text("code", "id", lambda each: each.code.code),
        text("label", "what it is called", lambda each: each.code.label),
        text("parent", "the code above it", lambda each: each.code.parent),
        text("capability", "the scored code it counts towards", lambda each: each.capability),
        flag("codable", "whether a passage may be given it", lambda each: each.code.codable),
        flag("scored", "whether the rubric gives a level for it", lambda each: each.code.scored),
        flag("attributes", "whether its codings carry the codebook's attributes", lambda each: each.code.attributes),
        text("brief", "brief definition", lambda each: each.code.brief),
        text("definition", "full definition", lambda each: each.code.definition),
        text("when_to_use", "when to use it", lambda each: each.code.when_to_use),
        text("when_not_to_use", "when not to", lambda each: each.code.when_not_to_use),
        several("examples", "texts that carry it", lambda each: each.code.examples),
        several("counter_examples", "texts that do not", lambda each: each.code.counter_examples),
        text("codebook", "name and version", lambda each: each.codebook),
    ),
    _entries,
    quick=lambda reading: len(reading.codebook.codes),
)
