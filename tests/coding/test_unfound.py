"""What is unfound: the bound holds at its rate however people read, and whenever they look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.queue import shuffled
from qes.coding.stopping import carriers_at_most, unfound_at_most
from qes.coding.unfound import Unfound, percent, unfound
from review_samples import PASSAGES

POOL = 400
TRIALS = 300
MARGIN = 3 * np.sqrt(0.05 * 0.95 / TRIALS)
"""Three standard errors of a rate of 5 %."""
bound = cache(carriers_at_most)
fixed_bound = cache(unfound_at_most)


def one(order: list[str], read: set[str], carriers: set[str], goal: float = 0.95) -> Unfound:
    (found,) = unfound(order, read, {"learning": carriers & read}, goal=goal)
    return found


def finds(carrying: int, generator: np.random.Generator) -> list[int]:
    """Finds after each passage of a corpus in random order."""
    return np.cumsum(generator.permutation(np.arange(POOL) < carrying)).tolist()


@pytest.mark.parametrize("carrying", [0, 4, 12, 40, 120])
def test_who_looks_after_every_passage_catches_the_bound_as_seldom_as_it_promises(carrying: int) -> None:
    generator = np.random.default_rng(carrying)
    caught = 0
    for _ in range(TRIALS):
        found = finds(carrying, generator)
        caught += any(bound(found[read - 1], read, POOL) < carrying for read in range(1, POOL + 1))
    assert caught / TRIALS <= 0.05 + MARGIN


def test_a_bound_for_a_sample_of_fixed_size_would_not_stand_such_looking() -> None:
    generator = np.random.default_rng(2)
    caught = 0
    for _ in range(TRIALS):
        found = finds(120, generator)
        caught += any(found[read - 1] + fixed_bound(found[read - 1], read, POOL) < 120 for read in range(1, 61))
    assert caught / TRIALS > 0.05 + MARGIN


# What a team reads by itself, given which passages carry the code: everything early, everything late, and the worst.
READINGS: dict[str, Callable[[list[str], set[str]], list[str]]] = {
    "carriers first": lambda ids, carriers: sorted(ids, key=lambda each: each not in carriers),
    "carriers last": lambda ids, carriers: sorted(ids, key=lambda each: each in carriers),
    "without a view": lambda ids, _: ids,
}


def live(order: list[str], scored: list[str], pattern: np.random.Generator) -> Iterator[set[str]]:
    """What is read at each of some looks, while scored reading and audit take turns in random stretches."""
    read: set[str] = set()
    while len(read) < len(order):
        own = [each for each in scored if each not in read][: int(pattern.integers(0, 60))]
        read |= set(own)
        read |= set([each for each in order if each not in read][: int(pattern.integers(0, 15))])
        yield set(read)


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("carrying", [6, 30])
def test_the_bound_holds_while_reading_by_score_and_audit_take_turns(reading: str, carrying: int) -> None:
    passages = [replace(PASSAGES[0], id=f"passage {number}") for number in range(150)]
    ids = [passage.id for passage in passages]
    carriers = set(ids[::5][:carrying])
    scored, pattern = READINGS[reading](ids, carriers), np.random.default_rng(8)
    wrong, trials = 0, 80
    for seed in range(trials):
        order = [passage.id for passage in shuffled(passages, seed)]
        looks = (one_left(order, read, carriers) for read in live(order, scored, pattern))
        wrong += any(len(carriers) - each.found > each.unfound_at_most for each in looks)
    assert wrong / trials <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / trials)


def one_left(order: list[str], read: set[str], carriers: set[str]) -> Unfound:
    """As `one`, with a goal that is always reached, since what is still to go is not looked at."""
    return one(order, read, carriers, goal=0.0)


@st.composite
def reading(draw: st.DrawFn) -> tuple[list[str], set[str], set[str]]:
    order = [str(number) for number in range(draw(st.integers(1, 40)))]
    return order, draw(st.sets(st.sampled_from(order))), draw(st.sets(st.sampled_from(order)))


@given(reading())
@settings(deadline=None, max_examples=60)
def test_the_figures_agree_with_one_another(parts: tuple[list[str], set[str], set[str]]) -> None:
    order, read, carriers = parts
    found = one(order, read, carriers)
    assert set(order[: found.audited]) <= read
    assert found.audited == len(order) or order[found.audited] not in read
    assert found.found_in_audit == len(carriers & set(order[: found.audited]))
    assert 0 <= found.unfound_at_most <= len(order) - len(read)
    assert found.recall_at_least == pytest.approx(found.found / max(1, found.found + found.unfound_at_most)) or (
        found.found == found.unfound_at_most == 0
    )


@given(reading())
@settings(deadline=None, max_examples=60)
def test_reading_so_many_more_in_vain_does_reach_the_goal(parts: tuple[list[str], set[str], set[str]]) -> None:
    order, read, carriers = parts
    found = one(order, read, carriers, goal=0.8)
    if found.to_goal is None:
        assert not carriers & read
        return
    further = [each for each in order if each not in read][: found.to_goal]
    assert len(further) == found.to_goal
    assert one(order, read | set(further), carriers & read, goal=0.8).recall_at_least >= 0.8


def test_a_count_is_printed_as_a_number_even_where_it_is_of_a_single_passage() -> None:
    assert str(one(["a", "b"], {"a"}, set()).found_in_audit) == "0"
    assert str(one(["a", "b"], {"a"}, {"a"}).found) == "1"


def test_what_is_read_behind_a_gap_does_not_count_but_what_is_found_there_does() -> None:
    order = [str(number) for number in range(100)]
    read = {*order[:30], *order[31:60]}
    found = one(order, read, {"40", "45"})
    assert (found.audited, found.found_in_audit, found.found) == (30, 0, 2)
    assert found.unfound_at_most == carriers_at_most(0, 30, 100) - 2
    assert one(order, read | {"30"}, {"40", "45"}).audited == 60


def test_having_read_everything_nothing_is_unfound() -> None:
    order = [str(number) for number in range(20)]
    found = one(order, set(order), {"3"})
    assert (found.unfound_at_most, found.recall_at_least, found.to_goal) == (0, 1.0, 0)


def test_it_is_said_in_words_and_never_rounded_in_ones_favour() -> None:
    order = [str(number) for number in range(100)]
    found = one(order, set(order[:40]), {"3", "7"})
    assert found.sentence == (
        "learning: 2 found (of 40 audited passages, 2 with it); at most 14 unread passages may carry it, "
        "so at least 12 % of it is found."
    )
    nowhere = one(order, set(order[:40]), set()).sentence
    assert nowhere == "learning is found nowhere; after an audit of 40, at most 6 unread passages may carry it."
    assert percent(0.9999) == "99 %"
    assert percent(0.29) == "29 %"


@pytest.mark.parametrize(("read", "found"), [(0, 0), (10, 0), (100, 3), (400, 12), (399, 399)])
def test_looking_whenever_one_likes_costs_something_but_not_everything(read: int, found: int) -> None:
    once, ever = found + unfound_at_most(found, read, POOL), carriers_at_most(found, read, POOL)
    assert once <= ever <= min(POOL - (read - found), 2 * once + 8)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 30))
@settings(deadline=None, max_examples=60)
def test_a_further_passage_in_vain_never_loosens_the_bound(found: int, vain: int, rest: int) -> None:
    pool = found + vain + rest + 1
    assert carriers_at_most(found, found + vain + 1, pool) <= carriers_at_most(found, found + vain, pool)


@pytest.mark.parametrize("wrong", [(3, 2, 10, 0.95), (0, 11, 10, 0.95), (0, 1, 10, 1.0)])
def test_impossible_counts_are_refused(wrong: tuple[int, int, int, float]) -> None:
    with pytest.raises(ValueError, match=r"read|confidence"):
        carriers_at_most(*wrong)
