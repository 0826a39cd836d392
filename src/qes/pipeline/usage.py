"""How often each code was given, and where, as far as one person may see it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qes.model import Coding, Suggestion
from qes.pipeline.bulk import Filter, meant
from qes.pipeline.desk import Desk
from qes.pipeline.reader import Reader, hidden

ByCode = Mapping[str, Sequence[Coding]]
"""Codings in reading order, by code."""


@dataclass(slots=True)
class Usage:
    """How often a code was given."""

    codings: int = 0
    """Those that count."""
    disputed: int = 0
    coders: Counter[str] = field(default_factory=Counter)
    """Codings by who gave them, disputed ones too."""


def by_code(codings: Iterable[Coding]) -> ByCode:
    """Codings by their code."""
    found: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        found[coding.code].append(coding)
    return dict(found)


def usage(desk: Desk, reader: Reader, given: ByCode) -> tuple[dict[str, Usage], int]:
    """How often each code was given on passages the reader may see, and how many passages are held back.

    The latter is told as a whole and never by code, which would tell what there is to find.
    """
    shut = _Shut(desk, reader)
    found: defaultdict[str, Usage] = defaultdict(Usage)
    for code, codings in given.items():
        for coding in codings:
            if not shut.holds(coding):
                _count(found[code], coding)
    return dict(found), shut.held


def _count(usage: Usage, coding: Coding) -> None:
    if coding.counts:
        usage.codings += 1
    else:
        usage.disputed += 1
    usage.coders.update(coding.coders)


def codings_of(desk: Desk, reader: Reader, given: ByCode, code: str) -> list[Coding]:
    """The codings of one code that a reader may see, in reading order."""
    shut = _Shut(desk, reader)
    return [each for each in given.get(code, ()) if not shut.holds(each)]


def likeliest(desk: Desk, coder: str, code: str) -> list[Suggestion]:
    """Proposals of a code on passages the coder has not read, likeliest first; none on passages coded blind."""
    read = desk.ledger.read_by(coder)
    return [each for each in meant(desk, coder, Filter(code)) if each.passage_id not in read]


class _Shut:
    """Which codings are kept from a reader until they have coded the passage themselves."""

    def __init__(self, desk: Desk, reader: Reader) -> None:
        self._desk, self._reader = desk, reader
        self._known: dict[str, bool] = {}

    def holds(self, coding: Coding) -> bool:
        """Whether a coding is kept from the reader, or its passage is there no more."""
        passage_id = coding.passage_id
        if passage_id not in self._known:
            passage = self._desk.ledger.passages.get(passage_id)
            self._known[passage_id] = passage is None or hidden(self._desk, self._reader, passage)
        return self._known[passage_id]

    @property
    def held(self) -> int:
        """How many passages were held back so far."""
        return sum(self._known.values())
