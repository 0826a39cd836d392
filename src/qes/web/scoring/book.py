"""People's scores held in memory and followed in the log, beside the ledger: a request reads none of them anew."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping

from qes.model import Coding, Event, Passage, Source, Span, Unit, digest
from qes.pipeline.evidence import evidence_of
from qes.pipeline.ledger import Ledger
from qes.pipeline.scoring.log import KINDS, histories, record_of
from qes.pipeline.scoring.state import needed, rubric_of
from qes.pipeline.sight import all_evidence
from qes.store.decisions import made_by
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import Rubric
from qes.synthesis.scoring.standing import Past, UnitStanding, basis, evidence_by_unit, standing
from qes.web.cache import cache_of
from qes.web.state import State

Bases = dict[Unit, dict[str, str]]


class ScoreBook:
    """Where every unit stands. Threads may share one; `refresh` before reading."""

    def __init__(self, ledger: Ledger) -> None:
        """Nothing is read until the first `refresh`."""
        self._ledger = ledger
        self._lock = threading.Lock()
        self._seq = -1
        self._ids: set[str] = set()
        """Of the events by which people score, and of the undos that are about them."""
        self._past: dict[Unit, list[Past]] = {}
        self._asked = 0
        self._standings: dict[Unit, UnitStanding] = {}
        self.version = 0
        """Changes whenever something is said, or taken back."""

    def refresh(self) -> None:
        """Take in what came since."""
        with self._lock:
            if self._seq < 0:
                self._load()
            else:
                self._take_in(list(self._ledger.project.store.events(after=self._seq)))
            asked = needed(self._ledger.project)
            if asked != self._asked:
                self._asked, self._standings = asked, {}
                self.version += 1

    def _load(self) -> None:
        store = self._ledger.project.store
        newest = store.latest(1)
        self._past, self._standings = histories(self._ledger.project), {}
        self._ids = {each.record.id for past in self._past.values() for each in past}
        if self._ids:
            self._undoes(store.events(kind="undo"))
        self._seq = newest[0].event.seq if newest else 0
        self.version += 1

    def _undoes(self, events: Iterable[Event]) -> bool:
        """Whether one of some events takes something back that is kept here, or brings it back."""
        found = {each.id for each in events if each.kind == "undo" and self._note(each)}
        return bool(found)

    def _note(self, undo: Event) -> bool:
        concerns = undo.body["target"] in self._ids
        if concerns:
            self._ids.add(undo.id)
        return concerns

    def _take_in(self, fresh: list[Event]) -> None:
        if not fresh:
            return
        said = [each for each in fresh if each.kind in KINDS and each.id not in self._ids]
        for event in said:
            record = record_of(event)
            self._past.setdefault(record.unit, []).append(Past(record))
            self._standings.pop(record.unit, None)
            self._ids.add(event.id)
        self.version += bool(said)
        self._seq = fresh[-1].seq
        if self._undoes(fresh):
            self._load()

    @property
    def units(self) -> list[Unit]:
        """Every unit by case, then in the order of the codebook; those no longer in it are left out."""
        ledger = self._ledger
        stamp = (ledger.texts, ledger.codebook.sha256)
        return cache_of(ledger).get("units", stamp, lambda: _units(ledger))

    def standing(self, unit: Unit) -> UnitStanding:
        """Where a unit stands."""
        with self._lock:
            if unit not in self._standings:
                self._standings[unit] = standing(unit, self._past.get(unit, ()), self._asked)
            return self._standings[unit]


def _units(ledger: Ledger) -> list[Unit]:
    cases = sorted({passage.case for passage in ledger.passages.values() if passage.case})
    return [Unit(case, code.code) for case in cases for code in ledger.codebook.scored]


def book_of(here: State) -> ScoreBook:
    """The one that goes with a workbench, up to date, and the ledger with it."""
    here.ledger.refresh()
    book = cache_of(here.ledger).get("score book", (), lambda: ScoreBook(here.ledger))
    book.refresh()
    return book


def rubric_in_use(here: State) -> Rubric:
    """Read anew only when one of the files changed.

    Raises:
        NoRubric: The codebook has none.
    """
    files = here.project.codebooks.glob("*/*.yaml")
    stamp = tuple(sorted((str(each), each.stat().st_mtime_ns) for each in files))
    return cache_of(here.ledger).get("rubric", stamp, lambda: rubric_of(here.project))


# --- Evidence -------------------------------------------------------------------------------------


def stamp_of(here: State) -> tuple[int, str]:
    """What evidence changes with."""
    return here.ledger.seq, here.ledger.codebook.sha256


def passages_of(here: State, case: str) -> list[Passage]:
    """Those people code, in reading order."""
    return [each for each in here.ledger.passages.values() if each.case == case]


def case_evidence(here: State, case: str) -> list[Evidence]:
    """Everything coded for a case, disputed codings too."""
    ledger, passages = here.ledger, passages_of(here, case)
    codings: list[Coding] = [coding for each in passages for coding in ledger.codings(each.id)]
    sources = [ledger.sources[each] for each in dict.fromkeys(passage.source_id for passage in passages)]
    return evidence_of(codings, passages, sources, ledger.codebook)


def unit_evidence(here: State, unit: Unit) -> list[Evidence]:
    """The same for one capability of it."""
    return [each for each in case_evidence(here, unit.case) if each.capability == unit.capability]


def bases(here: State) -> tuple[Bases, bool]:
    """What the evidence of every unit says now, at once even if it is what it said a moment ago; and whether it is."""
    ledger = here.ledger
    return cache_of(ledger).soon("score bases", stamp_of(here), lambda: _bases(ledger))


def _bases(ledger: Ledger) -> Bases:
    return {unit: basis(found) for unit, found in evidence_by_unit(all_evidence(ledger)).items()}


def print_of(found: Mapping[str, str]) -> str:
    """A short name for what evidence says, by which a page tells on what somebody has judged."""
    return digest(*(part for each in found.items() for part in each))[:24]


# --- What is no more ------------------------------------------------------------------------------


def lost_quotes(here: State, unit: Unit, ids: Iterable[str]) -> list[dict[str, str]]:
    """The words of codings that are no more, as far as their sources still hold them."""
    wanted = set(ids)
    if not wanted:
        return []
    passages = {each.id: each for each in passages_of(here, unit.case)}
    found = {}
    for passage, code, span in _once_given(here, passages):
        name = digest("coding", passage.id, code, str(span.start), str(span.end))
        if name in wanted and name not in found:
            source = here.ledger.sources[passage.source_id]
            found[name] = {
                "id": name,
                "quote": span.of(source.text),
                "code": code,
                "source": source.id,
                "path": source.path,
                "passage": passage.id,
                "place": passage.place,
                **_facts(source, span),
            }
    return [found[each] for each in sorted(found)]


def _facts(source: Source, span: Span) -> dict[str, str]:
    facts = source.facts_at(span)
    return {"role": facts.role or "", "kind": facts.kind or "", "date": facts.date or ""} if facts else {}


def _once_given(here: State, passages: Mapping[str, Passage]) -> Iterator[tuple[Passage, str, Span]]:
    """What was ever given to some passages, also what was taken back."""
    for event in here.project.store.events(kind="decision"):
        decision = made_by(event)
        passage = passages.get(decision.passage_id)
        if passage is not None and decision.applied:
            yield passage, decision.applied, decision.span or passage.span
            yield passage, decision.applied, passage.span
