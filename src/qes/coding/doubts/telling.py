"""Words that tell two groups of texts apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log

from qes.text import words

SHOWN = 6
FEWEST_TEXTS = 2
"""Texts of its group that must hold a word."""


def telling(one: Sequence[str], other: Sequence[str], all_texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For each of two groups, the words whose mean TF-IDF is highest above that in the other group.

    Args:
        one: Texts of the first group, not empty.
        other: Texts of the second, not empty.
        all_texts: All there are, among them those of both groups; a word that most of them hold tells nothing.

    Returns:
        Up to `SHOWN` words for the first and the second group, in lower case as they are most often spelt.
    """
    holding = Counter(word for text in all_texts for word in {each.folded for each in words(text)})
    means = [_means(group, holding, len(all_texts)) for group in (one, other)]
    spelt = _spelling([*one, *other])
    return tuple(tuple(spelt[word] for word in _best(mine, theirs)) for mine, theirs in (means, means[::-1]))


def _means(texts: Sequence[str], holding: Counter[str], size: int) -> dict[str, float]:
    """Mean TF-IDF of the words that enough of the texts hold; rows of unit length, counts dampened."""
    sums: defaultdict[str, float] = defaultdict(float)
    held: Counter[str] = Counter()
    for text in texts:
        counts = Counter(each.folded for each in words(text))
        weights = {word: (1 + log(count)) * log(size / holding[word]) for word, count in counts.items()}
        length = sum(weight**2 for weight in weights.values()) ** 0.5 or 1.0
        held.update(counts.keys())
        for word, weight in weights.items():
            sums[word] += weight / length
    return {word: total / len(texts) for word, total in sums.items() if held[word] >= FEWEST_TEXTS}


def _best(mine: dict[str, float], theirs: dict[str, float]) -> list[str]:
    contrast = {word: weight - theirs.get(word, 0.0) for word, weight in mine.items()}
    return sorted((word for word in contrast if contrast[word] > 0), key=lambda word: (-contrast[word], word))[:SHOWN]


def _spelling(texts: Sequence[str]) -> dict[str, str]:
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in words(text):
            forms[word.folded][word.span.of(text).lower()] += 1
    return {word: min(counts, key=lambda form: (-counts[form], form)) for word, counts in forms.items()}
