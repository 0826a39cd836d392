"""How far coding can be trusted: agreement, what proposals do to coders and how good they are, what is unfound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qes.coding import review
from qes.coding.agreement import Agreement, agreement
from qes.coding.anchoring import Comparison, Meter, Quality
from qes.coding.llm.measure import Measure, Steadiness
from qes.coding.unfound import Unfound
from qes.errors import TooFewCoders
from qes.notebook.columns import Table, choice, flag, number, several, text, whole
from qes.notebook.reading import Reading
from qes.pipeline.estimate import estimate
from qes.pipeline.models.measuring import Voice


def _agreement(reading: Reading) -> Sequence[Agreement]:
    labels = review.labels(reading.gathered.decisions)
    try:
        return agreement(labels, [code.code for code in reading.codebook.codable])
    except TooFewCoders:
        return []


def _low(bounds: tuple[float, float] | None) -> float | None:
    return bounds and bounds[0]


def _high(bounds: tuple[float, float] | None) -> float | None:
    return bounds and bounds[1]


AGREEMENT: Table[Agreement] = Table(
    "agreement",
    "a code for all coders together and, where there are more than two, for each pair; code `*` is all codes",
    (
        text("code", "the code; `*`: every judgement on every code", lambda each: each.code),
        several("coders", "whose agreement it is", lambda each: each.coders),
        whole("units", "passages read by both; in a larger group, by at least two of them", lambda each: each.units),
        number("prevalence", "share of the judgements that give the code", lambda each: each.prevalence),
        number("percent", "share of the judgements that agree, 0 to 1", lambda each: each.percent),
        number("kappa", "Cohen's kappa", lambda each: each.kappa),
        number("alpha", "Krippendorff's alpha, nominal", lambda each: each.alpha),
        number("alpha_low", "95 % bootstrap interval of alpha, drawn by passage", lambda each: _low(each.interval)),
        number("alpha_high", "its upper end", lambda each: _high(each.interval)),
        number("ac1", "Gwet's AC1, which stays meaningful when a code is rare", lambda each: each.ac1),
        text("warning", "what to bear in mind when reading these figures", lambda each: each.warning),
    ),
    _agreement,
)


# --- Proposals ------------------------------------------------------------------------------------


ANCHORING: Table[Meter] = Table(
    "anchoring",
    "a coder on a code: how much more often it is given with proposals in view; `*` is all coders, or any code",
    (
        text("coder", "who; `*`: all of them", lambda each: each.coder),
        text("code", "the code; `*`: whether a passage got any", lambda each: each.code),
        whole("blind", "passages read blind; one read by two coders counts twice", lambda each: each.blind),
        whole("assisted", "passages read with proposals in view", lambda each: each.assisted),
        whole("accepted", "proposals given as they were proposed", lambda each: each.answers.accepted),
        whole("edited", "given on other words, or with an attribute changed", lambda each: each.answers.edited),
        whole("replaced", "replaced by another code", lambda each: each.answers.replaced),
        whole("rejected", "rejected", lambda each: each.answers.rejected),
        number("rate_blind", "share with the code among comparable blind readings", lambda e: e.shift.blind.value),
        number("rate_assisted", "share among comparable others", lambda each: each.shift.assisted.value),
        number(
            "shift",
            "assisted minus blind, at equal scores where matched",
            lambda e: e.shift.gap and e.shift.gap.difference,
        ),
        number("shift_low", "95 % interval of the shift", lambda each: each.shift.gap and each.shift.gap.interval[0]),
        number("shift_high", "its upper end", lambda each: each.shift.gap and each.shift.gap.interval[1]),
        choice("comparison", "what was compared with what", Comparison, lambda each: each.shift.comparison),
        flag("clear", "whether the interval leaves 0 out", lambda each: each.shift.clear),
        text("sentence", "the shift in words", lambda each: each.shift.sentence),
    ),
    lambda reading: [each for _, each in sorted(reading.anchoring.meters.items())],
)

QUALITY: Table[Quality] = Table(
    "suggestion_quality",
    "a code: proposals against what people gave, on passages read blind only",
    (
        text("code", "the code", lambda each: each.code),
        whole("passages", "read blind", lambda each: each.passages),
        whole("given", "of these, with the code", lambda each: each.given),
        whole("proposed", "for which it was, or would have been, proposed", lambda each: each.proposed),
        whole("right", "proposed and given", lambda each: each.right),
        number("precision", "of what was proposed, the part that people gave", lambda each: each.precision.value),
        number("precision_low", "its 95 % interval", lambda each: _low(each.precision.interval)),
        number("precision_high", "its upper end", lambda each: _high(each.precision.interval)),
        number("recall", "of what people gave, the part that was proposed", lambda each: each.recall.value),
        number("recall_low", "its 95 % interval", lambda each: _low(each.recall.interval)),
        number("recall_high", "its upper end", lambda each: _high(each.recall.interval)),
        number("f1", "the harmonic mean of precision and recall", lambda each: each.f1),
        number("average_precision", "of the passages in the order of their scores", lambda e: e.average_precision),
    ),
    lambda reading: reading.anchoring.quality,
)


class Spoken(NamedTuple):
    """A model on a code."""

    voice: Voice
    measure: Measure
    steadiness: Steadiness | None


def _spoken(reading: Reading) -> Sequence[Spoken]:
    found = []
    for voice in reading.models:
        steady = {each.code: each for each in voice.steadiness}
        found += [Spoken(voice, each, steady.get(each.code)) for each in voice.measures]
    return found


MODELS: Table[Spoken] = Table(
    "models",
    "a language model on a code: its answers against what people gave, on passages read blind only",
    (
        text("model", "provider and name", lambda each: each.voice.model),
        text("code", "the code", lambda each: each.measure.code),
        whole("units", "passages read blind of which it said yes or no", lambda each: each.measure.units),
        whole("given", "of these, with the code by people", lambda each: each.measure.given),
        whole("said", "of these, with the code by the model", lambda each: each.measure.said),
        whole("right", "both", lambda each: each.measure.right),
        number("percent", "share of the passages on which they agree", lambda each: each.measure.percent),
        number("kappa", "Cohen's kappa", lambda each: each.measure.kappa),
        number("ac1", "Gwet's AC1", lambda each: each.measure.ac1),
        number("alpha_low", "95 % bootstrap interval of alpha", lambda each: _low(each.measure.interval)),
        number("alpha_high", "its upper end", lambda each: _high(each.measure.interval)),
        number("precision", "of what it said yes to, the part people gave", lambda each: each.measure.precision.value),
        number("recall", "of what people gave, the part it said yes to", lambda each: each.measure.recall.value),
        number("chance", "that a guess would be right as often", lambda each: each.measure.chance),
        number("corrected", "the same over all codes of the model (Holm)", lambda each: each.measure.corrected),
        number(
            "alike", "share of answers to one prompt that were the same", lambda e: e.steadiness and e.steadiness.alike
        ),
        number("alike_by_chance", "what chance would give", lambda each: each.steadiness and each.steadiness.chance),
        text("flag", "what to beware of; empty: better than guessing", lambda each: each.measure.flag),
    ),
    _spoken,
)


def _unfound(reading: Reading) -> Sequence[Unfound]:
    found = reading.gathered
    codings = [each.coding for each in found.evidence]
    return estimate(reading.project, list(found.passages.values()), found.decisions, codings).codes


UNFOUND: Table[Unfound] = Table(
    "unfound",
    "a code: how much of it may be unfound, by the random audit; empty until the audit has begun",
    (
        text("code", "the code", lambda each: each.code),
        whole("found", "passages on which somebody gave it", lambda each: each.found),
        whole("audited", "passages of the audit that count", lambda each: each.audited),
        whole("found_in_audit", "of these, with the code", lambda each: each.found_in_audit),
        whole("unfound_at_most", "unread passages that may carry it, at most", lambda each: each.unfound_at_most),
        number("recall_at_least", "share found of what may be there, at least", lambda each: each.recall_at_least),
        whole("to_goal", "so many more audit passages without it reach the goal", lambda each: each.to_goal),
        text("sentence", "the same in words", lambda each: each.sentence),
    ),
    _unfound,
)
