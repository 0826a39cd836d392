"""What calls of a model came of, and who may read them: a prompt tells what was decided about the passages it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from qes.coding.llm.help import motive_id, shown_in
from qes.coding.llm.templates import CODE_PASSAGE, CRITERION, DEFINITION_HELP
from qes.errors import NotFound
from qes.model import Event, Exchange, Passage, Role, Unit, digest
from qes.pipeline.desk import Desk
from qes.pipeline.findings.acts import get as finding_of
from qes.pipeline.findings.named import COUNTER, DRAFTED
from qes.pipeline.kept import KEY
from qes.pipeline.models.drafting.log import CHECKLIST, citations_of
from qes.pipeline.reader import Reader, hidden
from qes.pipeline.scoring.log import histories
from qes.pipeline.scoring.state import needed
from qes.synthesis.drafts import asking
from qes.synthesis.scoring.standing import standing

_DRAFTS = frozenset(asking.DRAFTS.values())


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who wants to read what models were asked."""

    name: str
    role: Role

    @property
    def coder(self) -> Reader:
        """As somebody who codes, from whom proposals may be kept."""
        return Reader(self.name, self.role.allows(Role.RESEARCHER))

    @property
    def weigher(self) -> Reader:
        """As somebody who weighs evidence: only what they were themselves asked to code is kept from them."""
        return Reader(self.name, self.role.allows(Role.RESEARCHER), settles=True)


@dataclass
class Origins:
    """What a viewer may read of the record; to be made for one request, as it follows nothing."""

    desk: Desk
    viewer: Viewer
    _of_prompt: dict[str, Event | None] = field(default_factory=dict)

    def about(self, exchange: Exchange) -> Passage | None:
        """The passage that was to be coded, if it is there and the viewer may see what is proposed for it."""
        passage = self.desk.ledger.passages.get(exchange.prompt.about)
        if exchange.prompt.template != CODE_PASSAGE or passage is None or not self.proposals_shown(passage):
            return None
        return passage

    def proposals_shown(self, passage: Passage) -> bool:
        """Whether the viewer does not code the passage blind, or is done with it."""
        name = self.viewer.name
        blind = self.viewer.coder.codes and self.desk.blind(name, passage)
        return not blind or passage.id in self.desk.ledger.read_by(name)

    def may_read(self, exchange: Exchange) -> bool:
        """Whether the viewer may read it; what a prompt file of unknown name asks is read by nobody."""
        template = exchange.prompt.template
        if template == CODE_PASSAGE:
            return self.about(exchange) is not None
        if template == DEFINITION_HELP:
            away = {motive_id(each) for each in self._away}
            return self.viewer.role.allows(Role.LEAD) and away.isdisjoint(shown_in(exchange.prompt))
        if not self.viewer.role.allows(Role.REVIEWER):
            return False
        if template == CRITERION:
            return exchange.prompt.about in self._revealed and self._quotes_shown(exchange)
        if template == asking.COUNTER:
            return self._counter_shown(exchange)
        return template in (*_DRAFTS, asking.SUPPORTED) and self._quotes_shown(exchange)

    def event(self, exchange: Exchange) -> Event | None:
        """What was made of it, in the log: a draft, a checklist, a search; None where the work was not finished."""
        found = self._drafted.get(exchange.id)
        sha = exchange.prompt.sha256
        if found is not None or exchange.prompt.template in (CODE_PASSAGE, DEFINITION_HELP):
            return found
        if sha not in self._of_prompt:  # a try of no use is not named by what came of a later one
            tries = self.desk.ledger.project.store.exchanges(prompts={sha})
            self._of_prompt[sha] = next((self._drafted[each.id] for each in tries if each.id in self._drafted), None)
        return self._of_prompt[sha]

    def title(self, exchange: Exchange) -> str:
        """What it is about, in words for people; empty where that is not known."""
        template, ledger = exchange.prompt.template, self.desk.ledger
        if (passage := self.about(exchange)) is not None:
            return f"{ledger.sources[passage.source_id].path}, {passage.place}"
        if template == DEFINITION_HELP:
            return exchange.prompt.about
        body = event.body if (event := self.event(exchange)) is not None else {}
        if body.get("what") == CHECKLIST:
            return f"{body['code']} in {body['case']}"
        if body.get("what") == COUNTER:
            return str(body["statement"])
        return f"{body['code']}, {', '.join(body['cases']) or 'all cases'}" if body else ""

    def counted_passage(self, exchange: Exchange) -> str | None:
        """Id of the passage that was asked about in a search for counter-evidence."""
        event = self.event(exchange) if exchange.prompt.template == asking.COUNTER else None
        if event is None:
            return None
        every = (*event.body["asked"], *self.desk.ledger.passages)
        about, key = exchange.prompt.about, event.body[KEY]
        return next((each for each in every if digest("counter", key, each) == about), None)

    # --- What is kept from the viewer -----------------------------------------------------------------

    @cached_property
    def _drafted(self) -> Mapping[str, Event]:
        """Exchange → the newest event that came of it, those undone too."""
        events = self.desk.ledger.project.store.events(kind=DRAFTED)
        return {each: event for event in events for each in event.body["exchanges"]}

    @cached_property
    def _away(self) -> frozenset[str]:
        """Passages that the viewer is yet to code unaided."""
        reader, passages = self.viewer.weigher, self.desk.ledger.passages.values()
        if not self.desk.duties.of(reader.name):
            return frozenset()
        return frozenset(each.id for each in passages if hidden(self.desk, reader, each))

    @cached_property
    def _revealed(self) -> frozenset[str]:
        """What checklists are about, of units that everybody asked has scored."""
        ledger = self.desk.ledger
        past, asked = histories(ledger.project), needed(ledger.project)
        cases = sorted({each.case for each in ledger.passages.values() if each.case})
        units = {*past, *(Unit(case, code.code) for case in cases for code in ledger.codebook.scored)}
        return frozenset(
            digest("checklist", unit.case, unit.capability)
            for unit in units
            if standing(unit, past.get(unit, []), asked).revealed
        )

    def _quotes_shown(self, exchange: Exchange) -> bool:
        """Whether no quote in it stands on what the viewer is yet to code; of what is not on record, none is."""
        event = self.event(exchange)
        if event is None:
            return not self._away
        return self._away.isdisjoint(each.passage_id for each in citations_of(event.body["spans"]).values())

    def _counter_shown(self, exchange: Exchange) -> bool:
        event, passage = self.event(exchange), self.counted_passage(exchange)
        if event is None or passage is None:
            return not self._away
        try:
            cited = finding_of(self.desk.ledger.project, event.body[KEY]).citations
        except NotFound:
            return not self._away
        return self._away.isdisjoint((passage, *(each.passage_id for each in cited)))
