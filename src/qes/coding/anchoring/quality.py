"""How good the proposals are, told from passages that were read without them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from qes.coding.anchoring.proportions import Interval, Rate
from qes.coding.anchoring.shift import FEW
from qes.model import Suggestion

FEWEST_POSITIVES = 5
"""A code given less often than this has no part in averages over codes."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What would have been proposed for passages read blind, against what people gave them."""

    code: str
    passages: int
    """Read blind."""
    given: int
    """Of these, with the code."""
    proposed: int
    right: int
    """Proposed and given."""
    average_precision: float | None
    """Of the passages in the order of their scores, those without a proposal last; None when it was never given."""

    @property
    def precision(self) -> Rate:
        """Of what was proposed, the part that people gave."""
        return Rate(self.right, self.proposed)

    @property
    def recall(self) -> Rate:
        """Of what people gave, the part that was proposed."""
        return Rate(self.right, self.given)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two; None when nothing was proposed or given."""
        return 2 * self.right / (self.proposed + self.given) if self.proposed + self.given else None

    @property
    def f1_interval(self) -> Interval | None:
        """95 % interval of `f1`; None where that is.

        F1 rises with the share of what was proposed or given that was both, which is a plain share and has `wilson`'s
        interval: F1 = 2 s / (1 + s).
        """
        bounds = Rate(self.right, self.proposed + self.given - self.right).interval
        return None if bounds is None else (2 * bounds[0] / (1 + bounds[0]), 2 * bounds[1] / (1 + bounds[1]))

    @property
    def sentence(self) -> str:
        """The same in words."""
        right = _said(f"Of {self.proposed} proposals, {self.right} were right", self.precision)
        what = "it" if self.code else "a code"
        found = _said(f"of {self.given} times people gave {what}, {self.right} were proposed", self.recall)
        few = f" Only {self.passages} passages read blind: a first impression, no more." if self.passages < FEW else ""
        return f"{right}; {found}.{few}"


@dataclass(frozen=True, slots=True)
class Summary:
    """All codes together."""

    micro: Quality
    """Every proposal counts the same, so frequent codes weigh most; a passage counts once for each code, and average
    precision, which ranks within a code, is left out."""
    codes: int
    """Codes given at least `FEWEST_POSITIVES` times, over which the following are plain means; None without any."""
    macro_precision: float | None
    """Over those of them that were proposed at all."""
    macro_recall: float | None
    macro_f1: float | None
    macro_average_precision: float | None

    @property
    def sentence(self) -> str:
        """The same in words."""
        if not self.micro.passages:
            return "No passage has been read blind yet, so nothing can be said of how good the proposals are."
        if not self.micro.proposed:
            read = f"{self.micro.passages} passage{'' if self.micro.passages == 1 else 's'}"
            return f"Nothing was proposed for the {read} read blind, so nothing can be said of how good proposals are."
        average = ""
        if self.macro_f1 is not None:
            average = f" On average over {self.codes} code{'' if self.codes == 1 else 's'}, F1 is {self.macro_f1:.2f}."
        return f"On passages read blind, all codes together: {self.micro.sentence}{average}"


def _said(words: str, rate: Rate) -> str:
    if rate.value is None or rate.interval is None:
        return words
    low, high = rate.interval
    return f"{words} ({rate.value:.0%}, plausible {low:.0%} to {high:.0%})"


def quality(
    truth: Mapping[str, frozenset[str]], suggestions: Iterable[Suggestion], codes: Sequence[str]
) -> list[Quality]:
    """Of each code: proposals and blind labels side by side.

    Intervals take passages for independent, which neighbours in one interview are not quite.

    Args:
        truth: Passage read blind → codes it has by that.
        suggestions: What is, or would be, proposed; those on other passages are left out.
        codes: In the order wanted; others that were given or proposed follow.
    """
    scores, carriers = gathered(truth, suggestions)
    shown = [*codes, *sorted({*carriers, *scores} - {*codes})]
    return [_of(code, carriers.get(code, set()), scores.get(code, {}), len(truth)) for code in shown]


def gathered(
    truth: Mapping[str, frozenset[str]], suggestions: Iterable[Suggestion]
) -> tuple[Mapping[str, Mapping[str, float]], Mapping[str, set[str]]]:
    """By code: the scores of the passages read blind for which it is proposed, and those it was given to."""
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    for each in suggestions:
        if each.passage_id in truth:
            scores[each.code][each.passage_id] = max(each.score, scores[each.code].get(each.passage_id, 0.0))
    carriers: dict[str, set[str]] = defaultdict(set)
    for passage, given in truth.items():
        for code in given:
            carriers[code].add(passage)
    return scores, carriers


def _of(code: str, carriers: set[str], scores: Mapping[str, float], passages: int) -> Quality:
    ranked = [(score, passage in carriers) for passage, score in scores.items()]
    right = sum(hit for _, hit in ranked)
    precision = average_precision(ranked, len(carriers), passages) if carriers else None
    return Quality(code, passages, len(carriers), len(scores), right, precision)


def average_precision(ranked: Iterable[tuple[float, bool]], positives: int, passages: int) -> float:
    """Mean, over the passages with a code, of the precision at their place; equal scores share a place.

    Args:
        ranked: Score and whether the code was given, of the passages it was proposed for.
        positives: Passages with the code, at least 1; those without a proposal come last, all at one place.
        passages: All there are.
    """
    seen = hits = 0
    total = 0.0
    for _, group in groupby(sorted(ranked, reverse=True), key=lambda pair: pair[0]):
        here = [hit for _, hit in group]
        seen += len(here)
        hits += sum(here)
        total += sum(here) * hits / seen
    return (total + (positives - hits) * positives / passages) / positives


def summary(found: Sequence[Quality]) -> Summary:
    """All codes together, each proposal or each code counting the same."""
    passages = max((each.passages for each in found), default=0)
    given, proposed = sum(each.given for each in found), sum(each.proposed for each in found)
    often = [each for each in found if each.given >= FEWEST_POSITIVES]
    return Summary(
        Quality("", passages, given, proposed, sum(each.right for each in found), None),
        len(often),
        _mean(each.precision.value for each in often),
        _mean(each.recall.value for each in often),
        _mean(each.f1 for each in often),
        _mean(each.average_precision for each in often),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
