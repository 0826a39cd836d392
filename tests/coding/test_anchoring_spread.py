"""Intervals of the quality of proposals, and what the meter says is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.anchoring import Quality, anchoring, spreads
from qes.coding.anchoring.missing import lacks
from qes.coding.anchoring.quality import quality
from qes.model import Decision, Maker, Passage, PassageKind, Span, Suggestion, Verdict
from review_samples import BOOK, CODES

MAKER = Maker("similarity", "m", BOOK.id, "")
Truth = Mapping[str, frozenset[str]]


def proposed(scores: Mapping[tuple[str, str], float]) -> list[Suggestion]:
    return [Suggestion(f"{passage} {code}", passage, code, score, MAKER) for (passage, code), score in scores.items()]


def passages(number: int) -> list[Passage]:
    return [
        Passage(f"p{place}", "s", place, Span(place, place + 1), "x", PassageKind.SPEECH, case="Arden")
        for place in range(number)
    ]


def blind(number: int, given: Sequence[int], coder: str = "ana", *, unaided: bool = True) -> list[Decision]:
    return [
        Decision(f"p{place}", coder, Verdict.ACCEPTED, BOOK.id, code=CODES[0], blind=unaided)
        if place in given
        else Decision(f"p{place}", coder, Verdict.NOTHING, BOOK.id, blind=unaided)
        for place in range(number)
    ]


names = st.sampled_from([f"p{number}" for number in range(12)])
truths = st.dictionaries(names, st.frozensets(st.sampled_from(CODES)), min_size=1)
scores = st.dictionaries(st.tuples(names, st.sampled_from(CODES)), st.sampled_from([0.2, 0.5, 0.9]), max_size=20)


@settings(deadline=None, max_examples=25)
@given(truths, scores)
def test_intervals_are_the_same_each_time_in_any_order_and_within_bounds(
    truth: Truth, said: Mapping[tuple[str, str], float]
) -> None:
    made = proposed(said)
    found = spreads(truth, made, resamples=60)
    assert spreads(dict(reversed(truth.items())), made[::-1], resamples=60) == found
    for each in (*found.codes.values(), found.macro):
        for interval in (each.precision, each.recall, each.f1, each.average_precision):
            assert interval is None or 0 <= interval[0] <= interval[1] <= 1 + 1e-9


@pytest.mark.parametrize(("copies", "hits"), [(6, {CODES[0]}), (9, {CODES[0], CODES[1]})])
def test_where_every_passage_is_like_the_next_no_draw_differs_and_intervals_are_the_figures(
    copies: int, hits: set[str]
) -> None:
    truth = {f"p{number}": frozenset({CODES[0]}) for number in range(copies)}
    made = proposed({(passage, code): 0.5 for passage in truth for code in hits})
    found = spreads(truth, made)
    for each in quality(truth, made, CODES):
        if each.proposed or each.given:
            spread = found.codes[each.code]
            assert spread.precision == (each.precision.value, each.precision.value)
            assert spread.f1 == (each.f1, each.f1)
            if each.average_precision is not None:
                assert spread.average_precision == pytest.approx((each.average_precision,) * 2)
    assert found.macro.f1 == (1.0, 1.0)


def test_more_passages_of_the_same_kind_narrow_the_intervals() -> None:
    def width(times: int) -> float:
        truth = {f"p{n}": frozenset(CODES[:1]) if n % 3 else frozenset[str]() for n in range(12 * times)}
        made = proposed({(p, CODES[0]): 0.1 + n % 4 / 5 for n, p in enumerate(truth) if n % 4})
        interval = spreads(truth, made).codes[CODES[0]].average_precision
        assert interval is not None
        return interval[1] - interval[0]

    assert width(16) < width(4) < width(1)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_the_interval_of_f1_holds_it_and_never_vanishes(right: int, invented: int, missed: int) -> None:
    found = Quality("c", 100, right + missed, right + invented, right, None)
    if found.f1 is None or found.f1_interval is None:
        assert right + invented + missed == 0
        return
    low, high = found.f1_interval
    assert 0 <= low <= found.f1 <= high <= 1
    assert low < high


# --- What is missing ------------------------------------------------------------------------------


def said(decisions: Sequence[Decision], share: float = 0.1, number: int = 60) -> str:
    made = proposed({(f"p{place}", CODES[0]): place / number for place in range(0, number, 2)})
    found = anchoring(passages(number), decisions, made, made, CODES)
    return " ".join(f"{each.what} {each.help}" for each in lacks(found, share))


def test_without_any_blind_reading_the_share_is_what_helps() -> None:
    assisted = blind(10, [1], unaided=False)
    assert "blind_share" in said(assisted, 0.0)
    assert "10% of the passages are drawn" in said(assisted, 0.1)


def test_how_many_more_are_needed_follows_from_the_figures() -> None:
    few = said(blind(12, [1, 2]))
    assert "Only 12 passages were read blind" in few
    assert "18 more are needed" in few
    assert "18 more blind passages" in few, "2 in 12 are 5 in 30"
    many = said([*blind(40, range(10)), *blind(20, [], "ben", unaided=False)])
    assert "about 120 more read blind, beside the 40 there are, would halve them" in many
    assert "ben has read nothing blind" in many
    assert "1 code was never given" in many
