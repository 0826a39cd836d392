from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from corpus_strategies import confirmations, corpora
from hypothesis import given, settings
from hypothesis import strategies as st
from synthesis_samples import AUDIT, BOOK, Corpus, practice, shipped

from qes.model import Unit
from qes.synthesis.evidence import Evidence
from qes.synthesis.report.levels import hangs_on, range_of
from qes.synthesis.robustness import Robustness, Variant, Without, robustness
from qes.synthesis.rubric.lens import Lens
from qes.synthesis.score import assess


def of(
    evidence: Sequence[Evidence],
    without_coder: dict[str, list[Evidence]] | None = None,
    blind: Sequence[Evidence] = (),
    confirmed: Sequence[str] = (),
) -> Robustness:
    found = robustness(
        evidence,
        BOOK,
        shipped(),
        ["Aldmoor"],
        without_coder=without_coder or {},
        blind=blind,
        confirmed={("Aldmoor", "tending"): confirmed},
    )
    assert [each.unit.capability for each in found] == ["tending", "sharing"]
    return found[0]


def level(evidence: Sequence[Evidence], confirmed: Sequence[str] = ()) -> int | None:
    return assess(evidence, BOOK, shipped(), ["Aldmoor"], confirmed={("Aldmoor", "tending"): confirmed})[0].level


def test_a_level_that_hangs_on_one_source_says_so() -> None:
    corpus = Corpus()
    practice(corpus, source="talk.txt", speaker="Ida")
    practice(corpus, source="talk.txt", speaker="Ida")
    practice(corpus, source="audit.pdf", facts=AUDIT)
    found = of(corpus.evidence)
    assert found.level == 3
    assert found.sentences == (
        "Without the source audit.pdf the level would be 2, not 3.",
        "Without the source talk.txt the level would be NE, not 3.",
    )
    assert (found.low, found.high, found.range) == (None, 3, "NE to 3")


def test_what_rests_on_one_source_and_one_coder_says_that_and_no_range() -> None:
    corpus = Corpus()
    practice(corpus, source="talk.txt", coders=("ada",))
    practice(corpus, source="talk.txt", coders=("ada",))
    found = of(corpus.evidence, {"ada": []}, blind=corpus.evidence)
    assert [(each.without, each.name) for each in found.all_from] == [
        (Without.SOURCE, "talk.txt"),
        (Without.CODER, "ada"),
    ]
    assert found.sentences == (
        "It rests on one source, talk.txt, so leaving it out leaves nothing.",
        "It rests on one coder, ada, so leaving their codings out leaves nothing.",
    )
    assert (range_of(found), hangs_on(found)) == ("2", found.sentences)


def test_where_two_sources_count_nothing_rests_on_one() -> None:
    corpus = Corpus()
    practice(corpus, source="talk.txt")
    practice(corpus, source="audit.pdf", facts=AUDIT)
    assert of(corpus.evidence).all_from == ()


def test_a_level_that_hangs_on_one_coder_says_so() -> None:
    corpus = Corpus()
    practice(corpus, source="talk.txt", coders=("ada",))
    practice(corpus, source="audit.pdf", coders=("ada", "ben"), facts=AUDIT)
    practice(corpus, source="second.txt", coders=("ben",))
    first, second, third = corpus.evidence
    found = of(corpus.evidence, {"ada": [second, third], "ben": [first], "cy": list(corpus.evidence)})
    assert found.level == 3
    coders = [each for each in found.variants if each.without is Without.CODER]
    assert coders == [Variant(Without.CODER, "ada", 3, 2), Variant(Without.CODER, "ben", None, 1)]
    assert "Without the coder ben the level would be NE, not 3." in found.sentences


