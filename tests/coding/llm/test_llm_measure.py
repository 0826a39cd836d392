"""Models measured as coders: exact chances, corrections, flags, and whether answers hold; oracles are other libraries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from qes.coding.agreement import agreement
from qes.coding.llm.measure import GUESSING, TOO_FEW, by_chance, holm, measures, steadiness

CODES = ["a", "b", "c"]


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_the_chance_of_a_guess_is_that_of_the_hypergeometric_distribution(data: st.DataObject) -> None:
    units = data.draw(st.integers(0, 80))
    given_, said = data.draw(st.integers(0, units)), data.draw(st.integers(0, units))
    right = data.draw(st.integers(max(0, given_ + said - units), min(given_, said)))
    expected = hypergeom.sf(right - 1, units, given_, said) if units else 1.0
    assert by_chance(units, given_, said, right) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 1000), max_size=12), st.sampled_from([0.0101, 0.0501, 0.2003, 0.7007]))
def test_below_a_level_are_those_that_holm_steps_down_to(thousandths: list[int], level: float) -> None:
    chances = [each / 1000 for each in thousandths]
    left = sorted(chances)
    while left and left[0] * len(left) <= level:
        del left[0]
    believed = [each for each, corrected in zip(chances, holm(chances), strict=True) if corrected <= level]
    assert sorted(believed) == sorted(chances)[: len(chances) - len(left)]


def drawn(seed: int, rightly: float, wrongly: float, units: int = 60, codes: int = 3) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    truth = (generator.random((units, codes)) < 0.3).astype(np.int8)
    says = generator.random((units, codes)) < np.where(truth == 1, rightly, wrongly)
    return says.astype(np.float64), truth


def test_figures_are_those_of_the_tables_of_agreement_on_the_passages_both_spoke_of() -> None:
    says, truth = drawn(1, 0.7, 0.1)
    says[:20, 0], truth[50:, 0] = np.nan, -1
    found = measures(says, truth, CODES)
    for column, each in enumerate(found):
        both = np.flatnonzero(~np.isnan(says[:, column]) & (truth[:, column] >= 0))
        coded = {
            name: {str(row): frozenset({each.code} if labels[row, column] == 1 else ()) for row in both}
            for name, labels in (("people", truth), ("model", says))
        }
        row = agreement(coded, [each.code])[0]
        assert (each.units, each.percent, each.kappa, each.ac1) == (row.units, row.percent, row.kappa, row.ac1)
        assert each.interval == row.interval
        assert each.precision.value == each.right / each.said
    assert [each.units for each in found] == [30, 60, 60]


def test_a_good_voice_is_flagged_on_no_code_and_one_that_guesses_on_nearly_all() -> None:
    assert {each.flag for each in measures(*drawn(1, 0.8, 0.05), CODES)} == {""}
    better = [each.flag == "" for seed in range(40) for each in measures(*drawn(seed, 0.3, 0.3), CODES)]
    assert np.mean(better) < 0.05
    assert {each.flag for each in measures(*drawn(1, 0.1, 0.9), CODES)} == {GUESSING}


def test_where_too_little_was_read_blind_nothing_is_said_either_way() -> None:
    says, truth = drawn(1, 1.0, 0.0)
    truth[:, 0], truth[:, 1] = -1, 0
    truth[:4, 1] = says[:4, 1] = 1
    nothing, few, enough = measures(says, truth, CODES)
    assert (nothing.flag, nothing.units, nothing.percent, nothing.prevalence) == (TOO_FEW, 0, None, None)
    assert (few.flag, few.corrected) == (TOO_FEW, None)
    assert enough.flag == ""
    assert enough.corrected == enough.chance  # nothing else was tested


def test_a_voice_that_never_says_yes_is_no_better_than_guessing() -> None:
    says, truth = drawn(1, 0.0, 0.0)
    assert {each.flag for each in measures(says, truth, CODES)} == {GUESSING}


def test_answers_that_hold_are_alike_and_guesses_only_by_chance() -> None:
    generator = np.random.default_rng(0)
    answers = generator.integers(0, 3, (400, 3, 2)).astype(np.int8)
    answers[:, :, 0] = answers[:, :1, 0]
    answers[:5, 1:, 1] = -1
    held, guessed = steadiness(answers, ["held", "guessed"])
    assert (held.alike, held.passages, guessed.passages) == (1.0, 400, 395)
    assert held.chance == pytest.approx(1 / 3, abs=0.05)
    assert guessed.alike == pytest.approx(guessed.chance, abs=0.05)


def test_what_was_asked_once_says_nothing_of_whether_it_holds() -> None:
    assert steadiness(np.zeros((4, 1, 1), dtype=np.int8), ["a"]) == []
    assert steadiness(np.zeros((0, 0, 1), dtype=np.int8), ["a"]) == []
