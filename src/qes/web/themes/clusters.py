"""Clusters among the passages of a code, looked for beside the server; they stay as they are while people work.

What was found belongs to a position in the log. Passages that have gone into a theme since, or lost the code, are left
out when it is shown; those that came since are counted, and looked at when somebody asks for that.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4
from weakref import WeakKeyDictionary

from qes.errors import UnknownCode
from qes.model import Codebook, Coding, Passage, Theme
from qes.pipeline import Progress
from qes.pipeline.kept import standing
from qes.pipeline.ledger import Ledger
from qes.pipeline.names import find_code
from qes.pipeline.themes import versions as theme_versions
from qes.pipeline.themes.passages import Placed, passages_of, propose
from qes.pipeline.themes.versions import SAVED
from qes.pipeline.usage import ByCode, by_code
from qes.project import Project
from qes.web.aside import Bench, Job, Trouble, bench_of
from qes.web.cache import cache_of
from qes.web.state import State

KIND = "clusters"


@dataclass(frozen=True, slots=True)
class Cluster:
    """One that was found."""

    name: str
    words: Sequence[str]
    passages: Sequence[str]
    """Ids, the nearest to its centre first."""
    cohesion: float


@dataclass(frozen=True, slots=True)
class Found:
    """What was found among the passages of a code."""

    clusters: Sequence[Cluster]
    loose: Sequence[str]
    note: str

    @property
    def ids(self) -> set[str]:
        """All passages that were looked at."""
        return {*self.loose, *(each for cluster in self.clusters for each in cluster.passages)}


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is to show of a code now."""

    found: Found | None
    """None: it is being looked for, or could not be found."""
    fresh: int
    """Passages that came since."""
    working: tuple[str, int, int] | None
    trouble: Trouble | None


def find(project: Project, progress: Progress, code: str) -> Found:
    """The child's work."""
    proposal = propose(project, code, progress=progress)
    clusters = [
        Cluster(each.name, each.words, [spot.passage.id for spot in each.passages], each.cohesion)
        for each in proposal.clusters
    ]
    return Found(clusters, [spot.passage.id for spot in proposal.loose], proposal.note)


class _Shelf:
    """What was found last, by code, and what went wrong."""

    def __init__(self, bench: Bench, folder: Path) -> None:
        self._bench, self._folder = bench, folder
        self._lock = threading.Lock()
        self._taken: Job | None = None
        self._asked: set[str] = set()
        self.found: dict[str, Found] = {}
        self.trouble: dict[str, Trouble] = {}

    def ask(self, code: str, author: str, *, anew: bool) -> Job | None:
        """Begin to look where nobody has, or where somebody asks for it anew; the work that goes on, if any does."""
        with self._lock:
            self._take()
            if anew:
                self._asked.add(code)
                self.trouble.pop(code, None)
            if code in self._asked or (code not in self.found and code not in self.trouble):
                job = self._bench.begin(KIND, Job(author, f"{code} {uuid4().hex}"), self._folder, find, code)
                if _code(job) == code:
                    self._asked.discard(code)
            now = self._bench.job(KIND)
            return now if now is not None and now.running else None

    def _take(self) -> None:
        """Put away what came of work that has ended."""
        job = self._bench.job(KIND)
        if job is None or job.running or job is self._taken:
            return
        self._taken = job
        if job.trouble is not None:
            self.trouble[_code(job)] = job.trouble
        else:
            self.found[_code(job)] = job.result


def _code(job: Job) -> str:
    return job.key.rpartition(" ")[0]


_SHELVES: WeakKeyDictionary[Ledger, _Shelf] = WeakKeyDictionary()
_MAKING = threading.Lock()


def _shelf(here: State) -> _Shelf:
    with _MAKING:
        return _SHELVES.setdefault(here.ledger, _Shelf(bench_of(here.ledger), here.project.folder))


def look(here: State, code: str, author: str, *, anew: bool = False) -> Looked:
    """What there is to show of a code; begins to look where nobody has, or where somebody asks for it anew."""
    wanted = carrying(here, code)
    if not wanted:
        return Looked(Found((), (), ""), 0, None, None)
    shelf, wanted = _shelf(here), wanted - in_themes(here)
    job = shelf.ask(code, author, anew=anew)
    found, trouble = shelf.found.get(code), shelf.trouble.get(code)
    working = job.progress if job is not None else None
    if found is None:
        return Looked(None, 0, None if trouble else working or ("", 0, 0), trouble)
    return Looked(_left(found, wanted), len(wanted - found.ids), working, trouble)


def _left(found: Found, wanted: Collection[str]) -> Found:
    """What was found, without the passages that are no longer to be looked at."""
    clusters = [
        Cluster(each.name, each.words, kept, each.cohesion)
        for each in found.clusters
        if (kept := [one for one in each.passages if one in wanted])
    ]
    return Found(clusters, [each for each in found.loose if each in wanted], found.note)


# --- Codes ----------------------------------------------------------------------------------------


def no_fit(codebook: Codebook, wanted: str) -> str:
    """Id of the code that the settings name by id or label; empty: the codebook has none such."""
    if codebook.get(wanted.strip()) is not None:
        return wanted.strip()
    with suppress(UnknownCode):
        return find_code(codebook, wanted).code
    return ""


def counting(here: State) -> Mapping[str, Sequence[Coding]]:
    """Codings by code; disputed ones too."""
    ledger = here.ledger
    given: ByCode = cache_of(ledger).get("codings by code", ledger.seq, lambda: by_code(ledger.all_codings()))
    return given


def carrying(here: State, code: str) -> set[str]:
    """The passages that carry a code, other than in an open dispute."""
    passages = here.ledger.passages
    return {each.passage_id for each in counting(here).get(code, ()) if each.counts and each.passage_id in passages}


# --- Themes ---------------------------------------------------------------------------------------


def all_themes(here: State) -> list[Theme]:
    """The newest version of each, in the order they were first accepted; those withdrawn too."""
    return [theme_versions.read(event).theme for event in standing(here.project, SAVED).values()]


def in_themes(here: State) -> set[str]:
    """Passages that are in a theme that stands."""
    return {each.now for theme in all_themes(here) if not theme.withdrawn for each in placed(here, theme)}


def placed(here: State, theme: Theme) -> list[Placed]:
    """The passages of a theme where they stand now; from memory, unless a source was taken in anew since."""
    passages, sources = here.ledger.passages, here.ledger.sources
    if all(each in passages for each in theme.passages):
        found = [passages[each] for each in theme.passages]
        return [
            Placed(each.id, each, sources[each.source_id].path, False, _decided(here, each, theme)) for each in found
        ]
    stamp = (theme.id, here.ledger.texts)
    moved = cache_of(here.ledger).get(("placed", theme.key), stamp, lambda: passages_of(here.project, theme.key))
    return [_renewed(here, each, theme) for each in moved]


def _renewed(here: State, each: Placed, theme: Theme) -> Placed:
    if each.passage is None or each.lost:
        return each
    return Placed(each.id, each.passage, each.source, each.lost, _decided(here, each.passage, theme))


def _decided(here: State, passage: Passage, theme: Theme) -> tuple[str, ...]:
    """Who has decided about the code a theme has become."""
    if theme.code is None:
        return ()
    ledger = here.ledger
    said = {each.coder for each in ledger.decisions(passage.id) if theme.code in (each.applied, each.refused)}
    settled = {each.author for each in ledger.adjudications(passage.id) if each.code == theme.code}
    return tuple(sorted(said | settled))
