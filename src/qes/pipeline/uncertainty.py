"""What the evidence would be without one coder, and with blind codings only; and what levels hang on.

Coders' decisions are left out before they come to codings, so that a code two gave becomes one that a single coder
gave, and a dispute ends where only one side is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qes.coding import review
from qes.model import Adjudication, Codebook, Coding, Decision, Passage, Source
from qes.pipeline.evidence import Gathered, evidence_of, gather
from qes.project import Project
from qes.synthesis.evidence import Evidence
from qes.synthesis.robustness import Robustness, robustness
from qes.synthesis.rubric import Rubric
from qes.synthesis.saturation import Saturation, saturation
from qes.synthesis.score import Confirmed


def codings_without(
    coder: str,
    passages: Mapping[str, Passage],
    decisions: Iterable[Decision],
    adjudications: Iterable[Adjudication],
    texts: Mapping[str, str],
) -> tuple[frozenset[str], list[Coding]]:
    """The passages that a coder has touched, and the codings there would be on them had that coder said nothing.

    Args:
        coder: Their decisions and adjudications are left out.
        passages: By id, in reading order; what was said of others is left out.
        decisions: Live ones, in log order.
        adjudications: Live ones, in log order.
        texts: Source id → stored text.
    """
    decided, settled = list(decisions), list(adjudications)
    touched = frozenset(each.passage_id for each in decided if each.coder == coder)
    touched |= {each.passage_id for each in settled if each.author == coder}
    touched &= passages.keys()
    others = [each for each in decided if each.passage_id in touched and each.coder != coder]
    left = [each for each in settled if each.passage_id in touched and each.author != coder]
    return touched, _codings(passages, others, left, texts)


def blind_codings(
    passages: Mapping[str, Passage],
    decisions: Iterable[Decision],
    adjudications: Iterable[Adjudication],
    texts: Mapping[str, str],
) -> list[Coding]:
    """The codings there would be had only those decisions been made that were made with suggestions hidden.

    An adjudication stands where such a decision on its passage is left. Arguments as in `codings_without`.
    """
    unaided = [each for each in decisions if each.blind]
    read = {each.passage_id for each in unaided}
    return _codings(passages, unaided, [each for each in adjudications if each.passage_id in read], texts)


def _codings(
    passages: Mapping[str, Passage],
    decisions: Sequence[Decision],
    adjudications: Sequence[Adjudication],
    texts: Mapping[str, str],
) -> list[Coding]:
    """Only of passages of which something is said: the others carry nothing."""
    said = {each.passage_id for each in decisions} | {each.passage_id for each in adjudications}
    return review.codings([passages[each] for each in said if each in passages], decisions, adjudications, texts)


@dataclass(frozen=True, slots=True)
class Others:
    """What the evidence would be otherwise."""

    without_coder: Mapping[str, Sequence[Evidence]]
    """By coder, sorted: what there would be without them."""
    blind: Sequence[Evidence]
    """What there would be of blind codings alone."""


def others(
    evidence: Sequence[Evidence],
    passages: Mapping[str, Passage],
    decisions: Sequence[Decision],
    adjudications: Sequence[Adjudication],
    sources: Mapping[str, Source],
    codebook: Codebook,
) -> Others:
    """The evidence without each coder in turn, and of blind codings alone; only what is touched is put together anew.

    Args:
        evidence: What all of it comes to; what no coder touched is taken from here.
        passages: Those people code, by id, in reading order.
        decisions: Live ones, in log order.
        adjudications: Live ones, in log order.
        sources: By id.
        codebook: Says which scored code a coding counts towards.
    """
    texts = {source.id: source.text for source in sources.values()}
    by_coder: defaultdict[str, set[str]] = defaultdict(set)
    for each in decisions:
        by_coder[each.coder].add(each.passage_id)

    def placed(codings: Sequence[Coding]) -> list[Evidence]:
        return evidence_of(codings, [passages[each.passage_id] for each in codings], sources.values(), codebook)

    without: dict[str, Sequence[Evidence]] = {}
    for coder in sorted(by_coder):
        touched, codings = codings_without(coder, passages, decisions, adjudications, texts)
        kept = [each for each in evidence if each.coding.passage_id not in touched]
        without[coder] = [*kept, *placed(codings)]
    return Others(without, placed(blind_codings(passages, decisions, adjudications, texts)))


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How far each level can change, and how its evidence came together source by source."""

    robustness: tuple[Robustness, ...]
    saturation: tuple[Saturation, ...]


def uncertainty(gathered: Gathered, rubric: Rubric, *, confirmed: Confirmed | None = None) -> Uncertainty:
    """Both for every case and scored code, in the order of the cases and of the codebook."""
    found, book, cases = gathered.evidence, gathered.codebook, gathered.cases
    otherwise = others(
        found, gathered.passages, gathered.decisions, gathered.adjudications, gathered.sources, gathered.codebook
    )
    robust = robustness(
        found,
        book,
        rubric,
        cases,
        without_coder=otherwise.without_coder,
        blind=otherwise.blind,
        confirmed=confirmed,
    )
    return Uncertainty(tuple(robust), tuple(saturation(found, book, rubric, cases, confirmed=confirmed)))


def run_uncertainty(project: Project, *, confirmed: Confirmed | None = None) -> Uncertainty:
    """The same of a project as it stands; empty where its codebook has no rubric."""
    rubric = project.rubric()
    return uncertainty(gather(project), rubric, confirmed=confirmed) if rubric else Uncertainty((), ())
