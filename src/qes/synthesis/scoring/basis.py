"""What a level rests on, kept so that a later change of it can be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qes.model import SignOff, Unit, digest
from qes.synthesis.evidence import Evidence


def basis(evidence: Iterable[Evidence]) -> dict[str, str]:
    """What a level rests on: id of a coding that counts → digest of what it says.

    The digest changes with the quote, the code, how firmly it stands, its attributes, and what its coders differ on.
    """
    found = {}
    for coding in (each.coding for each in evidence if each.coding.counts):
        attributes = [f"{name}={value}" for name, value in sorted(coding.attributes.items())]
        parts = (coding.quote, coding.code, coding.status.value, *attributes, "", *sorted(coding.differing))
        found[coding.id] = digest(*parts)
    return dict(sorted(found.items()))


def evidence_by_unit(evidence: Iterable[Evidence]) -> dict[Unit, list[Evidence]]:
    """Evidence under the unit it counts towards, in the order given; what counts towards none is left out."""
    found: dict[Unit, list[Evidence]] = {}
    for each in evidence:
        if each.capability is not None:
            found.setdefault(Unit(each.case, each.capability), []).append(each)
    return found


@dataclass(frozen=True, slots=True)
class Stale:
    """What has changed since a level was signed off; the level stands until people change it."""

    came: tuple[str, ...] = ()
    """Ids of codings."""
    went: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    rubric: str = ""
    """The one in use now, where it is another one."""

    @property
    def sentence(self) -> str:
        """All of it in words, such as "of the codings, 2 came, 1 changed; the rubric is now r@2.0"."""
        counts = ((self.came, "came"), (self.went, "went"), (self.changed, "changed"))
        said = [f"{len(ids)} {what}" for ids, what in counts if ids]
        codings = f"of the codings, {', '.join(said)}" if said else ""
        rubric = f"the rubric is now {self.rubric}" if self.rubric else ""
        return "; ".join(each for each in (codings, rubric) if each)


def stale(signoff: SignOff, basis_now: Mapping[str, str], rubric_now: str) -> Stale | None:
    """What has changed since a sign-off; None if nothing has.

    Args:
        signoff: With its own basis.
        basis_now: Of the evidence as it stands (`basis`).
        rubric_now: Name and version of the rubric in use.
    """
    then, now = signoff.basis, basis_now
    found = Stale(
        came=tuple(sorted(set(now) - set(then))),
        went=tuple(sorted(set(then) - set(now))),
        changed=tuple(sorted(each for each in set(now) & set(then) if now[each] != then[each])),
        rubric="" if rubric_now == signoff.rubric else rubric_now,
    )
    return None if found == Stale() else found
