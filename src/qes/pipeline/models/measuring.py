"""Every voice measured: what it cost, what the gate refused, and how it agrees with people who read blind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qes.coding.llm.answers import Counts
from qes.coding.llm.heard import says_of
from qes.coding.llm.measure import GUESSING, TOO_FEW, UNSURE, Measure, Steadiness, measures, steadiness
from qes.coding.suggest.labels import blind
from qes.llm.cost import Prices
from qes.model import Codebook, Decision, Passage
from qes.pipeline.desk import Desk
from qes.pipeline.models.asking import Known, heard_before
from qes.pipeline.models.signals import mask_of
from qes.pipeline.review import codable
from qes.pipeline.voices import model_of, voices
from qes.project import Project

Sample = tuple[str, str, str]
"""Passage, settings and prompt: what was asked several times over."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What was asked of a model, for whatever purpose."""

    calls: int = 0
    useless: int = 0
    """Of these, with a reply of no use."""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None
    """By today's prices; None where they are not set."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A language model as a coder."""

    name: str
    """Of the voice, such as `llm:ollama:llama3.1`."""
    model: str
    passages: int
    """Those that people code, and of which it answered under this version of the codebook."""
    blind: int
    """Of these, read blind by people."""
    counts: Counts
    """What became of its answers."""
    measures: tuple[Measure, ...]
    """By code, in the codebook's order."""
    steadiness: tuple[Steadiness, ...] = ()
    """By code; empty where it was never asked the same again."""
    bill: Bill = field(default_factory=Bill)

    @property
    def sentence(self) -> str:
        """What can be said of it, in words."""
        if not self.blind:
            return "Nobody has read blind yet what it spoke about, so nothing is known of how good it is."
        flags = Counter(each.flag for each in self.measures)
        parts = [f"On {self.blind} passages read blind it is better than guessing on {_codes(flags[''])}"]
        if flags[GUESSING]:
            parts.append(f"not shown to be so on {_codes(flags[GUESSING])}")
        if flags[TOO_FEW]:
            parts.append(f"and of {_codes(flags[TOO_FEW])} too little is known")
        return f"{', '.join(parts)}."


def _codes(count: int) -> str:
    return "1 code" if count == 1 else f"{count} codes"


def run_models(project: Project) -> list[Voice]:
    """Every voice, in the order in which they were first heard."""
    return models_of(project, codable(project), project.codebook(), project.store.decisions())


def models_of(
    project: Project, passages: Sequence[Passage], codebook: Codebook, decisions: Iterable[Decision]
) -> list[Voice]:
    """The same of what has been fetched already.

    Args:
        project: Whose record of exchanges is read.
        passages: Those people code.
        codebook: Whose codes are meant.
        decisions: Live ones; of each coder in the order of the log.
    """
    names = voices(project)
    if not names:
        return []
    truth, bills = blind(codebook, passages, decisions), _bills(project)
    return [_voice(project, name, passages, codebook, truth, bills.get(model_of(name), Bill())) for name in names]


def models_now(desk: Desk) -> list[Voice]:
    """The same from what a running workbench holds in memory; refresh its ledger first."""
    ledger = desk.ledger
    return models_of(ledger.project, list(ledger.passages.values()), ledger.codebook, ledger.decisions())


def _voice(
    project: Project,
    name: str,
    passages: Sequence[Passage],
    codebook: Codebook,
    truth: NDArray[np.int8],
    bill: Bill,
) -> Voice:
    model, codes = model_of(name), [code.code for code in codebook.codable]
    known = [had for _, had in _heard(project, model, passages, codebook, 0)]
    says = says_of(
        ((row, answer) for row, had in enumerate(known) for answer, _ in had.answers.values()), len(known), codes
    )
    answered = np.array([bool(had.codes) for had in known], dtype=np.bool_)
    return Voice(
        name,
        model,
        int(answered.sum()),
        int((answered & (truth >= 0).any(axis=1)).sum()),
        sum((had.counts for had in known), Counts()),
        tuple(measures(says, truth, codes, project.settings.seed)),
        tuple(steadiness(_samples(project, model, passages, codebook), codes)),
        bill,
    )


def _heard(
    project: Project, model: str, passages: Sequence[Passage], codebook: Codebook, sample: int
) -> list[tuple[Passage, Known]]:
    """What a model said of every passage, in their order."""
    mask = mask_of(project, model)
    return list(heard_before(project.store, model, None, passages, codebook, mask, sample=sample))


def _samples(project: Project, model: str, passages: Sequence[Passage], codebook: Codebook) -> NDArray[np.int8]:
    """Shape (prompts, samples, codes): see `steadiness`."""
    found: dict[Sample, dict[int, dict[str, int]]] = {}
    sample = 0
    while project.store.exchanges(model=model, sample=sample + 1, most=1):
        sample += 1
        for passage, had in _heard(project, model, passages, codebook, sample):
            for answer, maker in had.answers.values():
                key = (passage.id, maker.settings, maker.prompt or "")
                said = UNSURE if answer.stands is None else int(answer.stands)
                found.setdefault(key, {}).setdefault(sample, {})[answer.code] = said
    columns = {code.code: column for column, code in enumerate(codebook.codable)}
    answers = np.full((len(found), sample, len(columns)), -1, dtype=np.int8)
    for row, by_sample in enumerate(found.values()):
        for number, said_of in by_sample.items():
            for code, said in said_of.items():
                if code in columns:
                    answers[row, number - 1, columns[code]] = said
    return answers


def _bills(project: Project) -> dict[str, Bill]:
    given = project.settings.llm
    prices = Prices(given.price_in, given.price_out)
    calls, useless, sent, answered = (Counter[str]() for _ in range(4))
    for event in project.store.events(kind="asked"):
        model = str(event.body["model"])
        calls[model] += 1
        useless[model] += bool(event.body["trouble"])
        sent[model] += int(event.body["in"])
        answered[model] += int(event.body["out"])
    return {
        model: Bill(
            calls[model],
            useless[model],
            sent[model],
            answered[model],
            prices.of(sent[model], answered[model]) if prices.known else None,
        )
        for model in calls
    }


def as_json(voice: Voice) -> dict[str, Any]:
    """As `qes models --json` prints it, and the workbench shows it."""
    steady = {each.code: each for each in voice.steadiness}
    bill, counts = voice.bill, voice.counts
    return {
        "name": voice.name,
        "model": voice.model,
        "passages": voice.passages,
        "blind": voice.blind,
        "sentence": voice.sentence,
        **asdict(bill),
        "refused": {"invented": counts.invented, "elsewhere": counts.elsewhere},
        "quotes": {"exact": counts.exact, "alike": counts.alike, "near": counts.near},
        "codes": {each.code: _code(each, steady.get(each.code)) for each in voice.measures},
    }


def _code(each: Measure, steady: Steadiness | None) -> dict[str, Any]:
    return {
        "units": each.units,
        "given": each.given,
        "said": each.said,
        "right": each.right,
        "prevalence": each.prevalence,
        "percent": each.percent,
        "kappa": each.kappa,
        "ac1": each.ac1,
        "interval": list(each.interval) if each.interval else None,
        "precision": each.precision.value,
        "recall": each.recall.value,
        "chance": each.chance,
        "corrected": each.corrected,
        "flag": each.flag,
        "steadiness": None
        if steady is None
        else {"prompts": steady.passages, "alike": steady.alike, "by_chance": steady.chance},
    }
