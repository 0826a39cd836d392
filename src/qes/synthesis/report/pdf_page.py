"""What a page on one case prints of a capability: in three forms, of which the fullest that fits is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qes.synthesis.report.content import CapabilitySection
from qes.synthesis.report.flow import flowing
from qes.synthesis.report.parts import Group, Standing
from qes.synthesis.report.pdf_fonts import lacks
from qes.synthesis.report.placing import faced
from qes.synthesis.report.plain import cut, plain
from qes.synthesis.report.wording import capitalised

_TELLING = 40
"""Shorter quotes, in characters, say too little to stand alone on a page."""
LINE, _HALF = 105, 50
"""About how many characters a line of a profile holds, over the whole width and over half of it."""
_FORMS = ((1, 0), (2, 3), (3, 5))
"""Of a capability on a profile: lines that its summary may take, and each of its quotes."""


def on_a_page(part: CapabilitySection) -> dict[str, Any]:
    """What a profile may print of a capability: in three forms, from a line or two to the fullest."""
    standing = part.standing
    words = [standing.statement if standing else None, part.charted]
    said = next((each.text for each in words if each is not None and each.text), "")
    said = said or (part.level.text if part.level else part.brief)
    rests = f"rests on {standing.rests_on}" if standing and standing.rests_on else ""
    still = part.level is not None and part.level.open
    told = (standing.status, standing.stale, rests, _course(part)) if standing and not still else ()
    status = " ".join(f"{capitalised(each.rstrip('.'))}." for each in told if each)
    forms = [
        {
            "said": cut(plain(said), lines * LINE),
            "status": cut(plain(status), LINE),
            "missing": plain(_missing(part.missing)) if longest else "",
            "quotes": [_shortest(group, longest) for group in faced(part)] if longest else [],
        }
        for lines, longest in _FORMS
    ]
    shown = {"label": plain(part.label), "level": plain(part.level), "range": plain(_range(standing))}
    return shown | {"forms": forms}


def _course(part: CapabilitySection) -> str:
    """How people came to the level, where they did not simply agree."""
    found = part.judgement
    agreed = found is not None and len(found.scores) > 1 and len({each.level for each in found.scores}) == 1
    return "" if found is None or agreed else found.course


def _range(standing: Standing | None) -> str:
    """How far a level may move; of what rests on one source or coder alone that says nothing."""
    return "" if standing is None or standing.rests_on else standing.range


def _missing(items: Sequence[str]) -> str:
    """What is missing for the next level, as many items as fit on a line and each of them whole; then how many more."""
    kept = list[str]()
    for each in items:
        if kept and len("; ".join([*kept, each])) > LINE:
            break
        kept.append(each.rstrip("."))
    left = len(items) - len(kept)
    more = f"; and {left} more" if left else ""
    return f"What is missing: {'; '.join(kept)}{more}." if kept else ""


def _shortest(group: Group, longest: int) -> dict[str, Any] | None:
    """The shortest quote that says something by itself, if it fits into so many lines; whole, as always."""
    fitting = [each for each in group.quotes if _lines(flowing(each.text)) <= longest and not lacks(each.text)]
    if not fitting:
        return None
    quote = min(fitting, key=lambda each: (len(each.text) < _TELLING, len(each.text), each.number))
    facts = [quote.who, quote.source, quote.place, quote.date]
    by = cut(plain(" · ".join(each for each in facts if each)), 2 * _HALF)
    return {"text": plain(flowing(quote.text)), "by": by, "id": group.id, "side": plain(group.title)}


def _lines(text: str) -> int:
    return sum(1 + len(line) // _HALF for line in text.split("\n"))
