"""What the evidence would be without one coder, and with blind codings only; and what levels hang on.

Coders' decisions are left out before they come to codings, so that a code two gave becomes one that a single coder
gave, and a dispute ends where only one side is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qes.coding import review
from qes.model import Adjudication, Codebook, Decision, Passage, Source
from qes.pipeline.evidence import Gathered, evidence_of
from qes.synthesis.evidence import Evidence
from qes.synthesis.robustness import Robustness, robustness
from qes.synthesis.rubric import Rubric
from qes.synthesis.saturation import Saturation, saturation
from qes.synthesis.score import Confirmed
from qes.synthesis.view import View


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said of one passage, in log order."""

    decisions: list[Decision] = field(default_factory=list)
    adjudications: list[Adjudication] = field(default_factory=list)

    def without(self, coder: str) -> _Said:
        """What others said."""
        decided = [each for each in self.decisions if each.coder != coder]
        return _Said(decided, [each for each in self.adjudications if each.author != coder])

    @property
    def blind(self) -> _Said:
        """What was said with suggestions hidden; an adjudication stands where any such decision is left."""
        unaided = [each for each in self.decisions if each.blind]
        return _Said(unaided, self.adjudications if unaided else [])


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
    said: defaultdict[str, _Said] = defaultdict(_Said)
    by: defaultdict[str, set[str]] = defaultdict(set)
    for decision in decisions:
        said[decision.passage_id].decisions.append(decision)
        by[decision.coder].add(decision.passage_id)
    coders = sorted(by)
    for adjudication in adjudications:
        said[adjudication.passage_id].adjudications.append(adjudication)
        by[adjudication.author].add(adjudication.passage_id)

    def instead(touched: Mapping[str, _Said]) -> list[Evidence]:
        """The evidence there would be were this all that was said of these passages, and that on all others."""
        decided = [each for left in touched.values() for each in left.decisions]
        settled = [each for left in touched.values() for each in left.adjudications]
        codings = review.codings([passages[id] for id in touched if id in passages], decided, settled, texts)
        placed = evidence_of(codings, [passages[each.passage_id] for each in codings], sources.values(), codebook)
        return [*[each for each in evidence if each.coding.passage_id not in touched], *placed]

    without = {coder: instead({id: said[id].without(coder) for id in by[coder]}) for coder in coders}
    aided = {id: each for id, each in said.items() if not each.decisions or not all(d.blind for d in each.decisions)}
    return Others(without, instead({id: each.blind for id, each in aided.items()}))


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How far each level can change, and how its evidence came together source by source."""

    robustness: tuple[Robustness, ...]
    saturation: tuple[Saturation, ...]


def uncertainty(
    gathered: Gathered, rubric: Rubric, *, confirmed: Confirmed | None = None, view: View | None = None
) -> Uncertainty:
    """Both for every case and scored code, in the order of the cases and of the codebook.

    Args:
        gathered: What the evidence comes from.
        rubric: What a level takes.
        confirmed: As `qes.synthesis.score.assess` has it.
        view: The evidence as the rubric sees it, where it is at hand.
    """
    found, book, cases = gathered.evidence, gathered.codebook, gathered.cases
    seen = view or View.of(found, rubric)
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
        view=seen,
    )
    return Uncertainty(tuple(robust), tuple(saturation(found, book, rubric, cases, confirmed=confirmed, view=seen)))
