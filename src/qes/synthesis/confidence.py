"""How far a level can be trusted: four components, informed by GRADE-CERQual.

GRADE-CERQual (Lewin et al. 2018, Implementation Science 13, suppl. 1) judges findings of syntheses of primary studies.
Codings of interviews and documents are not primary studies, so its components are borrowed and the rest is this
project's proposal: the tool proposes concerns from what can be counted, shows the counts, and people judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qes.model import Concern, Grade
from qes.synthesis.evidence import Evidence, in_order
from qes.synthesis.rubric import Rubric, Side
from qes.synthesis.rubric.lens import Lens, Piece
from qes.synthesis.rubric.model import Measure
from qes.synthesis.rubric.needs import Amount, counted_as

_GRAVITY = list(Grade)


def concerns(found: Iterable[Evidence], rubric: Rubric) -> list[Concern]:
    """One concern per component of the rubric, in its order; grade NONE where there is none.

    Args:
        found: All evidence on one capability of one case, disputed codings too. Intentions are left out: they bear on
            no level, and so on no confidence either.
        rubric: Holds the measures and thresholds.
    """
    lens = Lens(rubric)
    return raised(lens.pieces(in_order(found)), lens)


def raised(pieces: Iterable[Piece], lens: Lens) -> list[Concern]:
    """The same, from evidence as the rubric sees it, in reading order."""
    bearing = [each for each in pieces if each.side is not Side.ASPIRATION]
    usable = _once(bearing)
    found = []
    for component in lens.rubric.confidence.components:
        graded = [_measured(measure, bearing, usable, lens) for measure in component.measures]
        grade = max((each for each, _ in graded), key=_GRAVITY.index)
        reasons = [reason for each, reason in graded if each is grade] if grade is not Grade.NONE else []
        found.append(Concern(component.id, component.label, grade, ". ".join(reasons)))
    return found


def _once(bearing: Iterable[Piece]) -> list[Piece]:
    """What counts, a repeated text once for each code, as `counted` has it."""
    first: dict[tuple[str, str], Piece] = {}
    for each in bearing:
        if each.counts:
            first.setdefault((each.code, each.wording), each)
    return list(first.values())


def overall(raised: Sequence[Concern], rubric: Rubric) -> str:
    """The confidence that remains: one level down for each serious concern and for every few moderate ones.

    Where the rubric says beside which concern at most the highest one is proposed, a graver one takes that away too.
    """
    grades = [concern.grade for concern in raised]
    rules = rubric.confidence
    steps = grades.count(Grade.SERIOUS) + grades.count(Grade.MODERATE) // rules.moderate_per_step
    allowed = rules.highest_allows
    if allowed is not None and any(_GRAVITY.index(each) > _GRAVITY.index(allowed) for each in grades):
        steps = max(steps, 1)
    return rules.scale[min(steps, len(rules.scale) - 1)]


def _measured(measure: Measure, bearing: Sequence[Piece], usable: Sequence[Piece], lens: Lens) -> tuple[Grade, str]:
    value, detail = _value(measure, bearing, usable, lens)
    return measure.grade(value), f"{measure.text} ({detail})"


def _value(measure: Measure, bearing: Sequence[Piece], usable: Sequence[Piece], lens: Lens) -> tuple[float, str]:
    """The measured value, and how it came about."""
    if measure.measure == "few":
        number = _number(measure.unit, usable)
        return number, counted_as(number, measure.unit)
    if measure.measure == "disputed":
        return _share(sum(each.disputed for each in bearing), len(bearing))
    if measure.measure == "share":
        bit = lens.bit(measure.where)
        return _share(len({each.wording for each in usable if each.passes & bit}), len({p.wording for p in usable}))
    sides = [each.side for each in usable]
    stated = len(sides) - sides.count(Side.UNSTATED)
    return _share(stated - max(sides.count(Side.FOR), sides.count(Side.AGAINST)), stated)


def _share(part: int, whole: int) -> tuple[float, str]:
    return (part / whole if whole else 0.0), f"{part} of {counted_as(whole, 'codings')}"


def _number(unit: str, usable: Sequence[Piece]) -> int:
    if unit == "words":
        return sum(wording.count(" ") + 1 for wording in {each.wording for each in usable})
    return int(getattr(Amount.of([each.evidence for each in usable]), unit))
