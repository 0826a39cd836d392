"""Agreement per code and group of coders, from what they gave the passages they have read."""

from __future__ import annotations

import math
import random
from dataclasses import astuple

import pytest

from qes.coding.agreement import OVERALL, Agreement, agreement
from qes.errors import TooFewCoders

CODES = ("trees", "bins")


def labels(**coders: dict[str, str]) -> dict[str, dict[str, frozenset[str]]]:
    """Each coder's codes by passage, written as words; an empty text is read and nothing given."""
    return {coder: {unit: frozenset(text.split()) for unit, text in given.items()} for coder, given in coders.items()}


def rows(found: list[Agreement]) -> dict[tuple[str, tuple[str, ...]], Agreement]:
    return {(row.code, row.coders): row for row in found}


def test_only_passages_both_have_read_count_and_reading_without_coding_does() -> None:
    found = rows(
        agreement(
            labels(
                ines={"p1": "trees", "p2": "", "p3": "trees", "p9": "bins"},
                jonas={"p1": "trees", "p2": "trees", "p3": "trees"},
            ),
            CODES,
        )
    )
    trees = found["trees", ("ines", "jonas")]
    assert (trees.units, trees.percent, trees.prevalence) == (3, pytest.approx(2 / 3), pytest.approx(5 / 6))
    overall = found[OVERALL, ("ines", "jonas")]
    assert (overall.units, overall.percent) == (3, pytest.approx(5 / 6))


def test_two_coders_give_a_row_a_code_and_three_add_their_pairs() -> None:
    two = labels(b={"p": "trees", "q": ""}, a={"p": "trees", "q": ""})
    assert [(row.code, row.coders) for row in agreement(two, CODES)] == [
        ("trees", ("a", "b")),
        ("bins", ("a", "b")),
        (OVERALL, ("a", "b")),
    ]
    three = two | labels(c={"q": "bins", "r": ""})
    assert [row.coders for row in agreement(three, CODES) if row.code == "bins"] == [
        ("a", "b", "c"),
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]


def test_a_pair_that_shares_no_passage_has_no_row() -> None:
    found = rows(agreement(labels(a={"p": ""}, b={"p": "", "q": ""}, c={"q": ""}), ("trees",)))
    assert ("trees", ("a", "c")) not in found
    assert found["trees", ("a", "b", "c")].units == 2


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "nobody has coded anything"),
        ({"ines": {"p": ""}}, "only ines has coded anything"),
        ({"ines": {"p": ""}, "jonas": {"q": ""}}, "no passage has been read by two of these coders: ines, jonas"),
    ],
)
def test_without_two_coders_on_a_passage_it_says_who_is_missing(given: dict[str, dict[str, str]], says: str) -> None:
    with pytest.raises(TooFewCoders, match=says):
        agreement(labels(**given), CODES)


def test_a_rare_code_with_high_percent_is_explained_and_not_left_to_one_number() -> None:
    ines = {f"p{n}": "trees" if n < 6 else "" for n in range(100)}
    jonas = {f"p{n}": "trees" if 4 <= n < 8 else "" for n in range(100)}
    (row, _) = agreement(labels(ines=ines, jonas=jonas), ("trees",))
    assert (row.percent, row.prevalence) == (0.94, 0.05)
    assert row.kappa is not None
    assert row.kappa < 0.4 < 0.9 < row.ac1
    assert row.warning.startswith("Only 5.0% of the judgements on this code say yes: percent is high because")


def test_a_code_nobody_gave_has_no_kappa_and_says_why() -> None:
    found = rows(agreement(labels(a={"p": "trees"}, b={"p": "trees"}), CODES))
    bins, trees = found["bins", ("a", "b")], found["trees", ("a", "b")]
    assert (bins.kappa, bins.alpha, bins.interval, bins.percent, bins.ac1) == (None, None, None, 1.0, 1.0)
    assert bins.warning.startswith("Nobody gave this code to any of these passages, so kappa and alpha are undefined")
    assert trees.warning.startswith("Everybody gave this code to all of these passages")
    assert bins.warning.endswith("Only 1 passage: a first impression, no more.")


def test_no_figure_is_ever_nan_and_order_never_matters() -> None:
    chance = random.Random(4)
    units = [f"p{n}" for n in range(60)]
    given = labels(
        **{
            coder: {
                unit: " ".join(code for code in CODES if chance.random() < 0.2)
                for unit in units
                if chance.random() < 0.8
            }
            for coder in ("a", "b", "c")
        }
    )
    found = agreement(given, (*CODES, "never"), resamples=200)
    assert not any(isinstance(value, float) and math.isnan(value) for row in found for value in astuple(row))
    turned = {coder: dict(reversed(given[coder].items())) for coder in reversed(given)}
    assert agreement(turned, (*CODES, "never"), resamples=200) == found


def test_the_interval_over_all_codes_draws_whole_passages() -> None:
    """Ten codes that always go together carry no more information than one."""
    many = tuple(f"c{n}" for n in range(10))
    chance = random.Random(2)
    ines = {f"p{n}": " ".join(many) if chance.random() < 0.4 else "" for n in range(80)}
    jonas = {unit: text if chance.random() < 0.8 else "" for unit, text in ines.items()}
    found = rows(agreement(labels(ines=ines, jonas=jonas), many))
    one, overall = found["c0", ("ines", "jonas")], found[OVERALL, ("ines", "jonas")]
    assert one.interval is not None
    assert overall.interval == pytest.approx(one.interval, abs=0.01)


def test_pairs_can_be_left_out_and_nothing_else_changes() -> None:
    given = labels(ines={"p1": "trees", "p2": ""}, jonas={"p1": "trees", "p2": "bins"}, lu={"p1": "", "p2": "bins"})
    everything = agreement(given, CODES)
    assert agreement(given, CODES, pairs=False) == [row for row in everything if len(row.coders) == 3]
