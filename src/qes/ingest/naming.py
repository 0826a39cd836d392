"""Which words are names: from the labels of speakers and what a team lists to the rows of a key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from qes.ingest.label_words import PARTICLES, ROLES, TITLES, WORDS
from qes.ingest.pseudonyms import PREFIX, Row, folded
from qes.ingest.speakers import ANSWERING, ASKING, role_word
from qes.text import fold

_SHORTEST_PART = 3
_OFTEN = 3
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")


def extended(
    rows: Sequence[Row], given: Iterable[str], speakers: Iterable[str], texts: Callable[[], Iterable[str]]
) -> list[Row]:
    """A key with everybody in it: rows as they are, then whoever is missing, in the order given.

    Args:
        rows: What is known; a row without a pseudonym gets one.
        given: Names the team lists; each is one person.
        speakers: Labels, which may hold roles and titles.
        texts: What was said; read only where somebody new speaks, to see which words of a label are everyday words.
    """
    made = _Making(rows, texts)
    for row in rows:
        made.person(row.name, pseudonym=row.pseudonym, capitalised=row.capitalised)
    for name in given:
        made.person(name)
    for label in speakers:
        if is_name(label):
            made.person(named_in(label), listed=False)
    return made.rows


def named_in(label: str) -> str:
    """The name in a speaker's label, without titles and what stands in brackets or after a comma (but `Gómez, Ana`)."""
    before, _, after = _BRACKETS.sub(" ", label).partition(",")
    parts = before.split()
    if len(parts) == len(after.split()) == 1 and fold(after) not in ROLES | TITLES:
        parts = [after.strip(), *parts]
    while len(parts) > 1 and fold(parts[0]) in TITLES:
        parts = parts[1:]
    return " ".join(parts).strip(" .:-–—")


def is_name(label: str) -> bool:
    """Whether a speaker's label names anybody: `INTERVIEWER`, `Speaker 2` and `B` do not."""
    name = named_in(label)
    if not name or role_word(name) in ASKING | ANSWERING or role_word(label) in ASKING | ANSWERING:
        return False
    parts = [part for part in folded(name) if not part.isdigit()]
    telling = [part for part in parts if part.rstrip("0123456789") not in ROLES | PARTICLES | TITLES]
    lone_letter = len(telling) == 1 and len(telling[0]) == 1 and telling[0].isascii()
    return bool(telling) and not lone_letter


class _Making:
    def __init__(self, rows: Sequence[Row], texts: Callable[[], Iterable[str]]) -> None:
        self.rows: list[Row] = []
        self._texts = texts
        self._everyday: frozenset[str] | None = None
        self._known = {folded(row.name) for row in rows if row.pseudonym}
        self._taken = {row.pseudonym for row in rows}
        self._next = 1

    def person(self, name: str, *, pseudonym: str = "", capitalised: bool = False, listed: bool = True) -> None:
        """A row for a name, if there is none, and for each of its words that may stand for it."""
        parts = folded(name)
        if pseudonym:
            self.rows.append(Row(name, pseudonym, capitalised))
            return
        if not parts or parts in self._known:
            return
        number = self._number()
        self._add(name, number, capitalised or (len(parts) == 1 and self._common(parts[0], listed)))
        if len(parts) > 1:
            self._parts(name, number, listed)

    def _parts(self, name: str, pseudonym: str, listed: bool) -> None:
        for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", name):
            part = fold(word)
            telling = len(part) >= _SHORTEST_PART and part not in PARTICLES | TITLES | ROLES and not part.isdigit()
            if telling and folded(word) not in self._known:
                self._add(word, pseudonym, self._common(part, listed))

    def _add(self, name: str, pseudonym: str, capitalised: bool) -> None:
        self.rows.append(Row(name, pseudonym, capitalised))
        self._known.add(folded(name))

    def _number(self) -> str:
        while f"{PREFIX}{self._next}" in self._taken:
            self._next += 1
        found = f"{PREFIX}{self._next}"
        self._taken.add(found)
        return found

    def _common(self, word: str, listed: bool) -> bool:
        """Whether it is an everyday word as well: by a short list, by its shortness, or by how it is written.

        What a team lists as a name is never doubted for how it is written: transcripts may be without capitals.
        """
        if word in WORDS or (len(word) < _SHORTEST_PART and word.isascii()):
            return True
        if listed:
            return False
        if self._everyday is None:
            self._everyday = _everyday(self._texts())
        return word in self._everyday


def _everyday(texts: Iterable[str]) -> frozenset[str]:
    """Words that stand in lower case some times, and more often than not, in texts that know capitals."""
    written = Counter(word for text in texts if not text.islower() for word in re.findall(r"[^\W\d_]+", text))
    lower, upper = Counter[str](), Counter[str]()
    for word, count in written.items():
        (lower if word.islower() else upper)[fold(word)] += count
    return frozenset(word for word, count in lower.items() if count >= _OFTEN and count > upper[word])
