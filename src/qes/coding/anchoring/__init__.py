"""The anchoring meter: what seeing proposals does to coding, and how good proposals are where nobody saw them.

People who see a proposal lean towards it, and a model measured on what they then give flatters itself. So a random
share is read blind; the shift is what coders give more, or less, often when proposals are in view; and the quality of
the proposals is told from blind readings alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qes.coding.anchoring.answers import Answers, Outcome, answers, total
from qes.coding.anchoring.bands import ANY, banded
from qes.coding.anchoring.proportions import Gap, Rate, Stratum, mantel_haenszel, newcombe, wilson
from qes.coding.anchoring.quality import Quality, Summary, quality, summary
from qes.coding.anchoring.readings import Reading, blind_labels, readings
from qes.coding.anchoring.resampled import Spread, Spreads, spreads
from qes.coding.anchoring.shift import Comparison, Counts, Shift
from qes.model import Decision, Passage, Suggestion

__all__ = [
    "ANY",
    "Anchoring",
    "Answers",
    "Comparison",
    "Gap",
    "Meter",
    "Outcome",
    "Quality",
    "Rate",
    "Reading",
    "Shift",
    "Spread",
    "Spreads",
    "Stratum",
    "Summary",
    "anchoring",
    "mantel_haenszel",
    "newcombe",
    "wilson",
]


@dataclass(frozen=True, slots=True)
class Meter:
    """One coder, or all, on one code, or all."""

    coder: str
    """`ANY` for all of them."""
    code: str
    """`ANY`: whether a passage got any code at all."""
    blind: int
    """Passages read blind; one read by two coders counts twice."""
    assisted: int
    answers: Answers
    shift: Shift

    @property
    def share_blind(self) -> float | None:
        """Part of the reading that was blind; None before anything was read."""
        return Rate(self.blind, self.blind + self.assisted).value


@dataclass(frozen=True, slots=True)
class Anchoring:
    """Everything the meter shows."""

    meters: Mapping[tuple[str, str], Meter]
    """By coder and code, `ANY` among both."""
    quality: tuple[Quality, ...]
    """By code, on blind labels only."""
    summary: Summary
    spreads: Spreads = field(default_factory=Spreads)
    """Intervals of what in `quality` and `summary` has no formula for them."""

    @property
    def flagged(self) -> list[Meter]:
        """Codes with a clear shift over all coders."""
        return [each for each in self.meters.values() if each.coder == ANY != each.code and each.shift.clear]

    @property
    def sentence(self) -> str:
        """The shift over all codes, in words; among many codes some seem to shift by chance."""
        compared = sum(each.coder == ANY != each.code and each.shift.gap is not None for each in self.meters.values())
        if not compared:
            return self.meters[ANY, ANY].shift.sentence
        return (
            f"{len(self.flagged)} of {compared} codes are given clearly more or less often when proposals are in view; "
            f"by chance alone about {compared / 20:.1f} would seem to be."
        )


def anchoring(
    passages: Iterable[Passage],
    decisions: Sequence[Decision],
    proposals: Sequence[Suggestion],
    named: Iterable[Suggestion],
    codes: Sequence[str],
) -> Anchoring:
    """Measure what proposals do to coders, and how good they are.

    Intervals take readings for independent, as is usual; several readers of a passage, and neighbours in an interview,
    are not quite, so true uncertainty is somewhat larger.

    Args:
        passages: Those people code; decisions on others are left out.
        decisions: Live ones, in log order.
        proposals: Of one suggester, for passages read blind as well: what would have been proposed. Their scores must
            not rest on the decisions about the passage itself.
        named: Those that decisions name, of whatever run.
        codes: Of the codebook, in its order; codes given beside them follow.
    """
    by_id = {passage.id: passage for passage in passages}
    read = readings(decisions, by_id)
    counts = Counts(read, banded(proposals, (each.passage_id for each in read)))
    answered = answers(decisions, by_id, {each.id: each for each in named})
    shown = [*codes, *sorted({*counts.codes, *(code for _, code in answered)} - {*codes})]
    meters = {
        (coder, code): _meter(coder, code, counts, answered)
        for coder in (ANY, *counts.coders)
        for code in (ANY, *shown)
    }
    truth = blind_labels(read)
    found = quality(truth, proposals, codes)
    return Anchoring(meters, tuple(found), summary(found), spreads(truth, proposals))


def _meter(coder: str, code: str, counts: Counts, answered: Mapping[tuple[str, str], Answers]) -> Meter:
    coders = counts.coders if coder == ANY else [coder]
    blind, assisted = counts.read(coders)
    parts = [
        each
        for (who, what), each in answered.items()
        if (coder == ANY or who == coder) and (code == ANY or what == code)
    ]
    return Meter(coder, code, blind, assisted, total(parts), counts.shift(coders, code))
