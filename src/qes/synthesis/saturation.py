"""Saturation: what each further source adds to what is known of a capability of a case.

After Guest, Namey and Chen 2020, "A simple method to assess and report thematic saturation in qualitative research",
PLoS ONE 15(5): e0232076. They set what the last few interviews bring that is new (the run) against what the first four
had (the base), and call a share of at most 5 % (or of 0) saturated. Their themes are here kinds of evidence, that is
code and direction; their interviews are sources in order of date; the run is the last source alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from qes.model import Codebook, Unit
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import Rubric, Side
from qes.synthesis.rubric.lens import Lens, Piece
from qes.synthesis.score import Confirmed
from qes.synthesis.view import View

BASE = 4
"""Sources at the start against which what is new in the last one is measured; Guest, Namey and Chen found 4 to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One source, taken after those before it."""

    source: str
    """Its path."""
    date: str
    """As the manifest gives it; may be empty."""
    codings: int
    """Different texts it adds."""
    fresh: int
    """Kinds of evidence (code and direction) that no source before had."""
    kinds: int
    """All kinds so far."""
    level: int | None
    """That comes out of the sources so far."""


@dataclass(frozen=True, slots=True)
class Saturation:
    """One unit, source by source."""

    unit: Unit
    steps: tuple[Step, ...]

    @property
    def new_share(self) -> float | None:
        """Kinds that only the last source has, for each kind that the base had: their new information threshold.

        The base is the first four sources, or all before the last if there are fewer. At most 0.05 is saturated; None
        where there is nothing to measure it against.
        """
        base = self.steps[:-1][:BASE]
        return self.steps[-1].fresh / base[-1].kinds if base and base[-1].kinds else None

    @property
    def last_added(self) -> str:
        """What the last source added, in a sentence."""
        if not self.steps:
            return "No source tells of it."
        last = self.steps[-1]
        name = f"{last.source} ({last.date or 'no date'})"
        if len(self.steps) == 1:
            return f"All evidence comes from one source, {name}."
        texts = f"{last.codings} {'text' if last.codings == 1 else 'texts'}"
        kinds = f"{last.fresh} new {'kind' if last.fresh == 1 else 'kinds'}" if last.fresh else "no new kind"
        share = "" if self.new_share is None or not last.fresh else f" ({self.new_share:.0%} of what the first had)"
        return f"The last of {len(self.steps)} sources, {name}, added {texts} and {kinds} of evidence{share}."


def saturation(
    evidence: Iterable[Evidence],
    codebook: Codebook,
    rubric: Rubric,
    cases: Sequence[str],
    *,
    confirmed: Confirmed | None = None,
    view: View | None = None,
) -> list[Saturation]:
    """What each source adds to every case and scored code, in order of date and then of path; undated ones come last.

    A source that holds nothing on a unit is no step of it: that it is silent there shows no saturation.

    Args:
        evidence: Everything coded, disputed codings too; the order is of no account.
        codebook: Says which codes are scored.
        rubric: Gives the level after each step, and says which way evidence points.
        cases: Each gets one per scored code, with evidence or without.
        confirmed: As `qes.synthesis.score.assess` has it.
        view: The evidence as the rubric sees it, where it is at hand.
    """
    seen = view or View.of(evidence, rubric)
    return [
        Saturation(
            Unit(case, code.code),
            tuple(_steps(seen.lens, seen.unit(case, code.code), (confirmed or {}).get((case, code.code), ()))),
        )
        for case in cases
        for code in codebook.scored
    ]


def _steps(lens: Lens, pieces: Sequence[Piece], confirmed: Collection[str]) -> Iterable[Step]:
    by_source: dict[str, list[Piece]] = {}
    for each in pieces:
        by_source.setdefault(each.source, []).append(each)
    dates = {source: _date(own) for source, own in by_source.items()}
    so_far: list[Piece] = []
    texts: set[str] = set()
    kinds: set[tuple[str, Side]] = set()
    for source in sorted(by_source, key=lambda path: (not dates[path], dates[path], path)):
        had, known = len(texts), len(kinds)
        counting = [each for each in by_source[source] if each.counts]
        texts.update(each.wording for each in counting)
        kinds.update((each.code, each.side) for each in counting)
        so_far += by_source[source]
        level = lens.level(so_far, confirmed)
        yield Step(source, dates[source], len(texts) - had, len(kinds) - known, len(kinds), level)


def _date(pieces: Sequence[Piece]) -> str:
    """Of a source; the earliest, where its sections differ."""
    return min((each.evidence.facts.date for each in pieces if each.evidence.facts.date), default="")
