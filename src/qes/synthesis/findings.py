"""When a finding may be approved: its quotes, the search for counter-evidence, and what was found in it.

The rule. A version of a finding may be approved when it is the newest one, rests on at least one quote, and

1. a search for counter-evidence was made for it, the last one counting. A search made for an earlier version is as
   good if it looked for the same: statement, cases and capability are unchanged since, every quote cited then is still
   cited, on the same side, and whatever is cited beside them was a candidate of that search. So evidence against that
   the search turned up can be cited without searching again, and no quote known to speak against can be dropped unseen;
2. every candidate of that search was weighed;
3. every candidate that speaks against it is cited as speaking against it, so that the evidence against stands beside
   the evidence for. One that speaks for it may be cited, and need not be;
4. all its quotes are still in the project's texts.

An approval lasts as long as all of this holds for the version approved: a later version, a candidate weighed anew, or a
later search with something still open in it means that it has to be approved again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qes.model import Approval, Candidate, Citation, Counter, Finding, Origin, Weighed, Weight
from qes.text import collapse


class Status(StrEnum):
    """Where a finding stands."""

    DRAFT = "draft"
    """Nobody has looked for counter-evidence to what it says now."""
    SEARCHED = "searched"
    """Somebody has, and something is still open."""
    READY = "ready"
    """It may be approved."""
    APPROVED = "approved"
    CHANGED = "changed since approval"
    LOST = "cites what is lost"
    """One of its quotes is no longer in the project's texts, or not as quoted; it is not printed."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Record:
    """What is on record about one finding."""

    versions: tuple[Finding, ...]
    """In force, oldest first; at least one."""
    counter: Counter | None = None
    """The last search in force."""
    weighed: tuple[Weighed, ...] = ()
    """What stands about the candidates of that search, at most one for each."""
    approvals: tuple[Approval, ...] = ()
    """In force, oldest first."""
    lost: tuple[str, ...] = ()
    """Why quotes of it cannot be printed."""

    @property
    def finding(self) -> Finding:
        """The newest version."""
        return self.versions[-1]

    @property
    def valid(self) -> bool:
        """Whether the last search was made for what the newest version says."""
        if self.counter is None:
            return False
        searched = {each.id: each for each in self.versions}.get(self.counter.version)
        return searched is not None and still_searched(searched, self.finding, self.counter.candidates)

    @property
    def open(self) -> tuple[int, ...]:
        """The candidates of the last search that nobody has weighed, by number, from 0."""
        candidates = self.counter.candidates if self.counter else ()
        known = {each.candidate for each in self.weighed}
        return tuple(number for number in range(len(candidates)) if number not in known)

    @property
    def approval(self) -> Approval | None:
        """The last approval of the newest version."""
        found = [each for each in self.approvals if each.version == self.finding.id]
        return found[-1] if found else None

    @property
    def missing(self) -> tuple[str, ...]:
        """What is needed before it can be approved, one sentence each without full stop; empty: nothing."""
        found = [] if self.finding.supporting else ["no quote is cited for it"]
        return (*found, *_search_missing(self), *self.lost)

    @property
    def status(self) -> Status:
        """Where it stands."""
        if self.finding.withdrawn:
            return Status.WITHDRAWN
        if self.lost:
            return Status.LOST
        if self.approvals:
            return Status.CHANGED if self.approval is None or self.missing else Status.APPROVED
        if not self.valid:
            return Status.DRAFT
        return Status.SEARCHED if self.missing else Status.READY


def still_searched(searched: Finding, now: Finding, candidates: Sequence[Candidate]) -> bool:
    """Whether a search made for one version is as good for another; see rule 1 above."""
    if (searched.statement, set(searched.cases), searched.capability) != (
        now.statement,
        set(now.cases),
        now.capability,
    ):
        return False
    kept = all(any(_same(old, new) for new in now.citations) for old in searched.citations)
    added = [new for new in now.citations if not any(_same(old, new) for old in searched.citations)]
    return kept and all(any(stands_at(each, candidate) for candidate in candidates) for each in added)


