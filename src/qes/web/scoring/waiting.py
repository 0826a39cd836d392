"""How many levels wait for a person, and for what."""

from __future__ import annotations

from collections import Counter

from qes.synthesis.scoring.standing import stale
from qes.web.findings.desk import rubric_now
from qes.web.scoring.book import bases, book_of
from qes.web.state import State
from qes.web.views.scoring import waits

KINDS = ("score", "settle", "sign", "renew")


def waiting_for(here: State, who: str, *, leads: bool) -> tuple[dict[str, int], bool]:
    """Levels to `score`, `settle`, `sign` or look at again (`renew`), zeros included; false while evidence is counted.

    Args:
        here: The workbench.
        who: For whom they wait.
        leads: Whether they sign off.
    """
    rubric = rubric_now(here)
    if rubric is None:
        return dict.fromkeys(KINDS, 0), True
    book, (rests, current) = book_of(here), bases(here)
    found: Counter[str] = Counter()
    for unit in book.units:
        now = book.standing(unit)
        changed = now.signoff is not None and stale(now.signoff, rests.get(unit, {}), rubric.id) is not None
        found[waits(now, who, leads=leads, stale=changed)] += 1
    return {kind: found[kind] for kind in KINDS}, current
