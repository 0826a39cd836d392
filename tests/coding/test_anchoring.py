"""The anchoring meter against hand-worked examples, and against statsmodels and scikit-learn where they can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from qes.coding.anchoring import ANY, Anchoring, Answers, Comparison, Rate, Stratum, anchoring, mantel_haenszel
from qes.coding.anchoring.proportions import Z, newcombe, wilson
from qes.coding.anchoring.quality import average_precision, quality, summary
from qes.model import Decision, Maker, Passage, PassageKind, Span, Suggestion
from review_samples import CODES, PASSAGES, decide, decisions, suggestion, within

quick = settings(deadline=None, max_examples=60)
A, B = CODES


def meter(
    given_: Sequence[Decision],
    proposals: Sequence[Suggestion] = (),
    passages: Sequence[Passage] = PASSAGES,
    named: Sequence[Suggestion] | None = None,
) -> Anchoring:
    return anchoring(passages, given_, proposals, proposals if named is None else named, CODES)


# --- Shares and differences -----------------------------------------------------------------------

counts = st.integers(1, 60).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(counts)
@quick
def test_intervals_of_shares_are_those_of_statsmodels(count: tuple[int, int]) -> None:
    assert wilson(*count) == pytest.approx(proportion_confint(*count, method="wilson"), abs=1e-9)


@given(counts, counts)
@quick
def test_intervals_of_differences_are_those_of_statsmodels(first: tuple[int, int], second: tuple[int, int]) -> None:
    gap = newcombe(Stratum(Rate(*first), Rate(*second)))
    oracle = confint_proportions_2indep(*second, *first, method="newcomb", compare="diff")
    assert gap.interval == pytest.approx(oracle, abs=1e-9)
    assert gap.difference == pytest.approx(second[0] / second[1] - first[0] / first[1])


def test_newcombes_own_example_comes_out() -> None:
    """Newcombe 1998, table II, method 10: 56/70 against 48/80."""
    gap = newcombe(Stratum(Rate(48, 80), Rate(56, 70)))
    assert [round(bound, 4) for bound in gap.interval] == [0.0524, 0.3339]


def test_the_common_difference_weighs_strata_by_what_they_can_tell() -> None:
    """By hand: weights 10·10/20 = 5 and 20·30/50 = 12; differences .2 and .1; so (1 + 1.2) / 17."""
    strata = [Stratum(Rate(2, 10), Rate(4, 10)), Stratum(Rate(12, 30), Rate(10, 20)), Stratum(Rate(0, 0), Rate(5, 5))]
    gap = mantel_haenszel(strata)
    assert gap is not None
    assert gap.difference == pytest.approx(2.2 / 17)
    skewed = (2 * 0.25 - 4 * 0.25) + (12 * 0.4**2 - 10 * 0.6**2 + 0.4 * 0.6 * 10 / 2)
    spread = (4 * 8 + 2 * 6) / 20 / 2 + (10 * 18 + 12 * 10) / 50 / 2
    half = Z * sqrt((2.2 / 17 * skewed + spread) / 17**2)
    assert gap.interval == pytest.approx((2.2 / 17 - half, 2.2 / 17 + half))
    assert not gap.clear


def test_the_variance_of_the_common_difference_is_what_repeated_draws_show() -> None:
    generator = np.random.default_rng(4)
    sizes, shares, shift = [(12, 40), (30, 25), (8, 60)], (0.1, 0.3, 0.6), 0.15
    held, differences, widths = 0, [], []
    for _ in range(1500):
        strata = [
            Stratum(Rate(int(generator.binomial(n, p)), n), Rate(int(generator.binomial(m, p + shift)), m))
            for (n, m), p in zip(sizes, shares, strict=True)
        ]
        gap = mantel_haenszel(strata)
        assert gap is not None
        held += gap.interval[0] <= shift <= gap.interval[1]
        differences.append(gap.difference)
        widths.append((gap.interval[1] - gap.interval[0]) / (2 * Z))
    assert 0.93 <= held / 1500 <= 0.97
    assert np.mean(differences) == pytest.approx(shift, abs=0.01)
    assert np.mean(widths) == pytest.approx(np.std(differences), rel=0.05)


def test_where_every_share_is_none_or_all_the_interval_is_not_a_point() -> None:
    nothing = mantel_haenszel([Stratum(Rate(0, 20), Rate(0, 50))])
    all_ = mantel_haenszel([Stratum(Rate(0, 5), Rate(20, 20))])
    assert nothing is not None
    assert all_ is not None
    assert (nothing.difference, nothing.clear) == (0, False)
    assert nothing.interval == newcombe(Stratum(Rate(0, 20), Rate(0, 50))).interval
    assert nothing.interval[0] < -0.1 < 0 < nothing.interval[1] < 0.1
    assert (all_.difference, all_.clear, all_.interval[1]) == (1, True, 1)
    assert mantel_haenszel([Stratum(Rate(0, 0), Rate(1, 2))]) is None


def test_more_of_something_than_there_is_is_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        Rate(3, 2)


# --- Readings and answers -------------------------------------------------------------------------


def test_what_was_read_blind_is_told_by_the_first_decision_and_ends_where_proposals_are_revealed() -> None:
    given_ = [
        decide("ana", "accept", A, 0, blind=True),
        decide("ana", "accept", B, 0),
        decide("ana", "nothing", None, 1),
        decide("ana", "accept", B, 1, blind=True),
        decide("ben", "accept", B, 0, blind=True),
    ]
    found = meter(given_, [suggestion(0, A, 0.5)])
    ana, both = found.meters["ana", ANY], found.meters[ANY, ANY]
    assert (ana.blind, ana.assisted, ana.share_blind) == (1, 1, 0.5)
    assert (both.blind, both.assisted) == (2, 1)
    assert [(each.code, each.given, each.proposed, each.right) for each in found.quality] == [
        (A, 1, 1, 1),
        (B, 1, 0, 0),
    ]
    assert found.meters["ana", B].shift.assisted == Rate(1, 1)


def test_a_proposal_is_accepted_edited_replaced_or_rejected_by_the_last_word_on_it() -> None:
    proposals = [suggestion(0, A, 0.5), suggestion(0, B, 0.4), suggestion(1, A, 0.5), suggestion(2, A, 0.5)]
    words = {"suggestion_id": f"0{A}"}
    base = [
        decide("ana", "accept", A, 0, attributes={"polarity": "supports"}, **words),
        decide("ana", "reject", B, 0, suggestion_id=f"0{B}"),
        decide("ana", "replace", A, 1, replacement=B, suggestion_id=f"1{A}"),
        decide("ana", "accept", A, 2, suggestion_id=f"2{A}", span=within(2, "Nothing")),
        decide("ben", "accept", A, 0, blind=True, **words),
    ]
    assert meter(base, proposals).meters[ANY, ANY].answers == Answers(1, 1, 1, 1)
    assert meter(base, proposals).meters["ana", A].answers == Answers(1, 1, 1, 0)
    assert meter(base, proposals).meters["ben", ANY].answers.shown == 0
    filled = [*base, decide("ana", "accept", A, 0, attributes={"polarity": "supports", "regularity": "once"})]
    changed = [*base, decide("ana", "accept", A, 0, attributes={"polarity": "contradicts"})]
    refused = [*base, decide("ana", "reject", A, 0)]
    assert meter(filled, proposals).meters["ana", A].answers == Answers(1, 1, 1, 0)
    assert meter(changed, proposals).meters["ana", A].answers == Answers(0, 2, 1, 0)
    assert meter(refused, proposals).meters["ana", A].answers == Answers(0, 1, 1, 1)
    unknown = meter(base, [], named=()).meters["ana", A].answers
    assert unknown == Answers(2, 0, 1, 0)
    answers = meter(base, proposals).meters[ANY, ANY].answers
    assert (answers.kept, answers.edit_rate) == (Rate(2, 4), Rate(1, 2))
    assert answers.sentence == (
        "Of 4 proposals answered, 2 were accepted (1 of them changed), 1 replaced by another code and 1 rejected."
    )


def test_words_that_are_those_proposed_are_no_edit_whether_spelt_out_or_not() -> None:
    part = within(0, "We count")
    proposals = [suggestion(0, A, 0.5, span=part), suggestion(1, A, 0.5)]
    given_ = [
        decide("ana", "accept", A, 0, suggestion_id=f"0{A}", span=part),
        decide("ana", "accept", A, 1, suggestion_id=f"1{A}", span=PASSAGES[1].span),
        decide("ben", "accept", A, 0, suggestion_id=f"0{A}"),
    ]
    found = meter(given_, proposals)
    assert found.meters["ana", ANY].answers == Answers(accepted=2)
    assert found.meters["ben", ANY].answers == Answers(edited=1)


# --- The shift ------------------------------------------------------------------------------------


def many(count: int) -> list[Passage]:
    return [
        Passage(f"m{n}", "s", n, Span(10 * n, 10 * n + 9), "some text", PassageKind.SPEECH, case="Arden")
        for n in range(count)
    ]


def read(number: int, *, given_: bool, blind: bool, coder: str = "ana") -> Decision:
    code = A if given_ else None
    verdict = "accept" if given_ else "nothing"
    return replace(decide(coder, verdict, code, blind=blind), passage_id=f"m{number}")


def test_at_equal_scores_a_difference_that_comes_from_reading_the_likeliest_first_is_gone() -> None:
    """40 likely passages, 40 unlikely; nearly all assisted ones are likely. Half of the likely ones carry the code."""
    maker = Maker("similarity", "m", "b@1", "")
    scored = [Suggestion(f"x{n}", f"m{n}", A, 0.9 if n < 40 else 0.1, maker) for n in range(80)]
    blind = {*range(8), *range(40, 76)}
    given_ = [read(n, given_=n < 40 and n % 2 == 0, blind=n in blind) for n in range(80)]
    confounded = meter(given_, [], many(80)).meters["ana", A].shift
    matched = meter(given_, scored, many(80)).meters["ana", A].shift
    assert (confounded.comparison, confounded.clear) == (Comparison.PLAIN, True)
    assert confounded.blind == Rate(4, 44)
    assert confounded.assisted == Rate(16, 36)
    assert "It could not be matched by scores" in confounded.sentence
    assert "not necessarily the proposals' doing" in confounded.sentence
    assert matched.comparison is Comparison.MATCHED
    assert matched.gap is not None
    assert (matched.gap.difference, matched.clear) == (pytest.approx(0), False)
    assert "chance alone could explain that" in matched.sentence


def test_bands_without_both_kinds_of_reading_are_left_out_of_what_is_compared() -> None:
    maker = Maker("similarity", "m", "b@1", "")
    scored = [Suggestion(f"x{n}", f"m{n}", A, 0.9, maker) for n in range(10)]
    given_ = [read(n, given_=n < 15, blind=n % 2 == 0) for n in range(10)]
    given_ += [read(n, given_=n < 15, blind=False) for n in range(10, 20)]
    shift = meter(given_, scored, many(20)).meters["ana", A].shift
    assert (shift.blind, shift.assisted) == (Rate(5, 5), Rate(5, 5))
    assert "Only 5 on one side: a first impression, no more." in shift.sentence


def test_coders_are_compared_with_themselves() -> None:
    """Ana gives the code to everything and reads little blind, Ben to nothing and reads much blind."""
    maker = Maker("similarity", "m", "b@1", "")
    scored = [Suggestion("x0", "m0", A, 0.9, maker)]
    given_ = [read(n, given_=True, blind=n < 5, coder="ana") for n in range(1, 40)]
    given_ += [read(n, given_=False, blind=n < 35, coder="ben") for n in range(1, 40)]
    given_.append(read(0, given_=False, blind=False, coder="ben"))
    shift = meter(given_, scored, many(40)).meters[ANY, A].shift
    assert shift.gap is not None
    assert shift.gap.difference == 0


def test_a_shift_that_is_there_is_flagged_and_said_and_counted_against_chance() -> None:
    maker = Maker("similarity", "m", "b@1", "")
    scored = [Suggestion(f"x{n}", f"m{n}", A, 0.5, maker) for n in range(80)]
    given_ = [read(n, given_=n % (4 if n < 40 else 2) == 0, blind=n < 40) for n in range(80)]
    found = meter(given_, scored, many(80))
    shift = found.meters[ANY, A].shift
    assert [each.code for each in found.flagged] == [A]
    assert shift.sentence == (
        "Given to 50% of passages read with proposals in view (20 of 40) and to 25% of those read blind (10 of 40). "
        "At equal scores the difference is +25 points (95 %: +5 to +45): proposals seem to make it more frequent."
    )
    assert found.sentence.startswith("1 of 2 codes are given clearly more or less often")


def test_with_nothing_read_blind_there_is_nothing_to_compare() -> None:
    found = meter([decide("ana", "accept", A)], [suggestion(0, A, 0.5)])
    shift = found.meters[ANY, A].shift
    assert (shift.comparison, shift.gap, shift.clear) == (Comparison.NONE, None, False)
    assert found.sentence == shift.sentence
    assert "Nothing to compare" in shift.sentence
    assert "nothing can be said" in found.summary.sentence
    assert meter([]).meters[ANY, ANY].share_blind is None


def test_every_reading_is_in_one_stratum_whatever_was_proposed() -> None:
    given_ = [read(n, given_=n % 3 == 0, blind=n % 2 == 0) for n in range(30)]
    maker = Maker("similarity", "m", "b@1", "")
    scored = [Suggestion(f"x{n}", f"m{n}", A, n / 30, maker) for n in range(0, 30, 4)]
    shift = meter(given_, scored, many(30)).meters["ana", B].shift
    assert (shift.blind, shift.assisted) == (Rate(0, 15), Rate(0, 15))
    any_code = meter(given_, [], many(30)).meters["ana", ANY].shift
    assert (any_code.blind, any_code.assisted) == (Rate(5, 15), Rate(5, 15))


# --- Quality --------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.sampled_from([None, 0.2, 0.5, 0.5001, 0.9]), st.booleans()), min_size=1, max_size=25))
@quick
def test_average_precision_is_that_of_scikit_learn(passages: list[tuple[float | None, bool]]) -> None:
    positives = sum(hit for _, hit in passages)
    assume(positives)
    ranked = [(score, hit) for score, hit in passages if score is not None]
    oracle = average_precision_score([hit for _, hit in passages], [score or 0.0 for score, _ in passages])
    assert average_precision(ranked, positives, len(passages)) == pytest.approx(oracle)


def other(decision: Decision) -> Decision:
    """The opposite of whatever was decided."""
    if decision.code is None:
        return replace(decision, verdict=decide("", "accept", A).verdict, code="never-seen")
    return decide(decision.coder, "nothing", None, int(decision.passage_id[1]), memo="other")


@given(decisions)
@quick
def test_changing_assisted_decisions_changes_nothing_in_the_quality_of_proposals(given_: list[Decision]) -> None:
    proposals = [suggestion(0, A, 0.9), suggestion(1, A, 0.4), suggestion(2, B, 0.7)]
    turned = [each if each.blind else other(each) for each in given_]
    more = [*given_, *(decide(coder, "accept", A, n) for coder in ("ana", "new") for n in range(3))]
    expected = meter(given_, proposals)
    for changed in (turned, more):
        found = meter(changed, proposals)
        assert (found.quality, found.summary) == (expected.quality, expected.summary)


def test_precision_recall_and_f1_of_a_code_come_out_as_by_hand() -> None:
    maker = Maker("similarity", "m", "b@1", "")
    scored = [Suggestion(f"x{n}", f"m{n}", A, 1 - n / 100, maker) for n in range(10)]
    given_ = [read(n, given_=n in (0, 1, 2, 3, 4, 5, 20, 21), blind=True) for n in range(40)]
    found = meter(given_, scored, many(40))
    quality = found.quality[0]
    assert (quality.passages, quality.given, quality.proposed, quality.right) == (40, 8, 10, 6)
    assert (quality.precision.value, quality.recall.value) == (0.6, 0.75)
    assert quality.precision.interval == pytest.approx(proportion_confint(6, 10, method="wilson"))
    assert quality.f1 == pytest.approx(2 / 3)
    assert quality.average_precision == pytest.approx((6 + 2 * 8 / 40) / 8)
    assert (found.summary.codes, found.summary.macro_f1) == (1, pytest.approx(2 / 3))
    assert found.summary.micro.right == 6
    assert quality.sentence == (
        "Of 10 proposals, 6 were right (60%, plausible 31% to 83%); of 8 times people gave it, 6 were proposed "
        "(75%, plausible 41% to 93%)."
    )
    assert found.summary.sentence.endswith("On average over 1 code, F1 is 0.67.")


def test_a_code_that_half_of_the_blind_readers_gave_counts_as_given() -> None:
    two = [decide("ana", "accept", A, 0, blind=True), decide("ben", "nothing", None, 0, blind=True)]
    three = [*two, decide("cy", "nothing", None, 0, blind=True)]
    assert (meter(two).quality[0].given, meter(three).quality[0].given) == (1, 0)


def test_codes_the_codebook_no_longer_has_are_measured_too() -> None:
    found = meter([decide("ana", "accept", "old", 0, blind=True)], [suggestion(1, "older", 0.3)])
    assert [each.code for each in found.quality] == [A, B, "old"]
    assert found.meters["ana", "old"].shift.blind == Rate(1, 1)


def test_where_nothing_was_proposed_no_quality_is_told() -> None:
    truth = {"p1": frozenset({"a"}), "p2": frozenset({"a"})}
    said = summary(quality(truth, [], ["a"])).sentence
    assert said.startswith("Nothing was proposed for the 2 passages read blind")
    assert "F1" not in said
