from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from corpus_strategies import confirmations, corpora
from hypothesis import given, settings
from hypothesis import strategies as st
from synthesis_samples import BOOK, INTERVIEW, Corpus, practice, shipped

from qes.model import Unit
from qes.synthesis.evidence import Evidence
from qes.synthesis.saturation import Saturation, Step, saturation
from qes.synthesis.score import assess


def of(evidence: Sequence[Evidence], confirmed: Sequence[str] = ()) -> Saturation:
    judged = {("Aldmoor", "tending"): confirmed}
    return saturation(evidence, BOOK, shipped(), ["Aldmoor"], confirmed=judged)[0]


def steps(*fresh: int) -> Saturation:
    made = [Step(f"{n}.txt", "2024", each + 1, each, sum(fresh[: n + 1]), 3) for n, each in enumerate(fresh)]
    return Saturation(Unit("Aldmoor", "tending"), tuple(made))


def test_sources_come_by_date_then_path_and_undated_ones_last() -> None:
    corpus = Corpus()
    for source, date in (("d", None), ("c", "2024-06"), ("b", "2024-05"), ("a", "2024-06"), ("e", "2023")):
        practice(corpus, source=source, facts=replace(INTERVIEW, date=date))
    assert [each.source for each in of(corpus.evidence).steps] == ["e", "b", "a", "c", "d"]


def test_each_step_tells_what_the_source_adds() -> None:
    corpus = Corpus()
    practice(corpus, quote="We water.", source="a")
    practice(corpus, quote="We water.", source="b")
    practice(corpus, quote="We weed.", source="b", code="tending/weeding", polarity="contradicts")
    practice(corpus, quote="We rake.", source="c")
    found = of(corpus.evidence)
    assert [(each.codings, each.fresh, each.kinds, each.level) for each in found.steps] == [
        (1, 1, 1, None),
        (1, 1, 2, 2),
        (1, 0, 2, 3),
    ]
    assert found.last_added == "The last of 3 sources, c (2024-05), added 1 text and no new kind of evidence."


def test_what_no_source_or_only_one_tells_is_said_so() -> None:
    assert of([]).last_added == "No source tells of it."
    assert steps(2).last_added == "All evidence comes from one source, 0.txt (2024)."


@pytest.mark.parametrize(
    ("fresh", "share"), [((), None), ((3,), None), ((4, 1), 0.25), ((4, 0), 0.0), ((5, 3, 1, 1, 7, 1), 0.1)]
)
def test_what_is_new_in_the_last_source_is_measured_against_the_first_four(
    fresh: tuple[int, ...], share: float | None
) -> None:
    assert steps(*fresh).new_share == share


def test_the_share_is_told_where_something_is_new() -> None:
    assert steps(8, 2).last_added.endswith("added 3 texts and 2 new kinds of evidence (25% of what the first had).")


@given(corpora(), confirmations)
@settings(max_examples=30, deadline=None)
def test_the_steps_add_up_to_all_evidence(corpus: Corpus, confirmed: set[str]) -> None:
    found = of(corpus.evidence, sorted(confirmed)).steps
    polarity = shipped().polarity
    usable = [each for each in corpus.evidence if each.coding.counts]
    kinds = {(each.coding.code, polarity.side(each)) for each in usable}
    assert sum(each.fresh for each in found) == len(kinds) == (found[-1].kinds if found else 0)
    assert sum(each.codings for each in found) == len({each.wording for each in usable})
    assert {each.source for each in found} == {each.source_path for each in corpus.evidence}
    judged = {("Aldmoor", "tending"): confirmed}
    whole = assess(corpus.evidence, BOOK, shipped(), ["Aldmoor"], confirmed=judged)[0].level
    assert (found[-1].level if found else None) == whole


@given(corpora(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_saturation_does_not_depend_on_the_order_of_evidence(corpus: Corpus, random: Any) -> None:
    same = [replace(each, facts=INTERVIEW) for each in corpus.evidence]
    before = of(same)
    random.shuffle(same)
    assert of(same) == before
