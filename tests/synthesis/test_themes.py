"""Clusters of passages: which there are, what they are called, and what may not change them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qes.synthesis.themes.clusters import FEWEST, Clustering, cluster
from qes.synthesis.themes.cuts import groups
from qes.synthesis.themes.telling import stop_words, telling

SUBJECTS = (
    (
        "The tram depot floods and the tram line stops.",
        "A new tram depot was promised.",
        "Nobody paid for the tram depot.",
    ),
    ("Volunteers water the gardens.", "The gardens belong to volunteers.", "Without volunteers the gardens die."),
    ("The archive lost its keys.", "We moved the archive twice.", "An archive needs a dry cellar."),
)
TEXTS = [text for subject in SUBJECTS for text in subject]
STRAYS = ["My daughter plays the trumpet.", "Lunch was late."]


def blobs(sizes: Sequence[int], strays: int = 0, noise: float = 0.15, seed: int = 0) -> NDArray[np.float64]:
    """Unit vectors about axes of their own, one axis per group, and strays each on another."""
    axes = len(sizes) + strays
    rng = np.random.default_rng(seed)
    rows = np.repeat(np.eye(axes), [*sizes, *[1] * strays], axis=0)
    rows = np.hstack([rows, rng.normal(size=(len(rows), 8)) * noise])
    unit: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def shape(found: Clustering, texts: Sequence[str]) -> tuple[object, ...]:
    """All that it says, with the passages by their texts."""
    told = [(each.name, each.words, [texts[at] for at in each.members], each.cohesion) for each in found.clusters]
    return told, sorted(texts[at] for at in found.loose), found.note


def test_groups_that_lie_apart_are_found_exactly_and_what_tells_them_names_them() -> None:
    texts = [*TEXTS, *STRAYS]
    found = cluster(texts, blobs([3, 3, 3], strays=2), languages=["en"])
    assert sorted(sorted(each.members) for each in found.clusters) == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    assert found.loose == (9, 10)
    assert found.note == ""
    names = {tuple(sorted(each.members)): each.words[:2] for each in found.clusters}
    assert names[0, 1, 2][0] == "tram depot"
    assert set(names[3, 4, 5]) == {"gardens", "volunteers"}
    assert names[6, 7, 8][0] == "archive"


@given(st.lists(st.integers(3, 9), min_size=2, max_size=6), st.integers(0, 6), st.integers(0, 99))
@settings(deadline=None, max_examples=25)
def test_however_many_groups_lie_apart_so_many_are_found(sizes: list[int], strays: int, seed: int) -> None:
    labels = groups(blobs(sizes, strays, noise=0.08, seed=seed))
    wanted = np.repeat([*range(len(sizes)), *[-1] * strays], [*sizes, *[1] * strays])
    pairs = {(int(one), int(other)) for one, other in zip(labels, wanted, strict=True)}
    assert len(pairs) == len(sizes) + bool(strays)
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    assert all((one < 0) == (other < 0) for one, other in pairs)


def test_one_theme_among_strays_is_one_cluster() -> None:
    labels = groups(blobs([8], strays=10))
    assert labels.tolist() == [0] * 8 + [-1] * 10


def test_a_vast_blur_beside_a_few_others_is_not_the_answer() -> None:
    """Against the nearest group alone, everything in one cluster beside three far passages would look best."""
    rng = np.random.default_rng(4)
    near = blobs([8, 8, 8], noise=0.1) + np.array([0.8] * 3 + [0] * 8)
    far = -np.array([0.8] * 3 + [0] * 8) + rng.normal(size=(3, 11)) * 0.01
    rows = np.vstack([near, far])
    labels = groups(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    assert np.bincount(labels + 1).tolist() == [0, 8, 8, 8, 3]


@given(st.lists(st.sampled_from([*TEXTS, *STRAYS, "", "  ", "42"]), max_size=20), st.integers(0, 999), st.randoms())
@settings(deadline=None, max_examples=40)
def test_order_changes_nothing_and_every_passage_has_one_place(
    texts: list[str], seed: int, shuffler: random.Random
) -> None:
    rng = np.random.default_rng(seed)
    base = {text: rng.normal(size=5) for text in sorted(set(texts))}
    vectors = np.array([base[text] for text in texts]).reshape(len(texts), 5)
    found = cluster(texts, vectors, languages=["en"])
    assert sorted([*found.loose, *(at for each in found.clusters for at in each.members)]) == list(range(len(texts)))
    assert bool(found.note) == (not found.clusters)
    order = list(range(len(texts)))
    shuffler.shuffle(order)
    again = [texts[at] for at in order]
    assert shape(cluster(again, vectors[order], languages=["en"]), again) == shape(found, texts)


@given(st.lists(st.sampled_from(TEXTS), min_size=6, max_size=30), st.integers(0, 999))
@settings(deadline=None, max_examples=40)
def test_the_words_of_a_cluster_stand_in_its_passages_and_are_no_stop_words(texts: list[str], seed: int) -> None:
    found = cluster(texts, np.random.default_rng(seed).normal(size=(len(texts), 4)), languages=["en"])
    for each in found.clusters:
        inside = "\n".join(texts[at] for at in each.members)
        assert each.words
        assert all(word in inside for word in each.words)
        assert not stop_words(["en"]) & {part.casefold() for word in each.words for part in word.split()}
        assert 1 <= len(each.name.replace(",", "").split()) <= 3
        assert -1.0 <= each.cohesion <= 1.0


def test_few_passages_are_all_loose_and_that_is_said() -> None:
    count = FEWEST - 1
    found = cluster(TEXTS[:count], blobs([3, 2]))
    assert (found.clusters, found.loose) == ((), tuple(range(count)))
    assert "5 different passages: too few" in found.note
    assert "0 different passages" in cluster([], np.zeros((0, 4))).note


def test_a_text_that_is_repeated_makes_no_theme_but_goes_with_its_cluster() -> None:
    texts = ["Repeated."] * 5 + TEXTS[:6]
    vectors = np.vstack([np.repeat(blobs([1, 1, 1])[2:], 5, axis=0), np.repeat(np.eye(2, 11), 3, axis=0)])
    found = cluster(texts, vectors)
    assert found.loose == (0, 1, 2, 3, 4)
    again = cluster([*TEXTS, TEXTS[0].upper()], np.vstack([blobs([3, 3, 3]), blobs([3, 3, 3])[:1]]))
    assert {0, 9} <= set(again.clusters[0].members)
    assert len(again.clusters[0].members) == 4


def test_passages_that_are_all_alike_are_no_clusters() -> None:
    found = cluster(TEXTS, np.ones((len(TEXTS), 3)))
    assert len(found.loose) == len(TEXTS)
    assert "closer together" in found.note


def test_members_come_nearest_to_the_centre_first() -> None:
    angles = np.radians([20, 0, 5, 10, 15, 89, 95, 102])
    found = cluster(TEXTS[:8], np.column_stack([np.cos(angles), np.sin(angles)]))
    assert [each.members for each in found.clusters] == [(3, 2, 4, 1, 0), (6, 5, 7)]
    assert found.clusters[0].closest == (3, 2, 4)


def test_beyond_what_a_tree_can_hold_density_finds_the_same_groups() -> None:
    labels = groups(blobs([30, 30, 30], strays=12, noise=0.08), largest_tree=50)
    assert labels[90:].tolist() == [-1] * 12
    found = [set(labels[at : at + 30].tolist()) for at in (0, 30, 60)]
    assert sorted(label for each in found for label in each) == [0, 1, 2]


def test_telling_words_need_no_list_of_stop_words() -> None:
    """In a language without a list, what stands everywhere tells nothing."""
    mine = ["ka lumo tomo sin", "ka lumo suli", "lumo ka mute"]
    other = ["ka telo ni", "ka telo wan", "telo ka lon", "ka suno"]
    assert telling([mine, other], ["ka mani"], ["xx-none"])[0][0] == "lumo"
    assert all("ka" not in word.split() for words in telling([mine, other]) for word in words)


def test_words_are_written_as_they_stand_and_cut_off_ones_left_out() -> None:
    german = ["Die Straßenbahn fährt nicht.", "Eine Straßenbahn fehlt.", "Ohne Straßenbahn geht nichts."]
    assert telling([german], ["Der Garten ist schön."], ["de"])[0][0] == "Straßenbahn"
    english = ["They don't mind co-design.", "We don't do co-design.", "Nobody doesn't like co-design."]
    assert telling([english], [], ["en"])[0][0] == "co-design"
    assert not {"don", "doesn"} & set(telling([english], [], ["en"])[0])
    assert telling([["预算规则", "新预算"]])[0][0] == "预算"


def test_a_cluster_of_stop_words_is_called_by_how_it_begins() -> None:
    texts = ["And so it was.", "So was it.", "It was so.", *TEXTS[:3]]
    found = cluster(texts, np.repeat(np.eye(2), 3, axis=0), languages=["en"])
    assert {each.name for each in found.clusters if not each.words} <= {"And so it", "So was it.", "It was so."}
    assert [each.words for each in found.clusters].count(()) == 1


def test_stop_words_are_those_of_the_language_asked_for() -> None:
    assert {"und", "nicht"} <= stop_words(["de"])
    assert not {"und", "nicht"} & stop_words(["en"])
    assert stop_words(["de-AT"]) == stop_words(["de"])
    assert stop_words(["xx", "../de", ""]) == frozenset()
