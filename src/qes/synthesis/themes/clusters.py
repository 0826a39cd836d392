"""Themes among passages: which lie close together, what tells them from the rest, and which stay by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qes.synthesis.themes.telling import telling
from qes.text import collapse

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 6
"""Different passages below which no themes are looked for: two groups of three."""
CLOSEST = 3
"""Passages that stand for a cluster."""
_NAME = 3
"""Most words in a name."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Passages that lie close together; it is a proposal, and people say whether it is a theme."""

    name: str
    """Its most telling words, two or three; the beginning of the closest passage where it has none."""
    words: tuple[str, ...]
    """The most telling first."""
    members: tuple[int, ...]
    """Places among the passages given, those nearest to the centre first."""
    cohesion: float
    """Mean cosine between two of its passages that differ in wording, as the vectors were given, in [-1, 1]."""

    @property
    def closest(self) -> tuple[int, ...]:
        """The passages that stand for it."""
        return self.members[:CLOSEST]


@dataclass(frozen=True, slots=True)
class Clustering:
    """Every passage is in one of the clusters or loose."""

    clusters: tuple[Cluster, ...] = ()
    """The largest first."""
    loose: tuple[int, ...] = ()
    """Places of the passages that are in no cluster, in the order given."""
    note: str = ""
    """Why there is no cluster, where there is none."""


def cluster(
    texts: Sequence[str],
    vectors: NDArray[Any],
    *,
    languages: Iterable[str] = (),
    background: Iterable[str] = (),
    unsaid: Iterable[str] = (),
) -> Clustering:
    """Find clusters among passages; how many there are is seen from them (`qes.synthesis.themes.cuts`).

    The order of the passages changes nothing. Passages of the same wording are one when clusters are looked for, so
    that a text that is repeated makes no theme by itself; all of them are members of its cluster.

    Args:
        texts: The passages.
        vectors: Of them, shape (passages, dimensions), of any length; rows of zeros are like nothing.
        languages: Of the passages, for their stop words.
        background: Other passages of the corpus, from which the words of a cluster must tell it as well.
        unsaid: Words that are to name no cluster, such as the names of cases.

    Source: Grootendorst 2022 (arXiv:2203.05794) for the words; see `qes.synthesis.themes.cuts` for the clusters.
    """
    points = _Points(texts, vectors)
    if len(points.wordings) < FEWEST:
        counted = f"{len(points.wordings)} different passage{'' if len(points.wordings) == 1 else 's'}"
        return Clustering((), tuple(range(len(texts))), f"{counted}: too few to look for themes (at least {FEWEST}).")
    members = points.clusters()
    inside = {place for rows in members for place in rows}
    loose = [row for row in range(len(points.wordings)) if row not in inside]
    rest = [*(points.wordings[row] for row in loose), *background]
    told = telling([[points.wordings[row] for row in rows] for rows in members], rest, languages, unsaid)
    made = [points.cluster(rows, words) for rows, words in zip(members, told, strict=True)]
    made.sort(key=lambda each: (-len(each.members), -each.cohesion, each.name, each.words))
    note = "" if made else "No passages lie closer together than the others do."
    return Clustering(tuple(made), tuple(sorted(at for row in loose for at in points.places[row])), note)


class _Points:
    """The different wordings in alphabetical order, each with its places and its unit vector."""

    def __init__(self, texts: Sequence[str], vectors: NDArray[Any]) -> None:
        import numpy as np

        found: dict[str, list[int]] = defaultdict(list)
        spelt: dict[str, str] = {}
        for place, text in enumerate(texts):
            wording = collapse(text)
            found[wording.casefold()].append(place)
            spelt[wording.casefold()] = min(wording, spelt.get(wording.casefold(), wording))
        self.wordings = [spelt[key] for key in sorted(found)]
        self.places = [sorted(found[key], key=lambda place: (texts[place], place)) for key in sorted(found)]
        given = _unit(np.asarray(vectors, dtype=np.float64))
        # Sorted, since sums of the same numbers differ in their last digits when the order does.
        means = [np.array(sorted(given[rows].tolist())).mean(axis=0) for rows in self.places]
        self.vectors = _unit(np.array(means)) if means else given

    def clusters(self) -> list[list[int]]:
        """The rows of each cluster, those nearest to its centre first."""
        import numpy as np

        from qes.synthesis.themes.cuts import groups

        labels = groups(self.vectors)
        return [self._by_nearness(np.flatnonzero(labels == label)) for label in range(int(labels.max(initial=-1)) + 1)]

    def _by_nearness(self, rows: NDArray[Any]) -> list[int]:
        import numpy as np

        near = np.round(self.vectors[rows] @ self.vectors[rows].mean(axis=0), 9)
        return [int(row) for _, row in sorted(zip((-near).tolist(), rows.tolist(), strict=True))]

    def cluster(self, rows: Sequence[int], words: tuple[str, ...]) -> Cluster:
        """A cluster of these rows."""
        count = len(rows)
        total = self.vectors[list(rows)].sum(axis=0)
        cohesion = (float(total @ total) - count) / (count * (count - 1))
        name = _name(words) or " ".join(self.wordings[rows[0]].split()[:_NAME])
        members = tuple(place for row in rows for place in self.places[row])
        return Cluster(name, words, members, round(min(1.0, cohesion), 6))


def _name(words: Sequence[str]) -> str:
    """The first terms that together have no more words than a name may."""
    chosen: list[str] = []
    for word in words:
        if sum(len(each.split()) for each in (*chosen, word)) <= _NAME:
            chosen.append(word)
    return ", ".join(chosen)


def _unit(vectors: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: NDArray[Any] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit
