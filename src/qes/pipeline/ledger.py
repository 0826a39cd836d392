"""What sources and log say now, held in memory and kept up to date by following the log.

A server answers many people at once; reading everything anew for each of them would take seconds. The log is the only
door: whatever is written, by this process or by another, is an event, and is followed from there.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from qes.coding import review
from qes.model import Adjudication, Codebook, Coding, Decision, Event, Passage, Source
from qes.pipeline.following.decided import Decided, by_passage
from qes.pipeline.following.skips import Skips
from qes.pipeline.following.subjects import Subjects
from qes.pipeline.texts import Shelf, Texts, read_texts
from qes.pipeline.voices import is_voice
from qes.project import Project
from qes.store.decisions import made_by

_MOVES = frozenset({"ingested", "retired", "carry"})
"""Kinds of event after which passages are others, or decisions stand elsewhere."""


class Ledger:
    """Threads may share one; `refresh` before reading."""

    def __init__(self, project: Project) -> None:
        """Nothing is read until the first `refresh`."""
        self.project = project
        self.seq = 0
        """Position in the log up to which everything is taken in."""
        self.runs = 0
        """Counts runs of suggesters, whose proposals replace those before."""
        self.suggester: str | None = None
        """Who proposed last; voices left out."""
        self.voices: tuple[str, ...] = ()
        """Language models that have made proposals, by the names these are kept under, first heard first."""
        self.texts = 0
        """Changes whenever passages do."""
        self.assigned = 0
        """Changes whenever who is asked to code what may have changed."""
        self.reopened: defaultdict[str, int] = defaultdict(int)
        """Per coder, how often a passage they had read has come back to them."""
        self._lock = threading.RLock()
        self._texts = Texts()
        self._subjects = Subjects()
        self._decided = Decided()
        self._settled: dict[str, tuple[Adjudication, ...]] = {}
        self._skips = Skips(project)
        self._codings: dict[str, tuple[Coding, ...]] = {}
        self._loaded = False
        self._shelf = Shelf(project)

    # --- Following ----------------------------------------------------------------------------------

    def refresh(self) -> int:
        """Take in what came since; the position in the log reached."""
        with self._lock:
            if not self._loaded:
                self._load_all()
            fresh = list(self.project.store.events(after=self.seq))
            if fresh:
                self._take_in(fresh)
                self.seq = fresh[-1].seq
            return self.seq

    def _load_all(self) -> None:
        newest = self.project.store.latest(1)
        self._load_texts()
        self._load_log()
        self.seq = newest[0].event.seq if newest else 0
        self._loaded = True

    def _load_texts(self) -> None:
        self._texts, self.texts = read_texts(self.project.store), self.texts + 1
        self._codings.clear()

    def _load_log(self) -> None:
        store = self.project.store
        decisions = store.decisions()
        for decision in decisions:
            self._subjects.place(decision.id, decision.passage_id)
        # Put in place as a whole: who reads meanwhile sees what was, and not that nothing is decided.
        self._decided = Decided(decisions)
        self._load_adjudications()
        for kind in ("undo", "skipped", "suggested", "assigned"):
            for event in store.events(kind=kind):
                self._note(event)
        for author in self._subjects.skippers:
            self._skips.load(author)
        self._codings.clear()

    def _load_adjudications(self) -> None:
        found = self.project.store.adjudications()
        for each in found:
            self._subjects.place(each.id, each.passage_id, judged=True)
        before, self._settled = self._settled, by_passage(found)
        self._forget(before.keys() | self._settled.keys())

    def _take_in(self, fresh: Sequence[Event]) -> None:
        """Follow events; to be called again with the same ones if the database was lost in between."""
        concerned: set[str] = set()
        made: list[Event] = []
        for event in fresh:
            self._note(event)
            if event.kind == "undo":
                self._undone(event.id)
            if event.kind == "decision":
                made.append(event)
            elif event.kind in ("adjudication", "undo") and (place := self._subjects.place_of(event.id)):
                concerned.add(place)
        if {event.kind for event in fresh} & _MOVES:
            self._load_texts()
            self._load_log()
            return
        for event in made:
            if self._subjects.place_of(event.id) not in concerned:
                self._add(made_by(event))
        if concerned:
            self._renew(concerned)
        if any(self._subjects.is_judged(event.id) for event in fresh):
            self._load_adjudications()

    def _note(self, event: Event) -> None:
        self._subjects.note(event)
        match event.kind:
            case "undo":
                self.assigned += self._subjects.is_elsewhere(event.id)
            case "skipped":
                self._skips.note(event)
            case "assigned":
                self.assigned += 1
            case "suggested":
                self._note_run(str(event.body["suggester"]), is_voice(event.body))

    def _note_run(self, suggester: str, voice: bool) -> None:
        self.runs += 1
        if not voice:
            self.suggester = suggester
        elif suggester not in self.voices:
            self.voices = (*self.voices, suggester)

    def place_of(self, event_id: str) -> str | None:
        """The passage that a decision, an adjudication, or an undo of one is about; None for other events."""
        return self._subjects.place_of(event_id)

    def _undone(self, event_id: str) -> None:
        """Look again at what an undo may have changed besides decisions, and at all that was not followed."""
        if (author := self._subjects.skipper_of(event_id)) is not None:
            self._skips.load(author)
        elif self._subjects.place_of(event_id) is None and not self._subjects.is_elsewhere(event_id):
            self._load_log()  # it was undone before this process began to follow

    def _add(self, decision: Decision) -> None:
        known = self._decided.on(decision.passage_id)
        if all(each.id != decision.id for each in known):  # a renewal may have been ahead of the log's events
            self._put(decision.passage_id, (*known, decision))
            self._forget([decision.passage_id])

    def _renew(self, passage_ids: Collection[str]) -> None:
        found = by_passage(self.project.store.decisions(passage_ids=passage_ids))
        for passage_id in passage_ids:
            self._put(passage_id, found.get(passage_id, ()))
        self._forget(passage_ids)

    def _put(self, passage_id: str, decisions: tuple[Decision, ...]) -> None:
        for coder in self._decided.put(passage_id, decisions):
            self.reopened[coder] += 1
        for each in decisions:
            self._subjects.place(each.id, passage_id)

    def _forget(self, passage_ids: Collection[str]) -> None:
        for passage_id in passage_ids:
            self._codings.pop(passage_id, None)

    # --- Reading ------------------------------------------------------------------------------------

    @property
    def sources(self) -> Mapping[str, Source]:
        """Current sources by id, ordered by path."""
        return self._texts.sources

    @property
    def passages(self) -> Mapping[str, Passage]:
        """Passages people code, by id, in reading order."""
        return self._texts.codable

    @property
    def everything(self) -> frozenset[str]:
        """Ids of the passages people code: one set for all who ask."""
        return self._texts.everything

    def of_source(self, source_id: str) -> list[Passage]:
        """All passages of a source in order, also those that are not coded."""
        return self._texts.by_source.get(source_id, [])

    @property
    def coders(self) -> list[str]:
        """Who has decided anything, sorted."""
        return sorted(self._decided.coders)

    def read_by(self, coder: str) -> Collection[str]:
        """Ids of the passages a coder is done with.

        In the workbench they say so: that nothing more applies. What comes from elsewhere was said of a whole passage.
        """
        return self._decided.read_by(coder)

    def skipped_by(self, coder: str) -> Mapping[str, int]:
        """Passages a coder has put off, with when: the position in the log."""
        return self._skips.of(coder)

    def decisions(self, passage_id: str | None = None) -> tuple[Decision, ...]:
        """Live decisions on a passage, or all of them by passage; of each coder in the order of the log."""
        if passage_id is not None:
            return self._decided.on(passage_id)
        with self._lock:
            return tuple(self._decided.all())

    def adjudications(self, passage_id: str | None = None) -> tuple[Adjudication, ...]:
        """Live adjudications on a passage, or all."""
        if passage_id is not None:
            return self._settled.get(passage_id, ())
        with self._lock:
            return tuple(each for settled in self._settled.values() for each in settled)

    def codings(self, passage_id: str) -> tuple[Coding, ...]:
        """What the decisions on a passage amount to."""
        known = self._codings.get(passage_id)
        if known is None:
            with self._lock:  # or what came meanwhile would be forgotten, and then overwritten by what was before
                known = self._codings[passage_id] = self._coded(passage_id)
        return known

    def _coded(self, passage_id: str) -> tuple[Coding, ...]:
        passage = self.passages.get(passage_id)
        decided, settled = self.decisions(passage_id), self.adjudications(passage_id)
        if passage is None or not (decided or settled):
            return ()
        texts = {passage.source_id: self.sources[passage.source_id].text}
        return tuple(review.codings([passage], decided, settled, texts))

    def all_codings(self) -> list[Coding]:
        """Every coding, in reading order."""
        with self._lock:
            touched = self._decided.passages | self._settled.keys()
            return [
                coding for passage_id in self.passages if passage_id in touched for coding in self.codings(passage_id)
            ]

    @property
    def codebook(self) -> Codebook:
        """The project's codebook, as its files say now."""
        return self._shelf.codebook
