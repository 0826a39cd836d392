"""Passages by meaning and by words, like another one, or for a code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest import open_suggester
from qes.coding.suggest.propose import DECIMALS
from qes.model import Passage, Span
from qes.pipeline import Progress, quiet
from qes.pipeline.models.signals import signals_of
from qes.pipeline.names import find_case, find_code, find_passage, find_source
from qes.pipeline.review import codable, run_codings
from qes.pipeline.task import Embedded, embedded, task_of
from qes.project import Project
from qes.store.query import Query, parse

_RANK_CONSTANT = 60
"""Of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): damps the weight of the very first ranks."""
_TELLING = 1 / 3
"""Share of the best hit's rank by words below which a passage mostly shares only common words with the text."""

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for; of text, like and code at least one."""

    text: str = ""
    """Words, "phrases" and -exclusions (see `qes.store.query`), also searched for by meaning."""
    like: str = ""
    """Id of a passage: the nearest to it, itself left out."""
    code: str = ""
    """The likeliest passages for this code."""
    case: str = ""
    """Only passages of this case."""
    source: str = ""
    """Only passages of the source of this path."""
    uncoded: bool = False
    """Without passages on which somebody decided about the code."""
    most: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, and why."""

    passage: Passage
    source: str
    """Path of its source."""
    score: float
    """By which hits are ordered: the sum of 1 / (60 + rank) over everything that was asked for."""
    similarity: float | None
    """Cosine to the text, or to the passage it is to be like; None when only a code was asked for."""
    likelihood: float | None
    """That the code asked for applies, as the project's suggester sees it; None when none was asked for."""
    codes: tuple[str, ...]
    """Codes in force on it, sorted."""
    coded: bool
    """Whether the code asked for is among them."""
    spans: tuple[Span, ...]
    """Where the words asked for stand in the passage's text."""

    @property
    def matched(self) -> list[str]:
        """The words asked for as they stand in the text, each once."""
        return list(dict.fromkeys(span.of(self.passage.text) for span in self.spans))

    def as_json(self) -> dict[str, Any]:
        """As `qes search --json` prints it."""
        return {
            "passage": self.passage.id,
            "case": self.passage.case,
            "source": self.source,
            "place": self.passage.place,
            "speaker": self.passage.speaker,
            "question": self.passage.question,
            "score": round(self.score, 6),
            "similarity": self.similarity,
            "likelihood": self.likelihood,
            "codes": list(self.codes),
            "coded": self.coded,
            "matched": self.matched,
            "text": self.passage.text,
        }


@dataclass(slots=True)
class _Scope:
    """What is searched, and what each way of searching found in it."""

    project: Project
    given: Embedded
    allowed: set[str]
    """Ids of the passages that may be hits."""
    deep: int
    """How many each way of searching contributes."""
    rankings: list[list[str]] = field(default_factory=list)
    toward: Vector | None = None
    likelihoods: Mapping[str, float] = field(default_factory=dict)


def run_search(project: Project, search: Search, *, progress: Progress = quiet) -> list[Hit]:
    """The best passages for all that is asked for, each way's ranking fused by rank; nothing asked, nothing found.

    What is searched for by meaning, likeness or code has to hold the text's phrases and none of its exclusions too.
    Passages that are not embedded yet are embedded first.

    Raises:
        NotFound: No such passage, case or source.
        UnknownCode: No such code.
        IndexUnavailable, ModelUnavailable, StoreError: See there.
    """
    passages = codable(project)
    if not passages:
        return []
    query = parse(search.text)
    model = find_passage(project, search.like, passages) if search.like else None
    code = find_code(project.codebook(), search.code).code if search.code else ""
    allowed = _allowed(project, search, query, passages, code) - {model.id if model else ""}
    if not allowed or not (query.said or model or code):
        return []
    scope = _Scope(project, embedded(project, progress=progress), allowed, max(50, search.most * 5))
    if code:
        _by_code(scope, code)
    if texts := [each for each in (model.text if model else "", query.said) if each]:
        _by_meaning(scope, texts)
    if query.wanted:
        _by_words(scope, query)
    return _hits(scope, query, code, search.most)


