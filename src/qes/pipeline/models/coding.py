"""A language model codes: what it has not answered yet is asked, and all its answers become proposals of one voice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass

from qes.coding.llm.answers import Counts
from qes.coding.llm.check import problem_of
from qes.coding.llm.questions import Asking, Questions
from qes.coding.llm.voice import suggestions_of, voice_name
from qes.coding.queue import drawn
from qes.errors import BudgetSpent, ModelUnavailable, QesError
from qes.llm.cost import Prices
from qes.model import Chat, Passage, Prompt, Suggestion, digest
from qes.pipeline import Progress, quiet
from qes.pipeline.models.alone import alone
from qes.pipeline.models.asking import Known, as_sent, closable, heard_before
from qes.pipeline.models.estimating import Forecast, forecast
from qes.pipeline.models.privacy import masking_of, unaided
from qes.pipeline.models.sampling import Sampling
from qes.pipeline.models.spent import Spent
from qes.pipeline.suggest import bring_up, last_run, log_run
from qes.pipeline.task import embedded, task_of
from qes.pipeline.voices import VOICE
from qes.project import Project

VERSION = "1"
"""Changes whenever the same answers would give other suggestions."""
_TOLD = 50
"""Passages that are named in the log as meant for a machine, at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a run."""

    limit: int = 0
    """At most so many passages; 0: all."""
    renew: bool = False
    """Whether passages that were answered are asked about again, with the examples there are now."""


@dataclass(frozen=True, slots=True)
class LlmSuggested:
    """What a run of a language model came to."""

    suggester: str
    passages: int
    """All that people code."""
    suggestions: int
    seconds: float
    asked: int
    """Passages asked about now."""
    reused: int
    """Passages whose answers were there already."""
    waiting: int
    """Passages not, or not wholly, answered yet."""
    calls: int
    tokens_in: int
    tokens_out: int
    cost: float | None
    """None where prices are not set."""
    failed: int
    """Prompts to which no usable reply came."""
    trouble: str
    """Why most of them failed; empty where none did."""
    counts: Counts
    """Of all answers that stand now, old ones too."""
    flags: dict[str, str]
    """Passage that seems to be meant for a machine → why."""
    stopped: QesError | None
    """Why it ended before all was asked."""
    unchanged: bool


class ModelCoding:
    """One run, prepared: see `forecast` what it will take, then `run` it."""

    def __init__(
        self, project: Project, chat: Chat, wanted: Wanted | None = None, *, remote: bool, progress: Progress = quiet
    ) -> None:
        """Embed what is new, read what was answered, and see what is still to be asked.

        Args:
            project: Whose passages.
            chat: The model.
            wanted: How much of it.
            remote: Whether what is sent to it leaves this machine.
            progress: Told how far it is.

        Raises:
            ModelUnavailable, UnknownPlugin, CodebookError, StoreError: See there.
        """
        self._began, self._project, self._chat = time.monotonic(), project, chat
        self._wanted, self._remote = wanted or Wanted(), remote
        self._codebook = project.use_codebook()
        given = embedded(project, progress=progress)
        bring_up(project, given)
        self._task = task_of(project, self._codebook, given)
        self._masking = masking_of(project, project.settings.llm, chat.name, remote)
        self._questions = Questions(self._task, self._asking())
        passages = given.passages
        same = (chat.name, chat.settings)
        heard = heard_before(project.store, *same, passages, self._codebook, self._masking.mask)
        self._known = {passage.id: known for passage, known in heard}
        self._todo = self._still_to_ask()

    def _asking(self) -> Asking:
        given = self._project.settings.llm
        hidden = unaided(self._project, self._task.passages, self._task.decisions)
        groups = (given.codes_per_call, given.calls_per_passage, given.neighbours)
        return Asking(*groups, language=given.language, mask=self._masking.mask, hidden=hidden)

    def _still_to_ask(self) -> list[tuple[Passage, set[str]]]:
        """Passages with the codes known: those coded blind first, on which the model can be measured; then the rest."""
        blind = {each.passage_id for each in self._task.decisions if each.blind}
        ordered = sorted(self._task.passages, key=lambda passage: passage.id not in blind)
        todo = []
        for passage in ordered:
            known = set[str]() if self._wanted.renew else self._known[passage.id].codes
            if self._questions.left(passage.id, known):
                todo.append((passage, known))
        return todo[: self._wanted.limit or None]

    def forecast(self) -> Forecast:
        """What `run` will about take."""
        prices = _prices(self._project)
        calls, sent, answered = forecast(self._questions, self._todo, prices)
        price = prices.of(sent, answered) if prices.known else None
        reused = sum(bool(known.codes) for known in self._known.values())
        told = (self._chat.name, self._remote, self._masking.masked)
        return Forecast(*told, len(self._todo), reused, calls, sent, answered, price)

    def sampling(self, chat: Chat, samples: int, share: float) -> Sampling:
        """The same questions, to be asked again of a random share of the passages: do the answers hold?"""
        seed = self._project.settings.seed
        again = [each for each in self._task.passages if drawn(f"sampled {each.id}", seed, share)]
        given = (self._project, chat, self._questions, self._codebook, self._masking, again, samples)
        return Sampling(*given, remote=self._remote, prices=_prices(self._project))

    def run(self, progress: Progress = quiet) -> LlmSuggested:
        """Ask, and propose what came; where it had to stop on the way, what came before is kept and proposed.

        Raises:
            ModelUnavailable, BudgetSpent: Nothing at all was answered, now or before.
            AlreadyAsking: Another run is under way.
        """
        before = {passage_id for passage_id, known in self._known.items() if known.codes}
        spent, stopped = Spent(), None
        try:
            with alone(self._project):
                self._ask(spent, progress)
        except (ModelUnavailable, BudgetSpent) as error:
            if not any(known.codes for known in self._known.values()):
                raise
            stopped = error
        made, unchanged = self._propose(spent, stopped)
        prices = _prices(self._project)
        return LlmSuggested(
            suggester=voice_name(self._chat.name),
            passages=len(self._task.passages),
            suggestions=len(made),
            seconds=time.monotonic() - self._began,
            asked=len(spent.asked),
            reused=len(before - spent.asked),
            waiting=sum(self._questions.left(each, known.codes) for each, known in self._known.items()),
            calls=spent.calls,
            tokens_in=spent.tokens_in,
            tokens_out=spent.tokens_out,
            cost=prices.of(spent.tokens_in, spent.tokens_out) if prices.known else None,
            failed=len(spent.failed),
            trouble=spent.trouble,
            counts=self._counts,
            flags=dict(self._questions.flags),
            stopped=stopped,
            unchanged=unchanged,
        )

    @property
    def _counts(self) -> Counts:
        return sum((known.counts for known in self._known.values()), Counts())

    def _ask(self, spent: Spent, progress: Progress) -> None:
        passages, done = {passage.id: passage for passage, _ in self._todo}, set[str]()
        fresh: dict[str, Known] = {}
        replies = self._chat.ask(self._prompts(), problem_of)
        with closing(closable(replies)) as came:
            for exchange in came:
                spent.add(exchange)
                passage = passages[exchange.prompt.about]
                if not exchange.usable:
                    continue
                masked = as_sent(exchange, passage, self._masking.mask)
                if masked is not None:
                    # What is renewed takes the place of all that was said before, and is counted anew.
                    known = fresh.setdefault(passage.id, Known() if self._wanted.renew else self._known[passage.id])
                    known.take(exchange, passage, self._codebook, masked)
                    self._known[passage.id] = known
                done.add(passage.id)
                progress("asking the model", len(done), len(passages))

    def _prompts(self) -> Iterator[Prompt]:
        for passage, known in self._todo:
            yield from self._questions.of(passage.id, known)

    def _propose(self, spent: Spent, stopped: QesError | None) -> tuple[list[Suggestion], bool]:
        voice = voice_name(self._chat.name)
        made = [each for passage in self._task.passages for each in self._proposed(passage)]
        key = digest(VERSION, *(f"{each.id} {each.reason.note}" for each in made))
        last = last_run(self._project, voice)
        if not spent.calls and last is not None and last.get("fingerprint") == key:
            return made, True
        self._project.store.replace_suggestions(voice, made)
        more = {"model": self._chat.name, "calls": spent.calls, "failed": len(spent.failed)}
        told = {
            "counts": asdict(self._counts),
            "flagged": sorted(self._questions.flags)[:_TOLD],
            "stopped": str(stopped) if stopped else "",
        }
        log_run(self._project, voice, self._task, len(made), fingerprint=key, **{VOICE: True}, **more, **told)
        return made, False

    def _proposed(self, passage: Passage) -> list[Suggestion]:
        flag, most = self._questions.flags.get(passage.id, ""), self._task.settings.per_passage
        found = [
            each
            for answer, maker in self._known[passage.id].answers.values()
            for each in suggestions_of(passage, [answer], maker, flag)
        ]
        return sorted(found, key=lambda each: (-each.score, self._task.codes.index(each.code)))[:most]


def _prices(project: Project) -> Prices:
    return Prices(project.settings.llm.price_in, project.settings.llm.price_out)
