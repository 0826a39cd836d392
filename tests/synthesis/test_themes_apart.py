from __future__ import annotations

import numpy as np

from qes.synthesis.themes.apart import apart_from_case
from qes.synthesis.themes.clusters import cluster
from qes.synthesis.themes.cuts import groups

SEED = 7


def spread(count: int, *directions: int) -> np.ndarray:
    """Unit vectors near the sum of some directions."""
    generator = np.random.default_rng([SEED, *directions, count])
    middle = np.zeros(24)
    middle[list(directions)] = 1.0
    near = middle + generator.normal(scale=0.12, size=(count, 24))
    return np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True))


def test_passages_of_two_cases_group_by_what_they_say_and_not_by_their_case() -> None:
    # Directions 0 and 1 are the cases, twice as strong as what is said, 2 and 3.
    said = [(0, 2), (0, 3), (1, 2), (1, 3)]
    vectors = np.vstack([spread(6, *each) + 0.9 * spread(6, each[0]) for each in said])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cases = ["Arden" if each[0] == 0 else "Boro" for each in said for _ in range(6)]
    topics = [each[1] for each in said for _ in range(6)]
    apart = apart_from_case(vectors, cases, np.tile(vectors, (9, 1)), cases * 9)
    labels = groups(apart / np.linalg.norm(apart, axis=1, keepdims=True))
    for label in set(labels.tolist()) - {-1}:
        rows = np.flatnonzero(labels == label)
        assert len({topics[row] for row in rows}) == 1
        assert len({cases[row] for row in rows}) == 2
    assert set(labels.tolist()) - {-1}


def test_nothing_is_taken_from_what_belongs_to_no_case_or_stands_alone() -> None:
    vectors = spread(4, 0)
    assert np.array_equal(apart_from_case(vectors, [None] * 4, vectors, [None] * 4), vectors)
    assert np.array_equal(apart_from_case(vectors, ["Arden"] * 4, vectors[:0], []), vectors)
    everything = np.vstack([vectors, spread(1, 1)])
    alone = apart_from_case(vectors, ["Arden"] * 4, everything, ["Arden"] * 4 + ["Boro"])
    assert np.linalg.norm(alone - vectors) < np.linalg.norm(vectors - vectors.mean(axis=0)) + 1


def test_the_name_of_a_case_names_no_cluster() -> None:
    texts = [f"Arden market stalls {word}" for word in ("open", "close", "move")]
    texts += [f"Arden river floods {word}" for word in ("spring", "winter", "autumn")]
    found = cluster(texts, np.vstack([spread(3, 0), spread(3, 1)]), unsaid=["Arden"])
    assert found.clusters
    assert not any("Arden" in word for each in found.clusters for word in each.words)