def _same(one: Citation, other: Citation) -> bool:
    """Whether two versions cite the same; the quote may have moved, as its source was revised."""
    if (one.source_id, one.quote, one.against) != (other.source_id, other.quote, other.against):
        return False
    return one.span == other.span or one.passage_id != other.passage_id


def stands_at(citation: Citation, candidate: Candidate) -> bool:
    """Whether a citation quotes a candidate: the same words of the same place, or more or fewer of them.

    Where its source was revised in between, the passages differ and the words alone tell.
    """
    one, other = collapse(citation.quote), collapse(candidate.quote)
    if citation.source_id != candidate.source_id or not (one in other or other in one):
        return False
    nested = citation.span.within(candidate.span) or candidate.span.within(citation.span)
    return nested or citation.passage_id != candidate.passage_id


def _search_missing(record: Record) -> list[str]:
    counter = record.counter
    if counter is None:
        return ["nobody has searched for counter-evidence"]
    if not record.valid:
        return ["it has changed since counter-evidence was searched for: search again"]
    found = []
    if record.open:
        numbers = ", ".join(str(number + 1) for number in record.open)
        found.append(f"{len(record.open)} of {len(counter.candidates)} candidates are not weighed (number {numbers})")
    against = sorted(each.candidate for each in record.weighed if each.weight is Weight.AGAINST)
    uncited = [number + 1 for number in against if not _cited(record.finding, counter.candidates[number])]
    return [*found, *(f"candidate {number} speaks against it and is not cited as such" for number in uncited)]


def _cited(finding: Finding, candidate: Candidate) -> bool:
    return any(stands_at(each, candidate) for each in finding.opposing)


# --- In words -------------------------------------------------------------------------------------

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def sentence(counter: Counter, weighed: Sequence[Weighed]) -> str:
    """What a search looked through and what came of it, for the report; also when nothing was found.

    Args:
        counter: The search.
        weighed: What stands about its candidates; what is said of other searches is left out.
    """
    year, month, day = counter.at[:10].split("-")
    when = f"{int(day)} {_MONTHS[int(month) - 1]} {year}"
    return f"Searched on {when} by {counter.author}: {_looked(dict(counter.searched))}; {_found(counter, weighed)}."


def _looked(searched: Mapping[Origin, int]) -> str:
    parts = []
    if Origin.OPPOSITE in searched:
        parts.append(f"{_several(searched[Origin.OPPOSITE], 'coding')} of the opposite polarity")
    if Origin.UNCITED in searched:
        parts.append(f"{searched[Origin.UNCITED]:,} other{'' if searched[Origin.UNCITED] == 1 else 's'} not cited")
    own = f"{_several(searched.get(Origin.SAME_CASES, 0), 'uncoded passage')}"
    if Origin.OTHER_CASES in searched:
        own += " of its cases"
    parts.append(own)
    if Origin.OTHER_CASES in searched:
        parts.append(f"{searched[Origin.OTHER_CASES]:,} of others")
    if Origin.MODEL in searched:
        parts.append(f"{_several(searched[Origin.MODEL], 'passage')} by a language model")
    *first, last = parts
    return f"{', '.join(first)} and {last} looked through" if first else f"{last} looked through"


def _found(counter: Counter, weighed: Sequence[Weighed]) -> str:
    of_it = {each.candidate: each.weight for each in weighed if each.counter == counter.id}
    total, against = len(counter.candidates), list(of_it.values()).count(Weight.AGAINST)
    if not total:
        return "none found"
    if not of_it:
        return f"{_several(total, 'candidate')}, none read yet"
    spoken = "1 speaks" if against == 1 else f"{against:,} speak" if against else "none speaks"
    if len(of_it) < total:
        return f"{len(of_it):,} of {_several(total, 'candidate')} read, of which {spoken} against it"
    return f"{_several(total, 'candidate')} read, {spoken} against it"


def _several(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
