"""What there is for each capability of each case, in numbers: the one place that counts evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qes.model import Unit
from qes.synthesis.evidence import Evidence, counted, wordings
from qes.synthesis.rubric import Rubric, Side
from qes.synthesis.rubric.needs import Polarity


@dataclass(frozen=True, slots=True)
class Summary:
    """The evidence on one unit; but for `disputed`, what is in dispute is not counted, and repeated text once."""

    unit: Unit
    supporting: int = 0
    """Different texts."""
    contradicting: int = 0
    mixed: int = 0
    aspiration: int = 0
    unstated: int = 0
    disputed: int = 0
    """Codings still in dispute."""
    sources: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    """Kind of source, such as interview → how many sources of that kind; sorted by kind."""
    speakers: int = 0
    independent_dated: int = 0
    """Documents that have a date and whose issuer is said to be independent of the people interviewed."""
    first: str = ""
    """Earliest date of a source, as precise as the manifest gives it; empty where none has one."""
    last: str = ""
    undated: int = 0
    """Sources without a date."""

    @property
    def texts(self) -> int:
        """Different texts on all sides together; one that is told on two sides counts on both."""
        return self.supporting + self.contradicting + self.mixed + self.aspiration + self.unstated


def summaries(evidence: Iterable[Evidence], by: Rubric | Polarity | None, units: Sequence[Unit]) -> dict[Unit, Summary]:
    """A summary of each unit, in the order given, those without any evidence too.

    Args:
        evidence: Disputed codings too; what is on other units is left out.
        by: Says which way evidence points; without it, no direction is known of any.
        units: Those wanted.
    """
    found: dict[Unit, list[Evidence]] = {unit: [] for unit in units}
    for each in evidence:
        if each.capability is not None and (own := found.get(Unit(each.case, each.capability))) is not None:
            own.append(each)
    polarity = by.polarity if isinstance(by, Rubric) else by
    return {unit: _summary(unit, own, polarity) for unit, own in found.items()}


def _summary(unit: Unit, found: Sequence[Evidence], polarity: Polarity | None) -> Summary:
    usable = counted(found)
    sides: dict[Side, list[Evidence]] = {side: [] for side in Side}
    for each in usable:
        sides[polarity.side(each) if polarity else Side.UNSTATED].append(each)
    facts = {each.source_path: each.facts for each in usable}
    kinds = [each.kind for each in facts.values()]
    dates = sorted(each.date for each in facts.values() if each.date)
    return Summary(
        unit=unit,
        supporting=wordings(sides[Side.FOR]),
        contradicting=wordings(sides[Side.AGAINST]),
        mixed=wordings(sides[Side.MIXED]),
        aspiration=wordings(sides[Side.ASPIRATION]),
        unstated=wordings(sides[Side.UNSTATED]),
        disputed=sum(not each.coding.counts for each in found),
        sources=len(facts),
        kinds={kind: kinds.count(kind) for kind in sorted(set(kinds))},
        speakers=len({each.speaker for each in usable if each.speaker}),
        independent_dated=sum(each.independent is True and bool(each.date) for each in facts.values()),
        first=dates[0] if dates else "",
        last=dates[-1] if dates else "",
        undated=len(facts) - len(dates),
    )
