"""Codes that mean two things: found where two meanings are planted, hardly ever where there is one."""

from __future__ import annotations

import numpy as np
import pytest
from doubts_samples import around, centres, passage, reading, spoken
from sklearn.metrics import silhouette_score

from qes.coding.doubts import Meanings, meanings
from qes.coding.doubts.groups import two_groups
from qes.coding.doubts.telling import telling
from qes.coding.embed.hashing import HashingEmbedder

TOPICS, EACH = 8, 25
WHICH = [number % TOPICS for number in range(TOPICS * EACH)]
PASSAGES = [passage(number, source=f"s{number % 7}", case=f"c{number % 3}") for number in range(len(WHICH))]
TOPIC = np.array(WHICH)


def found(codes: list[np.ndarray], seed: int = 0) -> list[Meanings]:
    """What is reported of codes given to these passages, in a world of eight topics."""
    generator = np.random.default_rng(seed)
    vectors = around(centres(TOPICS, generator), WHICH, generator)
    return meanings([reading(np.stack(codes, axis=1))], PASSAGES, vectors, seed)


def one_meaning_each() -> list[np.ndarray]:
    return [np.equal(TOPIC, topic) for topic in range(TOPICS)]


def test_a_code_of_two_topics_is_found_and_split_between_them() -> None:
    for seed in range(6):
        (only,) = found([*one_meaning_each()[2:], (TOPIC == 0) | (TOPIC == 1)], seed)
        assert only.column == TOPICS - 2
        topics = [{WHICH[row] for row in group.rows} for group in only.groups]
        assert sorted(map(sorted, topics)) == [[0], [1]]
        assert only.silhouette > only.usual
        assert only.apart == ""
        assert all(len(group.central) == 2 and group.coders == {"ana": EACH} for group in only.groups)
        assert all(sum(group.cases.values()) == EACH for group in only.groups)


def test_codes_of_one_topic_are_hardly_ever_reported() -> None:
    runs = 25
    assert sum(len(found(one_meaning_each(), 100 + seed)) for seed in range(runs)) <= 0.05 * runs


def test_a_code_given_at_random_is_reported_as_seldom_as_stated() -> None:
    runs, reports = 200, 0
    for seed in range(runs):
        given = np.zeros(len(WHICH), dtype=np.bool_)
        given[np.random.default_rng(seed).choice(len(WHICH), 24, replace=False)] = True
        reports += bool(found([given, np.ones_like(given)], 500 + seed))
    assert reports / runs <= 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / runs)


def test_a_handful_beside_the_rest_is_no_second_meaning() -> None:
    few = np.flatnonzero(TOPIC == 1)[:3]
    given = TOPIC == 0
    given[few] = True
    assert not found([*one_meaning_each()[1:], given])


def test_a_sentence_that_recurs_word_for_word_counts_once() -> None:
    generator = np.random.default_rng(0)
    vectors = around(centres(TOPICS, generator), WHICH, generator)
    same = [passage(n, "As before." if WHICH[n] == 1 else "", each.source_id) for n, each in enumerate(PASSAGES)]
    codes = np.stack([*one_meaning_each()[2:], (TOPIC == 0) | (TOPIC == 1)], axis=1)
    assert meanings([reading(codes)], PASSAGES, vectors)
    assert not meanings([reading(codes)], same, vectors)


@pytest.mark.parametrize("what", ["case", "source", "coder"])
def test_it_says_what_may_be_all_that_tells_the_groups_apart(what: str) -> None:
    generator = np.random.default_rng(0)
    vectors = around(centres(TOPICS, generator), WHICH, generator)
    shared = {"source": "s", "case": "c"}
    placed = [
        passage(number, **shared | ({what: f"{what}{topic == 0}"} if what in shared else {}))
        for number, topic in enumerate(WHICH)
    ]
    both = (TOPIC == 0) | (TOPIC == 1)
    codes = np.stack([*one_meaning_each()[2:], both], axis=1)
    held = [reading(codes)]
    if what == "coder":
        one, other = codes.copy(), codes.copy()
        one[TOPIC == 1], other[TOPIC == 0] = False, False
        held = [reading(one, "ana"), reading(other, "ben")]
    (only,) = meanings(held, placed, vectors)
    assert only.apart == what


def test_the_words_of_each_group_are_those_of_its_subject() -> None:
    passages = spoken(180, seed=1)
    number = np.arange(180) % 6
    codes = np.stack([*(number == each for each in range(2, 6)), number < 2], axis=1)
    best, *_ = meanings([reading(codes)], passages, HashingEmbedder().embed([each.text for each in passages]))
    assert best.column == 4
    words = [set(group.words) for group in best.groups]
    assert {"budget", "flood"} <= words[0] | words[1]
    assert sum("budget" in group for group in words) == sum("flood" in group for group in words) == 1
    assert not ({"budget", "funds"} & words[0] and {"flood", "river"} & words[0])


def test_a_word_that_stands_everywhere_or_once_tells_nothing() -> None:
    one, other = (
        ["The Gräben overflow", "the gräben again", "the odd word"],
        ["the bus is late", "the bus stops", "the"],
    )
    assert telling(one, other, [*one, *other]) == (("gräben",), ("bus",))


def test_the_silhouette_is_that_of_the_books() -> None:
    generator = np.random.default_rng(2)
    vectors = around(centres(3, generator), [0, 1, 2] * 8, generator).astype(np.float64)
    ((second,), (width,)) = two_groups((vectors @ vectors.T)[None])
    assert 0 < second.sum() < len(second)
    assert width == pytest.approx(silhouette_score(vectors, second, metric="cosine"), abs=1e-6)


def test_many_sets_are_split_as_each_would_be_alone() -> None:
    generator = np.random.default_rng(4)
    sets = [around(centres(2, generator), [0, 1] * 6, generator).astype(np.float64) for _ in range(5)]
    cosines = np.stack([each @ each.T for each in sets])
    split, widths = two_groups(cosines)
    for number in range(len(sets)):
        alone, width = two_groups(cosines[number : number + 1])
        assert np.array_equal(alone[0], split[number])
        assert width[0] == pytest.approx(widths[number])


def test_without_decisions_there_is_nothing_to_say() -> None:
    assert meanings([], PASSAGES, around(np.eye(TOPICS), WHICH, np.random.default_rng(0))) == []