def test_a_coder_without_whom_all_stays_as_it_is_makes_no_variant_in_whatever_order_it_comes() -> None:
    corpus = Corpus()
    practice(corpus, source="talk.txt", coders=("ada",))
    practice(corpus, source="audit.pdf", coders=("ada",), facts=AUDIT)
    anew = [replace(each) for each in corpus.evidence]
    for rest in (anew, anew[::-1]):
        found = of(corpus.evidence, {"cy": rest})
        assert [each.name for each in found.variants if each.without is Without.CODER] == []


def test_a_coder_who_only_disputed_is_left_out_too() -> None:
    corpus = Corpus()
    practice(corpus, coders=("ada",))
    found = of(corpus.evidence, {"ada": [], "ben": [practice(Corpus(), quote="We dig.")]})
    assert [each.name for each in found.variants if each.without is Without.CODER] == ["ada", "ben"]


def test_without_blind_codings_the_blind_level_is_not_enough_evidence() -> None:
    corpus = Corpus()
    practice(corpus)
    assert of(corpus.evidence).variants[-1] == Variant(Without.ASSISTED, "", None, 0)


@pytest.mark.parametrize(
    ("own", "levels", "text"), [(3, [2, 3], "2 to 3"), (3, [None, 4], "NE to 4"), (3, [], "3"), (None, [None], "NE")]
)
def test_a_range_goes_from_the_lowest_to_the_highest_and_not_enough_is_below_all(
    own: int | None, levels: list[int | None], text: str
) -> None:
    variants = tuple(Variant(Without.SOURCE, str(number), each, 1) for number, each in enumerate(levels))
    assert Robustness(Unit("Aldmoor", "tending"), own, variants).range == text


# --- Laws -------------------------------------------------------------------------------------


@given(corpora(), confirmations)
@settings(max_examples=40, deadline=None)
def test_leaving_a_source_out_comes_to_what_the_other_sources_come_to(corpus: Corpus, confirmed: set[str]) -> None:
    found = of(corpus.evidence, confirmed=sorted(confirmed))
    assert found.level == level(corpus.evidence, sorted(confirmed))
    left_out = [each for each in found.variants if each.without is Without.SOURCE]
    assert [each.name for each in left_out] == sorted({each.source_path for each in corpus.evidence})
    for variant in left_out:
        rest = [each for each in corpus.evidence if each.source_path != variant.name]
        assert variant.level == level(rest, sorted(confirmed))
        assert variant.codings == sum(each.coding.counts for each in rest)


@given(corpora(6), corpora(6), corpora(6), confirmations)
@settings(max_examples=30, deadline=None)
def test_a_variant_without_a_coder_is_assessed_as_any_evidence_is(
    corpus: Corpus, ada: Corpus, blind: Corpus, confirmed: set[str]
) -> None:
    found = of(corpus.evidence, {"ada": ada.evidence}, blind.evidence, sorted(confirmed))
    levels = {(each.without, each.name): each.level for each in found.variants}
    assert levels[Without.ASSISTED, ""] == level(blind.evidence, sorted(confirmed))
    assert levels.get((Without.CODER, "ada"), found.level) == level(ada.evidence, sorted(confirmed))


@given(corpora(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_robustness_does_not_depend_on_the_order_of_evidence(corpus: Corpus, random: Any) -> None:
    before = of(corpus.evidence)
    random.shuffle(corpus.evidence)
    assert of(corpus.evidence) == before


@given(corpora())
@settings(max_examples=40, deadline=None)
def test_the_lens_passes_what_the_filters_match(corpus: Corpus) -> None:
    rubric, lens = shipped(), Lens(shipped())
    tests = [each.needs for each in (*(c for level in rubric.levels for c in level.criteria), *rubric.gates)]
    measures = [each.where for component in rubric.confidence.components for each in component.measures]
    for where in (*(needs.where for needs in tests if needs), *measures):
        passed = [bool(each.passes & lens.bit(where)) for each in lens.pieces(corpus.evidence)]
        assert passed == [where.matches(each) for each in corpus.evidence]
    sides = [each.side for each in lens.pieces(corpus.evidence)]
    assert sides == [rubric.polarity.side(each) for each in corpus.evidence]
