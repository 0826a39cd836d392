"""What a project's log can say of how a report came about, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

import qes
from qes.coding import review
from qes.coding.agreement import OVERALL, Agreement, agreement
from qes.coding.anchoring import ANY, Anchoring
from qes.errors import TooFewCoders
from qes.model import Event
from qes.pipeline import notes
from qes.pipeline.anchoring import anchoring_of
from qes.pipeline.estimate import estimate
from qes.pipeline.evidence import Gathered
from qes.pipeline.findings.log import APPROVED, SAVED, SEARCHED, WEIGHED
from qes.pipeline.findings.named import DRAFTED
from qes.pipeline.models.drafting.log import WORDS, Fate, drafts
from qes.pipeline.report.departures import changed, departures
from qes.pipeline.report.outside import outside
from qes.pipeline.report.scored import scoring_told
from qes.pipeline.scoring.state import standings
from qes.pipeline.themes.acts import themes
from qes.pipeline.versions import REVISED
from qes.pipeline.voices import is_voice
from qes.project import Project
from qes.synthesis.report.wording import METHOD, listed, several


class Facts:
    """Sentences from the log, each looked up when it is asked for."""

    def __init__(self, project: Project, found: Gathered) -> None:
        self.project, self.found = project, found
        self._told: dict[str, str] = {}

    def of(self, name: str) -> str:
        """What the log says of something; empty where it says nothing."""
        if name not in self._told:
            tell: Callable[[], str] = getattr(self, f"_{name}")
            self._told[name] = tell()
        return self._told[name]

    def _standing(self, kind: str) -> list[Event]:
        return self.project.store.standing_events(kind)

    @cached_property
    def _meter(self) -> Anchoring:
        return anchoring_of(self.project, self.found.passages.values(), self.found.decisions)

    @cached_property
    def agreed(self) -> Sequence[Agreement]:
        """Agreement of all coders on each code; empty where no two have read the same passages."""
        codes = [code.code for code in self.found.codebook.codable]
        try:
            return agreement(review.labels(self.found.decisions), codes, pairs=False)
        except TooFewCoders:
            return ()

    # --- Reading and coding ---------------------------------------------------------------------------

    def _framework(self) -> str:
        return dict(METHOD)["Synthesis"]

    def _codebook(self) -> str:
        book = self.found.codebook
        made = [
            f"{event.body['to']} on {_day(event)} by {event.author}: {str(event.body['reason']).rstrip('.')}"
            for event in self.project.store.events(kind=REVISED)
            if str(event.body["to"]).startswith(f"{book.name}@")
        ]
        history = f" Versions made in the project: {'; '.join(made)}." if made else ""
        return f"{book.id}, {len(book.codable)} codes, SHA-256 {book.sha256[:12]}.{history}"

    def _rubric(self) -> str:
        used = [f"{event.body['name']} since {_day(event)}" for event in self._standing("rubric-frozen")]
        return f"In use: {'; '.join(used)}." if used else ""

    def _sources(self) -> str:
        kinds = Counter(section.facts.kind for each in self.found.sources.values() for section in each.sections)
        count = several(len(self.found.sources), "source")
        named = listed([f"{number} {kind}" for kind, number in sorted(kinds.items())])
        return f"{count} on {several(len(self.found.cases), 'case')}{f'; sections by kind: {named}' if named else ''}."

    def _read(self) -> str:
        read = {decision.passage_id for decision in self.found.decisions} & self.found.passages.keys()
        return f"{len(self.found.passages)} passages to code; {len(read)} read by at least one coder."

    def _coders(self) -> str:
        count = Counter(decision.coder for decision in self.found.decisions)
        named = ", ".join(f"{name} ({several(number, 'decision')})" for name, number in sorted(count.items()))
        return f"{named}." if named else "Nobody has coded yet."

    def _blind(self) -> str:
        blind = sum(decision.blind for decision in self.found.decisions)
        return f"{blind} of {several(len(self.found.decisions), 'decision')} were made with suggestions hidden."

    def _agreement(self) -> str:
        if not self.agreed:
            return "No two coders have read the same passages, so there is no figure of agreement."
        return next((_agreed(row) for row in self.agreed if row.code == OVERALL), "")

    def _adjudications(self) -> str:
        return f"{several(len(self.found.adjudications), 'dispute')} settled, each with a reason in the log."

    # --- Suggestions ------------------------------------------------------------------------------------

    def _suggestions(self) -> str:
        runs = [event.body for event in self.project.store.events(kind="suggested")]
        if not runs:
            return "No suggestions were made; people coded by themselves."
        last = runs[-1]
        return (
            f"Software proposed codes for passages ({several(len(runs), 'run')}, the last by {last['suggester']} with "
            f"{last['suggestions']} proposals); people decided on each coding, and nothing was coded by software alone."
        )

    def _models(self) -> str:
        runs = list(self.project.store.events(kind="suggested"))
        used = {_model(event): _day(event) for event in runs if event.body.get("embedder")}
        return f"{'; '.join(f'{name} (last used {day})' for name, day in sorted(used.items()))}." if used else ""

    def _answers(self) -> str:
        return self._meter.meters[ANY, ANY].answers.sentence

    def _quality(self) -> str:
        return self._meter.summary.sentence

    def _anchoring(self) -> str:
        return self._meter.sentence

    def _missed(self) -> str:
        codings = [each.coding for each in self.found.evidence]
        audit = estimate(self.project, list(self.found.passages.values()), self.found.decisions, codings)
        if not audit.sentence:
            return "The random audit does not bear a figure yet."
        if audit.read <= audit.counted:
            return audit.sentence
        return (
            f"{audit.sentence} The audit counts the passages of a random order up to the first that nobody has read, "
            f"which is {audit.counted} so far; of the {several(audit.share, 'passage')} of the random share that is "
            f"coded blind, {audit.read} are read."
        )

    # --- Scores, findings and themes ----------------------------------------------------------------------

    def _confidence(self) -> str:
        return dict(METHOD)["Confidence"]

    def _scoring(self) -> str:
        return scoring_told(standings(self.project, self.found).values(), self.project.settings.seed)

    def _levels(self) -> str:
        signed, reopened = self._standing("score-signed"), self._standing("score-reopened")
        return f"{len(signed)} levels signed off, {len(reopened)} reopened." if signed or reopened else ""

    def _findings(self) -> str:
        keys = {str(event.body["key"]) for event in self._standing(SAVED)}
        if not keys:
            return ""
        approved, searched, weighed = (len(self._standing(kind)) for kind in (APPROVED, SEARCHED, WEIGHED))
        return (
            f"{several(len(keys), 'finding')} written, {several(approved, 'approval')}; "
            f"{several(searched, 'search', 'searches')} for counter-evidence, {several(weighed, 'passage')} weighed."
        )

    def _drafts(self) -> str:
        made = Counter(str(event.body["what"]) for event in self._standing(DRAFTED))
        if not made:
            return ""
        asked = listed([several(made[what], *WORDS[what]) for what in WORDS if made[what]])
        sentences = [each for event in self._standing(DRAFTED) for each in event.body.get("sentences", ())]
        struck = sum(bool(each["struck"]) for each in sentences)
        fates = Counter(fate for _, fate in drafts(self.project))
        accepted, edited, dropped = (fates[each] for each in (Fate.ACCEPTED, Fate.EDITED, Fate.DROPPED))
        return (
            f"A language model made {asked}. Of {several(len(sentences), 'sentence')} "
            f"drafted, {struck} struck out for not being borne out by the quotes named. What people did with drafts of "
            f"text: {accepted} taken over as drafted, {edited} in other words, {dropped} dropped."
        )

    def _themes(self) -> str:
        kept = [each for each in themes(self.project) if not each.withdrawn]
        apart = "Codes come from the framework; what fits nowhere in it is kept apart"
        return f"{apart}, and {several(len(kept), 'theme')} came of that." if kept else f"{apart}."

    def _quotes(self) -> str:
        return "Every quote was read from its stored source again when the report was made, and is verbatim."

    # --- Machinery ------------------------------------------------------------------------------------------

    def _software(self) -> str:
        return f"qes {qes.__version__}."

    def _settings(self) -> str:
        found = list(changed(self.project.settings))
        return f"Other than the defaults: {', '.join(found)}." if found else "All settings are the defaults."

    def _remote(self) -> str:
        return outside(self.project)

    def _log(self) -> str:
        return (
            "Every decision, score and finding is in an append-only log with who, when and why; `qes verify` checks it."
        )

    def _deviations(self) -> str:
        said = [*departures(self.project, self.found.decisions)]
        note = notes.standing(self.project).get(notes.DEVIATIONS)
        return " ".join([*said, *([note.text] if note and note.text else [])]) or "None on record."


def _model(event: Event) -> str:
    """Who proposed, and what it rests on: an embedder, unless a language model said it by itself."""
    name = str(event.body["suggester"])
    return name if is_voice(event.body) else f"{name} on {event.body['embedder']}"


def _day(event: Event) -> str:
    return event.at[:10]


def _agreed(row: Agreement) -> str:
    alpha = "undefined" if row.alpha is None else f"{row.alpha:.2f}"
    return (
        f"Over all codes, on {several(row.units, 'passage')} read by more than one coder: {row.percent:.0%} agreement, "
        f"Krippendorff's alpha {alpha}, Gwet's AC1 {row.ac1:.2f}; per code in the table."
    )
