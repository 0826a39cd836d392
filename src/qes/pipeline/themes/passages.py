"""The passages of themes: clusters among those that fit nowhere, and where each passage of a theme stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from qes.coding.embed.cache import CachedEmbedder
from qes.errors import Misquote, UnknownCode
from qes.model import Codebook, Passage, Source
from qes.pipeline import Progress, quiet
from qes.pipeline.names import find_code
from qes.pipeline.review import codable, run_codings
from qes.pipeline.themes.acts import theme, themes
from qes.project import Project
from qes.synthesis.themes.apart import apart_from_case
from qes.synthesis.themes.clusters import Cluster, cluster
from qes.text import collapse


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage, and the path of the source it stands in."""

    passage: Passage
    source: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A cluster that may be a theme."""

    name: str
    words: tuple[str, ...]
    """The most telling first."""
    passages: tuple[Spot, ...]
    """Those nearest to its centre first."""
    cohesion: float
    """Mean cosine between two of them that differ in wording."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found among the passages of a code."""

    code: str
    clusters: tuple[Proposed, ...]
    """The largest first."""
    loose: tuple[Spot, ...]
    """Passages in no cluster, in reading order."""
    taken: int
    """Passages of the code that were left out, as they are in a theme already."""
    note: str
    """Why there is no cluster, where there is none."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage of a theme, where it stands now."""

    id: str
    """As the theme has it."""
    passage: Passage | None
    """As it is now; as it last was, where it is lost; None where the project never had it."""
    source: str
    """Path; empty where there is no passage."""
    lost: bool
    """Whether its words stand nowhere in its source any more, or the source is gone."""
    decided: tuple[str, ...] = ()
    """Who has decided about the code that the theme has become; nobody: it is still to be read for it."""

    @property
    def now(self) -> str:
        """The id under which it is found; its own, where it is lost."""
        return self.passage.id if self.passage is not None else self.id


# --- Clusters -------------------------------------------------------------------------------------


def propose(project: Project, code: str = "", *, progress: Progress = quiet) -> Proposal:
    """Find clusters among the passages that carry a code, leaving aside those in a theme already.

    Passages that carry it only in an open dispute are left aside as well. Vectors that are missing are made first.

    Args:
        project: Whose passages.
        code: Id or label; empty: the one of `[themes] code` in `qes.toml`.
        progress: Told of the embedding.

    Raises:
        UnknownCode: The codebook has no such code.
        UnknownPlugin, ModelUnavailable, StoreError: See there.
        Misquote: A passage does not read as its source does.
    """
    wanted = _code(project.codebook(), code or project.settings.themes.code, asked=bool(code))
    carrying = {coding.passage_id for coding in run_codings(project) if coding.counts and coding.code == wanted}
    everything = codable(project)
    in_themes = {each.now for each in _placed(project, [p for found in themes(project) for p in found.passages])}
    free = carrying - in_themes
    rows = [row for row, passage in enumerate(everything) if passage.id in free]
    chosen = [everything[row] for row in rows]
    sources = {source.id: source for source in project.store.sources()}
    spots = [_spot(passage, sources[passage.source_id]) for passage in chosen]
    embedder = CachedEmbedder(
        project.embedder(), project.store, progress=lambda done, total: progress("embedding", done, total)
    )
    texts, cases = [passage.text for passage in chosen], [passage.case for passage in chosen]
    vectors = embedder.embed([passage.text for passage in everything])
    found = cluster(
        texts,
        apart_from_case(vectors[rows], cases, vectors, [passage.case for passage in everything]),
        languages=_languages(sources[passage.source_id] for passage in chosen),
        background=[passage.text for passage in everything if passage.id not in carrying],
        unsaid={case for case in cases if case},
    )
    loose = tuple(spots[at] for at in found.loose)
    clusters = tuple(_proposed(each, spots) for each in found.clusters)
    return Proposal(wanted, clusters, loose, len(carrying & in_themes), found.note)


def _proposed(found: Cluster, spots: Sequence[Spot]) -> Proposed:
    return Proposed(found.name, found.words, tuple(spots[at] for at in found.members), found.cohesion)


def _code(codebook: Codebook, wanted: str, *, asked: bool) -> str:
    """A code of the codebook, also one that is no longer given: what was coded with it is there still."""
    if codebook.get(wanted.strip()) is not None:
        return wanted.strip()
    try:
        return find_code(codebook, wanted).code
    except UnknownCode as error:
        if not asked:
            error.hint = "Say with `[themes] code` in qes.toml, or --code, which code holds what fits nowhere else."
        raise


def _languages(sources: Iterable[Source]) -> set[str]:
    return {source.language for source in sources if source.language}


def _spot(passage: Passage, source: Source) -> Spot:
    span = passage.span
    if source.text[span.start : span.end] != passage.text:
        raise Misquote(source.path, span.start, span.end, passage.text)
    return Spot(passage, source.path)


# --- Passages of a theme --------------------------------------------------------------------------


def passages_of(project: Project, key: str) -> list[Placed]:
    """The passages of a theme in its order, the lost ones too; once it is a code, with who has decided about that.

    Raises:
        NotFound: No such theme.
    """
    found = theme(project, key)
    return _placed(project, found.passages, found.code)


def unread(project: Project, key: str) -> list[Passage]:
    """The passages of a theme on which nobody has decided about the code it has become, in the order of the theme.

    Raises:
        NotFound: No such theme.
    """
    placed = passages_of(project, key)
    return [each.passage for each in placed if each.passage is not None and not each.lost and not each.decided]


def _placed(project: Project, ids: Sequence[str], code: str | None = None) -> list[Placed]:
    current = {passage.id: passage for passage in codable(project)}
    earlier = {each.id: each for each in project.store.passages(ids=set(ids) - current.keys(), current=None)}
    moved = _moved(earlier.values(), current.values())
    now = {each: current.get(each) or moved.get(each) for each in ids}
    decided = _decided(project, {each.id for each in now.values() if each is not None}, code)
    paths: dict[str, str] = {source.id: source.path for source in project.store.sources()}
    placed = []
    for each, here in now.items():
        passage = here or earlier.get(each)
        path = "" if passage is None else paths.get(passage.source_id) or project.store.source(passage.source_id).path
        placed.append(Placed(each, passage, path, here is None, decided.get(here.id, ()) if here else ()))
    return placed


def _moved(earlier: Iterable[Passage], current: Iterable[Passage]) -> dict[str, Passage]:
    """Passages of an earlier revision → those of the same words in the one there is now, the nearest of several."""
    by_words: dict[tuple[str, str], list[Passage]] = defaultdict(list)
    for passage in current:
        by_words[passage.source_id, collapse(passage.text)].append(passage)
    return {
        old.id: min(same, key=lambda each: (abs(each.ordinal - old.ordinal), each.ordinal))
        for old in earlier
        if (same := by_words[old.source_id, collapse(old.text)])
    }


def _decided(project: Project, ids: Collection[str], code: str | None) -> dict[str, tuple[str, ...]]:
    """Who decided about a code on each passage, or settled it, by name."""
    said: dict[str, set[str]] = defaultdict(set)
    if code is None:
        return {}
    for decision in project.store.decisions(passage_ids=ids):
        if code in (decision.applied, decision.refused):
            said[decision.passage_id].add(decision.coder)
    for settled in project.store.adjudications():
        if settled.code == code and settled.passage_id in ids:
            said[settled.passage_id].add(settled.author)
    return {each: tuple(sorted(names)) for each, names in said.items()}