def _allowed(project: Project, search: Search, query: Query, passages: Sequence[Passage], code: str) -> set[str]:
    case = find_case(search.case, passages) if search.case else None
    source = find_source(project, search.source) if search.source else None
    allowed = {each.id for each in passages if case in (None, each.case) and source in (None, each.source_id)}
    if query.phrases or query.excluded:
        allowed &= {hit.passage_id for hit in project.store.search(query.limits)}
    return allowed - _decided(project, code) if search.uncoded else allowed


def _decided(project: Project, code: str) -> set[str]:
    """Passages on which somebody gave the code, refused it or settled it."""
    decisions = project.store.decisions()
    decided = {each.passage_id for each in decisions if code in (each.code, each.replacement)}
    return decided | {each.passage_id for each in project.store.adjudications() if each.code == code}


def _by_code(scope: _Scope, code: str) -> None:
    project, given = scope.project, scope.given
    suggester = open_suggester(project.settings.suggest.suggester)
    codebook = project.codebook()
    scores = suggester.score(task_of(project, codebook, given, signals_of(project, given.passages, codebook)))
    column = scores.matrix[:, scores.codes.index(code)].tolist()
    likelihoods = {each.id: round(score, DECIMALS) for each, score in zip(given.passages, column, strict=True)}
    scope.rankings.append(sorted(scope.allowed, key=lambda each: (-likelihoods[each], each))[: scope.deep])
    scope.likelihoods = likelihoods


def _by_meaning(scope: _Scope, texts: Sequence[str]) -> None:
    given = scope.given
    among = None if len(scope.allowed) == len(given.passages) else scope.allowed
    vectors = given.embedder.embed(texts)
    with closing(scope.project.index(given.embedder)) as index:
        index.sync([each.id for each in given.passages], given.vectors)
        for vector in vectors:
            scope.rankings.append([hit.id for hit in index.query(vector, scope.deep, among=among)])
    scope.toward = vectors[-1]


def _by_words(scope: _Scope, query: Query) -> None:
    hits = [hit for hit in scope.project.store.search(query) if hit.passage_id in scope.allowed][: scope.deep]
    scope.rankings.append([hit.passage_id for hit in hits if hit.rank >= _TELLING * hits[0].rank])


def _fused(rankings: Iterable[Sequence[str]]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, each in enumerate(ranking):
            scores[each] = scores.get(each, 0.0) + 1 / (_RANK_CONSTANT + rank)
    return scores


def _hits(scope: _Scope, query: Query, code: str, most: int) -> list[Hit]:
    fused = _fused(scope.rankings)
    best = sorted(fused, key=lambda each: (-fused[each], each))[:most]
    rows = {each.id: row for row, each in enumerate(scope.given.passages)}
    paths = {source.id: source.path for source in scope.project.store.sources()}
    codes = _codes(scope.project, best)
    return [
        Hit(
            passage=passage,
            source=paths[passage.source_id],
            score=fused[each],
            similarity=None if scope.toward is None else _cosine(scope.given.vectors[rows[each]], scope.toward),
            likelihood=scope.likelihoods.get(each),
            codes=codes[each],
            coded=code in codes[each],
            spans=tuple(query.spans(passage.text)),
        )
        for each in best
        for passage in (scope.given.passages[rows[each]],)
    ]


def _codes(project: Project, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    given: dict[str, set[str]] = {each: set() for each in ids}
    for coding in run_codings(project):
        if coding.counts and coding.passage_id in given:
            given[coding.passage_id].add(coding.code)
    return {each: tuple(sorted(codes)) for each, codes in given.items()}


def _cosine(one: Vector, other: Vector) -> float:
    return round(float(one @ other), 4)
