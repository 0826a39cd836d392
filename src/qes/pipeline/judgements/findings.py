"""Findings from a file of judgements: written, searched against, weighed, and approved where nothing is missing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from qes.errors import Conflict
from qes.model import Candidate, Counter, Finding, Weight, digest
from qes.pipeline import Progress
from qes.pipeline.citing import of_candidate
from qes.pipeline.evidence import Gathered
from qes.pipeline.findings import acts, counter, log
from qes.pipeline.findings.places import codes_below
from qes.pipeline.judgements import file
from qes.pipeline.judgements.levels import judged
from qes.pipeline.judgements.quotes import Places
from qes.pipeline.scoring.state import rubric_of
from qes.pipeline.task import embedded
from qes.project import Project


@dataclass
class Findings:
    """Takes in the findings of a file."""

    project: Project
    places: Places
    found: Gathered
    """The evidence as it stands."""
    where: str
    """The file, for errors."""
    progress: Progress

    def take_in(self, findings: Sequence[file.Finding]) -> None:
        """Each by the acts of the workbench, as far as it goes; what people have changed since is left to them."""
        for number, said in enumerate(findings):
            self.progress("findings", number, len(findings))
            with suppress(Conflict):
                self._take_in(said)
        self.progress("findings", len(findings), len(findings))

    def _take_in(self, said: file.Finding) -> None:
        first = acts.save(self.project, self._drafted(said), said.by, request=said.id)
        if said.search is None:
            return
        asked = said.search
        searched = self._searched(asked, first, said.id)
        against = self._weigh(asked, searched, said.id)
        cited = (*first.citations, *(of_candidate(each, against=True) for each in against))
        whole = replace(first, citations=cited, reason="The counter-evidence is read; what speaks against is cited.")
        if said.confidence is not None:
            proposed = acts.propose_confidence(whole, self.found.evidence, rubric_of(self.project))
            whole = replace(whole, confidence=judged(said.confidence, proposed.concerns, self.where))
        second = acts.save(self.project, whole, said.by, first.id, request=f"{said.id}, weighed")
        if said.approved_by and not log.records(self.project)[first.key].missing:
            acts.approve(self.project, first.key, said.approved_by, second.id, request=said.id)

    def _drafted(self, said: file.Finding) -> Finding:
        within = codes_below(self.found.codebook, said.capability)
        cited = [self.places.citation(each, self.found, within) for each in said.rests_on]
        cited += [self.places.citation(each, self.found, within, against=True) for each in said.against]
        return Finding("", said.statement, tuple(cited), tuple(said.cases), said.capability)

    def _searched(self, asked: file.Search, first: Finding, request: str) -> Counter:
        done = log.records(self.project)[first.key].counter
        held = counter.NOTHING if done else self._held
        return counter.search(self.project, first.key, asked.by, first.id, most=asked.most, held=held, request=request)

    @cached_property
    def _held(self) -> counter.Held:
        return counter.Held(embedded(self.project, progress=self.progress), self.found.evidence)

    def _weigh(self, asked: file.Search, searched: Counter, request: str) -> list[Candidate]:
        """Say what the file says of each candidate; those it says nothing of stay open. Those against are returned."""
        places = [(self.places.find(each), each) for each in asked.weighed]
        against = []
        for number, candidate in enumerate(searched.candidates):
            words = [
                word
                for place, word in places
                if place.source.id == candidate.source_id and place.span.overlaps(candidate.span)
            ]
            if words:
                named = digest(request, candidate.source_id, candidate.quote)
                counter.weigh(
                    self.project, searched.id, number, words[0].weight, asked.by, note=words[0].note, request=named
                )
                against += [candidate] if words[0].weight is Weight.AGAINST else []
        return against
