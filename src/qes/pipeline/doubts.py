"""Decisions → those that deserve a second look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qes.coding.doubts import FEWEST_USES, Drift, Group, Meanings, Reading, Slip, drift, meanings, readings, slips, uses
from qes.coding.suggest import Scores, open_suggester
from qes.errors import NotFound
from qes.model import Passage
from qes.pipeline import Progress, quiet
from qes.pipeline.models.signals import signals_of
from qes.pipeline.names import find_code
from qes.pipeline.review import codable
from qes.pipeline.task import embedded, task_of
from qes.project import Project

FEWEST_READ = 20
"""Passages that must have been read before a model can expect anything."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """What deserves a second look; nothing in it is a verdict."""

    passages: Sequence[Passage] = ()
    """What rows in the three lists refer to."""
    codes: tuple[str, ...] = ()
    """What columns refer to."""
    paths: dict[str, str] = field(default_factory=dict)
    """Path of each source by its id."""
    slips: Sequence[Slip] = ()
    """All of them, most surprising first."""
    drift: Sequence[Drift] = ()
    meanings: Sequence[Meanings] = ()
    notes: tuple[str, ...] = ()
    """What could not be looked at, and why."""

    def only(self, code: str = "", coder: str = "") -> Doubts:
        """The same for one code or coder; what a code means is not a matter of one coder, so all its groups stay."""
        column = self.codes.index(code) if code in self.codes else None

        def wanted(each: Slip | Drift) -> bool:
            return (not code or each.column == column) and (not coder or each.coder == coder)

        return replace(
            self,
            slips=[each for each in self.slips if wanted(each)],
            drift=[each for each in self.drift if wanted(each)],
            meanings=[each for each in self.meanings if not code or each.column == column],
        )

    def as_json(self) -> dict[str, Any]:
        """As `qes doubts --json` prints it."""
        return {
            "slips": [self._slip(each) for each in self.slips],
            "drift": [self._drift(each) for each in self.drift],
            "meanings": [self._meanings(each) for each in self.meanings],
            "notes": list(self.notes),
        }

    def _place(self, row: int) -> dict[str, Any]:
        passage = self.passages[row]
        return {
            "passage": passage.id,
            "case": passage.case,
            "source": self.paths[passage.source_id],
            "place": passage.place,
            "text": passage.text,
        }

    def _slip(self, each: Slip) -> dict[str, Any]:
        return {
            **self._place(each.row),
            "code": self.codes[each.column],
            "coder": each.coder,
            "decided": each.kind.value,
            "likelihood": round(each.likelihood, 4),
            "surprise": round(each.surprise, 2),
            "otherwise": list(each.otherwise),
            "at": each.at,
        }

    def _drift(self, each: Drift) -> dict[str, Any]:
        return {
            "code": self.codes[each.column],
            "coder": each.coder,
            "direction": each.direction,
            "shift": round(each.shift, 4),
            "since": each.since,
            "earlier": {"passages": each.earlier, **_shares(each, 0)},
            "later": {"passages": each.later, **_shares(each, 1)},
            "chance": round(each.chance, 4),
            "sources_differ": each.apart,
        }

    def _meanings(self, each: Meanings) -> dict[str, Any]:
        return {
            "code": self.codes[each.column],
            "silhouette": round(each.silhouette, 4),
            "usual": round(each.usual, 4),
            "chance": round(each.chance, 4),
            "apart_by": each.apart or None,
            "groups": [self._group(group) for group in each.groups],
        }

    def _group(self, group: Group) -> dict[str, Any]:
        return {
            "passages": [self.passages[row].id for row in group.rows],
            "words": list(group.words),
            "coders": dict(group.coders),
            "cases": dict(group.cases),
            "central": [self._place(row) for row in group.central],
        }


def _shares(each: Drift, part: int) -> dict[str, float]:
    return {"given": round(each.given[part], 4), "expected": round(each.expected[part], 4)}


def run_doubts(project: Project, *, code: str = "", coder: str = "", progress: Progress = quiet) -> Doubts:
    """Find decisions the model finds surprising given all others, drift over time, and codes that mean two things.

    While fewer than `FEWEST_READ` passages have been read, nothing is looked at, and the notes say so.

    Args:
        project: With decisions in its log.
        code: Only this code.
        coder: Only this coder.
        progress: Told how embedding goes on.

    Raises:
        UnknownCode, NotFound: No such code, or nobody of that name has decided anything.
        ModelUnavailable, StoreError: See there.
    """
    codebook, decisions = project.codebook(), project.store.decisions()
    wanted = find_code(codebook, code).code if code else ""
    who = _find_coder(coder, {decision.coder for decision in decisions}) if coder else ""
    here = {passage.id for passage in codable(project)}
    read = len({decision.passage_id for decision in decisions} & here)
    if read < FEWEST_READ:
        return Doubts(notes=(f"{_passages(read)} read so far; from {FEWEST_READ} on there is enough to compare.",))
    given = embedded(project, progress=progress)
    task = task_of(project, codebook, given, signals_of(project, given.passages, codebook))
    scores = open_suggester("learned").score(task)
    found = readings(given.passages, scores.codes, task.decisions)
    places = {passage.id: row for row, passage in enumerate(given.passages)}
    columns = {each: column for column, each in enumerate(scores.codes)}
    settled = {(places.get(each.passage_id, -1), columns.get(each.code, -1)) for each in project.store.adjudications()}
    seed = project.settings.seed
    return Doubts(
        given.passages,
        scores.codes,
        {source.id: source.path for source in project.store.sources()},
        slips(found, scores, settled),
        drift(found, scores, given.passages, seed),
        meanings(found, given.passages, given.vectors, seed),
        _left_out(found, scores),
    ).only(wanted, who)


def _find_coder(wanted: str, known: set[str]) -> str:
    if wanted in known:
        return wanted
    error = NotFound("coder", wanted)
    error.hint = f"Choose one of: {', '.join(sorted(known)) or 'none yet'}."
    raise error


def _left_out(found: Sequence[Reading], scores: Scores) -> tuple[str, ...]:
    used = uses(found, *scores.matrix.shape).tolist()
    rare = [code for code, count in zip(scores.codes, used, strict=True) if 0 < count < FEWEST_USES]
    if not rare:
        return ()
    which = f"codes with fewer than {FEWEST_USES} uses, of which too little is known"
    return (f"Not looked at where given: {which}: {', '.join(rare)}.",)


def _passages(count: int) -> str:
    return "1 passage is" if count == 1 else f"{count} passages are"
