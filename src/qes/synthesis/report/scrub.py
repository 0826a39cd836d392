"""Names, roles and places that outsiders are not told, and the words that stand for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qes.synthesis.report.inputs import ReportInput
from qes.synthesis.report.names import Names, folds
from qes.synthesis.robustness import Without

_BESIDE = re.compile(r"[(\[,/|]|\s[-–—]\s")
"""What sets a name apart from a role or the like that stands beside it."""


@dataclass(frozen=True, slots=True)
class Scrub:
    """Replaces what is withheld, in texts that software wrote; quotes and people's own words are never altered."""

    people: frozenset[str]
    """Ids of sources in which people speak."""
    paths: Mapping[str, str]
    """Path of such a source → what it is called."""
    coders: Mapping[str, str]
    roles: Mapping[str, str]
    speakers: frozenset[str]
    titles: frozenset[str]
    names: Names
    """All that is withheld, and what stands for it."""

    def text(self, text: str) -> str:
        """A text with everything withheld replaced."""
        return self.names.replaced(text)

    def value(self, value: object) -> object:
        """A cell of a table."""
        return self.text(value) if isinstance(value, str) else value

    def path(self, path: str) -> str:
        """What a source is called; documents keep their path."""
        return self.paths.get(path, path)

    def coder(self, name: str) -> str:
        """What a coder is called."""
        return self.coders.get(name, self.text(name))

    def scorer(self, name: str) -> str:
        """What somebody who scored is called: by the same letter as a coder."""
        return self.coder(name).replace("coder ", "scorer ", 1)

    def role(self, role: str | None) -> str | None:
        """A role in coarser words."""
        return None if role is None else self.roles[role]


def holds(text: str, scrub: Scrub) -> bool:
    """Whether a text holds something that is withheld."""
    return scrub.names.stand_in(text)


def people_sources(given: ReportInput) -> frozenset[str]:
    """Sources in which people speak: whatever is no document, or has a speaker or a role."""
    found = {
        source.id
        for case in given.cases
        for source in case.sources
        if source.facts.kind != "document" or source.facts.role
    }
    found |= {
        each.coding.source_id
        for each in given.evidence
        if each.facts.kind != "document" or each.facts.role or each.speaker
    }
    return frozenset(found)


def scrub_of(given: ReportInput, roles: Mapping[str, str], other: str) -> Scrub:
    """What is withheld of some material."""
    people = people_sources(given)
    paths = _paths(given, people)
    coders = {name: f"coder {_letters(number)}" for number, name in enumerate(sorted(_coders(given)))}
    coarse = {role.casefold(): words for role, words in roles.items()}
    exact = {role: coarse.get(role.casefold(), other) for role in _roles(given)}
    speakers = (given.speakers | {each.speaker for each in given.evidence if each.speaker}) - given.unnamed
    titles = frozenset(_titles(given, people))
    words = dict.fromkeys(_called(speakers), "an interviewed person")
    words |= dict.fromkeys(titles, "an interview") | exact | coders | paths
    # Ids of passages and the like may hold a path's last part only, as people write it.
    withheld = {what: instead for what, instead in words.items() if folds(what) != folds(instead)}
    return Scrub(people, paths, coders, exact, speakers, titles, Names(withheld))


def _called(speakers: frozenset[str]) -> Iterator[str]:
    """What people may be called in a text; "INA CORVAL (CHIEF OF STAFF)" by her name alone, too.

    A single letter is no name that anybody is known by, and it may be a word, such as "a".
    """
    for speaker in sorted(speakers):
        for name in (speaker, _BESIDE.split(speaker, maxsplit=1)[0]):
            if len(name.strip()) > 1 or not name.isascii():
                yield name


def _paths(given: ReportInput, people: frozenset[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for case in given.cases:
        number = 0
        for source in sorted(case.sources, key=lambda each: each.path):
            if source.id in people and source.path not in found:
                number += 1
                found[source.path] = f"Interview {number} ({case.name})"
    rest = {each.source_path: each.case for each in given.evidence if each.coding.source_id in people}
    for number, path in enumerate(sorted(rest.keys() - found.keys()), start=1):
        found[path] = f"Further interview {number} ({rest[path]})"
    return found


def _titles(given: ReportInput, people: frozenset[str]) -> Iterator[str]:
    for case in given.cases:
        yield from (source.title for source in case.sources if source.id in people and source.title)
    yield from (each.title for each in given.evidence if each.coding.source_id in people and each.title)


def _roles(given: ReportInput) -> set[str]:
    found = {source.facts.role for case in given.cases for source in case.sources}
    return {role for role in found | {each.facts.role for each in given.evidence} if role}


def _coders(given: ReportInput) -> set[str]:
    found = {name for each in given.evidence for name in each.coding.coders} | given.team
    found |= {level.author for level in given.levels.values()} | {each.by for each in given.items}
    found |= {each.author for level in given.levels.values() for each in (*level.scores, level.consensus) if each}
    for each in given.findings:
        found |= {each.finding.author, each.counter.author, each.approval.author, *(one.author for one in each.weighed)}
    written: list[Any] = [*given.charted, *given.themes]
    found |= {each.author for each in written}
    found |= {
        variant.name
        for each in given.robustness.values()
        for variant in each.variants
        if variant.without is Without.CODER
    }
    return found - {""}


def _letters(number: int) -> str:
    """A, B … Z, AA, AB and so on."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
