"""Likeness of cases: laws that hold for any table, and what people are told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.synthesis.peers import Table, apart, peers, similarity

CASES = ("Arden", "Boro", "Cove", "Dale", "Elm")
NUMBERS, WORDS = ("people", "budget"), ("region", "tier")
VARIABLES = (*NUMBERS, *WORDS)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, dict[str, str | float]]:
    table: dict[str, dict[str, str | float]] = {}
    for case in CASES:
        values: dict[str, Any] = {name: draw(st.none() | st.integers(-50, 50).map(float)) for name in NUMBERS}
        values |= {name: draw(st.none() | st.sampled_from(["north", "south", "East"])) for name in WORDS}
        table[case] = {name: value for name, value in values.items() if value is not None}
    return table


quick = settings(deadline=None, max_examples=25)


@given(tables())
@quick
def test_likeness_is_mutual_between_nothing_and_one_and_full_with_oneself(table: Table) -> None:
    for one in CASES:
        for other in CASES:
            found = similarity(table, VARIABLES, one, other)
            assert found == similarity(table, VARIABLES, other, one)
            shared = set(table[one]) & set(table[other])
            assert (found is None) == (len(shared) * 2 < len(VARIABLES))
            assert found is None or 0.0 <= found <= 1.0
            assert found in (None, 1.0) or one != other


@given(tables())
@quick
def test_what_is_not_known_of_both_counts_for_nothing(table: Table) -> None:
    """Left out, the variables that a pair does not share change nothing; so a gap never lowers a likeness."""
    for other in CASES[1:]:
        shared = [name for name in VARIABLES if name in table["Arden"] and name in table[other]]
        found = similarity(table, VARIABLES, "Arden", other)
        if found is not None:
            assert found == similarity(table, shared, "Arden", other)
            (peer,) = [each for each in peers(table, VARIABLES, "Arden") if each.case == other]
            assert peer.shared == tuple(shared)
            assert peer.similarity >= sum(peer.likeness.values()) / len(VARIABLES)


@given(tables(), st.floats(0.1, 1000), st.floats(-100, 100))
@quick
def test_another_unit_changes_nothing(table: Table, factor: float, shift: float) -> None:
    scaled = {
        case: {name: value * factor + shift if isinstance(value, float) else value for name, value in row.items()}
        for case, row in table.items()
    }
    assert peers(scaled, VARIABLES, "Arden") == peers(table, VARIABLES, "Arden")


@given(tables(), st.permutations(CASES), st.integers(0, 5))
@quick
def test_every_other_case_is_a_peer_or_apart_in_an_order_of_its_own(table: Table, order: list[str], most: int) -> None:
    found = peers(table, VARIABLES, "Arden")
    assert sorted([*(each.case for each in found), *apart(table, VARIABLES, "Arden")]) == list(CASES[1:])
    assert [(-each.nearness, each.case) for each in found] == sorted((-each.nearness, each.case) for each in found)
    assert peers({case: table[case] for case in order}, VARIABLES, "Arden", most) == found[:most]


def test_a_capital_does_not_make_all_others_alike() -> None:
    people = {"Arden": 9_000_000.0, "Boro": 100_000.0, "Cove": 110_000.0, "Dale": 200_000.0}
    found = peers({case: {"people": count} for case, count in people.items()}, ["people"], "Boro")
    assert [(each.case, round(each.similarity, 2)) for each in found] == [
        ("Cove", 0.67),
        ("Dale", 0.33),
        ("Arden", 0.0),
    ]


def test_numbers_that_tie_are_the_same_and_ties_between_peers_go_by_name() -> None:
    table: Table = {"Arden": {"x": 1.0}, "Cove": {"x": 2.0}, "Boro": {"x": 2.0}, "Dale": {}}
    assert similarity(table, ["x"], "Boro", "Cove") == 1.0
    assert [each.case for each in peers(table, ["x"], "Arden")] == ["Boro", "Cove"]
    assert apart(table, ["x"], "Arden") == ["Dale"]
    assert similarity({"A": {"x": 5.0}, "B": {"x": 5.0}}, ["x", "x"], "A", "B") == 1.0


def test_a_sentence_says_what_is_alike_what_is_not_and_what_is_not_known() -> None:
    table: Table = {
        "Arden": {"region": "north", "tier": "I", "people": 10.0, "budget": 1.0},
        "Boro": {"region": "North", "tier": "II", "people": 30.0},
        "Cove": {"people": 20.0},
    }
    (peer,) = peers(table, ["region", "tier", "people", "budget"], "Arden", 1)
    assert peer.sentence == (
        "Boro is 33% alike on 3 of 4 variables: same region, another tier, people far apart; not known of both: budget."
    )
    assert peer.likeness == {"region": 1.0, "tier": 0.0, "people": 0.0}
    assert peer.similarity == pytest.approx(1 / 3)
    (near,) = peers({"A": {"x": 1.0}, "B": {"x": 1.0}}, ["x"], "A")
    assert near.sentence == "B is 100% alike on 1 of 1 variable: same x."


def test_a_case_alike_in_the_one_thing_known_does_not_come_before_one_alike_in_all() -> None:
    table: Table = {"A": {"x": 1.0, "y": "north"}, "B": {"x": 1.0}, "C": {"x": 1.0, "y": "north"}, "D": {"x": 9.0}}
    found = peers(table, ["x", "y"], "A")
    assert [(each.case, each.similarity) for each in found] == [("C", 1.0), ("B", 1.0), ("D", 0.0)]
