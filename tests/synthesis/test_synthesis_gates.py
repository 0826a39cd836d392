"""The gates of the shipped rubric as a truth table."""

from __future__ import annotations

from itertools import product

import pytest
from corpus_strategies import LEVEL_4
from synthesis_samples import BOOK, INTERVIEW, Corpus, practice, shipped

from qes.model import CodingStatus, Facts
from qes.synthesis.rubric.lens import Lens
from qes.synthesis.score import assess

YES_NO = (False, True)


def support(corpus: Corpus, name: str, facts: Facts) -> None:
    """All that level 4 takes, in two sources of a kind."""
    practice(corpus, source=f"{name} 1", facts=facts, anchoring="budget")
    practice(corpus, source=f"{name} 1", facts=facts, anchoring="law", code="tending/weeding")
    practice(corpus, source=f"{name} 2", facts=facts, anchoring="mandate")


def contradict(corpus: Corpus, how: str) -> None:
    status = {"settled": CodingStatus.SETTLED, "open": CodingStatus.AGREED}
    for _ in range(0 if how == "none" else 2):
        practice(corpus, polarity="contradicts", status=status[how])


def expected(
    interview: bool, other: bool, firm: bool, contradiction: str, disputed: bool, judged: bool, weighed: bool
) -> int | None:
    """The level by the rubric's own words."""
    if not interview and not other:
        return None if contradiction == "none" else 1
    closed = [
        not other,
        not (other and firm),
        contradiction == "open" and not weighed,
        disputed,
    ]
    return 4 if judged and not any(closed) else 3


@pytest.mark.parametrize("interview", YES_NO)
@pytest.mark.parametrize("other", YES_NO)
@pytest.mark.parametrize("independent", YES_NO)
@pytest.mark.parametrize("dated", YES_NO)
def test_every_combination_of_gates_caps_the_level_as_the_rubric_says(
    interview: bool, other: bool, independent: bool, dated: bool
) -> None:
    document = Facts("Aldmoor", "document", "2024" if dated else None, independent=independent)
    lens = Lens(shipped())
    for contradiction, disputed, judged, weighed in product(("none", "settled", "open"), YES_NO, YES_NO, YES_NO):
        corpus = Corpus()
        if interview:
            support(corpus, "talk", INTERVIEW)
        if other:
            support(corpus, "report", document)
        contradict(corpus, contradiction)
        practice(corpus, status=CodingStatus.DISPUTED if disputed else CodingStatus.SETTLED, polarity="mixed")
        confirmed = {*(LEVEL_4 if judged else ()), *(["contradictions-settled"] if weighed else ())}
        found = assess(corpus.evidence, BOOK, shipped(), ["Aldmoor"], confirmed={("Aldmoor", "tending"): confirmed})
        wanted = expected(interview, other, independent and dated, contradiction, disputed, judged, weighed)
        if not interview and not other and contradiction != "none" and not disputed:
            wanted = 2  # the one coding that is not disputed tells of practice in part
        assert found[0].level == wanted, (contradiction, disputed, judged, weighed)
        assert lens.level(lens.pieces(corpus.evidence), confirmed) == wanted
