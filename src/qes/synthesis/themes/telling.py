"""The words that tell one group of texts from the others, in any language.

Source: class-based TF-IDF, Grootendorst 2022 (arXiv:2203.05794), eq. 2: the texts of a group are read as one, and a
term weighs tf(term, group) · log(1 + A / f(term)), where f counts the term in all groups and A is the average number of
terms in a group. Terms are words and pairs of neighbouring words.
"""

from __future__ import annotations

import math
import re
import runpy
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from qes.text import Word, collapse, fold, words

SHOWN = 8
"""Most words given for a group."""
LIFT = 2.0
"""A telling term stands in at least so many times the share of texts that it has elsewhere, and so does each word of a
pair. This needs no list of stop words, so it holds in languages that have none."""
_SWALLOWED = 2 / 3
"""A word that stands in a pair this often is told by the pair."""
_CLIPPED = re.compile(r"['’]\w")
"""What follows a word that is cut off: "don't", "l'eau"."""
_JOINT = frozenset({"", " ", "-"})
"""What may stand between two neighbouring words."""

Term = tuple[str, ...]
"""One word or two, folded."""


@dataclass(slots=True)
class _Group:
    """What was counted in the texts of a group."""

    uses: Counter[Term] = field(default_factory=Counter)
    texts: Counter[Term] = field(default_factory=Counter)
    """In how many texts each term stands."""
    spelt: dict[Term, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """How each term is written, as it stands in the texts."""
    size: int = 0


def telling(
    groups: Sequence[Sequence[str]],
    elsewhere: Iterable[str] = (),
    languages: Iterable[str] = (),
    unsaid: Iterable[str] = (),
) -> list[tuple[str, ...]]:
    """The most telling terms of each group, the most telling first, written as they are in its texts most often.

    Args:
        groups: The texts of each.
        elsewhere: Texts of no group, which the groups are told from as well.
        languages: Codes of the languages whose stop words are left out, such as "en"; those that spaCy has no list for
            are passed over.
        unsaid: Further texts whose words are left out.

    Returns:
        For each group at most `SHOWN` terms; none where it has no words but stop words.
    """
    stop = stop_words(languages) | {word.folded for text in unsaid for word in words(text)}
    counted = [_count(texts, stop) for texts in groups]
    rest = _count(elsewhere, stop)
    everywhere: Counter[Term] = Counter()
    present: Counter[Term] = Counter()
    for group in (*counted, rest):
        everywhere.update(group.uses)
        present.update(group.texts)
    average = everywhere.total() / max(1, len(counted) + bool(rest.size))
    size = sum(group.size for group in (*counted, rest))
    return [_told(group, everywhere, present, size, average) for group in counted]


def _told(
    group: _Group, everywhere: Counter[Term], present: Counter[Term], size: int, average: float
) -> tuple[str, ...]:
    weights = {term: count * math.log(1 + average / everywhere[term]) for term, count in group.uses.items()}
    outside = size - group.size
    dull = {
        term
        for term, count in group.texts.items()
        if outside and count / group.size < LIFT * (present[term] - count) / outside
    }
    lifted = [term for term in weights if term not in dull and not any((word,) in dull for word in term)]
    shared = [term for term in lifted if group.texts[term] > 1]
    ranked = _ranked({term: weights[term] for term in shared or lifted or weights}, group)
    return tuple(_spelt(group.spelt[term]) for term in ranked)


def _ranked(weights: dict[Term, float], group: _Group) -> list[Term]:
    """The heaviest terms; a word and the pair it stands in are not both among them."""
    for pair in sorted(term for term in weights if len(term) > 1):
        for word in pair:
            if (word,) in weights and group.uses[pair] >= _SWALLOWED * group.uses[word,]:
                weights[pair] = max(weights[pair], weights.pop((word,)))
    chosen: list[Term] = []
    for term in sorted(weights, key=lambda each: (-round(weights[each], 9), each)):
        if not any(set(term) & set(other) for other in chosen):
            chosen.append(term)
    return chosen[:SHOWN]


def _spelt(ways: Counter[str]) -> str:
    return min(ways, key=lambda way: (-ways[way], way))


# --- Counting -------------------------------------------------------------------------------------


def _count(texts: Iterable[str], stop: Collection[str]) -> _Group:
    group = _Group()
    for text in texts:
        found = list(_terms(text, stop))
        group.size += 1
        group.uses.update(term for term, _ in found)
        group.texts.update({term for term, _ in found})
        for term, way in found:
            group.spelt[term][way] += 1
    return group


def _terms(text: str, stop: Collection[str]) -> Iterator[tuple[Term, str]]:
    """The terms of a text, each with how it is written there; none holds a stop word or a mere number."""
    before: Word | None = None
    for word in words(text):
        usable = not (word.folded in stop or word.folded.isdigit() or _CLIPPED.match(text, word.span.end))
        if usable and len(word.folded) > 1:
            yield (word.folded,), word.span.of(text)
        if usable and before and collapse(text[before.span.end : word.span.start]) in _JOINT:
            yield (before.folded, word.folded), collapse(text[before.span.start : word.span.end])
        before = word if usable else None


def stop_words(languages: Iterable[str]) -> frozenset[str]:
    """Words, folded as `qes.text.words` folds them, that say nothing by themselves in some languages."""
    return frozenset().union(*(_stop_words(language) for language in sorted(set(languages))))


@lru_cache(maxsize=16)
def _stop_words(language: str) -> frozenset[str]:
    """Read from spaCy's file alone: its package would take seconds to import, for a list of words."""
    code = language.partition("-")[0].lower()
    spec = find_spec("spacy")
    if spec is None or spec.origin is None or not code.isalpha():
        return frozenset()
    path = Path(spec.origin).parent / "lang" / code / "stop_words.py"
    listed = runpy.run_path(str(path))["STOP_WORDS"] if path.is_file() else ()
    return frozenset(part.folded for entry in listed for part in words(entry)) | frozenset(map(fold, listed))
